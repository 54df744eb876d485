"""The plan whose cash is read: for the pole's own people, and for those with whom they share it."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils import timezone

from essaim.apps.financing.models import CashScenario, Plan
from essaim.apps.financing.queries.plans import plan_by_uid
from essaim.apps.financing.queries.scenarios import reading_of, scenario_by_uid
from essaim.apps.financing.rules import keeps_money, reads_plan
from essaim.apps.projects.queries.poles import working_pole
from essaim.engine.financing.cash import Reading
from essaim.kit.routes import must
from essaim.web.acting import person


def read_plan(request: HttpRequest, slug: str, uid: str) -> Plan:
    """The plan, whole, for whoever may read it.

    Raises:
        Http404: there is none.
        PermissionDenied: it is not shared with whoever asks.
    """
    plan = _plan(slug, uid)
    must(reads_plan(person(request), plan))
    return plan


def kept_plan(request: HttpRequest, slug: str, uid: str) -> Plan:
    """The plan, whole, for those who keep the pole's money.

    Raises:
        Http404: there is none.
        PermissionDenied: it is not theirs.
    """
    plan = _plan(slug, uid)
    must(keeps_money(person(request), plan.pole))
    return plan


def kept_scenario(plan: Plan, uid: str) -> CashScenario:
    """A scenario of the plan.

    Raises:
        Http404: there is none.
    """
    scenario = scenario_by_uid(plan, uid)
    if scenario is None:
        raise Http404
    return scenario


def keeps(request: HttpRequest, plan: Plan) -> bool:
    """Whether whoever reads also writes."""
    return keeps_money(person(request), plan.pole)


def read_as(request: HttpRequest, plan: Plan) -> Reading:
    """How the plan counts as money today: with what supports' follow-up notes, for those who follow them alone."""
    return reading_of(plan, timezone.localdate(), follows=keeps(request, plan))


def _plan(slug: str, uid: str) -> Plan:
    pole = working_pole(slug)
    plan = plan_by_uid(pole, uid) if pole is not None else None
    if plan is None:
        raise Http404
    return plan
