"""The columns of a spreadsheet of expenses: what each is called, what a line says once it is checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from essaim.apps.financing.models import PlanLine, Support
from essaim.apps.financing.queries.expenses import charge_lines
from essaim.apps.poles.models import Pole
from essaim.apps.projects.models import Project
from essaim.engine.errors import InvalidValue
from essaim.engine.financing import Side, load_form
from essaim.engine.language import gettext as _
from essaim.engine.territories.search_index import search_form
from essaim.kit.dates import DAY, dated
from essaim.kit.numbers import typed_cents

KEYS = (
    "on", "label", "supplier", "reference", "amount", "charged", "paid_on", "project", "support", "plan", "line",
    "note",
)  # fmt: skip
_TITLES = {
    "on": "date|date de la piece|date facture|jour",
    "label": "objet|libelle|intitule|designation|nature|depense|label|subject",
    "supplier": "fournisseur|tiers|beneficiaire|supplier",
    "reference": "numero|numero de la piece|n piece|n|piece|numero de facture|facture|reference|number of the piece",
    "amount": "montant|montant de la piece|montant de la piece €|montant ttc|ttc|total|amount|amount of the piece",
    "charged": "impute|dont impute|dont impute ici|montant impute|charged",
    "paid_on": "payee le|paye le|date de paiement|reglee le|paid on",
    "project": "projet|project",
    "support": "aide|subvention|soutien|support",
    "plan": "plan|budget",
    "line": "ligne|compte|ligne du formulaire|line|account",
    "note": "note|remarque|commentaire",
}
_BY_TITLE = {title: key for key, titles in _TITLES.items() for title in titles.split("|")}
_LONGEST = {"label": 200, "supplier": 200, "reference": 60, "note": 500}
_FORMULA = frozenset("=+-@")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a line may name in the pole, in search form: projects, supports, charges of its plans."""

    projects: Mapping[str, Project]
    supports: Mapping[str, Support]
    lines: Sequence[PlanLine]


def column_label(key: str) -> str:
    """The title of a column, as the files that go out have it."""
    return {
        "on": _("Date de la pièce"), "label": _("Objet"), "supplier": _("Fournisseur"),
        "reference": _("Numéro de la pièce"), "amount": _("Montant de la pièce"), "charged": _("Imputé"),
        "paid_on": _("Payée le"), "project": _("Projet"), "support": _("Aide"), "plan": _("Plan"), "line": _("Ligne"),
        "note": _("Note"),
    }[key]  # fmt: skip


def vocabulary(pole: Pole) -> Vocabulary:
    """What a line may name in that pole."""
    projects: dict[str, Project] = {}
    for one in Project.objects.filter(pole=pole):
        projects |= {search_form(name): one for name in (one.title, one.code) if name}
    supports = {search_form(one.title): one for one in Support.objects.filter(pole=pole)}
    return Vocabulary(projects, supports, list(charge_lines(pole)))


def guessed_columns(header: Sequence[str]) -> list[str]:
    """What each column means, "" for those that are not read; the first of two that mean the same is read.

    Raises:
        InvalidValue: no column gives the date, the subject or the amount.
    """
    own = {search_form(column_label(key)): key for key in KEYS}
    found: list[str] = []
    for title in header:
        key = (_BY_TITLE | own).get(search_form(title.replace("(€)", "")), "")
        found.append("" if key in found else key)
    missing = [column_label(key) for key in ("on", "label", "amount") if key not in found]
    if missing:
        raise InvalidValue(
            _("Il manque une colonne : %(names)s.") % {"names": ", ".join(missing)},
            _("Donnez ce titre à la colonne, sur la première ligne, et recommencez."),
        )
    return found


def read_expense(cells: Sequence[str], meanings: Sequence[str], known: Vocabulary) -> dict[str, Any]:
    """One line as the facts of an expense.

    Raises:
        InvalidValue: says what is wrong, and what to write instead.
    """
    said = _said(cells, meanings)
    for key, most in _LONGEST.items():
        if len(said.get(key, "")) > most:
            raise InvalidValue(_("La case « %(name)s » est trop longue.") % {"name": column_label(key)})
    if "on" not in said:
        raise InvalidValue(_("Il manque la date de la pièce."), _("Écrivez par exemple 31/03/2026."))
    if "amount" not in said:
        raise InvalidValue(_("Il manque le montant de la pièce."), _("Écrivez par exemple 1 234,50 €."))
    line, form_line = _line(said, known)
    return {
        "on": _day(said["on"]), "paid_on": _day(said["paid_on"]) if "paid_on" in said else None,
        "cents": typed_cents(said["amount"]),
        "charged_cents": typed_cents(said["charged"]) if "charged" in said else None,
        "project": _named(said, "project", known.projects), "support": _named(said, "support", known.supports),
        "line": line, "form_line": form_line, **{key: said.get(key, "") for key in _LONGEST},
    }  # fmt: skip


def _said(cells: Sequence[str], meanings: Sequence[str]) -> dict[str, str]:
    """What a line says; the apostrophe that our own files put before a sign of formula is taken off."""
    found = {}
    for key, cell in zip(meanings, cells, strict=False):
        text = cell.replace("\0", "").strip()
        if key and text:
            found[key] = text[1:] if text[0] == "'" and text[1:2] in _FORMULA else text
    return found


def _day(text: str) -> date:
    read = dated(text)
    if read.precision != DAY:
        raise InvalidValue(
            _("« %(text)s » n'est pas un jour.") % {"text": text}, _("Écrivez par exemple 31/03/2026.")
        )  # fmt: skip
    return read.day


def _named(said: Mapping[str, str], key: str, known: Mapping[str, Any]) -> Any:
    if key not in said:
        return None
    found = known.get(search_form(said[key]))
    if found is None:
        raise InvalidValue(
            _("« %(text)s » n'est pas connu (colonne « %(name)s »).") % {"text": said[key], "name": column_label(key)},
            _("Écrivez le titre exact, ou laissez la case vide."),
        )
    return found


def _line(said: Mapping[str, str], known: Vocabulary) -> tuple[PlanLine | None, str]:
    """The line of the plan that is named, else the line of the form; both blank for none."""
    if "line" not in said:
        return None, ""
    form, wanted = load_form(), search_form(said["line"])
    meant = {
        one.key
        for one in form.lines
        if one.side == Side.CHARGE and wanted in (search_form(one.title()), search_form(one.account), one.key)
    }
    of_plan = [
        one for one in known.lines if "plan" in said and search_form(one.plan.title) == search_form(said["plan"])
    ]
    lines = [one for one in of_plan if one.form_line in meant or search_form(one.label) == wanted]
    if len(lines) == 1:
        return lines[0], lines[0].form_line
    if lines or len(meant) > 1:
        raise InvalidValue(
            _("« %(text)s » désigne plusieurs lignes.") % {"text": said["line"]}, _("Écrivez l'intitulé de la ligne.")
        )
    if not meant:
        raise InvalidValue(
            _("« %(text)s » n'est pas une ligne de charge.") % {"text": said["line"]},
            _("Écrivez un compte du formulaire (613) ou son nom (Locations)."),
        )
    return None, meant.pop()
