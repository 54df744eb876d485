"""Whose plan it is: the plan that an address names, for its own people, or for those with whom it is shared."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from essaim.apps.financing.models import LongTermItem, Plan, PlanLine
from essaim.apps.financing.queries.plans import plan_by_uid, plan_row, shared_plan
from essaim.apps.financing.rules import reads_plan
from essaim.web.access import own_pole
from essaim.web.acting import person


def own_plan(request: HttpRequest, slug: str, uid: str) -> Plan:
    """The plan with all that its pages show, for those who keep the pole's money.

    Raises:
        Http404: there is none.
        PermissionDenied: the pole is not theirs.
    """
    return _found(plan_by_uid(own_pole(request, slug), uid))


def own_plan_row(request: HttpRequest, slug: str, uid: str) -> Plan:
    """The plan without its lines, for the pages that change it as a whole.

    Raises:
        Http404, PermissionDenied: as ``own_plan``.
    """
    return _found(plan_row(own_pole(request, slug), uid))


def own_line(plan: Plan, uid: str) -> PlanLine:
    """A line of a plan that ``own_plan`` read.

    Raises:
        Http404: there is none.
    """
    line = next((one for one in plan.lines.all() if one.uid == uid), None)
    if line is None:
        raise Http404
    return line


def own_item(plan: Plan, uid: str) -> LongTermItem:
    """A lasting need or resource of a plan that ``own_plan`` read.

    Raises:
        Http404: there is none.
    """
    item = next((one for one in plan.items.all() if one.uid == uid), None)
    if item is None:
        raise Http404
    return item


def readable_plan(request: HttpRequest, uid: str) -> Plan:
    """A plan that is shared with whoever asks.

    Raises:
        Http404: there is none, or it is not shared with them: which of the two is nobody's business.
    """
    plan = shared_plan(uid)
    if plan is None or not reads_plan(person(request), plan):
        raise Http404
    return plan


def _found(plan: Plan | None) -> Plan:
    if plan is None:
        raise Http404
    return plan
