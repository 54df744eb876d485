"""What members would have to pay, and how much of the coordination is paid by the pole's own means.

Fees are counted on a year's result (charges and products in money's worth, volunteering and gifts in kind apart): what
is missing is divided by the members and rounded up to the cent, so that the year balances.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from fractions import Fraction

from essaim.engine.errors import InvalidValue
from essaim.engine.financing.assumptions import check_funders, members_of
from essaim.engine.financing.balance import is_in_kind
from essaim.engine.financing.cash import Reading
from essaim.engine.financing.dependence import coverage
from essaim.engine.financing.plan import COORDINATION, MONTHS_A_YEAR, WHOLE, Plan, PlanLine, Side, Total, total
from essaim.engine.language import gettext as _

_DUES = "756"
_PURCHASES = "60"
_SALES = "70"


def is_dues(line: PlanLine) -> bool:
    """Whether a line is what members pay: 756 of the form."""
    return line.side == Side.PRODUCT and line.form_line.startswith(_DUES)


def is_purchase(line: PlanLine) -> bool:
    """Whether a charge grows with what is sold: 60 of the form, where nobody said otherwise."""
    return line.side == Side.CHARGE and line.form_line.startswith(_PURCHASES)


@dataclass(frozen=True, slots=True)
class Fee:
    """What each member would pay for a year to balance, and what was counted.

    Attributes:
        year: 0 is the first.
        members: who pay.
        coordination: the year's cost of coordination, whole; ``kept`` of it (cents) is counted.
        other_charges: all other charges.
        remaining: products without the dues and without what is lost.
        lost: products that are supposed to end.
        dues: what the plan holds as dues.
        missing: what the members have to bring together; 0 when nothing is missing.
        each: cents by member and year, rounded up.
        now: cents by member in the plan as it stands, rounded to the cent below; None when dues are unknown.
    """

    year: int
    members: int
    coordination: Total
    kept: int
    other_charges: Total
    remaining: Total
    lost: Total
    dues: Total

    @property
    def missing(self) -> int:
        """Charges that nothing else pays."""
        return max(0, self.kept + self.other_charges.cents - self.remaining.cents)

    @property
    def each(self) -> int:
        """The fee."""
        return -(-self.missing // self.members)

    @property
    def now(self) -> int | None:
        """What a member pays in the plan."""
        return self.dues.cents // self.members if self.dues.is_whole else None

    @property
    def unknown(self) -> int:
        """How many amounts that count nobody wrote: the fee is sure only when there is none."""
        return self.coordination.unknown + self.other_charges.unknown + self.remaining.unknown


def fee(
    plan: Plan,
    year: int = 0,
    *,
    without: Collection[str] | None = None,
    kept_coordination: int = WHOLE,
    reading: Reading | None = None,
) -> Fee:
    """What each member would pay in a year for it to balance; own resources put in count as a product, as in the form.

    Args:
        without: keys of the funders who give nothing; None for all grants, () for none.
        kept_coordination: basis points of the coordination that are kept (5 000: half a coordinator); rounded up.

    Raises:
        InvalidValue: a year, a funder or a share that cannot be; members that nobody counted, or none.
    """
    reading = reading or Reading()
    _check_year(plan, year)
    check_funders(plan, without or ())
    if not 0 <= kept_coordination <= WHOLE:
        raise InvalidValue(_("La part gardée de l'animation va de 0 à 100 %."))
    charges = [line for line in plan.of_side(Side.CHARGE) if not is_in_kind(line)]
    products = [line for line in plan.of_side(Side.PRODUCT) if not is_in_kind(line)]
    ends = reading.is_grant if without is None else lambda line: line.funder in without
    coordination = _sum(charges, lambda line: line.analytic == COORDINATION, year, reading)
    return Fee(
        year,
        members_of(plan),
        coordination,
        -(-coordination.cents * kept_coordination // WHOLE),
        _sum(charges, lambda line: line.analytic != COORDINATION, year, reading),
        _sum(products, lambda line: not is_dues(line) and not ends(line), year, reading),
        _sum(products, lambda line: not is_dues(line) and ends(line), year, reading),
        _sum(products, is_dues, year, reading),
    )


def shared_out(cents: int, plan: Plan, from_month: int = 1) -> int | None:
    """What each member would pay by year to bring that much together between a month and the plan's end, rounded up.

    None where members are not counted, or the plan is over.
    """
    months = plan.years * MONTHS_A_YEAR - from_month + 1
    if not plan.members or months <= 0:
        return None
    return -(-cents * MONTHS_A_YEAR // (plan.members * months))


@dataclass(frozen=True, slots=True)
class BreakEven:
    """From what sales on fixed costs are paid.

    Attributes:
        fixed, variable, sales: cents.
        margin_rate: what is left of one euro sold; None when nothing is sold.
        threshold: cents of sales, rounded up; None when a sale leaves nothing.
    """

    fixed: int
    variable: int
    sales: int
    margin_rate: Fraction | None
    threshold: int | None


def break_even(*, fixed: int, variable: int, sales: int) -> BreakEven:
    """Fixed costs divided by the margin rate.

    >>> break_even(fixed=30_000, variable=40_000, sales=100_000).threshold
    50000
    """
    rate = Fraction(sales - variable, sales) if sales > 0 else None
    threshold = -(-fixed // rate) if rate is not None and rate > 0 else None
    return BreakEven(fixed, variable, sales, rate, threshold)


def break_even_of(
    plan: Plan,
    year: int = 0,
    *,
    is_variable: Callable[[PlanLine], bool] = is_purchase,
    reading: Reading | None = None,
) -> BreakEven | None:
    """The break-even of a year of a plan; None where an amount that counts is unknown.

    Fixed costs are all charges that do not grow with sales: purchases alone do, unless ``is_variable`` says otherwise.
    """
    _check_year(plan, year)
    reading = reading or Reading()
    charges = [line for line in plan.of_side(Side.CHARGE) if not is_in_kind(line)]
    sales = [line for line in plan.of_side(Side.PRODUCT) if line.form_line.startswith(_SALES)]
    fixed = _sum(charges, lambda line: not is_variable(line), year, reading)
    variable = _sum(charges, is_variable, year, reading)
    sold = _sum(sales, lambda line: True, year, reading)
    if not (fixed.is_whole and variable.is_whole and sold.is_whole):
        return None
    return break_even(fixed=fixed.cents, variable=variable.cents, sales=sold.cents)


@dataclass(frozen=True, slots=True)
class OwnMonths:
    """How long own resources pay the coordination in a year.

    Attributes:
        own: dues, sales and other running income.
        coordination: its cost in the year.
        months: full months paid, 12 at most; None when coordination costs nothing or an amount is unknown.
    """

    own: Total
    coordination: Total
    months: int | None


def own_months(plan: Plan, year: int = 0) -> OwnMonths:
    """How many months of the year's coordination are paid by own resources, as ``dependence.coverage`` counts them."""
    _check_year(plan, year)
    found = coverage(plan, year)
    months = None if found.ratio is None else min(MONTHS_A_YEAR, int(MONTHS_A_YEAR * found.ratio))
    return OwnMonths(found.own, found.cost, months)


def _sum(lines: Collection[PlanLine], counts: Callable[[PlanLine], bool], year: int, reading: Reading) -> Total:
    return total(reading.amount(line, year) for line in lines if counts(line))


def _check_year(plan: Plan, year: int) -> None:
    if not 0 <= year < plan.years:
        raise InvalidValue(_("Le plan n'a pas d'année %(n)s.") % {"n": year + 1}, _("Choisissez une année du plan."))
