"""The tables of a plan as files: CSV, XLSX, ODS."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from essaim.apps.financing.enums import AmountStage, ItemCategory
from essaim.apps.financing.models import Plan
from essaim.apps.financing.to_engine import as_plan
from essaim.engine.financing import COORDINATION, Side, Stage, Total, against_actual, load_form, long_term_plan
from essaim.engine.language import gettext as _
from essaim.tables.table import Column, Table
from essaim.web import lists
from essaim.web.financing.access import own_plan
from essaim.web.financing.code_rows import code_rows, spread_years
from essaim.web.financing.funder_rows import against_rows, funder_rows
from essaim.web.financing.years import year_labels


def table_file(request: HttpRequest, slug: str, uid: str, table: str, form: str) -> HttpResponseBase:
    """One table of the plan, in one form."""
    plan = own_plan(request, slug, uid)
    if table not in TABLES:
        raise Http404
    return lists.table_file(lambda: TABLES[table](plan), form, f"{table}-{plan.pole.slug}")


def lines_table(plan: Plan) -> Table:
    """Every line, with each stage of each year."""
    values, form = as_plan(plan), load_form()
    stages = [(stage, str(AmountStage(stage.value).label)) for stage in Stage]
    columns = (
        Column("side", _("Côté")), Column("account", _("Compte")),
        Column("form_line", _("Ligne du formulaire")),
        Column("label", _("Intitulé")), Column("analytic", _("Code analytique")), Column("funder", _("Financeur")),
        *(
            _money(f"{stage.value}-{year}", f"{words} {label}")
            for year, label in enumerate(year_labels(plan))
            for stage, words in stages
        ),
    )  # fmt: skip
    rows = []
    for line in values.lines:
        known, funder = form.line(line.form_line), values.funder(line.funder)
        rows.append(
            {
                "side": _("charge") if line.side == Side.CHARGE else _("produit"), "account": known.account or None,
                "form_line": known.title(), "label": line.label or None, "analytic": line.analytic or None,
                "funder": funder.name if funder else None,
                **{
                    f"{stage.value}-{year}": _euros(line.amount(year, stage))
                    for year in range(plan.years)
                    for stage in Stage
                },
            }
        )  # fmt: skip
    return _table(plan, _("Plan de financement"), columns, rows)


def coordination_table(plan: Plan) -> Table:
    """The lines of coordination alone: what it costs, who pays."""
    found = lines_table(plan)
    return _table(
        plan,
        _("Qui paie la coordination"),
        found.columns,
        [one for one in found.rows if one["analytic"] == COORDINATION],
    )


def funders_table(plan: Plan) -> Table:
    """Each funder, stage by stage."""
    columns = (Column("funder", _("Financeur")), Column("kind", _("Qui est-ce")), Column("stage", _("Montants")),
               *_years(plan))  # fmt: skip
    rows = [
        {"funder": one.name, "kind": one.kind or None, "stage": row.label, **_by_year(row.years)}
        for one in funder_rows(plan)
        for row in one.rows
    ]
    return _table(plan, _("Par financeur"), columns, rows)


def codes_table(plan: Plan) -> Table:
    """What each analytic code costs and brings: what is planned, in money."""
    columns = (Column("code", _("Code analytique")), Column("side", _("Montants")), *_years(plan))
    rows = []
    for one in code_rows(plan):
        gaps = {f"year-{year}": _euros(gap) for year, gap in enumerate(one.gaps)}
        rows += [
            {"code": one.name, "side": _("Charges"), **_by_year(one.charges)},
            {"code": one.name, "side": _("Produits"), **_by_year(one.products)},
            {"code": one.name, "side": _("Produits moins charges"), **gaps},
        ]
    return _table(plan, _("Par code analytique"), columns, rows)


def spread_table(plan: Plan) -> Table:
    """The costs without code, spread between the codes by their direct costs, year by year."""
    columns = (
        Column("year", _("Année")), Column("code", _("Code analytique")), _money("direct", _("Charges directes")),
        Column("share", _("Part"), "percent"), _money("part", _("Charges indirectes à sa part")),
    )  # fmt: skip
    rows = [
        {
            "year": year.label, "code": row.name, "direct": _total(row.direct),
            "share": None if row.share is None else float(row.share), "part": _euros(row.part),
        }
        for year in spread_years(plan)
        for row in year.rows
    ]  # fmt: skip
    return _table(plan, _("Charges indirectes partagées"), columns, rows)


def actual_table(plan: Plan) -> Table:
    """What was planned and what happened, every year."""
    columns = (
        Column("side", _("Côté")), Column("line", _("Ligne")), Column("year", _("Année")),
        _money("planned", _("Prévu")), _money("actual", _("Réalisé")), _money("gap", _("Écart")),
    )  # fmt: skip
    found = against_actual(as_plan(plan))
    rows = [
        {
            "side": side, "line": row.title, "year": label, "planned": _total(row.figures.planned),
            "actual": _total(row.figures.actual), "gap": _euros(row.figures.gap),
        }
        for year, label in enumerate(year_labels(plan))
        for side, groups in ((_("charge"), found.charges), (_("produit"), found.products))
        for row in against_rows(groups, year)
    ]  # fmt: skip
    return _table(plan, _("Prévu et réalisé"), columns, rows)


def long_term_table(plan: Plan) -> Table:
    """Lasting needs and resources, self-financing and what is left, over the years."""
    found, words = long_term_plan(as_plan(plan)), dict(ItemCategory.choices)
    columns = (Column("side", _("Côté")), Column("line", _("Ligne")), _money("start", _("Au départ")), *_years(plan))
    rows: list[dict[str, Any]] = [
        {"side": side, "line": str(words.get(one.category, one.category)), "start": _total(one.amounts[0]),
         **_by_year(one.amounts[1:])}
        for side, groups in ((_("besoin"), found.needs), (_("ressource"), found.resources))
        for one in groups
    ]  # fmt: skip
    for label, values in (
        (_("Autofinancement (CAF)"), [one.self_financing for one in found.years]),
        (_("Écart de l'année"), [one.gap for one in found.years]),
        (_("Écart cumulé"), [one.cumulated for one in found.years]),
    ):
        amounts = [_euros(one) for one in values]
        years = {f"year-{year}": amount for year, amount in enumerate(amounts[1:])}
        rows.append({"side": None, "line": label, "start": amounts[0], **years})
    return _table(plan, _("Investissements et résultat"), columns, rows)


TABLES: dict[str, Callable[[Plan], Table]] = {
    "plan": lines_table,
    "coordination": coordination_table,
    "financeurs": funders_table,
    "codes": codes_table,
    "repartition": spread_table,
    "realise": actual_table,
    "durable": long_term_table,
}


def _table(plan: Plan, title: str, columns: Sequence[Column], rows: Any) -> Table:
    notes = (
        _("« %(plan)s », %(pole)s.") % {"plan": plan.title, "pole": plan.pole.name},
        _("Une case vide : non renseigné. Ce n'est pas zéro."),
    )
    return Table(title=title, columns=tuple(columns), rows=list(rows), notes=notes)


def _money(key: str, label: str) -> Column:
    return Column(key, label, "float", 2, "€")


def _years(plan: Plan) -> list[Column]:
    return [_money(f"year-{year}", label) for year, label in enumerate(year_labels(plan))]


def _by_year(totals: Sequence[Total]) -> dict[str, float | None]:
    return {f"year-{year}": _total(one) for year, one in enumerate(totals)}


def _total(one: Total) -> float | None:
    """A sum that lacks an amount is left blank: a part would be read as the whole."""
    return _euros(one.cents) if one.is_whole else None


def _euros(cents: int | None) -> float | None:
    return None if cents is None else cents / 100
