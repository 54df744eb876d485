"""What each funder brings, stage by stage and year by year; and the plan beside what really happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from essaim.apps.financing.enums import AmountStage, FunderKind
from essaim.apps.financing.models import Plan
from essaim.apps.financing.to_engine import as_plan
from essaim.engine.financing import Stage, Total, against_actual, by_funder, share_in_words
from essaim.engine.financing.against import Against, GroupAgainst
from essaim.engine.financing.balance import plus
from essaim.engine.language import gettext as _
from essaim.web.financing.access import own_plan
from essaim.web.financing.code_rows import codes_in_words
from essaim.web.financing.spent_rows import can_take_up, spent_rows
from essaim.web.financing.years import year_labels

STAGES = (Stage.PLANNED, Stage.REQUESTED, Stage.GRANTED, Stage.CLAIMED, Stage.PAID)


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage of a funder: each year, and all of them."""

    stage: str
    label: str
    years: tuple[Total, ...]
    whole: Total


@dataclass(frozen=True, slots=True)
class FunderRows:
    """A funder and its stages."""

    uid: str
    name: str
    kind: str
    rows: tuple[StageRow, ...]


@dataclass(frozen=True, slots=True)
class AgainstRow:
    """A line beside what happened, for one year: its words, and its share of what was planned."""

    title: str
    under: bool
    figures: Against
    rate: str


def funders_page(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Planned, requested, granted, claimed and paid, by funder; what each analytic code costs and brings."""
    plan = own_plan(request, slug, uid)
    shown = {**funders_in_words(plan), **codes_in_words(plan), "plan": plan, "tab": "plan-funders"}
    return render(request, "financing/funders.html", shown)


def funders_in_words(plan: Plan) -> dict[str, Any]:
    """What the table by funder shows."""
    rows = funder_rows(plan)
    every = [
        _stage(stage, [one.rows[place].years for one in rows], plan.years) for place, stage in enumerate(STAGES)
    ]  # fmt: skip
    return {"funders": rows, "every": every, "years": year_labels(plan)}


def funder_rows(plan: Plan) -> list[FunderRows]:
    """Each funder of the plan with its stages; last, the subsidies whose payer nobody named."""
    found = []
    for one in by_funder(as_plan(plan)):
        kind = str(FunderKind(one.funder.kind).label) if one.funder and one.funder.kind else ""
        rows = tuple(_stage(stage, [one.stages[stage]], plan.years) for stage in STAGES)
        name = one.funder.name if one.funder else _("Subventions sans financeur nommé")
        found.append(FunderRows(one.funder.key if one.funder else "", name, kind, rows))
    return found


def actual_page(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """A year of the plan beside what really happened, in the layout of the form."""
    plan = own_plan(request, slug, uid)
    labels, asked = year_labels(plan), request.GET.get("annee", "")
    year = int(asked) - 1 if asked in {str(n) for n in range(1, plan.years + 1)} else _latest(plan)
    found = against_actual(as_plan(plan))
    totals = found.years[year]
    shown = {
        "plan": plan, "tab": "plan-actual", "table": "realise", "year": labels[year],
        "pages": [(f"?annee={n}", label, n - 1 == year) for n, label in enumerate(labels, start=1)],
        "sides": [
            (_("Charges"), against_rows(found.charges, year), totals.charges, totals.charges_whole),
            (_("Produits"), against_rows(found.products, year), totals.products, totals.products_whole),
        ],
        "spent": spent_rows(plan, year), "year_number": year + 1, "can_take_up": can_take_up(plan),
        "is_blank": _latest(plan) == 0 and not any(one.actual_cents is not None for one in _amounts(plan)),
    }  # fmt: skip
    return render(request, "financing/actual.html", shown)


def against_rows(groups: Sequence[GroupAgainst], year: int) -> list[AgainstRow]:
    """The headings and lines of one side, for one year."""
    rows = []
    for group in groups:
        rows.append(_against(group.heading.title(), group.years[year], under=False))
        if len(group.lines) > 1 or group.lines[0].line.title() not in group.heading.title():
            rows += [
                _against(f"{one.line.account} {one.line.title()}".strip(), one.years[year], under=True)
                for one in group.lines
            ]
    return rows


def _against(title: str, figures: Against, *, under: bool) -> AgainstRow:
    rate = figures.rate
    return AgainstRow(title, under, figures, "" if rate is None else share_in_words(rate, 0))


def _stage(stage: Stage, amounts: Sequence[tuple[Total, ...]], years: int) -> StageRow:
    by_year = tuple(plus(*(one[year] for one in amounts)) for year in range(years))
    return StageRow(stage.value, str(AmountStage(stage.value).label), by_year, plus(*by_year))


def _amounts(plan: Plan) -> list[Any]:
    return [one for line in plan.lines.all() for one in line.amounts.all()]


def _latest(plan: Plan) -> int:
    """The last year of which something that happened is written, 0 the first."""
    return max((one.year - 1 for one in _amounts(plan) if one.actual_cents is not None), default=0)
