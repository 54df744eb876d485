"""The spreadsheet of a plan: what to read first, the plan, its lasting items, its totals, its funders, the lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from essaim.apps.financing.enums import ItemCategory, LineRhythm, LineSide
from essaim.apps.financing.models import Funder
from essaim.apps.financing.plan_sheets.columns import (
    BASE,
    SIDE,
    UID,
    column_title,
    columns_of,
    is_read_only,
    stage_title,
)
from essaim.apps.financing.plan_sheets.rows import ITEMS, LINES, STAGES, PlanRows, Row, fields_of, mark_of
from essaim.apps.financing.plan_sheets.values import form_line_text, shown
from essaim.engine.financing.form import load_form
from essaim.engine.financing.plan import Side
from essaim.engine.financing.supports import load_supports
from essaim.engine.language import gettext as _
from essaim.kit.dates import DAY, date_in_words
from essaim.tables.fillable import Cell, FillColumn, FillSheet, Formula, Reference, Workbook
from essaim.tables.formats import listed
from essaim.tables.table import Column, Table, synthetic_warning

_SPARE = 200  # empty rows below, where the lists to choose from still answer
_WIDTHS = {
    UID: 11, SIDE: 9, "form_line": 42, "label": 34, "analytic": 15, "funder": 26, "support_kind": 26, "rhythm": 24,
    "month": 7, "delay": 9, "claim_every": 12, "advance": 9, "tranches": 22, "note": 40, "category": 34,
}  # fmt: skip
_WHOLE_NUMBERS = ("month", "delay", "claim_every")
_IN_KIND = ("86", "87")


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What a spreadsheet says beside its rows. ``version`` "" where nothing is to be compared (an empty model)."""

    rows: PlanRows
    pole: str
    funders: Sequence[Funder]
    today: date

    @property
    def mark(self) -> str:
        """Which plan and version the file is of, for the way back."""
        return f"plan/{self.rows.uid}/{self.rows.version}" if self.rows.uid else ""


def plan_book(facts: SheetFacts) -> Workbook:
    """The workbook, for ODS and XLSX."""
    return Workbook(
        title=facts.rows.title,
        about=" ".join(_about(facts)),
        sheets=(
            _first_sheet(facts),
            _rows_sheet(facts, LINES, _("Plan")),
            _totals(facts),
            _rows_sheet(facts, ITEMS, _("Besoins et ressources durables")),
            _funders(facts),
            _lists(),
        ),
    )


def plan_table(facts: SheetFacts) -> Table:
    """The lines of the plan alone, for CSV."""
    sheet = _rows_sheet(facts, LINES, _("Plan"))
    kinds = [(column.decimals, column.title) for column in sheet.columns]
    columns = tuple(
        Column(str(place), title, "text" if decimals is None else "float", digits=decimals or 0)
        for place, (decimals, title) in enumerate(kinds)
    )
    rows = [{str(place): cell for place, cell in enumerate(row)} for row in sheet.rows]
    return Table(facts.rows.title, columns, rows, notes=tuple(_about(facts)))


def _about(facts: SheetFacts) -> Iterable[str]:
    if settings.SANDBOX:
        yield synthetic_warning()
    yield _("Plan « %(plan)s », %(pole)s.") % {"plan": facts.rows.title, "pole": facts.pole}
    if facts.mark:
        said = {"day": date_in_words(facts.today, DAY), "version": facts.rows.version}
        yield _("Téléchargé le %(day)s, version %(version)s du plan.") % said
        yield _("Repère du fichier, à garder : %(mark)s") % {"mark": facts.mark}


def _first_sheet(facts: SheetFacts) -> FillSheet:
    lines = [
        *_about(facts),
        "",
        _("Remplissez la feuille « Plan » : une ligne par charge ou produit, les années en colonnes. Puis rendez ce"
          " fichier sur le site : un aperçu montre chaque changement, et rien n'est écrit avant votre accord."),
        _("Une case d'argent vide veut dire « non renseigné » : ce n'est pas zéro. Écrivez 0 pour zéro."),
        _("Une nouvelle ligne : sous les autres, sans identifiant. Une ligne effacée ici reste dans le plan tant que "
          "vous ne le confirmez pas."),
        "",
        *(f"{column_title(field, facts.rows.labels)} : {said}" for field, said in _meanings().items()),
        "",
        _("Prévu, demandé, accordé, réalisé : à vous de les écrire, par année. Demandé en paiement et payé se lisent "
          "dans le suivi des financeurs du site : ces colonnes grises ne sont pas reprises."),
        _("Feuille « Totaux » : elle compte toute seule. Une case vide n'y compte pas."),
        _("Feuille « Besoins et ressources durables » : investissements, emprunts, apports ; elle est reprise aussi."),
        _("Feuilles « Financeurs » et « Listes » : à copier ; elles ne sont pas reprises."),
    ]  # fmt: skip
    return FillSheet(_("Lisez-moi"), [FillColumn("", width=120)], [[line or None] for line in lines], is_prose=True)


def _meanings() -> dict[str, str]:
    return {
        UID: _("ce qui relie la ligne au plan ; ne le modifiez pas, laissez-le vide pour une nouvelle ligne."),
        SIDE: _("charge ou produit."),
        "form_line": _("à choisir dans la liste : le compte et le nom de la ligne du formulaire de subvention."),
        "label": _("vos mots, 200 signes au plus. Vide : ceux du formulaire."),
        "analytic": _("coordination, ou un code à vous : un projet, un lieu."),
        "funder": _("qui paie, pour un produit ; un nom nouveau sera ajouté à vos financeurs."),
        "support_kind": _("à choisir dans la liste : elle propose comment l'argent est versé."),
        "rhythm": _("comment le montant de l'année est payé."),
        "month": _("mois du premier paiement, 1 étant le premier mois de l'année du plan."),
        "delay": _("mois entre ce qui est dû et le paiement."),
        "claim_every": _("pour une aide versée sur demande : les mois de dépense que couvre une demande."),
        "advance": _("pour une aide versée sur demande : la part reçue au départ."),
        "tranches": _("le mois et la part de chaque versement, par exemple 3:50 %; 9:30 %; 15:20 % (mois 15 : le "
                      "troisième de l'année suivante)."),
        "note": _("comment le montant est calculé."),
    }  # fmt: skip


def _rows_sheet(facts: SheetFacts, kind: str, title: str) -> FillSheet:
    found, years = (facts.rows.items if kind == ITEMS else facts.rows.lines), len(facts.rows.labels)
    fields, written = columns_of(kind, years), fields_of(kind, years)
    rows = [[_cell(field, row, written, is_known=bool(facts.mark)) for field in fields] for row in found]
    return FillSheet(
        title, [_column(field, facts) for field in fields], rows, spare=_SPARE, frozen=4 if kind == LINES else 3
    )  # fmt: skip


def _cell(field: str, row: Row, written: Sequence[str], *, is_known: bool) -> Cell:
    if field in (UID, BASE) and not is_known:
        return None
    if field == BASE:
        return mark_of(row, written)
    value = shown(field, row[field])
    return value if value is None or isinstance(value, int | float) else listed(value)


def _column(field: str, facts: SheetFacts) -> FillColumn:
    money = "." in field
    decimals = 2 if money or field == "advance" else 0 if field in _WHOLE_NUMBERS else None
    return FillColumn(
        column_title(field, facts.rows.labels), width=13 if money else _WIDTHS.get(field, 12), decimals=decimals,
        choices=_choices(field, facts), is_hidden=field == BASE, is_quiet=field == UID or is_read_only(field),
    )  # fmt: skip


# The columns of the sheet of lists.
_LISTED = ("form_line", "side_of_line", "heading", SIDE, "support_kind", "rhythm", "category")


def _lists() -> FillSheet:
    form = load_form()
    headings = {one.key: one.title() for one in form.headings}
    columns: list[tuple[str, int, list[str]]] = [
        (_("Ligne du formulaire"), 60, [form_line_text(one) for one in form.lines]),
        (_("Côté de la ligne"), 16, [str(LineSide(one.side.value).label) for one in form.lines]),
        (_("Rubrique"), 50, [headings[one.group] for one in form.lines]),
        (_("Côté"), 12, [str(one.label) for one in LineSide]),
        (_("Forme de l'aide"), 44, [one.title() for one in load_supports().kinds]),
        (_("Rythme"), 32, [str(one.label) for one in LineRhythm]),
        (_("Nature"), 44, [str(one.label) for one in ItemCategory]),
    ]
    longest = max(len(values) for _title, _width, values in columns)
    rows: list[list[Cell]] = [
        [values[n] if n < len(values) else None for _title, _width, values in columns] for n in range(longest)
    ]
    return FillSheet(_("Listes"), [FillColumn(title, width) for title, width, _values in columns], rows)


def _choices(field: str, facts: SheetFacts) -> Reference | None:
    counts = {
        "form_line": len(load_form().lines), SIDE: len(LineSide), "support_kind": len(load_supports().kinds),
        "rhythm": len(LineRhythm), "category": len(ItemCategory),
    }  # fmt: skip
    if field in counts:
        return Reference(_("Listes"), _LISTED.index(field), counts[field] + 1)
    if field == "funder" and facts.funders:
        return Reference(_("Financeurs"), 0, len(facts.funders) + 1)
    return None


def _funders(facts: SheetFacts) -> FillSheet:
    answers = {True: _("oui"), False: _("non"), None: _("non renseigné")}
    rows: list[list[Cell]] = [
        [one.name, str(one.get_kind_display()), answers[one.is_public], one.usual_delay] for one in facts.funders
    ]
    columns = [
        FillColumn(_("Financeur"), 40), FillColumn(_("Qui est-ce"), 40), FillColumn(_("Argent public"), 16),
        FillColumn(_("Délai habituel (mois)"), 14, decimals=0),
    ]  # fmt: skip
    return FillSheet(_("Financeurs"), columns, rows)


def _totals(facts: SheetFacts) -> FillSheet:
    """Sums by year and stage that follow what is typed in the plan; blanks are counted apart."""
    rows: list[list[Cell]] = []
    for year in range(1, len(facts.rows.labels) + 1):
        for stage in STAGES:
            rows.append(_total_row(facts, f"{stage}.{year}", [facts.rows.labels[year - 1], stage_title(stage)]))
    titles = (
        _("Année"), _("Montants"), _("Charges en argent"), _("Produits en argent"), _("Produits moins charges"),
        _("Charges avec les contributions"), _("Produits avec les contributions"), _("Cases vides"),
    )  # fmt: skip
    columns = [FillColumn(title, 18, decimals=None if n < 2 else 0 if n == 7 else 2) for n, title in enumerate(titles)]
    return FillSheet(_("Totaux"), columns, rows, frozen=2)


def _total_row(facts: SheetFacts, field: str, start: list[str]) -> list[Cell]:
    fields, last = columns_of(LINES, len(facts.rows.labels)), len(facts.rows.lines) + _SPARE + 1
    parts = {
        name: Reference(_("Plan"), fields.index(one), last)
        for name, one in (("side", SIDE), ("line", "form_line"), ("amount", field))
    }
    charge, product = _one_side(Side.CHARGE, "<>"), _one_side(Side.PRODUCT, "<>")
    every = {side: f'SUMIF({{side}}|"{_side_word(side)}"|{{amount}})' for side in Side}
    texts = (
        (charge, _sum(facts, field, Side.CHARGE, in_kind=False)),
        (product, _sum(facts, field, Side.PRODUCT, in_kind=False)),
        (f"{product}-{charge}",
         _sum(facts, field, Side.PRODUCT, in_kind=False) - _sum(facts, field, Side.CHARGE, in_kind=False)),
        (every[Side.CHARGE], _sum(facts, field, Side.CHARGE, in_kind=True)),
        (every[Side.PRODUCT], _sum(facts, field, Side.PRODUCT, in_kind=True)),
    )  # fmt: skip
    blanks = sum(row[field] is None for row in facts.rows.lines)
    return [
        *start,
        *(
            Formula(f'IF(COUNT({{amount}})=0|""|{text})', parts, _euros(cents, blanks, facts))
            for text, cents in texts
        ),
        Formula('SUMPRODUCT(--({side}<>"")|--({amount}=""))', parts, blanks),
    ]  # fmt: skip


def _euros(cents: int, blanks: int, facts: SheetFacts) -> float | None:
    """A sum; None where every amount is blank: nobody knows it, it is not zero."""
    return None if blanks == len(facts.rows.lines) else cents / 100


def _one_side(side: Side, sign: str) -> str:
    number = _IN_KIND[list(Side).index(side)]
    return f'SUMPRODUCT(--({{side}}="{_side_word(side)}")|--(LEFT({{line}}|2){sign}"{number}")|{{amount}})'


def _side_word(side: Side) -> str:
    return str(LineSide(side.value).label)


def _sum(facts: SheetFacts, field: str, side: Side, *, in_kind: bool) -> int:
    form = load_form()

    def counts(row: Row) -> bool:
        line = form.find(row["form_line"])
        return bool(row["side"] == side.value and (in_kind or line is None or not line.in_kind))

    known: list[Any] = [row[field] or 0 for row in facts.rows.lines if counts(row)]
    return sum(known)
