"""Funders and supports of a pole, with what was asked, granted, received and is still due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from essaim.apps.financing.enums import SupportState
from essaim.apps.financing.models import CalendarFeed, Claim, Funder, Plan, Receipt, Support
from essaim.apps.financing.queries.awaited import late_of, unreceived_cents
from essaim.apps.poles.models import Pole
from essaim.engine.financing import Total, total
from essaim.engine.financing.terms import PaymentTerm, payment_term

SORTS = {
    "": ("funder__name", "title", "pk"), "state": ("state", "funder__name", "pk"),
    "-granted": ("-granted_cents", "pk"), "end": ("ends_on", "pk"),
}  # fmt: skip
_RUNNING = (SupportState.GRANTED,)


@dataclass(frozen=True, slots=True)
class SupportFilters:
    """What the list of supports is asked; "" asks nothing."""

    words: str = ""
    state: str = ""
    funder: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a support, or a funder's supports, stand, in cents. What nobody noted is apart or None, never zero.

    ``due``: what was granted and is not received yet; what is ended brings nothing more, what is not known is left out.
    """

    requested: Total
    granted: Total
    claimed: int | None
    received: int | None
    due: int
    late: int


def funders_of(pole: Pole) -> QuerySet[Funder]:
    """The funders of a pole with their supports, by name."""
    return Funder.objects.filter(pole=pole).select_related("organisation").prefetch_related(
        "supports__claims", "supports__receipts"
    )  # fmt: skip


def funder_by_uid(pole: Pole, uid: str) -> Funder | None:
    """One funder of that pole; None when there is none."""
    return funders_of(pole).filter(uid=uid).first()


def supports_of(pole: Pole, filters: SupportFilters = SupportFilters()) -> QuerySet[Support]:
    """The supports of a pole, as filtered."""
    found = Support.objects.filter(pole=pole)
    for word in filters.words.split():
        found = found.filter(Q(title__icontains=word) | Q(funder__name__icontains=word) | Q(reference__icontains=word))
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.funder:
        found = found.filter(funder__uid=filters.funder)
    return (
        found.order_by(*SORTS.get(filters.sort, SORTS[""]))
        .select_related("funder", "project")
        .prefetch_related("claims", "receipts", "reports")
    )


def support_by_uid(pole: Pole, uid: str) -> Support | None:
    """One support of that pole with its rows; None when there is none."""
    return (
        Support.objects.filter(pole=pole, uid=uid)
        .select_related("pole", "funder", "project")
        .prefetch_related("claims", "receipts__claim", "reports", "lines__plan", "lines__amounts")
        .first()
    )


def standing(supports: list[Support], today: date) -> Standing:
    """Where these supports stand, their claims and receipts prefetched; refused and given up ones ask nothing more."""
    alive = [one for one in supports if one.state not in (SupportState.REFUSED, SupportState.GIVEN_UP)]
    asked = [one for one in supports if one.state != SupportState.PLANNED]
    decided = [one for one in alive if one.state in (SupportState.GRANTED, SupportState.ENDED)]
    receipts: list[Receipt] = [row for one in supports for row in one.receipts.all()]
    claims: list[Claim] = [row for one in supports for row in one.claims.all()]
    received = [row.received_cents for row in receipts if row.received_cents is not None]
    return Standing(
        requested=total(one.requested_cents for one in asked),
        granted=total(one.granted_cents for one in decided),
        claimed=sum(row.cents for row in claims) if claims else None,
        received=sum(received) if received else None,
        due=sum(unreceived_cents(one) or 0 for one in decided if one.state in _RUNNING),
        late=sum(len(late_of(one, today)) for one in decided if one.state in _RUNNING),
    )


def late_payments(plan: Plan, today: date) -> tuple[int, Total]:
    """Payments late on a day, in whole or in part, of the supports of a plan read whole: how many, their amount."""
    supports = {one.support.pk: one.support for one in plan.lines.all() if one.support is not None}
    running = [one for one in supports.values() if one.state in _RUNNING]
    late = [row for one in running for row in late_of(one, today)]
    return len(late), total(row.cents for row in late)


def law_term(support: Support) -> tuple[PaymentTerm, date] | None:
    """The term that the law sets to paying a grant, and its day, unless its agreement says otherwise; None for none.

    Counted from the decision, as its notification is not recorded apart; nothing once money came or is claimed.
    """
    if support.state not in _RUNNING or support.decided_on is None:
        return None
    if support.claims.all() or any(one.received_on for one in support.receipts.all()):
        return None
    term = payment_term(support.decided_on)
    return (term, support.decided_on + timedelta(days=term.days)) if term else None


def feed_by_token_hash(fingerprint: str) -> CalendarFeed | None:
    """The calendar address of that secret's fingerprint; None when there is none."""
    return CalendarFeed.objects.filter(token_hash=fingerprint).select_related("pole").first()


def feed_of(pole: Pole, user_uid: str) -> CalendarFeed | None:
    """Somebody's calendar address on a pole; None when they have none."""
    return CalendarFeed.objects.filter(pole=pole, user_uid=user_uid).first()
