"""Dedicated funds of a pole, by support, with their running balance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from essaim.apps.financing.enums import SupportState
from essaim.apps.financing.models import DedicatedFund, Expense, Support
from essaim.apps.poles.models import Pole

DECIDED = (SupportState.GRANTED, SupportState.ENDED)


@dataclass(frozen=True, slots=True)
class Balance:
    """A year of a support: what was left before it, and after what it carried over and took back, in cents."""

    row: DedicatedFund
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class YearOfFunds:
    """All supports at the end of an accounting year, in cents."""

    closes_on: date
    carried: int
    taken_back: int
    left: int


def running(rows: Iterable[DedicatedFund]) -> list[Balance]:
    """The years of one support in order, each with what was left before and after it."""
    found, left = [], 0
    for row in sorted(rows, key=lambda one: one.closes_on):
        after = left + row.carried_cents - row.taken_back_cents
        found.append(Balance(row, left, after))
        left = after
    return found


def by_year(supports: Sequence[Support]) -> list[YearOfFunds]:
    """Every year in which something is written, the supports together; ``dedicated_funds`` prefetched."""
    days = sorted({row.closes_on for one in supports for row in one.dedicated_funds.all()})
    found = []
    for day in days:
        rows = [row for one in supports for row in one.dedicated_funds.all()]
        of_day = [row for row in rows if row.closes_on == day]
        left = sum(row.carried_cents - row.taken_back_cents for row in rows if row.closes_on <= day)
        carried = sum(row.carried_cents for row in of_day)
        found.append(YearOfFunds(day, carried, sum(row.taken_back_cents for row in of_day), left))
    return found


def granted_supports(pole: Pole) -> QuerySet[Support]:
    """The supports of a pole that were granted, with their dedicated funds, receipts and expenses."""
    return (
        Support.objects.filter(pole=pole, state__in=DECIDED)
        .select_related("pole", "funder")
        .prefetch_related("dedicated_funds", "receipts", Prefetch("expenses", Expense.objects.order_by("on", "pk")))
    )


def granted_support(pole: Pole, uid: str) -> Support | None:
    """One of them; None when there is none."""
    return granted_supports(pole).filter(uid=uid).first()


def received_by(support: Support, day: date) -> int | None:
    """What was received of a support by a day, in cents; None: no payment was noted. ``receipts`` prefetched."""
    came = [one.received_cents or 0 for one in support.receipts.all() if one.received_on and one.received_on <= day]
    return sum(came) if came else None


def charged_by(support: Support, day: date) -> int:
    """What was charged to a support by a day, in cents; ``expenses`` prefetched."""
    return sum(one.charged for one in support.expenses.all() if one.on <= day)
