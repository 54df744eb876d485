"""What of the register is being loaded, was loaded, and is kept."""

from __future__ import annotations

from essaim.apps.jobs.enums import OVER
from essaim.apps.jobs.models import Job
from essaim.apps.poles.enums import RegisterWork


def register_work() -> Job | None:
    """The loading in course or waiting, None when there is none."""
    return Job.objects.filter(kind__in=RegisterWork.values).exclude(state__in=OVER).order_by("pk").first()


def last_register_work() -> Job | None:
    """The last loading that ended, however it did."""
    return Job.objects.filter(kind__in=RegisterWork.values, state__in=OVER).order_by("-finished_at").first()
