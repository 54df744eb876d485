"""Cash scenarios that were kept with a plan."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from essaim.apps.financing.enums import SupportState
from essaim.apps.financing.models import CashScenario, Plan, PlanLine, Receipt, Support
from essaim.apps.financing.queries.awaited import AwaitedPayment, awaited_payments
from essaim.engine.financing import Side
from essaim.engine.financing.assumptions import Assumptions
from essaim.engine.financing.cash import Reading
from essaim.engine.financing.follow_up import FollowedSupport, FollowUp, NotedPayment
from essaim.engine.financing.plan import MONTHS_A_YEAR

_LOST = (SupportState.REFUSED, SupportState.GIVEN_UP)


def scenarios_of(plan: Plan) -> QuerySet[CashScenario]:
    """Those of a plan, the latest first."""
    return CashScenario.objects.filter(plan=plan)


def scenario_by_uid(plan: Plan, uid: str) -> CashScenario | None:
    """One of that plan; None when there is none."""
    return CashScenario.objects.filter(plan=plan, uid=uid).first()


def reading_of(plan: Plan, day: date, *, follows: bool = True) -> Reading:
    """How the lines of a plan read by ``queries.plans.whole`` count as money on a day.

    A support that is refused or given up brings nothing more than what was granted; in a year that is over, what was
    really spent or received counts where it is known; low points are those to come.

    Args:
        follows: whether payments noted of the supports are read; else the plan alone, for those it is shared with.
    """
    refused = (one.uid for one in plan.lines.all() if one.support is not None and one.support.state in _LOST)
    now = _month(plan, day)
    is_under_way = 1 <= now <= MONTHS_A_YEAR * plan.years
    return Reading(
        refused=frozenset(refused), years_over=max(0, (now - 1) // MONTHS_A_YEAR), since=now if is_under_way else 1,
        follow_up=_follow_up(plan, now) if follows else None,
    )  # fmt: skip


def _follow_up(plan: Plan, now: int) -> FollowUp | None:
    """The supports of a plan's products of which payments are noted; None when there is none."""
    supports: dict[int, Support] = {}
    lines: dict[int, list[str]] = {}
    for line in plan.lines.all():
        if line.side == Side.PRODUCT and line.support is not None and line.support.receipts.all():
            supports[line.support.pk] = line.support
            lines.setdefault(line.support.pk, []).append(line.uid)
    if not supports:
        return None
    shared = _shared_with(plan, supports)
    return FollowUp(
        now,
        tuple(_followed(plan, one, tuple(lines[key]), shared.get(key, ())) for key, one in supports.items()),
    )


def _shared_with(plan: Plan, supports: Collection[int]) -> dict[int, tuple[str, ...]]:
    """By support, the titles of the other plans with products that it pays over some of the same months. One query."""
    found: dict[int, dict[int, str]] = {}
    rows = PlanLine.objects.filter(side=Side.PRODUCT, support__in=supports).exclude(plan=plan)
    for key, other in ((one.support_id, one.plan) for one in rows.select_related("plan").order_by("plan__title", "pk")):
        first = _month(plan, other.starts_on)
        if key is not None and first <= MONTHS_A_YEAR * plan.years and first + MONTHS_A_YEAR * other.years > 1:
            found.setdefault(key, {})[other.pk] = other.title
    return {key: tuple(titles.values()) for key, titles in found.items()}


def _followed(plan: Plan, support: Support, lines: tuple[str, ...], shared: tuple[str, ...]) -> FollowedSupport:
    rests = (_rest(plan, one) for one in awaited_payments(support) if one.is_rest)
    payments = (*(_noted(plan, one) for one in support.receipts.all()), *rests)
    return FollowedSupport(
        lines, payments, support.granted_cents, support.state == SupportState.ENDED, support.state in _LOST, shared
    )  # fmt: skip


def _noted(plan: Plan, receipt: Receipt) -> NotedPayment:
    due, received = receipt.due_on, receipt.received_on
    return NotedPayment(
        due=_month(plan, due) if due else None, due_cents=receipt.due_cents,
        received=_month(plan, received) if received else None, received_cents=receipt.received_cents,
    )  # fmt: skip


def _rest(plan: Plan, one: AwaitedPayment) -> NotedPayment:
    return NotedPayment(due=_month(plan, one.on) if one.on else None, due_cents=one.cents, is_rest=True)


def _month(plan: Plan, day: date) -> int:
    """The month of a day, counted from the first of the plan; 0 and less before it."""
    return (day.year - plan.starts_on.year) * MONTHS_A_YEAR + day.month - plan.starts_on.month + 1


def usual_delays_of(plan: Plan) -> dict[str, int]:
    """The months that some funders of a plan usually take to pay, by their key."""
    funders = [one.funder for one in plan.lines.all() if one.funder is not None]
    return {one.uid: one.usual_delay for one in funders if one.usual_delay}


def assumptions_of(scenario: CashScenario) -> Assumptions:
    """What it supposes.

    Raises:
        InvalidValue: what was kept no longer reads.
    """
    return Assumptions.from_json(json.dumps(scenario.assumptions))
