"""Reading mail and long work."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, QuerySet

from essaim.apps.jobs.enums import MessageState
from essaim.apps.jobs.models import Job, Message, Worker


def messages(state: str = "", kind: str = "") -> QuerySet[Message]:
    """Messages, the latest first, without their text: nobody but their recipient reads it."""
    found = Message.objects.defer("text")
    if state:
        found = found.filter(state=state)
    return found.filter(kind=kind) if kind else found


def message_counts() -> dict[str, int]:
    """How many messages stand in each state, all states named."""
    counted = dict(Message.objects.order_by().values_list("state").annotate(Count("pk")))
    return {state: counted.get(state, 0) for state in MessageState.values}


def message_kinds() -> list[str]:
    """The kinds that there are."""
    return list(Message.objects.order_by("kind").values_list("kind", flat=True).distinct())


def late_mail(at: datetime, after: timedelta) -> tuple[int, datetime | None]:
    """How many messages wait though due since ``after``, and since when."""
    late = Message.objects.filter(state=MessageState.QUEUED, next_try_at__lt=at - after)
    found = late.aggregate(count=Count("pk"), since=Min("next_try_at"))
    return found["count"], found["since"]


def jobs_of(uid: str) -> QuerySet[Job]:
    """What somebody asked for, the latest first."""
    return Job.objects.filter(asked_by=uid)


def worker_seen_at() -> datetime | None:
    """The last sign of life of any worker; None: none ever, or each stopped by itself."""
    seen: datetime | None = Worker.objects.aggregate(last=Max("seen_at"))["last"]
    return seen
