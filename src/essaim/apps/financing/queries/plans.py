"""Plans with all that their pages, their files and the engine need."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Prefetch, Q, QuerySet

from essaim.apps.financing.models import Claim, Plan, PlanAmount, PlanLine, PlanShare, Receipt, Support
from essaim.apps.poles.models import Pole
from essaim.apps.projects.models import Project


def plans_of(pole: Pole) -> QuerySet[Plan]:
    """The plans of a pole and of its projects, the latest first."""
    return Plan.objects.filter(pole=pole).select_related("pole", "project")


def plan_by_uid(pole: Pole, uid: str) -> Plan | None:
    """One plan of that pole, whole; None when there is none."""
    return whole(Plan.objects.filter(pole=pole, uid=uid)).first()


def plan_row(pole: Pole, uid: str) -> Plan | None:
    """One plan of that pole, without its lines; None when there is none."""
    return Plan.objects.filter(pole=pole, uid=uid).select_related("pole", "project").first()


def shared_plan(uid: str) -> Plan | None:
    """One plan whoever's it is, whole: ask ``rules.reads_plan``. None when there is none."""
    return whole(Plan.objects.filter(uid=uid)).first()


def whole(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """With lines, their amounts, tranches, funder and support (its claims and receipts), lasting items and shares."""
    supports = Support.objects.select_related("funder").prefetch_related(
        Prefetch("claims", Claim.objects.order_by("claimed_on", "id")), Prefetch("receipts", Receipt.objects.all())
    )
    lines = PlanLine.objects.select_related("funder").prefetch_related(
        "amounts", "tranches", Prefetch("support", supports)
    )
    return plans.select_related("pole", "project").prefetch_related(Prefetch("lines", lines), "items", "shares")


def funders_with_an_agreement(pole: Pole) -> set[str]:
    """The funders with whom an agreement is signed."""
    return set(Support.objects.filter(pole=pole, agreed_on__isnull=False).values_list("funder__uid", flat=True))


def plans_shared_with(held: Collection[tuple[str, str]]) -> QuerySet[Plan]:
    """The plans that others share with whoever holds these roles, each on its key."""
    asked = Q(pk=None)
    for role, key in held:
        asked |= Q(role=role, key=key)
    shares = PlanShare.objects.filter(asked)
    return Plan.objects.filter(pk__in=shares.values("plan")).select_related("pole", "project")


def plans_of_project(project: Project) -> list[Plan]:
    """The plans of a project, the latest first. One query."""
    return list(Plan.objects.filter(project=project).select_related("pole"))


def amounts_after(plan: Plan, years: int) -> int:
    """How many cells of the plan hold an amount in the years after the first ``years``, lasting items included."""
    cells = PlanAmount.objects.filter(line__plan=plan, year__gt=years)
    return cells.count() + sum(one is not None for item in plan.items.all() for one in item.amounts[years + 1 :])
