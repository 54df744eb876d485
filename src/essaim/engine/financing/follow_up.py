"""What the follow-up of a support says of its money: received, awaited, and what is left to come of its lines' amounts.

All of this is an assumption, counted in whole cents:

- what was received is in the bank: it counts in its month, and no case takes it back;
- what is awaited counts in the month in which it is due, or in the month being lived when that is past;
- what is left of the lines' amounts keeps the months of their calendars, or comes in the month being lived when those
  are past. What was received stands for the earliest payments of the calendars; what is awaited for the last ones at
  its month or before, then for the next ones;
- a line may hope for more than its support was granted, the years after it above all: that still counts, as planned. Of
  a support that is ended, what was granted and did not come never will;
- what came before the plan's first month, or is awaited before it, is in what the plan opens with: it is taken off its
  lines as far as they hold more than what the grant has left;
- what is due after the plan's end counts within what is left: the rest belongs to what another plan holds;
- a payment without an amount is unknown; one without a day is a part of what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from essaim.engine.financing.calendars import Payments, merged


@dataclass(frozen=True, slots=True)
class NotedPayment:
    """A payment as somebody noted it. Months are those of the plan: 1 is its first, those before it are 0 and less.

    Attributes:
        due, due_cents: when and how much; None when nobody said.
        received, received_cents: the same once it came; both None before.
    """

    due: int | None = None
    due_cents: int | None = None
    received: int | None = None
    received_cents: int | None = None


@dataclass(frozen=True, slots=True)
class FollowedSupport:
    """A support with noted payments.

    Attributes:
        lines: keys of the lines of the plan that it pays; what is noted stands on the first.
        granted: cents in all, whatever the plan; None when nobody said.
        is_ended: whether its funder pays nothing more of what was granted.
        is_lost: whether it was refused or given up: it brings what came, and nothing more.
    """

    lines: tuple[str, ...]
    payments: tuple[NotedPayment, ...]
    granted: int | None = None
    is_ended: bool = False
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The supports of a plan with noted payments; ``now``: the month being lived, even before the plan or after it."""

    now: int
    supports: tuple[FollowedSupport, ...]


@dataclass(frozen=True, slots=True)
class Awaited:
    """Money to come: in which month, how much, how many months ago it was due."""

    month: int
    cents: int
    waited: int = 0


@dataclass(frozen=True, slots=True)
class Followed:
    """What a support pays, as its follow-up says.

    Attributes:
        received, awaited: within the months of the plan and after.
        left: by key of line, what still follows the calendar.
        unknown: months in which a payment is due whose amount nobody wrote, those before the plan apart.
        undated: how many payments have no day: they are a part of ``left``.
    """

    received: Payments = ()
    awaited: tuple[Awaited, ...] = ()
    left: Mapping[str, Payments] = field(default_factory=dict)
    unknown: tuple[int, ...] = ()
    undated: int = 0


@dataclass(frozen=True, slots=True)
class FollowedSums:
    """What the follow-up of all supports changed in a curve, in cents; ``late``: the part of ``awaited`` that is."""

    received: int
    awaited: int
    late: int
    left: int
    undated: int


def follow(support: FollowedSupport, calendars: Mapping[str, Payments], now: int, last: int) -> Followed:
    """What a support pays over the months.

    Args:
        calendars: by key of line, what the plan's calendars say.
        now: the month being lived.
        last: the last month of the plan.
    """
    came = [(one.received, one.received_cents) for one in support.payments]
    received = merged([(month, cents) for month, cents in came if month is not None and cents is not None])
    within = tuple(one for one in received if one[0] >= 1)
    if support.is_lost:
        return Followed(within)
    to_come = [] if support.is_ended else [one for one in support.payments if one.received is None]
    left = _Left(calendars)
    left.take_first(_sum(within))
    due = sorted((one.due, one.due_cents) for one in to_come if one.due is not None and one.due_cents)
    before = sum(cents for month, cents in due if max(month, now) < 1)
    awaited = _awaited((one for one in due if max(one[0], now) >= 1), left, now, last)
    not_come = None if support.granted is None else support.granted - _sum(received)
    if support.is_ended:
        left.take_first(left.cents if not_come is None else not_come)
    elif not_come is not None:
        # What came before the plan is of this plan as far as its lines hold more than what the grant has left.
        beyond = left.cents - max(0, not_come - before - sum(one.cents for one in awaited))
        left.take_first(min(_sum(received) - _sum(within) + before, beyond))
    unknown = (one.due for one in to_come if one.due is not None and one.due_cents is None)
    return Followed(
        within,
        tuple(awaited),
        left.by_line(now),
        tuple(month for month in unknown if max(month, now) >= 1),
        sum(one.due is None for one in to_come),
    )


def _awaited(due: Iterable[tuple[int, int]], left: _Left, now: int, last: int) -> list[Awaited]:
    found = []
    for month, cents in due:
        counted = cents if month <= last else min(cents, left.cents)
        left.take_around(month, counted)
        if counted:
            found.append(Awaited(max(month, now), counted, max(0, now - month)))
    return found


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

    def take_first(self, cents: int) -> None:
        """Take cents off the earliest payments."""
        self._take(cents, range(len(self._cents)))

    def take_around(self, month: int, cents: int) -> None:
        """Take cents off the last payments at a month or before it, then off the next ones."""
        after = sum(one <= month for one in self._months)
        self._take(cents, [*reversed(range(after)), *range(after, len(self._cents))])

    def by_line(self, now: int) -> dict[str, Payments]:
        """What is left by key of line, none of it in the past."""
        parts: dict[str, list[tuple[int, int]]] = {}
        for month, cents, key in zip(self._months, self._cents, self._keys, strict=True):
            parts.setdefault(key, []).append((max(month, now), cents))
        return {key: merged(rows) for key, rows in parts.items()}

    def _take(self, cents: int, places: Iterable[int]) -> None:
        for place in places:
            taken = max(0, min(cents, self._cents[place]))
            self._cents[place] -= taken
            cents -= taken
