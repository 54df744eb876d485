"""How much a plan depends on whom: where its products come from, its largest funder, what ends within a year.

Every share is an exact fraction of what is known, beside the number of amounts that are not: an unknown amount is never
counted as zero, it makes the share provisional (``is_whole`` is False).

The concentration of funders is the sum of the squares of their shares (Herfindahl-Hirschman). 0.25 is the mark above
which competition authorities call a market highly concentrated: a convention, no truth about funders.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from essaim.engine.financing.balance import form_line, is_in_kind
from essaim.engine.financing.calendars import in_years
from essaim.engine.financing.form import MARKET, ORIGINS, PRIVATE, PUBLIC, RECIPROCITY, SUBSIDIES
from essaim.engine.financing.plan import COORDINATION, Funder, Plan, PlanLine, Side, Stage, Total, total

OTHER = "other"
CONCENTRATED = Fraction(1, 4)
# Dues and other running income; sales are known by their origin.
_OWN = ("756", "75-autres")


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, in cents, and how many amounts of either nobody wrote."""

    cents: int
    whole: int
    unknown: int = 0

    @property
    def fraction(self) -> Fraction | None:
        """The part over the whole; None when the whole is nothing."""
        return Fraction(self.cents, self.whole) if self.whole else None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing from it."""
        return self.unknown == 0


@dataclass(frozen=True, slots=True)
class Hybridisation:
    """Where products come from: "market", "public", "reciprocity" and "other", summing to the whole."""

    shares: Mapping[str, Share]


@dataclass(frozen=True, slots=True)
class FunderShare:
    """A funder and its part of the products in money."""

    funder: Funder
    share: Share


@dataclass(frozen=True, slots=True)
class Concentration:
    """Funders, the largest first, and how concentrated they are.

    Attributes:
        funders: those with an amount, each with its part of all products in money.
        index: sum of the squares of the funders' parts of what funders bring, 0 to 1; None when they bring nothing.
        unknown: amounts of funders that nobody wrote.
        unnamed: grants whose payer nobody named: they are in no part, and leave the index provisional.
    """

    funders: tuple[FunderShare, ...]
    index: Fraction | None
    unknown: int
    unnamed: Total

    @property
    def largest(self) -> FunderShare | None:
        """Who brings most; None when no funder brings anything."""
        return self.funders[0] if self.funders else None

    @property
    def is_concentrated(self) -> bool | None:
        """Whether the index is above the conventional mark of 0.25; None without index, or when grants are missing."""
        is_provisional = self.unknown or self.unnamed != Total(0)
        return None if self.index is None or is_provisional else self.index > CONCENTRATED


@dataclass(frozen=True, slots=True)
class Ending:
    """Products in money whose support ends soon.

    Attributes:
        share: what ends, of the products in money of the year.
        lines: keys of the lines that end.
        no_end: keys of the lines with a funder whose end nobody said: they may end too.
    """

    share: Share
    lines: tuple[str, ...]
    no_end: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Own resources (dues, sales, other own products) over what coordination costs.

    Attributes:
        own: those of the whole plan.
        allotted: those marked as paying for coordination.
        cost: of coordination, in money.
    """

    own: Total
    allotted: Total
    cost: Total

    @property
    def ratio(self) -> Fraction | None:
        """Own resources of the plan over the cost; None when there is no cost, or an amount is unknown."""
        return _over(self.own, self.cost)

    @property
    def allotted_ratio(self) -> Fraction | None:
        """Own resources marked for coordination over the cost; None when no cost, or an amount is unknown."""
        return _over(self.allotted, self.cost)


@dataclass(frozen=True, slots=True)
class PublicShare:
    """The public part of a budget, in money and with valued contributions: each funder's rule says which counts."""

    in_money: Share
    with_valued: Share


def hybridisation(
    plan: Plan, *, with_valued: bool, year: int | None = None, stage: Stage = Stage.PLANNED
) -> Hybridisation:
    """Market, public, reciprocity and other parts of the products; ``year`` None means all years together.

    Valuing volunteering and gifts in kind raises reciprocity: show both.
    """
    lines = [one for one in plan.of_side(Side.PRODUCT) if with_valued or not is_in_kind(one)]
    whole = _sum(plan, lines, year, stage)
    parts = {origin: [one for one in lines if origin_of(plan, one) == origin] for origin in (*ORIGINS, OTHER)}
    return Hybridisation({key: _share(_sum(plan, some, year, stage), whole) for key, some in parts.items()})


def origin_of(plan: Plan, line: PlanLine) -> str:
    """Market, public or reciprocity, from the line of the form; who pays decides for subsidies; else "other"."""
    found = form_line(line)
    if found is None:
        return OTHER
    funder = plan.funder(line.funder)
    if found.group == SUBSIDIES and funder is not None and funder.is_public is not None:
        return PUBLIC if funder.is_public else RECIPROCITY
    return found.origin or OTHER


def concentration(plan: Plan, year: int | None = None, stage: Stage = Stage.PLANNED) -> Concentration:
    """The largest funder and the concentration of funders, in money; ``year`` None means all years together."""
    products = [one for one in plan.of_side(Side.PRODUCT) if not is_in_kind(one)]
    whole = _sum(plan, products, year, stage)
    sums = [
        (one, _sum(plan, [line for line in products if line.funder == one.key], year, stage)) for one in plan.funders
    ]
    brought = sum(one.cents for _funder, one in sums)
    squares = sum((Fraction(one.cents, brought) ** 2 for _funder, one in sums), Fraction(0)) if brought else None
    ranked = sorted((pair for pair in sums if pair[1].cents), key=lambda pair: (-pair[1].cents, pair[0].name))
    return Concentration(
        tuple(FunderShare(funder, Share(one.cents, whole.cents, whole.unknown)) for funder, one in ranked),
        squares,
        sum(one.unknown for _funder, one in sums),
        _sum(plan, [one for one in products if not one.funder and _is_subsidy(one)], year, stage),
    )


def ending(plan: Plan, ends: Mapping[str, date], at: date, year: int, stage: Stage = Stage.PLANNED) -> Ending:
    """What part of a year's products in money ends within the twelve months that follow a day.

    Args:
        ends: by key of line, the last day of its support.
        at: the day; a support that ended before it is not counted again.
    """
    products = [one for one in plan.of_side(Side.PRODUCT) if not is_in_kind(one)]
    soon = [one for one in products if (day := ends.get(one.key)) and at <= day < in_years(at, 1)]
    silent = tuple(one.key for one in products if (one.funder or _is_subsidy(one)) and one.key not in ends)
    share = _share(_sum(plan, soon, year, stage), _sum(plan, products, year, stage))
    return Ending(share, tuple(one.key for one in soon), silent)


def coverage(plan: Plan, year: int | None = None, stage: Stage = Stage.PLANNED) -> Coverage:
    """Own resources over the cost of coordination: (dues + services + margins) / cost of the coordination team.

    Own resources are sales, dues and other running income, whoever pays them: gifts and patronage are not among them.
    Sales count in full where only their margin pays: write the margin when the goods sold cost money.
    """
    own = [one for one in plan.of_side(Side.PRODUCT) if is_own(one)]
    cost = [one for one in plan.of_side(Side.CHARGE) if one.analytic == COORDINATION and not is_in_kind(one)]
    allotted = [one for one in own if one.analytic == COORDINATION]
    return Coverage(*(_sum(plan, some, year, stage) for some in (own, allotted, cost)))


def public_share(plan: Plan, year: int | None = None, stage: Stage = Stage.PLANNED) -> PublicShare:
    """Public money over the charges in money, and over the charges with valued contributions."""
    public = _sum(plan, [one for one in plan.of_side(Side.PRODUCT) if is_public(plan, one)], year, stage)
    charges = list(plan.of_side(Side.CHARGE))
    in_money = [one for one in charges if not is_in_kind(one)]
    return PublicShare(
        _share(public, _sum(plan, in_money, year, stage), apart=True),
        _share(public, _sum(plan, charges, year, stage), apart=True),
    )


def is_public(plan: Plan, line: PlanLine) -> bool:
    """Whether a product in money is public aid: what its funder says, else what its line of the form says."""
    found, funder = form_line(line), plan.funder(line.funder)
    if found is None:
        # The form does not know the line: who pays it decides alone.
        return line.side == Side.PRODUCT and funder is not None and funder.is_public is True
    if found.in_kind or line.side != Side.PRODUCT:
        return False
    if found.group == SUBSIDIES:
        told = funder.is_public if funder is not None else None
        return told if told is not None else found.funder_level != PRIVATE
    return found.origin == PUBLIC


def is_own(line: PlanLine) -> bool:
    """Whether a product is the pole's own resource: sales, dues and other running income, whoever pays them."""
    found = form_line(line)
    return found is not None and (found.origin == MARKET or found.key in _OWN)


def _is_subsidy(line: PlanLine) -> bool:
    found = form_line(line)
    return found is not None and found.group == SUBSIDIES


def _sum(plan: Plan, lines: Sequence[PlanLine], year: int | None, stage: Stage) -> Total:
    years = range(plan.years) if year is None else (year,)
    return total(line.amount(one, stage) for line in lines for one in years)


def _share(part: Total, whole: Total, *, apart: bool = False) -> Share:
    """``apart``: the part is not counted in the whole, so what it lacks is lacking beside."""
    return Share(part.cents, whole.cents, whole.unknown + (part.unknown if apart else 0))


def _over(one: Total, other: Total) -> Fraction | None:
    if not (one.is_whole and other.is_whole and other.cents):
        return None
    return Fraction(one.cents, other.cents)
