"""Cash month by month: what a plan brings in and takes out, how low the balance goes, and when.

A month's balance is that of its end: within a month, payments are taken together. Months are counted from the first
month of the plan: 1 is ``plan.starts_on``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import accumulate

from essaim.engine.financing.calendars import Payments, first_day, merged, payments
from essaim.engine.financing.dependence import is_own
from essaim.engine.financing.follow_up import FollowedSums, FollowUp, follow, sums_of
from essaim.engine.financing.form import SUBSIDIES, load_form
from essaim.engine.financing.plan import (
    COORDINATION,
    MONTHS_A_YEAR,
    ItemKind,
    LongTermItem,
    Plan,
    PlanLine,
    Side,
    Stage,
)

# No payment goes with it: it is what the curve itself shows.
NOT_PAID = frozenset({"working_capital"})
# What is brought at the start is already in the bank, in what the plan opens with; what is brought later is not.
_IN_THE_OPENING = frozenset({"own_funds"})
_GRANT_ITEMS = frozenset({"investment_subsidy"})


def is_cash(line: PlanLine) -> bool:
    """Whether a line is paid at all, as the form says: neither in kind, nor volunteering, nor a provision.

    A line that the form does not know is taken as money.
    """
    return line.form_line not in _not_cash()


@cache
def _not_cash() -> frozenset[str]:
    return frozenset(one.key for one in load_form().lines if not one.is_cash)


def is_grant(line: PlanLine) -> bool:
    """Whether a line is money given: under heading 74, or from a funder and neither sales, dues nor running income."""
    is_given = line.form_line.startswith(SUBSIDIES) or (bool(line.funder) and not is_own(line))
    return line.side == Side.PRODUCT and is_given


@dataclass(frozen=True, slots=True)
class Reading:
    """How the lines of a plan are read as money.

    Attributes:
        is_cash: whether a line is paid at all.
        is_grant: whether a line is money given, that may be late, refused or end.
        order: of the stages, the first whose amount is known for a year is used. By default what was granted, else
            what was planned: an answer replaces a hope, and a refusal is a grant of zero. What is only claimed or
            received is not read: it is a part of what was granted.
        years_over: how many of the plan's first years are over: what was really spent or received in them, where it
            is known, is used before anything else.
        since: the month that is being lived, 1 before the plan and after it: low points are looked for from it on.
        refused: keys of the lines whose support was refused or given up: zero where nothing is known to be granted.
        follow_up: payments noted of the supports: they count as ``follow_up`` says. None: the plan's calendars alone.
    """

    is_cash: Callable[[PlanLine], bool] = is_cash
    is_grant: Callable[[PlanLine], bool] = is_grant
    order: tuple[Stage, ...] = (Stage.GRANTED, Stage.PLANNED)
    refused: frozenset[str] = frozenset()
    years_over: int = 0
    since: int = 1
    follow_up: FollowUp | None = None

    def amount(self, line: PlanLine, year: int) -> int | None:
        """Cents of a year that count; None when none is known at any stage read."""
        if (actual := self.actual(line, year)) is not None:
            return actual
        if line.key in self.refused:
            return line.amount(year, Stage.GRANTED) or 0
        for stage in self.order:
            cents = line.amount(year, stage)
            if cents is not None:
                return cents
        return None

    def actual(self, line: PlanLine, year: int) -> int | None:
        """Cents that a year really brought or cost, once over; None before, or where nobody wrote it."""
        return line.amount(year, Stage.ACTUAL) if year < self.years_over else None


@dataclass(frozen=True, slots=True)
class Flow:
    """What one line, or one lasting need or resource, pays over the months.

    Attributes:
        key, label: of the line or the item.
        side: a charge goes out, a product comes in.
        funder: its key; "" for none.
        is_coordination: whether it is a cost of coordination.
        paid: months and cents.
        delay: months that its calendar counts already between what is due and the payment.
        is_received: whether it is in the bank: no case changes it.
        settled: by year of the plan, the part of ``paid`` that it really brought or cost, once over.
    """

    key: str
    label: str
    side: Side
    paid: Payments
    funder: str = ""
    is_grant: bool = False
    is_coordination: bool = False
    delay: int = 0
    is_received: bool = False
    settled: Mapping[int, Payments] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unknown:
    """A year's amount that nobody wrote, and that the curve therefore lacks (``year``: 0 is the first; None: start).

    ``due``: the month in which a payment noted without its amount is due, for which the calendar stands meanwhile; None
    for an amount of the plan.
    """

    key: str
    label: str
    side: Side
    year: int | None
    due: int | None = None


@dataclass(frozen=True, slots=True)
class Flows:
    """All that a plan pays and receives, and what is not known of it.

    Attributes:
        horizon: months: those of the plan, and those until its last payment.
        since: as in ``Reading``.
        followed: what the follow-up of the supports says; None when the plan's calendars are read alone.
    """

    plan: Plan
    flows: tuple[Flow, ...]
    unknown: tuple[Unknown, ...] = ()
    horizon: int = 0
    since: int = 1
    followed: FollowedSums | None = None

    @property
    def grants(self) -> tuple[Flow, ...]:
        """Those that are money given and still to come."""
        return tuple(one for one in self.flows if one.is_grant and not one.is_received)


def flows_of(plan: Plan, reading: Reading | None = None) -> Flows:
    """What a plan pays and receives, line by line, at the amounts that ``reading`` picks.

    An amount that is not known is listed in ``unknown``: it is in no month, and whoever shows the curve says so.
    """
    reading = reading or Reading()
    found: list[Flow] = []
    unknown: list[Unknown] = []
    for line in plan.lines:
        if reading.is_cash(line):
            found.append(_line_flow(plan, line, reading, unknown))
    followed = _follow(plan, reading.follow_up, found, unknown) if reading.follow_up is not None else None
    for item in plan.items:
        if item.category not in NOT_PAID:
            found.append(_item_flow(item, unknown))
    last = max((one.paid[-1][0] for one in found if one.paid), default=0)
    horizon = max(plan.years * MONTHS_A_YEAR, last)
    return Flows(plan, tuple(found), tuple(unknown), horizon, reading.since, followed)


def _follow(plan: Plan, follow_up: FollowUp, found: list[Flow], unknown: list[Unknown]) -> FollowedSums:
    """Put what supports' follow-up says in the place of what the calendars of their lines say."""
    last, answers = plan.years * MONTHS_A_YEAR, []
    for support in follow_up.supports:
        places = [place for place, one in enumerate(found) if one.key in support.lines and one.side == Side.PRODUCT]
        if not places:
            continue
        settled = _settled([found[place] for place in places], follow_up.now)
        calendars = {found[place].key: _not_settled(found[place], follow_up.now) for place in places}
        answer = follow(support, calendars, follow_up.now, last, settled)
        for place in places:
            found[place] = replace(found[place], paid=answer.left.get(found[place].key, ()))
        first = found[places[0]]
        found.append(replace(first, paid=merged([*answer.received, *answer.settled]), delay=0, is_received=True))
        found += [replace(first, paid=((one.month, one.cents),), delay=one.waited) for one in answer.awaited]
        unknown += [Unknown(first.key, first.label, Side.PRODUCT, None, due) for due in answer.unknown]
        answers.append(answer)
    return sums_of(answers)


def _settled(flows: Iterable[Flow], now: int) -> dict[int, Payments]:
    """By year, what flows really brought, in the months that are past."""
    found: dict[int, list[tuple[int, int]]] = {}
    for year, paid in (pair for flow in flows for pair in flow.settled.items()):
        found.setdefault(year, []).extend(one for one in paid if one[0] < now)
    return {year: merged(paid) for year, paid in found.items()}


def _not_settled(flow: Flow, now: int) -> Payments:
    taken = ((month, -cents) for paid in _settled([flow], now).values() for month, cents in paid)
    return merged([*flow.paid, *taken])


def _line_flow(plan: Plan, line: PlanLine, reading: Reading, unknown: list[Unknown]) -> Flow:
    parts: list[tuple[int, int]] = []
    settled: dict[int, Payments] = {}
    for year in range(plan.years):
        cents = reading.amount(line, year)
        if cents is None:
            unknown.append(Unknown(line.key, line.label, line.side, year))
        elif cents:
            first = year * MONTHS_A_YEAR
            paid = tuple((first + month, part) for month, part in payments(cents, line.calendar))
            parts += paid
            if reading.actual(line, year) is not None:
                settled[year] = paid
    coordinates = line.side == Side.CHARGE and line.analytic == COORDINATION
    return Flow(
        line.key, line.label, line.side, merged(parts), line.funder, reading.is_grant(line), coordinates,
        line.calendar.delay, settled=settled,
    )  # fmt: skip


def _item_flow(item: LongTermItem, unknown: list[Unknown]) -> Flow:
    side = Side.CHARGE if item.kind == ItemKind.NEED else Side.PRODUCT
    parts: list[tuple[int, int]] = []
    for place, cents in enumerate(item.amounts):
        year = place - 1
        if not place and item.category in _IN_THE_OPENING:
            continue
        if cents is None:
            unknown.append(Unknown(item.key, item.label, side, year if place else None))
        else:
            parts.append((year * MONTHS_A_YEAR + item.month if place else 1, cents))
    return Flow(item.key, item.label, side, merged(parts), "", item.category in _GRANT_ITEMS)


@dataclass(frozen=True, slots=True)
class Bridge:
    """Money to find beyond what the bank lets one owe.

    Attributes:
        cents: how much at most.
        since: the first month in which it is needed.
        until: the month in which it is paid back for good; None when it never is within the horizon.
    """

    cents: int
    since: int
    until: int | None


@dataclass(frozen=True, slots=True)
class CashCurve:
    """Money in, out and left at the end of each month.

    Attributes:
        starts_on: the first day of month 1.
        plan_months: how many belong to the plan; those after it only wait for its last payments.
        ins, outs: cents by month, both positive as a rule.
        opening: cents at the start; None when unknown: the balance is then what is gained or lost since the start.
        overdraft: cents that the bank lets one owe.
        unknown: amounts that nobody wrote and that the curve therefore lacks.
        since: the month from which low points, needs and bridges are looked for: what is past was lived through.
        known: a month, and the cents really in the bank when it begins: the balance starts again from there.
        followed: as in ``Flows``.
        balance: cents at the end of each month.
    """

    starts_on: date
    plan_months: int
    ins: tuple[int, ...]
    outs: tuple[int, ...]
    opening: int | None = None
    overdraft: int = 0
    unknown: tuple[Unknown, ...] = ()
    since: int = 1
    known: tuple[int, int] | None = None
    followed: FollowedSums | None = None
    balance: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        net = [inside - outside for inside, outside in zip(self.ins, self.outs, strict=True)]
        reached = list(accumulate(net, initial=self.opening or 0))
        if self.known is not None:
            month, cents = self.known
            gap = cents - reached[month - 1]
            reached[month:] = [one + gap for one in reached[month:]]
        object.__setattr__(self, "balance", tuple(reached[1:]))

    @property
    def is_relative(self) -> bool:
        """Whether nobody said what is in the bank, at the start or since: the balance then counts from zero."""
        return self.opening is None and self.known is None

    @property
    def is_partial(self) -> bool:
        """Whether it lacks amounts that nobody wrote."""
        return bool(self.unknown)

    @property
    def closing(self) -> int:
        """The balance at the end of the last month."""
        return self.balance[-1]

    @property
    def trough(self) -> int:
        """The lowest balance to come."""
        return min(self.balance[self.since - 1 :])

    @property
    def trough_month(self) -> int:
        """The first month with the lowest balance to come."""
        return self.balance.index(self.trough, self.since - 1) + 1

    @property
    def peak_need(self) -> int:
        """How far below zero the balance goes; 0 when it never does."""
        return max(0, -self.trough)

    @property
    def first_below_zero(self) -> int | None:
        """The first month that ends below zero."""
        return self._first_below(0)

    @property
    def first_beyond(self) -> int | None:
        """The first month that ends lower than the bank lets one go."""
        return self._first_below(-self.overdraft)

    @property
    def bridge(self) -> Bridge | None:
        """What to borrow beyond the overdraft; None when nothing is needed."""
        since = self.first_beyond
        if since is None:
            return None
        last = max(month for month, cents in self._to_come() if cents < -self.overdraft)
        return Bridge(-self.trough - self.overdraft, since, last + 1 if last < len(self.balance) else None)

    def date_of(self, month: int) -> date:
        """The first day of a month, counted from 1."""
        return first_day(self.starts_on, month)

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month."""
        return tuple(self.date_of(month) for month in range(1, len(self.balance) + 1))

    def _first_below(self, floor: int) -> int | None:
        return next((month for month, cents in self._to_come() if cents < floor), None)

    def _to_come(self) -> Iterable[tuple[int, int]]:
        return enumerate(self.balance[self.since - 1 :], start=self.since)


def curve_of(flows: Flows, horizon: int | None = None, changed: Sequence[Flow] | None = None) -> CashCurve:
    """The curve of a plan's flows, or of those that a case changed, over its months or more."""
    months = max(flows.horizon, horizon or 0)
    ins, outs = [0] * months, [0] * months
    for one in flows.flows if changed is None else changed:
        add_to(outs if one.side == Side.CHARGE else ins, one.paid)
    return drawn(flows, ins, outs)


def add_to(months: list[int], paid: Iterable[tuple[int, int]]) -> None:
    """Add payments to months, the first of which is 1."""
    for month, cents in paid:
        months[month - 1] += cents


def drawn(flows: Flows, ins: Sequence[int], outs: Sequence[int], known: tuple[int, int] | None = None) -> CashCurve:
    """The curve of sums by month, from what its plan opens with, or from what is known of a month, then the present."""
    since = min(max(flows.since, known[0]) if known else flows.since, len(ins))
    plan = flows.plan
    return CashCurve(
        plan.starts_on, plan.years * MONTHS_A_YEAR, tuple(ins), tuple(outs), plan.opening, plan.overdraft,
        flows.unknown, since, known, flows.followed,
    )  # fmt: skip
