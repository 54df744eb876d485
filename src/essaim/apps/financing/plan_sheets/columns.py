"""The columns of a plan's spreadsheet: what each is called when it goes out, and what people may call it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from essaim.apps.financing.plan_sheets.rows import ITEMS, STAGES, WRITTEN
from essaim.engine.language import gettext as _
from essaim.engine.territories.search_index import search_form

UID, SIDE, BASE = "uid", "side", "base"
# Only these say what a row is; the others complete it.
NAMING = {"lines": "form_line", ITEMS: "category"}
_ALIASES = {
    "uid": "identifiant|id|identifier",
    "side": "cote|charge ou produit|sens|side",
    "form_line": "ligne du formulaire|ligne|compte|poste|numero|n|form line|line of the form|line|account",
    "label": "intitule|libelle|designation|objet|detail|label|title",
    "analytic": "code analytique|analytique|code|analytic code|analytic",
    "funder": "financeur|financeurs|qui paie|funder",
    "support_kind": "forme du soutien|forme de l aide|soutien|kind of support|support",
    "category": "nature|categorie|kind|category",
    "rhythm": "rythme|frequence|rhythm",
    "month": "mois|mois du premier paiement|month",
    "delay": "delai mois|delai|delai en mois|delay months|delay",
    "claim_every": "une demande tous les mois|demande tous les|mois entre deux demandes|a claim every months",
    "advance": "avance|avance en|advance",
    "tranches": "versements|tranches|acomptes|payments|instalments",
    "note": "note|remarque|calcul|comment ce montant est calcule|commentaire|comment",
    "base": "repere ne pas modifier|repere|mark do not change",
}
_BY_TITLE = {title: key for key, titles in _ALIASES.items() for title in titles.split("|")}
_STAGE_WORDS = {
    "": "planned", "prevu": "planned", "previsionnel": "planned", "budget": "planned", "montant": "planned",
    "planned": "planned", "asked": "requested", "demande": "requested", "sollicite": "requested",
    "requested": "requested",
    "accorde": "granted", "notifie": "granted", "granted": "granted", "realise": "actual", "depense": "actual",
    "reel": "actual", "actual": "actual", "demande en paiement": "claimed", "claimed": "claimed",
    "appele": "claimed", "paye": "paid", "recu": "paid", "verse": "paid", "paid": "paid",
}  # fmt: skip
_YEAR = re.compile(r"(?:(?:annee|an|year) (?P<number>[1-5])|(?P<year>(?:19|20)\d\d)(?: (?:19|20)\d\d)?)")


def stage_title(stage: str) -> str:
    """What a stage is called in a title."""
    return {
        "planned": _("prévu"), "requested": _("demandé"), "granted": _("accordé"),
        "claimed": _("demandé en paiement"), "paid": _("payé"), "actual": _("réalisé"),
    }[stage]  # fmt: skip


def column_title(field: str, labels: Sequence[str]) -> str:
    """The title of a column, as the files that go out have it."""
    stage, _dot, year = field.partition(".")
    if stage == "amount":
        return labels[int(year) - 1] if int(year) else _("Au départ")
    if year:
        return f"{labels[int(year) - 1]} {stage_title(stage)}"
    return {
        "uid": _("Identifiant"), "side": _("Côté"), "form_line": _("Ligne du formulaire"), "label": _("Intitulé"),
        "analytic": _("Code analytique"), "funder": _("Financeur"), "support_kind": _("Forme de l'aide"),
        "category": _("Nature"), "rhythm": _("Rythme"), "month": _("Mois"), "delay": _("Délai (mois)"),
        "claim_every": _("Une demande tous les (mois)"), "advance": _("Avance (%)"), "tranches": _("Versements"),
        "note": _("Note"), "base": _("Repère (ne pas modifier)"),
    }[field]  # fmt: skip


def columns_of(kind: str, years: int) -> list[str]:
    """The columns of a sheet, in order."""
    if kind == ITEMS:
        return [UID, "category", "label", *(f"amount.{n}" for n in range(years + 1)), "month", BASE]
    amounts = [f"{stage}.{year}" for year in range(1, years + 1) for stage in STAGES]
    return [
        UID, SIDE, "form_line", "label", "analytic", "funder", "support_kind", *amounts, "rhythm", "month", "delay",
        "claim_every", "advance", "tranches", "note", BASE,
    ]  # fmt: skip


def is_read_only(field: str) -> bool:
    """Whether a column is followed elsewhere: it is shown, never read back."""
    return "." in field and field.partition(".")[0] not in (*WRITTEN, "amount")


def guessed_columns(header: Sequence[str], kind: str, labels: Sequence[str]) -> list[str]:
    """What each column means, "" for those that are not known; a meaning is given once, to the first that has it."""
    known = columns_of(kind, len(labels))
    own = {search_form(column_title(field, labels)): field for field in known}
    found: list[str] = []
    for title in header:
        form = search_form(title)
        field = own.get(form) or _BY_TITLE.get(form, "") or _amount_column(form, kind, labels)
        found.append(field if field in known and field not in found else "")
    return found


def _amount_column(form: str, kind: str, labels: Sequence[str]) -> str:
    """The amount that a title like "prévu 2027", "2027" or "année 1" names; "" for none."""
    if kind == ITEMS and form in ("depart", "au depart", "at the start", "start", "demarrage"):
        return "amount.0"
    year = _YEAR.search(form)
    if year is None:
        return ""
    words = " ".join((form[: year.start()] + " " + form[year.end() :]).split())
    number = int(year["number"]) if year["number"] else _year_number(year["year"], labels)
    stage = _STAGE_WORDS.get(words)
    if stage is None or not 1 <= number <= len(labels):
        return ""
    return f"amount.{number}" if kind == ITEMS else f"{stage}.{number}"


def _year_number(year: str, labels: Sequence[str]) -> int:
    """Which year of the plan begins in that one, 1 the first; 0 for none."""
    return next((number for number, label in enumerate(labels, start=1) if label.startswith(year)), 0)
