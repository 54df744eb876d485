"""A plan against what really happened, in the layout of the form: what the final report (CERFA 15059) shows."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from essaim.engine.financing.balance import GroupTotals, LineTotals, balance, by_group, difference
from essaim.engine.financing.form import FormLine, Heading
from essaim.engine.financing.plan import Plan, Side, Stage, Total


@dataclass(frozen=True, slots=True)
class Against:
    """An amount planned and what it became."""

    planned: Total
    actual: Total

    @property
    def gap(self) -> int | None:
        """Actual less planned, in cents; None when an amount is unknown."""
        return difference(self.actual, self.planned)

    @property
    def rate(self) -> Fraction | None:
        """Actual over planned; None when an amount is unknown or nothing was planned."""
        if self.gap is None or self.planned.cents == 0:
            return None
        return Fraction(self.actual.cents, self.planned.cents)


@dataclass(frozen=True, slots=True)
class LineAgainst:
    """A line of the form that the plan uses, year by year."""

    line: FormLine
    years: tuple[Against, ...]


@dataclass(frozen=True, slots=True)
class GroupAgainst:
    """A heading that the plan uses, year by year, and its lines."""

    heading: Heading
    years: tuple[Against, ...]
    lines: tuple[LineAgainst, ...]


@dataclass(frozen=True, slots=True)
class YearAgainst:
    """A year: both sides in money and with valued contributions."""

    year: int
    charges: Against
    products: Against
    charges_whole: Against
    products_whole: Against


@dataclass(frozen=True, slots=True)
class ActualReport:
    """Plan against actual: headings that the plan uses, and the totals of each year."""

    charges: tuple[GroupAgainst, ...]
    products: tuple[GroupAgainst, ...]
    years: tuple[YearAgainst, ...]


def against_actual(plan: Plan) -> ActualReport:
    """What was planned beside what happened; an actual amount that nobody wrote is unknown, never zero."""
    years = tuple(
        YearAgainst(
            planned.year,
            Against(planned.charges.money, actual.charges.money),
            Against(planned.products.money, actual.products.money),
            Against(planned.charges.whole, actual.charges.whole),
            Against(planned.products.whole, actual.products.whole),
        )
        for planned, actual in zip(balance(plan), balance(plan, Stage.ACTUAL), strict=True)
    )
    return ActualReport(_side(plan, Side.CHARGE), _side(plan, Side.PRODUCT), years)


def _side(plan: Plan, side: Side) -> tuple[GroupAgainst, ...]:
    pairs = zip(by_group(plan, side), by_group(plan, side, Stage.ACTUAL), strict=True)
    return tuple(
        GroupAgainst(
            planned.heading,
            _years(planned, actual),
            tuple(
                LineAgainst(one.line, _years(one, other))
                for one, other in zip(planned.lines, actual.lines, strict=True)
                if one.is_written
            ),
        )
        for planned, actual in pairs
        if planned.is_written
    )


def _years(planned: GroupTotals | LineTotals, actual: GroupTotals | LineTotals) -> tuple[Against, ...]:
    return tuple(Against(one, other) for one, other in zip(planned.years, actual.years, strict=True))
