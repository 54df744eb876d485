"""Who may, about mail and long work."""

from __future__ import annotations

from essaim.apps.audit.actors import Actor
from essaim.apps.jobs.models import Job


def can_tend_mail(user: Actor | None, thing: object = None) -> bool:
    """Administrators: they see which messages fail, never what they say."""
    return bool(getattr(user, "is_administrator", False))


def can_see_job(user: Actor | None, job: Job) -> bool:
    """Whoever asked for it, and administrators."""
    return user is not None and (can_tend_mail(user) or getattr(user, "uid", "") == job.asked_by)


def can_stop_job(user: Actor | None, job: Job) -> bool:
    """Whoever sees it, as long as it is not over."""
    return can_see_job(user, job) and not job.is_over
