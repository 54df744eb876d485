"""Every due date of a pole in one list: applications, reports, payments, milestones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from essaim.apps.financing.enums import SupportState
from essaim.apps.financing.models import Report, Support
from essaim.apps.financing.queries.awaited import awaited_payments
from essaim.apps.poles.models import Pole
from essaim.apps.projects.enums import ProjectState
from essaim.apps.projects.models import Milestone

# Of these nothing is waited for any more.
_LOST = (SupportState.REFUSED, SupportState.GIVEN_UP)


class DeadlineKind(StrEnum):
    """What is due."""

    APPLICATION = "application"
    REPORT = "report"
    PAYMENT = "payment"
    REST = "rest"
    MILESTONE = "milestone"


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something due on a day.

    Attributes:
        key: opaque and stable, for calendars.
        about: who waits, or the project.
        cents: how much, for a payment or what lacks to one; None when nobody said or when it is no payment.
        support, project: the ``uid`` of what it belongs to; "" for the other.
    """

    on: date
    kind: DeadlineKind
    key: str
    title: str
    about: str
    cents: int | None = None
    support: str = ""
    project: str = ""


def deadlines(pole: Pole) -> list[Deadline]:
    """What is due and not done, the earliest first. Five queries."""
    found = [*_applications(pole), *_reports(pole), *_payments(pole), *_milestones(pole)]
    return sorted(found, key=lambda one: (one.on, one.kind, one.title))


def _applications(pole: Pole) -> list[Deadline]:
    waiting = Support.objects.filter(pole=pole, state=SupportState.PLANNED, apply_before__isnull=False)
    return [
        Deadline(one.apply_before, DeadlineKind.APPLICATION, one.uid, one.title, one.funder.name, support=one.uid)
        for one in waiting.select_related("funder")
        if one.apply_before is not None
    ]


def _reports(pole: Pole) -> list[Deadline]:
    waiting = Report.objects.filter(support__pole=pole, sent_on=None).exclude(support__state__in=_LOST)
    return [
        Deadline(
            one.due_on, DeadlineKind.REPORT, one.uid, one.title or str(one.get_kind_display()),
            one.support.funder.name, support=one.support.uid,
        )
        for one in waiting.select_related("support__funder")
    ]  # fmt: skip


def _payments(pole: Pole) -> list[Deadline]:
    waiting = Support.objects.filter(pole=pole).exclude(state__in=(*_LOST, SupportState.ENDED))
    return [
        Deadline(
            one.on, DeadlineKind.REST if one.is_rest else DeadlineKind.PAYMENT, one.receipt.uid,
            one.receipt.label or support.title, support.funder.name, one.cents, support=support.uid,
        )
        for support in waiting.select_related("funder").prefetch_related("receipts")
        for one in awaited_payments(support)
        if one.on is not None
    ]  # fmt: skip


def _milestones(pole: Pole) -> list[Deadline]:
    waiting = Milestone.objects.filter(project__pole=pole, done_on=None, due_on__isnull=False)
    alive = waiting.exclude(project__state__in=(ProjectState.DROPPED, ProjectState.DONE))
    return [
        Deadline(
            one.due_on, DeadlineKind.MILESTONE, one.uid, one.title, one.project.title, project=one.project.uid
        )
        for one in alive.select_related("project")
        if one.due_on is not None
    ]  # fmt: skip
