"""Rows of a plan as the engine's values. Claimed and paid are read from the follow-up of the line's support."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from essaim.apps.financing.models import LongTermItem, Plan, PlanLine
from essaim.engine import financing as engine
from essaim.engine.financing import Amounts, Stage

_TYPED = (Stage.PLANNED, Stage.REQUESTED, Stage.GRANTED, Stage.ACTUAL)


def as_plan(plan: Plan) -> engine.Plan:
    """A plan read by ``queries.plans.whole`` as the engine's.

    A support that several lines share counts its claims and receipts once, on the first of them in the order of the
    plan; those of other plans are read there.
    """
    counted: set[int] = set()
    lines = []
    for line in plan.lines.all():
        follows = line.support_id is not None and line.support_id not in counted
        lines.append(_line(plan, line, follows=follows))
        if line.support_id is not None:
            counted.add(line.support_id)
    funders = {line.funder.pk: line.funder for line in plan.lines.all() if line.funder is not None}
    return engine.Plan(
        starts_on=plan.starts_on, years=plan.years, lines=tuple(lines),
        funders=tuple(engine.Funder(one.uid, one.name, one.kind, one.is_public) for one in funders.values()),
        items=tuple(_item(plan, item) for item in plan.items.all()), opening=plan.opening_cents,
        overdraft=plan.overdraft_cents, members=plan.members,
    )  # fmt: skip


def year_of(plan: Plan, day: date) -> int | None:
    """Which year of the plan a day is in, 0 for the first; None before and after."""
    months = (day.year - plan.starts_on.year) * 12 + day.month - plan.starts_on.month
    return months // 12 if 0 <= months < 12 * plan.years else None


def _line(plan: Plan, line: PlanLine, *, follows: bool) -> engine.PlanLine:
    by_year = {one.year: one for one in line.amounts.all()}
    amounts: dict[Stage, Amounts] = {
        stage: tuple(getattr(by_year.get(year), f"{stage.value}_cents", None) for year in range(1, plan.years + 1))
        for stage in _TYPED
    }
    if line.support is not None and follows:
        amounts[Stage.CLAIMED] = _by_year(plan, ((one.claimed_on, one.cents) for one in line.support.claims.all()))
        received = (
            (one.received_on, one.received_cents)
            for one in line.support.receipts.all()
            if one.received_on is not None and one.received_cents is not None
        )
        amounts[Stage.PAID] = _by_year(plan, received)
    return engine.PlanLine(
        key=line.uid, side=engine.Side(line.side), form_line=line.form_line, label=line.label, analytic=line.analytic,
        funder=line.funder.uid if line.funder else "", support=_support_kind(line), amounts=amounts,
        calendar=_calendar(line),
    )  # fmt: skip


def _support_kind(line: PlanLine) -> str:
    return line.support.kind if line.support is not None and line.support.kind else line.support_kind


def _calendar(line: PlanLine) -> engine.Calendar:
    tranches = tuple(engine.Tranche(one.month, one.share) for one in line.tranches.all())
    return engine.Calendar(
        rhythm=engine.Rhythm(line.rhythm), month=line.month, delay=line.delay, tranches=tranches,
        claim_every=line.claim_every, advance=line.advance,
    )  # fmt: skip


def _by_year(plan: Plan, dated: Iterable[tuple[date, int]]) -> Amounts:
    """Sums by year of the plan; a year without any is unknown: nothing was recorded."""
    sums: list[int | None] = [None] * plan.years
    for day, cents in dated:
        year = year_of(plan, day)
        if year is not None:
            sums[year] = (sums[year] or 0) + cents
    return tuple(sums)


def _item(plan: Plan, item: LongTermItem) -> engine.LongTermItem:
    return engine.LongTermItem(
        key=item.uid, kind=engine.ItemKind(item.kind), category=item.category, label=item.label,
        amounts=tuple(item.amounts[: plan.years + 1]), month=item.month,
    )  # fmt: skip
