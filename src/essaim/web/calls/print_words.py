"""A dossier as its printed copy says it: handed in and frozen, or a working copy that says so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from essaim.apps.calls.actions.submitting import frozen
from essaim.apps.calls.models import Dossier, Submission
from essaim.engine.language import current_language
from essaim.engine.language import gettext as _
from essaim.engine.values import Answer
from essaim.tables.formats import euros
from essaim.web.calls.access import moment
from essaim.web.calls.handing import family_in_words, said
from essaim.web.calls.public import by_section
from essaim.web.shares import shares_of


def handed_in(dossier: Dossier, made: Submission) -> dict[str, Any]:
    """The words of a dossier as it was handed in, with its receipt and its fingerprint."""
    facts = [
        [_("Numéro de reçu"), made.receipt],
        [_("Déposé le"), moment(dossier.call, made.submitted_at)],
        [_("Empreinte (SHA-256)"), made.sha256],
    ]
    about = [
        _("Le dossier tel qu'il a été déposé : il ne change plus. L'empreinte est celle de ses données, "
          "que le site donne en JSON."),
    ]  # fmt: skip
    footer = _("Reçu %(receipt)s") % {"receipt": made.receipt}
    return _words(dossier, made.data, made.submitted_at, facts=facts, about=about, footer=footer, warning="")


def working_copy(dossier: Dossier, at: datetime) -> dict[str, Any]:
    """The words of a dossier as it stands at ``at``, which is no proof that it was handed in."""
    facts = [[_("État"), str(dossier.get_state_display())], [_("Copie du"), moment(dossier.call, at)]]
    warning = _("Copie de travail : ce document ne prouve aucun dépôt.")
    return _words(dossier, frozen(dossier), at, facts=facts, about=[], footer=warning, warning=warning)


def _words(
    dossier: Dossier, data: dict[str, Any], at: datetime, *, facts: list[list[str]], about: list[str], footer: str,
    warning: str,
) -> dict[str, Any]:  # fmt: skip
    budget, day = data.get("budget_cents"), dossier.call.local(at)
    return {
        "language": current_language(),
        "day": [day.year, day.month, day.day],
        "title": data["pole"]["name"],
        "subtitle": data["call"]["title"],
        "warning": warning,
        "facts": [*facts, [_("Budget total"), _("non renseigné") if budget is None else euros(budget)]],
        "partners": [_partner(one) for one in data["partners"]],
        "shares": _shares(data["partners"], budget),
        "parts": [
            {
                "heading": heading or _("Réponses"),
                "answers": [{"label": one["label"], "text": one["words"]} for one in answers],
            }
            for heading, answers in by_section(data["answers"], lambda one: str(one["section"]))
        ],
        "rules": [
            {"rule": one["rule"], "answer": said(Answer[one["answer"]])[1], "why": one["why"]}
            for one in data.get("eligibility", [])
        ],
        "annexes": [{"title": one["title"], "sha256": one["sha256"]} for one in data["annexes"]],
        "pieces": [
            {"asked": one["asked"], "answer": one["answer"], "files": one["files"]} for one in data.get("pieces", [])
        ],
        "footer": footer,
        "about": [*about, _("Montants en euros. Document fait par Essaim.")],
        "words": _labels(),
    }


def _partner(one: dict[str, Any]) -> dict[str, str]:
    more = [_("structure candidate")] if one["is_applicant"] else []
    more.append(family_in_words(one) or _("famille non renseignée"))
    if one["siret"]:
        more.append(_("SIRET %(number)s") % {"number": one["siret"]})
    return {
        "name": one["name"],
        "more": ", ".join(more),
        "role": one["role"],
        "commitment": one["commitment"],
        "amount": _("pas dit") if one["amount_cents"] is None else euros(one["amount_cents"]),
    }


def _shares(partners: list[dict[str, Any]], budget: int | None) -> str:
    """The sum of what partners say they bring, beside the whole; silent partners are counted, never taken as zero."""
    told = [one["amount_cents"] for one in partners if one["amount_cents"] is not None]
    silent = len(partners) - len(told)
    said_sum = euros(sum(told)) if told else _("non renseigné")
    whole = _("non renseigné") if budget is None else euros(budget)
    text = _("Parts dites : %(sum)s. Budget total : %(whole)s.") % {"sum": said_sum, "whole": whole}
    over = shares_of([one["amount_cents"] for one in partners], budget)["over"]
    if over:
        text += " " + _("Les parts dépassent le budget de %(sum)s.") % {"sum": over}
    return text if not silent else text + " " + _("Parts non dites : %(n)s.") % {"n": silent}


def _labels() -> dict[str, Any]:
    return {
        "what": _("Donnée"),
        "known": _("Valeur"),
        "partners": _("Partenaires"),
        "partners_head": [_("Organisation"), _("Rôle et engagement"), _("Part du budget")],
        "unanswered": _("sans réponse"),
        "none": _("aucun"),
        "rules": _("Ce que demandent les règles"),
        "authority": _("Tel que lu à la date de cette copie ; c'est l'autorité qui décide."),
        "annexes": _("Annexes"),
        "pieces": _("Pièces données"),
        "colon": "\u00a0:" if current_language() == "fr" else ":",
    }
