"""Charges and products of a plan, year by year and stage by stage, in money and with valued contributions.

Every sum is a ``Total``: what is known, and how many amounts nobody wrote. A line whose key the form does not have is
counted in its own side, in money: ``checks.check_plan`` names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from essaim.engine.financing.form import SUBSIDIES, FormLine, Heading, load_form
from essaim.engine.financing.plan import COORDINATION, Funder, Plan, PlanLine, Side, Stage, Total, total
from essaim.engine.values import Answer

Totals = tuple[Total, ...]  # one a year


@dataclass(frozen=True, slots=True)
class Budget:
    """One side of a year: in money, in kind."""

    money: Total
    in_kind: Total

    @property
    def whole(self) -> Total:
        """With valued contributions."""
        return plus(self.money, self.in_kind)


@dataclass(frozen=True, slots=True)
class YearBalance:
    """A year of a plan at a stage. ``year`` 0 is the first."""

    year: int
    charges: Budget
    products: Budget

    @property
    def gap(self) -> int | None:
        """Products less charges in money; None when an amount is unknown."""
        return difference(self.products.money, self.charges.money)

    @property
    def gap_in_kind(self) -> int | None:
        """Products in kind (87) less charges in kind (86); None when an amount is unknown."""
        return difference(self.products.in_kind, self.charges.in_kind)

    @property
    def unknown(self) -> int:
        """How many amounts nobody wrote, both sides together."""
        return self.charges.whole.unknown + self.products.whole.unknown

    @property
    def is_balanced(self) -> Answer:
        """Whether charges equal products, in money and in kind: the form's rule."""
        gaps = (self.gap, self.gap_in_kind)
        if any(gaps):
            return Answer.NO
        return Answer.UNKNOWN if None in gaps else Answer.YES


@dataclass(frozen=True, slots=True)
class LineTotals:
    """A line of the form over the years; ``is_written`` False: no line of the plan stands there."""

    line: FormLine
    years: Totals
    is_written: bool


@dataclass(frozen=True, slots=True)
class GroupTotals:
    """A heading of the form over the years, and its lines."""

    heading: Heading
    years: Totals
    lines: tuple[LineTotals, ...]
    is_written: bool


@dataclass(frozen=True, slots=True)
class FunderTotals:
    """What a funder brings, stage by stage, over the years. ``funder`` None: subsidies whose payer nobody named."""

    funder: Funder | None
    stages: dict[Stage, Totals]


@dataclass(frozen=True, slots=True)
class AnalyticTotals:
    """An analytic code over the years, in money; "" for the lines without code."""

    code: str
    charges: Totals
    products: Totals


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays for coordination: a funder, or a line of the form where nobody is named (dues, sales)."""

    funder: Funder | None
    line: PlanLine
    years: Totals


@dataclass(frozen=True, slots=True)
class Coordination:
    """What coordination costs, who pays it, and what nobody pays yet (products less charges), year by year."""

    charges: Totals
    products: Totals
    payers: tuple[Payer, ...]

    def gap(self, year: int) -> int | None:
        """Products less charges of coordination in a year; None when an amount is unknown."""
        return difference(self.products[year], self.charges[year])


def balance(plan: Plan, stage: Stage = Stage.PLANNED) -> tuple[YearBalance, ...]:
    """Each year's charges and products at a stage."""
    return tuple(
        YearBalance(year, _budget(plan, Side.CHARGE, year, stage), _budget(plan, Side.PRODUCT, year, stage))
        for year in range(plan.years)
    )


def by_group(plan: Plan, side: Side, stage: Stage = Stage.PLANNED) -> tuple[GroupTotals, ...]:
    """One side in the layout of the form: every heading and every line of it, written or not."""
    return tuple(_group(plan, heading, lines, stage) for heading, lines in load_form().groups(side))


def by_funder(plan: Plan) -> tuple[FunderTotals, ...]:
    """Each funder of the plan, stage by stage; last, the subsidies that name none, when there are."""
    found = [
        FunderTotals(one, stages_of(plan, [line for line in plan.of_side(Side.PRODUCT) if line.funder == one.key]))
        for one in plan.funders
    ]
    nameless = [one for one in plan.of_side(Side.PRODUCT) if not one.funder and is_in_group(one, SUBSIDIES)]
    return (*found, *([FunderTotals(None, stages_of(plan, nameless))] if nameless else []))


def by_analytic(plan: Plan, stage: Stage = Stage.PLANNED) -> tuple[AnalyticTotals, ...]:
    """Each analytic code, coordination first, lines without code last; valued contributions are left out."""
    return tuple(
        AnalyticTotals(
            code,
            *(
                by_year(plan, [line for line in _in_money(plan, side) if line.analytic == code], stage)
                for side in (Side.CHARGE, Side.PRODUCT)
            ),
        )
        for code in codes_of(plan.lines)
    )


def codes_of(lines: Iterable[PlanLine]) -> list[str]:
    """The analytic codes of some lines, coordination first, "" (no code) last."""
    return sorted({line.analytic for line in lines}, key=lambda code: (code != COORDINATION, code == "", code))


def coordination(plan: Plan, stage: Stage = Stage.PLANNED) -> Coordination:
    """The cost of coordination in money, and who pays it."""
    charges = [line for line in _in_money(plan, Side.CHARGE) if line.analytic == COORDINATION]
    products = [line for line in _in_money(plan, Side.PRODUCT) if line.analytic == COORDINATION]
    payers = tuple(Payer(plan.funder(line.funder), line, by_year(plan, [line], stage)) for line in products)
    return Coordination(by_year(plan, charges, stage), by_year(plan, products, stage), payers)


def by_year(plan: Plan, lines: Sequence[PlanLine], stage: Stage) -> Totals:
    """The sum of some lines, year by year."""
    return tuple(total(line.amount(year, stage) for line in lines) for year in range(plan.years))


def stages_of(plan: Plan, lines: Sequence[PlanLine]) -> dict[Stage, Totals]:
    """The sum of some lines at each stage, year by year."""
    return {stage: by_year(plan, lines, stage) for stage in Stage}


def plus(*totals: Total) -> Total:
    """Totals together."""
    return Total(sum(one.cents for one in totals), sum(one.unknown for one in totals))


def difference(one: Total, other: Total) -> int | None:
    """The first less the second; None when either lacks an amount."""
    return one.cents - other.cents if one.is_whole and other.is_whole else None


def form_line(line: PlanLine) -> FormLine | None:
    """Its line of the form; None when the form has none of that key."""
    return load_form().find(line.form_line)


def is_in_group(line: PlanLine, group: str) -> bool:
    """Whether it stands under that heading of the form."""
    found = form_line(line)
    return found is not None and found.group == group


def is_in_kind(line: PlanLine) -> bool:
    """Whether it is a valued contribution (86, 87)."""
    found = form_line(line)
    return found is not None and found.in_kind


def _budget(plan: Plan, side: Side, year: int, stage: Stage) -> Budget:
    def amounts(keep: Callable[[PlanLine], bool]) -> Iterable[int | None]:
        return (line.amount(year, stage) for line in plan.of_side(side) if keep(line))

    return Budget(total(amounts(lambda line: not is_in_kind(line))), total(amounts(is_in_kind)))


def _in_money(plan: Plan, side: Side) -> list[PlanLine]:
    return [line for line in plan.of_side(side) if not is_in_kind(line)]


def _group(plan: Plan, heading: Heading, lines: tuple[FormLine, ...], stage: Stage) -> GroupTotals:
    found = []
    for one in lines:
        here = [line for line in plan.of_side(heading.side) if line.form_line == one.key]
        found.append(LineTotals(one, by_year(plan, here, stage), bool(here)))
    years = tuple(plus(*(one.years[year] for one in found)) for year in range(plan.years))
    return GroupTotals(heading, years, tuple(found), any(one.is_written for one in found))
