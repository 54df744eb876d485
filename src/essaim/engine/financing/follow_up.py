"""What the follow-up of a support says of its money: received, awaited, and what is left to come of its lines' amounts.

All of this is an assumption, counted in whole cents:

- what was received is in the bank: it counts in its month, and no case takes it back;
- what is awaited counts in the month in which it is due, or in the month being lived when that is past;
- what is left of the lines' amounts keeps the months of their calendars, or comes in the month being lived when those
  are past. What was received stands for the earliest payments of the calendars; what is awaited for the last ones at
  its month or before, then for the next ones;
- a line may hope for more than its support was granted, the years after it above all: that still counts, as planned. Of
  a support that is ended, what was granted and did not come never will;
- what a finished year really brought was received too, in the months of its calendar that are past: what is noted
  received in that year is a part of it, what is noted due in it and did not come is not;
- what came before the plan's first month, or is awaited before it, is in what the plan opens with: it is taken off its
  lines as far as they hold more than what the grant has left;
- what is due after the plan's end counts within what is left: the rest belongs to what another plan holds. So does all
  that is noted of a support which lines of another plan expect over the same months: nobody noted which payment is of
  which plan;
- what lacks to a payment that came short is awaited since the day of that payment, until somebody says otherwise;
- a payment without an amount is unknown: what is left stands for it; one without a day is a part of what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from essaim.engine.financing.calendars import Payments, merged
from essaim.engine.financing.plan import MONTHS_A_YEAR


@dataclass(frozen=True, slots=True)
class NotedPayment:
    """A payment as somebody noted it. Months are those of the plan: 1 is its first, those before it are 0 and less.

    Attributes:
        due, due_cents: when and how much; None when nobody said.
        received, received_cents: the same once it came; both None before.
        is_rest: whether it is what lacks to another payment, that came short.
    """

    due: int | None = None
    due_cents: int | None = None
    received: int | None = None
    received_cents: int | None = None
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class FollowedSupport:
    """A support with noted payments.

    Attributes:
        lines: keys of the lines of the plan that it pays; what is noted stands on the first.
        granted: cents in all, whatever the plan; None when nobody said.
        is_ended: whether its funder pays nothing more of what was granted.
        is_lost: whether it was refused or given up: it brings what came, and nothing more.
        shared_with: titles of the other plans with lines that it pays over some of the same months.
    """

    lines: tuple[str, ...]
    payments: tuple[NotedPayment, ...]
    granted: int | None = None
    is_ended: bool = False
    is_lost: bool = False
    shared_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The supports of a plan with noted payments; ``now``: the month being lived, even before the plan or after it."""

    now: int
    supports: tuple[FollowedSupport, ...]


@dataclass(frozen=True, slots=True)
class Awaited:
    """Money to come: in which month, how much, how many months ago it was due, whether a part of it came already."""

    month: int
    cents: int
    waited: int = 0
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class Followed:
    """What a support pays, as its follow-up says.

    Attributes:
        received, awaited: within the months of the plan and after, as far as they are of this plan.
        settled: what finished years really brought and no payment was noted of.
        left: by key of line, what still follows the calendar.
        moved: cents of ``left`` that the calendar promised before the month being lived, and nobody received.
        unknown: months in which a payment is due whose amount nobody wrote, those before the plan apart.
        undated: how many payments have no day: they are a part of ``left``.
    """

    received: Payments = ()
    awaited: tuple[Awaited, ...] = ()
    settled: Payments = ()
    left: Mapping[str, Payments] = field(default_factory=dict)
    moved: int = 0
    unknown: tuple[int, ...] = ()
    undated: int = 0


@dataclass(frozen=True, slots=True)
class FollowedSums:
    """What the follow-up of all supports changed in a curve, in cents.

    Attributes:
        late: the part of ``awaited`` that is.
        moved: the part of ``left`` that the calendars promised before the month in which it counts.
        undated: how many payments have no day.
        short: the part of ``awaited`` that lacks to payments that came short.
    """

    received: int
    awaited: int
    late: int
    left: int
    moved: int
    undated: int
    short: int = 0


def follow(
    support: FollowedSupport,
    calendars: Mapping[str, Payments],
    now: int,
    last: int,
    settled: Mapping[int, Payments] | None = None,
) -> Followed:
    """What a support pays over the months.

    Args:
        calendars: by key of line, what the plan's calendars say.
        now: the month being lived.
        last: the last month of the plan.
        settled: by year of the plan (0 is the first), what it really brought, once over, in months that are past.
    """
    came, due, left = _came(support), _due(support, now), _Left(calendars)
    past = {year: _Left({"": paid}) for year, paid in (settled or {}).items()}
    # Until that month all that is noted is of this plan; after it, what its lines still expect and no more.
    own = 0 if support.shared_with and not support.is_lost else last
    received: list[tuple[int, int]] = []
    awaited: list[Awaited] = []
    for is_own in (True, False):
        for one in _within(came, own, is_own):
            expected = _year(past, one.month).take_first(one.cents)
            expected += left.take_first(one.cents - expected)
            received.append((one.month, one.cents if is_own else expected))
        for one in _within(due, own, is_own):
            expected = _year(past, one.since).take_around(one.since, one.cents)
            expected += left.take_around(one.since, one.cents - expected)
            awaited.append(Awaited(one.month, one.cents if is_own else expected, one.month - one.since, one.is_rest))
    awaited = [one for one in awaited if one.cents]
    stays = merged([row for one in past.values() for row in one.by_line(1).get("", ())])
    not_come = None if support.granted is None else support.granted - sum(one.cents for one in came) - _sum(stays)
    if support.is_lost:
        left.take_first(left.cents)
    elif support.is_ended:
        left.take_first(left.cents if not_come is None else not_come)
    elif not_come is not None:
        # What came before the plan is of this plan as far as its lines hold more than what the grant has left.
        due_before = sum(one.cents for one in due if one.month < 1)
        beyond = left.cents - max(0, not_come - due_before - sum(one.cents for one in awaited))
        left.take_first(min(due_before + sum(one.cents for one in came if one.month < 1), beyond))
    unknown = [one.due for one in _to_come(support) if one.due is not None and one.due_cents is None]
    return Followed(
        merged(received),
        tuple(awaited),
        stays,
        left.by_line(now),
        left.before(now),
        tuple(due for due in unknown if max(due, now) >= 1),
        sum(one.due is None for one in _to_come(support)),
    )


def sums_of(answers: Sequence[Followed]) -> FollowedSums:
    """What the supports of a plan say, added up."""
    awaited = [one for answer in answers for one in answer.awaited]
    return FollowedSums(
        received=sum(cents for one in answers for _month, cents in one.received),
        awaited=sum(one.cents for one in awaited),
        late=sum(one.cents for one in awaited if one.waited),
        left=sum(cents for one in answers for paid in one.left.values() for _month, cents in paid),
        moved=sum(one.moved for one in answers),
        undated=sum(one.undated for one in answers),
        short=sum(one.cents for one in awaited if one.is_rest),
    )


@dataclass(frozen=True, slots=True, order=True)
class _Noted:
    """A payment of which all is known: when it counts, how much, since when it is of a plan (due, or come earlier)."""

    since: int
    month: int
    cents: int
    is_rest: bool = False


def _came(support: FollowedSupport) -> list[_Noted]:
    known = [(one.received, one.received_cents, one.due) for one in support.payments]
    return sorted(
        _Noted(month if due is None else min(due, month), month, cents)
        for month, cents, due in known
        if month is not None and cents
    )


def _due(support: FollowedSupport, now: int) -> list[_Noted]:
    known = [(one.due, one.due_cents, one.is_rest) for one in _to_come(support)]
    return sorted(_Noted(due, max(due, now), cents, rest) for due, cents, rest in known if due is not None and cents)


def _to_come(support: FollowedSupport) -> list[NotedPayment]:
    if support.is_ended or support.is_lost:
        return []
    return [one for one in support.payments if one.received is None]


def _within(noted: Iterable[_Noted], own: int, is_own: bool) -> Iterable[_Noted]:
    """Those that count in the plan's months or after them, and are its own until a month, or are not."""
    return (one for one in noted if one.month >= 1 and (one.since <= own) == is_own)


def _year(past: Mapping[int, _Left], month: int) -> _Left:
    return past.get((month - 1) // MONTHS_A_YEAR) or _Left({})


def _sum(paid: Payments) -> int:
    return sum(cents for _month, cents in paid)


class _Left:
    """The payments of several calendars in the order of the months, less what is taken off them."""

    def __init__(self, calendars: Mapping[str, Payments]) -> None:
        rows = [(month, cents, key) for key, paid in calendars.items() for month, cents in paid]
        rows.sort(key=lambda row: row[0])
        self._months = [month for month, _cents, _key in rows]
        self._cents = [cents for _month, cents, _key in rows]
        self._keys = [key for _month, _cents, key in rows]

    @property
    def cents(self) -> int:
        """What is left in all."""
        return sum(self._cents)

    def take_first(self, cents: int) -> int:
        """Take cents off the earliest payments; how many there were to take."""
        return self._take(cents, range(len(self._cents)))

    def take_around(self, month: int, cents: int) -> int:
        """Take cents off the last payments at a month or before it, then off the next ones; how many there were."""
        after = sum(one <= month for one in self._months)
        return self._take(cents, [*reversed(range(after)), *range(after, len(self._cents))])

    def before(self, now: int) -> int:
        """What is left in the past."""
        return sum(cents for month, cents in zip(self._months, self._cents, strict=True) if month < now)

    def by_line(self, now: int) -> dict[str, Payments]:
        """What is left by key of line, none of it in the past."""
        parts: dict[str, list[tuple[int, int]]] = {}
        for month, cents, key in zip(self._months, self._cents, self._keys, strict=True):
            parts.setdefault(key, []).append((max(month, now), cents))
        return {key: merged(rows) for key, rows in parts.items()}

    def _take(self, cents: int, places: Iterable[int]) -> int:
        missing = cents
        for place in places:
            taken = max(0, min(missing, self._cents[place]))
            self._cents[place] -= taken
            missing -= taken
        return cents - missing
