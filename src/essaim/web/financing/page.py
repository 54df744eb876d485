"""The page of a plan: the form's two sides, who pays for coordination, what is left to mend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from essaim.apps.financing.enums import PlanState
from essaim.apps.financing.models import Plan
from essaim.apps.financing.to_engine import as_plan
from essaim.engine import financing as engine
from essaim.engine.financing import PlanProblem, Total, check_plan
from essaim.engine.financing.applying import RuleAnswer
from essaim.engine.financing.balance import balance, coordination
from essaim.engine.values import Answer
from essaim.web.directory.history import read_history
from essaim.web.financing.access import own_plan
from essaim.web.financing.rules_page import rule_answers
from essaim.web.financing.sides import Words, both_sides
from essaim.web.financing.years import span, year_labels

_LAST = 5
_SIDE_BY_SIDE = 3


@dataclass(frozen=True, slots=True)
class PayerRow:
    """Who pays for coordination on one line, year by year."""

    uid: str
    name: str
    years: tuple[Total, ...]


@dataclass(frozen=True, slots=True)
class CoordinationBlock:
    """What coordination costs, who pays, what nobody pays."""

    is_written: bool
    charges: tuple[Total, ...]
    payers: tuple[PayerRow, ...]
    gaps: tuple[int | None, ...]


def plan_page(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The plan for its own people."""
    plan = own_plan(request, slug, uid)
    history = read_history("plan", plan.uid, with_names=True)
    shown = {
        **plan_in_words(plan, timezone.localdate()),
        "tab": "plan",
        "last": history.changes[:_LAST],
        "is_mine": True,
    }
    return render(request, "financing/plan.html", shown)


def plan_in_words(plan: Plan, on: date) -> dict[str, Any]:
    """What the page of a plan shows, whoever reads it; ``on``: the day whose rules are asked."""
    values = as_plan(plan)
    problems = check_plan(values)
    broken = [one for one in rule_answers(plan, on) if one.answer == Answer.NO]
    charges, products = both_sides(Words(plan, values, _by_line([*problems, *_of_funders(plan, broken)])))
    years = balance(values)
    return {
        "plan": plan,
        "pole": plan.pole,
        "span": span(plan),
        "years": year_labels(plan),
        "charges": charges,
        "products": products,
        "balances": years,
        "balanced": min(one.is_balanced for one in years),
        "coordination": _coordination(plan, values),
        "must": _dated(plan, [one for one in problems if one.must]),
        "should": _dated(plan, [one for one in problems if not one.must]),
        "broken": broken,
        "is_blank": not plan.lines.all(),
        "is_draft": plan.state == PlanState.DRAFT,
        "side_by_side": plan.years <= _SIDE_BY_SIDE,
    }


def _dated(plan: Plan, problems: Sequence[PlanProblem]) -> list[tuple[PlanProblem, str]]:
    """Each problem with the year of the calendar that it is about, "" for none."""
    labels = year_labels(plan)
    return [(one, "" if one.year is None else labels[one.year]) for one in problems]


def _of_funders(plan: Plan, broken: Sequence[RuleAnswer]) -> list[PlanProblem]:
    """Rules of a funder that are not met, beside each of its lines."""
    return [
        PlanProblem("rule", f"{one.title}. {one.sentence}", line=line.uid, must=False)
        for one in broken
        for line in plan.lines.all()
        if one.funder and line.funder is not None and line.funder.uid == one.funder
    ]


def _by_line(problems: Sequence[PlanProblem]) -> dict[str, list[PlanProblem]]:
    found: dict[str, list[PlanProblem]] = {}
    for one in problems:
        if one.line:
            found.setdefault(one.line, []).append(one)
    return found


def _coordination(plan: Plan, values: engine.Plan) -> CoordinationBlock:
    found, labels = coordination(values), {one.uid: one for one in plan.lines.all()}
    payers = []
    for one in found.payers:
        line = labels[one.line.key]
        name = one.funder.name if one.funder else line.label or engine.load_form().line(line.form_line).title()
        payers.append(PayerRow(line.uid, name, one.years))
    is_written = any(line.analytic == engine.COORDINATION for line in plan.lines.all())
    gaps = tuple(found.gap(year) for year in range(plan.years))
    return CoordinationBlock(is_written, found.charges, tuple(payers), gaps)
