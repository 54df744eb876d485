"""The columns of a spreadsheet of expenses: what each is called, what a line says once it is checked.

Our own file comes back whole: it names each expense and each line of a plan by an identifier, others by their words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from essaim.apps.financing.expense_names import Vocabulary, line_of, support_of
from essaim.apps.financing.models import Expense
from essaim.engine.errors import EssaimError, InvalidValue
from essaim.engine.language import gettext as _
from essaim.engine.territories.search_index import search_form
from essaim.kit.dates import DAY, dated
from essaim.kit.numbers import typed_cents

KEYS = (
    "on", "label", "supplier", "reference", "amount", "charged", "paid_on", "project", "funder", "support", "claim",
    "plan", "line", "line_label", "note", "line_id", "id",
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
    "funder": "financeur|funder",
    "support": "aide|subvention|soutien|support",
    "claim": "demande de paiement du|demande de paiement|claim",
    "plan": "plan|budget",
    "line": "ligne|compte|ligne du formulaire|line|account",
    "line_label": "intitule de la ligne|ligne du plan|label of the line",
    "note": "note|remarque|commentaire",
    "line_id": "identifiant de la ligne",
    "id": "identifiant de la depense",
}
_BY_TITLE = {title: key for key, titles in _TITLES.items() for title in titles.split("|")}
_LONGEST = {"label": 200, "supplier": 200, "reference": 60, "note": 5000}
_FORMULA = frozenset("=+-@")


Found = TypeVar("Found")


def column_label(key: str) -> str:
    """The title of a column, as the files that go out have it."""
    return {
        "on": _("Date de la pièce"), "label": _("Objet"), "supplier": _("Fournisseur"),
        "reference": _("Numéro de la pièce"), "amount": _("Montant de la pièce"), "charged": _("Imputé"),
        "paid_on": _("Payée le"), "project": _("Projet"), "funder": _("Financeur"), "support": _("Aide"),
        "claim": _("Demande de paiement du"), "plan": _("Plan"), "line": _("Ligne"),
        "line_label": _("Intitulé de la ligne"), "note": _("Note"), "line_id": _("Identifiant de la ligne"),
        "id": _("Identifiant de la dépense"),
    }[key]  # fmt: skip


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
        InvalidValue: says all that is wrong, and what to write instead.
    """
    said, problems = _said(cells, meanings), []

    def read(reader: Callable[[], Found]) -> Found | None:
        try:
            return reader()
        except EssaimError as problem:
            problems.append(str(problem))
            return None

    read(lambda: _must_be_short(said))
    support = read(lambda: support_of(said, known))
    line = read(lambda: line_of(said, known)) or (None, "")
    facts = {
        "on": read(lambda: _day(said.get("on", ""))),
        "paid_on": read(lambda: _day(said["paid_on"])) if "paid_on" in said else None,
        "cents": read(lambda: _cents(said.get("amount", ""))),
        "charged_cents": read(lambda: typed_cents(said["charged"])) if "charged" in said else None,
        "project": read(lambda: known.project(said.get("project", ""))), "support": support,
        "claim": read(lambda: known.claim(_day(said["claim"]), support)) if "claim" in said else None,
        "line": line[0], "form_line": line[1], **{key: said.get(key, "") for key in _LONGEST},
    }  # fmt: skip
    if problems:
        raise InvalidValue(" ".join(problems))
    return facts


def identifier(cells: Sequence[str], meanings: Sequence[str]) -> str:
    """The identifier of an expense that one of our own files gives; "" for none."""
    return _said(cells, meanings).get("id", "")


def kept_as(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What a line says, by column, to be compared with what is noted."""
    cents, claim = facts["cents"], facts["claim"]
    return {
        "on": facts["on"], "label": _plain(facts["label"]), "supplier": _plain(facts["supplier"]),
        "reference": _plain(facts["reference"]), "amount": cents,
        "charged": cents if facts["charged_cents"] is None else facts["charged_cents"], "paid_on": facts["paid_on"],
        "project": facts["project"], "support": facts["support"] or (claim and claim.support), "claim": claim,
        "line": (facts["line"], facts["line"].form_line if facts["line"] else facts["form_line"]),
        "note": _plain(facts["note"]),
    }  # fmt: skip


def noted_as(expense: Expense) -> dict[str, Any]:
    """The same of an expense that is noted."""
    names = ("on", "label", "supplier", "reference", "cents", "charged_cents", "paid_on", "project", "support", "claim",
             "line", "form_line", "note")  # fmt: skip
    return kept_as({name: getattr(expense, name) for name in names})


def _plain(text: str) -> str:
    # Spreadsheets do not keep the ends of lines.
    return " ".join(text.replace("\0", "").split())


def _said(cells: Sequence[str], meanings: Sequence[str]) -> dict[str, str]:
    """What a line says; the apostrophe that our own files put before a sign of formula is taken off."""
    found = {}
    for key, cell in zip(meanings, cells, strict=False):
        text = cell.replace("\0", "").strip()
        if key and text:
            found[key] = text[1:] if text[0] == "'" and text[1:2] in _FORMULA else text
    return found


def _must_be_short(said: Mapping[str, str]) -> None:
    for key, most in _LONGEST.items():
        if len(said.get(key, "")) > most:
            raise InvalidValue(_("La case « %(name)s » est trop longue.") % {"name": column_label(key)})


def _day(text: str) -> date:
    how = _("Écrivez le jour, le mois et l'année (JJ/MM/AAAA) : par exemple 31/03/2026.")
    if not text:
        raise InvalidValue(_("Il manque la date de la pièce."), how)
    try:
        read = dated(text)
    except InvalidValue:
        read = None
    if read is None or read.precision != DAY:
        raise InvalidValue(_("« %(text)s » n'est pas un jour.") % {"text": text}, how)
    return read.day


def _cents(text: str) -> int | None:
    if not text:
        raise InvalidValue(_("Il manque le montant de la pièce."), _("Écrivez par exemple 1 234,50 €."))
    return typed_cents(text)
