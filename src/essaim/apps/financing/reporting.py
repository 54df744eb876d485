"""A plan as its final report tells it: what really happened, from what is typed, else from what was noted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from essaim.apps.financing.models import Expense, Plan
from essaim.apps.financing.to_engine import as_plan, year_of
from essaim.engine import financing as engine
from essaim.engine.financing import Side, Stage


class Origin(StrEnum):
    """Where an actual amount comes from."""

    TYPED = "typed"
    EXPENSES = "expenses"
    RECEIPTS = "receipts"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reported:
    """A plan with its actual amounts.

    Attributes:
        origins: where each amount comes from, by line and year (0 is the first).
        spent: the expenses noted on each line, in cents, by line and year; absent: none is noted.
    """

    plan: engine.Plan
    origins: Mapping[tuple[str, int], Origin]
    spent: Mapping[tuple[str, int], int]

    def contradicted(self, years: Iterable[int]) -> list[tuple[engine.PlanLine, int, int, int]]:
        """Lines whose typed amount is not what their expenses make: line, year, typed, expenses."""
        found = []
        for line in self.plan.lines:
            for year in years:
                typed, spent = line.amount(year, Stage.ACTUAL), self.spent.get((line.key, year))
                is_typed = self.origins[line.key, year] == Origin.TYPED
                if is_typed and typed is not None and spent is not None and typed != spent:
                    found.append((line, year, typed, spent))
        return found

    def unknown(self, years: Iterable[int]) -> list[tuple[engine.PlanLine, int]]:
        """Lines and years of which nobody knows what happened."""
        wanted = list(years)
        return [
            (line, year)
            for line in self.plan.lines
            for year in wanted
            if self.origins[line.key, year] == Origin.UNKNOWN
        ]


def as_reported(plan: Plan, expenses: Iterable[Expense]) -> Reported:
    """A plan read by ``queries.plans.whole``, with the expenses charged to its lines.

    A typed amount stands. Where nobody typed one, a charge is what its expenses make, a product what its support paid;
    without either it is unknown, never zero.
    """
    values = as_plan(plan)
    uids = {line.pk: line.uid for line in plan.lines.all()}
    spent: dict[tuple[str, int], int] = {}
    for one in expenses:
        year = year_of(plan, one.on)
        if year is not None and one.line_id in uids:
            place = (uids[one.line_id], year)
            spent[place] = spent.get(place, 0) + one.charged
    origins: dict[tuple[str, int], Origin] = {}
    lines = []
    for line in values.lines:
        amounts = []
        for year in range(values.years):
            cents, origin = _actual(line, year, spent)
            amounts.append(cents)
            origins[line.key, year] = origin
        lines.append(replace(line, amounts={**line.amounts, Stage.ACTUAL: tuple(amounts)}))
    return Reported(replace(values, lines=tuple(lines)), origins, spent)


def _actual(line: engine.PlanLine, year: int, spent: Mapping[tuple[str, int], int]) -> tuple[int | None, Origin]:
    typed = line.amount(year, Stage.ACTUAL)
    if typed is not None:
        return typed, Origin.TYPED
    if line.side == Side.CHARGE and (line.key, year) in spent:
        return spent[line.key, year], Origin.EXPENSES
    paid = line.amount(year, Stage.PAID)
    if line.side == Side.PRODUCT and paid is not None:
        return paid, Origin.RECEIPTS
    return None, Origin.UNKNOWN
