"""Holding a plan or a support while it is written: nobody's work is silently overwritten."""

from __future__ import annotations

from datetime import datetime

from essaim.apps.audit.actors import Actor
from essaim.apps.financing.models import Plan, Support
from essaim.apps.financing.rules import keeps_money
from essaim.kit.errors import ChangedMeanwhile, NotAllowed

PLAN, SUPPORT = "plan", "support"


def hold_plan(plan: Plan, *, seen_version: int | None, by: Actor, at: datetime) -> Plan:
    """Lock a plan, check who writes and what they had read, and raise its version. ``seen_version`` None: a programme.

    Raises:
        NotAllowed: not its own people.
        ChangedMeanwhile: somebody saved it since.
    """
    current = Plan.objects.select_for_update(of=("self",)).select_related("pole").get(pk=plan.pk)
    if not keeps_money(by, current.pole):
        raise NotAllowed()
    if seen_version is not None and current.version != seen_version:
        raise ChangedMeanwhile()
    current.version, current.changed_by, current.changed_at = current.version + 1, by.uid, at
    current.save(update_fields=["version", "changed_by", "changed_at"])
    plan.version = current.version
    return current


def hold_support(support: Support, *, seen_version: int | None, by: Actor, at: datetime) -> Support:
    """The same for a support.

    Raises:
        NotAllowed, ChangedMeanwhile.
    """
    current = Support.objects.select_for_update(of=("self",)).select_related("pole", "funder").get(pk=support.pk)
    if not keeps_money(by, current.pole):
        raise NotAllowed()
    if seen_version is not None and current.version != seen_version:
        raise ChangedMeanwhile()
    current.version, current.changed_at = current.version + 1, at
    current.save(update_fields=["version", "changed_at"])
    support.version = current.version
    return current
