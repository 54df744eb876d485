"""Reminders of reports due, once at each threshold; and the private address where a calendar reads due dates."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from essaim.apps.accounts.actions import notify
from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.models import User
from essaim.apps.accounts.queries import holders_of, token_hash
from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor, Programme
from essaim.apps.financing.models import CalendarFeed, Report
from essaim.apps.financing.notices import FUNDS
from essaim.apps.financing.rules import keeps_money
from essaim.apps.poles.models import Pole
from essaim.engine.language import gettext as _
from essaim.kit.dates import DAY, date_in_words
from essaim.kit.errors import NotAllowed

REMINDERS = Programme("essaim-reminders")
# Days before a report is due; the last, when it is late by one.
THRESHOLDS = (30, 7, -1)
_FEW = 200


def remind_reports(*, at: datetime) -> int:
    """Tell those who keep a pole's money which reports are due in a month, in a week, or late; how many reports.

    Each is told once at each threshold, however often this runs.
    """
    today = timezone.localtime(at).date()
    waiting = Report.objects.filter(sent_on=None, due_on__lte=today + timedelta(days=THRESHOLDS[0]))
    reached = [one for one in waiting.only("pk", "due_on", "reminded_on") if _threshold(one, today) is not None]
    return sum(_remind(one.pk, today, at) for one in reached[:_FEW])


@transaction.atomic
def open_feed(*, pole: Pole, user: User, by: Actor, at: datetime) -> str:
    """A new secret for somebody's calendar address on a pole; the former one, if any, stops working.

    Raises:
        NotAllowed: not the pole's own people, or somebody else's address.
    """
    if by.uid != user.uid or not keeps_money(by, pole):
        raise NotAllowed()
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        pole=pole, user_uid=user.uid, defaults={"token_hash": token_hash(token), "made_at": at}
    )
    record(action="open_feed", object_type="calendar_feed", object_id=pole.uid, by=by, at=at)
    return token


@transaction.atomic
def close_feed(*, pole: Pole, user: User, by: Actor, at: datetime) -> None:
    """The address stops working.

    Raises:
        NotAllowed: somebody else's address.
    """
    if by.uid != user.uid:
        raise NotAllowed()
    CalendarFeed.objects.filter(pole=pole, user_uid=user.uid).delete()
    record(action="close_feed", object_type="calendar_feed", object_id=pole.uid, by=by, at=at)


def _threshold(report: Report, today: date) -> date | None:
    """The latest threshold that is reached and was not told; None when there is none."""
    days = [report.due_on - timedelta(days=one) for one in THRESHOLDS]
    last = max((day for day in days if day <= today), default=None)
    return last if last is not None and (report.reminded_on is None or report.reminded_on < last) else None


@transaction.atomic
def _remind(number: int, today: date, at: datetime) -> int:
    report = (
        Report.objects.select_for_update(of=("self",))
        .select_related("support__pole", "support__funder")
        .filter(pk=number, sent_on=None)
        .first()
    )
    if report is None or _threshold(report, today) is None:
        return 0
    Report.objects.filter(pk=number).update(reminded_on=today)
    support = report.support
    named = {"what": report.title or report.get_kind_display(), "funder": support.funder.name}
    subject = (
        _("En retard : %(what)s pour %(funder)s") if report.due_on < today else _("À rendre : %(what)s pour %(funder)s")
    ) % named
    text = "\n\n".join(
        [
            support.pole.name,
            _("À rendre le %(day)s : %(title)s.") % {"day": date_in_words(report.due_on, DAY), "title": support.title},
            settings.ADDRESS + reverse("support", args=[support.pole.slug, support.uid]),
        ]
    )
    keepers = [
        grant.user
        for role in (Role.COORDINATOR, Role.FOUNDER)
        for grant in holders_of(role, support.pole.uid)
        if role == Role.COORDINATOR or support.pole.is_draft
    ]
    for user in {one.pk: one for one in keepers}.values():
        notify(user=user, kind=FUNDS, subject=subject, text=text, by=REMINDERS, at=at)
    return 1
