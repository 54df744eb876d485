"""What a support says to the lines of plans that it pays: what was asked and granted, where nobody wrote it."""

from __future__ import annotations

from datetime import datetime

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.financing.actions.holding import PLAN, hold_plan
from essaim.apps.financing.enums import PlanState
from essaim.apps.financing.models import PlanLine, Support


def fill_linked_lines(support: Support, *, by: Actor, at: datetime) -> None:
    """Fill the lines of the plans still open that a support pays, once it is asked or decided."""
    lines = support.lines.exclude(plan__state=PlanState.CLOSED).select_related("plan").prefetch_related("amounts")
    for line in lines.order_by("plan_id", "pk"):
        line.support = support
        if fill_from_support(line):
            hold_plan(line.plan, seen_version=None, by=by, at=at)
            record(
                action="fill_plan_line", object_type=PLAN, object_id=line.plan.uid, by=by, at=at,
                after={"plan_line": str(line), "support": support.uid},
            )  # fmt: skip


def fill_from_support(line: PlanLine) -> bool:
    """The amounts that its support has asked and was granted, in the years where nobody wrote them; whether any was.

    A support is asked and granted as one sum: it is the line's when the line plans just that over its years, or when
    it plans one year only. Otherwise nobody can tell which year it is for.
    """
    support, rows = line.support, [one for one in line.amounts.all() if one.planned_cents]
    if support is None or not rows:
        return False
    planned, filled = sum(one.planned_cents or 0 for one in rows), False
    for field, cents in (("requested_cents", support.requested_cents), ("granted_cents", support.granted_cents)):
        if cents is None or (len(rows) > 1 and cents != planned):
            continue
        for one in rows:
            if getattr(one, field) is None:
                setattr(one, field, cents if len(rows) == 1 else one.planned_cents)
                one.save(update_fields=[field])
                filled = True
    return filled
