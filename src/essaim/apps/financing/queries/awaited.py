"""The money that a support still waits for, payment by payment; what lacks to one that came short is waited for too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from essaim.apps.financing.models import Receipt, Support


@dataclass(frozen=True, slots=True)
class AwaitedPayment:
    """Money to come.

    Attributes:
        on: the day it is due; of a rest whose day nobody said, the day on which the payment came short; None: unknown.
        cents: how much; None when nobody said.
        is_rest: whether a part of this payment came already.
    """

    receipt: Receipt
    on: date | None
    cents: int | None
    is_rest: bool = False


def awaited_payments(support: Support) -> list[AwaitedPayment]:
    """What a support waits for, in the order of its payments; ``receipts`` prefetched. Its state is not looked at."""
    missing = missing_cents(support)
    found = []
    for row in support.receipts.all():
        if row.received_on is None:
            found.append(AwaitedPayment(row, row.due_on, row.due_cents))
        elif row.pk in missing:
            found.append(AwaitedPayment(row, row.due_on or row.received_on, missing[row.pk], is_rest=True))
    return found


def missing_cents(support: Support) -> dict[int, int]:
    """By payment that came short of what was expected of it, the cents that lack.

    No more than what was granted and is neither received nor awaited by another payment: somebody who notes the rest
    as a payment of its own counts it once.
    """
    rows = list(support.receipts.all())
    noted = sum((row.due_cents if row.received_on is None else row.received_cents) or 0 for row in rows)
    room = None if support.granted_cents is None else max(0, support.granted_cents - noted)
    found: dict[int, int] = {}
    for row in rows:
        lacks = (row.due_cents or 0) - (row.received_cents or 0) if row.received_on is not None else 0
        if room is not None:
            lacks = min(lacks, room)
        if lacks > 0:
            found[row.pk] = lacks
            room = None if room is None else room - lacks
    return found


def late_of(support: Support, today: date) -> list[AwaitedPayment]:
    """What should have come before a day, the earliest first."""
    late = [(one.on, place, one) for place, one in enumerate(awaited_payments(support)) if one.on and one.on < today]
    return [one for _on, _place, one in sorted(late, key=lambda row: row[:2])]


def unreceived_cents(support: Support) -> int | None:
    """What was granted and did not come, whatever became of the support; None when no amount was granted."""
    if support.granted_cents is None:
        return None
    return max(0, support.granted_cents - sum(row.received_cents or 0 for row in support.receipts.all()))
