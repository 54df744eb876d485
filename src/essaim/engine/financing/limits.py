"""Is an aid within its ceiling, is an own share enough? With amounts that may be unknown, and two possible costs.

Unknown amounts are zero or more: what is already above a ceiling stays above, what is below a ceiling of the known cost
stays below. In between nobody can tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from essaim.engine.financing.plan import WHOLE, Total
from essaim.engine.values import Answer


@dataclass(frozen=True, slots=True)
class Figures:
    """What was computed.

    Attributes:
        amount, valued_amount: what is compared (aid, own share), and what it lacks; own shares grow when contributions
            in kind are valued, aid does not.
        cost, valued_cost: what it is compared with, in money and with contributions in kind.
        rate: basis points; None for an amount a year.
        limit, valued_limit: the ceiling, or the minimum, in cents (a ceiling is rounded down, a minimum up).
    """

    amount: Total
    valued_amount: Total
    cost: Total
    valued_cost: Total
    rate: int | None
    limit: int
    valued_limit: int

    @property
    def share(self) -> Fraction | None:
        """Amount over cost; None when there is no cost."""
        return Fraction(self.amount.cents, self.cost.cents) if self.cost.cents else None

    @property
    def valued_share(self) -> Fraction | None:
        """Amount over cost with contributions in kind; None when there is no cost."""
        return Fraction(self.valued_amount.cents, self.valued_cost.cents) if self.valued_cost.cents else None

    @property
    def unknown(self) -> int:
        """How many amounts are missing."""
        return self.valued_amount.unknown + self.valued_cost.unknown


@dataclass(frozen=True, slots=True)
class Bases:
    """The cost in money, and with valued contributions."""

    money: Total
    valued: Total


def public_ceiling(cost: int, volunteering: int, rate: int) -> tuple[int, int]:
    """The most that public aid may be, without and with volunteering in the cost (cents, rate in basis points).

    Example:
        >>> public_ceiling(300000, 60000, 8000)
        (240000, 288000)
    """
    return cost * rate // WHOLE, (cost + volunteering) * rate // WHOLE


def ceiling_figures(amount: Total, bases: Bases, rate: int) -> Figures:
    """An aid beside its ceiling, for both costs."""
    low, high = public_ceiling(bases.money.cents, bases.valued.cents - bases.money.cents, rate)
    return Figures(amount, amount, bases.money, bases.valued, rate, low, high)


def share_figures(amount: Total, valued_amount: Total, bases: Bases, rate: int) -> Figures:
    """An own share beside its minimum, for both costs."""
    low, high = (-(-one.cents * rate // WHOLE) for one in (bases.money, bases.valued))
    return Figures(amount, valued_amount, bases.money, bases.valued, rate, low, high)


def is_under(amount: Total, cost: Total, rate: int) -> Answer:
    """Whether an amount is at most a share of a cost."""
    if amount.is_whole and amount.cents * WHOLE <= cost.cents * rate:
        return Answer.YES
    if cost.is_whole and amount.cents * WHOLE > cost.cents * rate:
        return Answer.NO
    return Answer.UNKNOWN


def is_at_least(amount: Total, cost: Total, rate: int) -> Answer:
    """Whether an amount is at least a share of a cost."""
    if cost.is_whole and amount.cents * WHOLE >= cost.cents * rate:
        return Answer.YES
    if amount.is_whole and amount.cents * WHOLE < cost.cents * rate:
        return Answer.NO
    return Answer.UNKNOWN


def is_at_most(amount: Total, limit: int) -> Answer:
    """Whether an amount is at most so many cents."""
    if amount.cents > limit:
        return Answer.NO
    return Answer.YES if amount.is_whole else Answer.UNKNOWN


def by_base(in_money: Answer, with_valued: Answer, counts_valued: Answer) -> Answer:
    """The answer of a rule whose funder may count contributions in kind, or not, or has not said."""
    if counts_valued == Answer.YES:
        return with_valued
    if counts_valued == Answer.NO or in_money == with_valued:
        return in_money
    return Answer.UNKNOWN
