"""What is to be corrected in a draft, in the words of the form: no key, no bracket, no line."""

from __future__ import annotations

import re

from essaim.engine.language import gettext as _
from essaim.engine.patterns import Problem
from essaim.web.library.field_words import words_of


def in_words(problem: Problem) -> str:
    """One problem as a sentence for somebody who has never seen the file."""
    said = _sentences().get(problem.code)
    if said:
        return _bound(said)
    table, key = table_and_key(problem)
    label = words_of(table, key)[0]
    message = re.sub(rf"« {re.escape(key)} »", f"« {label} »", problem.message) if key else problem.message
    return _bound(message[:1].upper() + message[1:])


def _bound(text: str) -> str:
    """Quotation marks do not part from what they hold."""
    return text.replace("« ", "«\u00a0").replace(" »", "\u00a0»")


def table_and_key(problem: Problem) -> tuple[str, str]:
    """The table ("" for the model itself) and the key that a problem is about ("" for the whole row)."""
    names = [part for part in problem.path if isinstance(part, str)]
    rows = [part for part in problem.path if isinstance(part, int)]
    if not names:
        return "", ""
    if not rows and names[0] not in ("team", "governance"):
        return "", names[0]
    if "figure" in names[1:]:
        return "figure", names[2] if len(names) > 2 else ""
    return names[0], names[1] if len(names) > 1 else ""


def _sentences() -> dict[str, str]:
    return {
        "missing": _("À remplir avant de publier."),
        "twice": _("Ce nom est déjà pris par une autre ligne : donnez-en un autre."),
        "no_source": _("Une source est annoncée et aucune n'est donnée : ajoutez-la, ou choisissez « hypothèse »."),
        "order": _("Le plus petit nombre dépasse le plus grand : échangez-les."),
        "end_reason": _("Dites pourquoi ce pôle a pris fin (« raison inconnue » si rien ne la dit)."),
        "ended": _("Donnez aussi l'année ou la date de la fin."),
        "no_core": _("Aucun rôle n'est du noyau : choisissez « noyau » pour l'un d'eux."),
        "core_minimum": _("Un rôle du noyau a besoin d'au moins un acteur : écrivez 1, ou choisissez « adaptable »."),
        "no_rule": _(
            "Rien ne dit qui peut tenir ce rôle : donnez une activité, une famille, une forme ou une mention."
        ),
        "role": _("Ce rôle n'existe pas, ou plus : choisissez-en un autre."),
        "loop": _("Un lien va du pôle au pôle : nommez au moins un rôle."),
        "share_basis": _("Une part n'est écrite que si une source la donne : donnez la source, ou ôtez la part."),
        "share_scope": _("Avec une part, dites de quel budget et de quand."),
        "no_bound": _("Donnez au moins une des deux bornes."),
        "about": _("Ce pôle n'est pas parmi les pôles connus de ce modèle."),
    }
