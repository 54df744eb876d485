"""Long work: asked for by a page, done by a worker, watched by whoever asked.

A worker that is killed says nothing: its jobs stay "running" with no sign of life. ``reap_jobs`` finds them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.jobs.actors import WORKER
from essaim.apps.jobs.enums import OVER, JobState
from essaim.apps.jobs.models import Job
from essaim.apps.jobs.registry import kind_of
from essaim.apps.jobs.rules import can_stop_job
from essaim.apps.jobs.tasks import run_job
from essaim.engine.language import current_language, use_language
from essaim.engine.language import gettext as _
from essaim.kit.errors import NotAllowed

JOB = "job"
# A worker gives a sign of life every 5 seconds.
SILENCE = timedelta(seconds=60)
KEPT_DAYS = 30


@transaction.atomic
def ask_job(*, kind: str, arguments: dict[str, Any], by: Actor, at: datetime) -> Job:
    """Have a long work done by a worker, once the transaction in course is kept. Its page is ``/travaux/<uid>/``.

    The caller checks that ``by`` may have it done: rights are those of the app that declares the work.

    Raises:
        InvalidValue: no app declares that kind.
    """
    kind_of(kind)
    job = Job.objects.create(kind=kind, arguments=arguments, asked_by=by.uid, asked_at=at, language=current_language())
    run_job.enqueue(job.uid)
    record(action="ask_job", object_type=JOB, object_id=job.uid, by=by, at=at, after={"kind": kind})
    return job


@transaction.atomic
def begin_job(*, uid: str, at: datetime) -> Job | None:
    """Take a job that waits; None when another took it or it was stopped."""
    taken = Job.objects.filter(uid=uid, state=JobState.QUEUED).update(
        state=JobState.RUNNING,
        attempts=F("attempts") + 1,
        started_at=at,
        heartbeat_at=at,
        done=0,
        total=None,
        message="",
    )
    return Job.objects.get(uid=uid) if taken else None


def advance_job(*, job: Job, done: int, total: int | None, message: str, at: datetime) -> bool:
    """Write how far it is; whether to go on: nobody asked to stop, it is still ours. No event: it is no decision."""
    kept = _ours(job).update(done=max(done, 0), total=total, message=message[:300], heartbeat_at=at)
    return bool(kept) and not _ours(job).filter(cancel_asked_at__isnull=False).exists()


@transaction.atomic
def finish_job(*, job: Job, result: dict[str, Any], at: datetime) -> bool:
    """It is done, with its result; False when it was no longer ours."""
    return _end(job, JobState.DONE, at, result=result)


@transaction.atomic
def fail_job(*, job: Job, error: str, at: datetime) -> bool:
    """It failed, for the reason that ``error`` says to whoever asked."""
    return _end(job, JobState.FAILED, at, error=error[:500])


@transaction.atomic
def stop_job(*, job: Job, at: datetime) -> bool:
    """It stopped because somebody asked."""
    return _end(job, JobState.CANCELLED, at)


@transaction.atomic
def cancel_job(*, job: Job, by: Actor, at: datetime) -> Job:
    """Ask that it stop: at once if it waits, else when it next says how far it is. Over, it changes nothing.

    Raises:
        NotAllowed: ``by`` did not ask for it and is no administrator.
    """
    if job.is_over:
        return job
    if not can_stop_job(by, job):
        raise NotAllowed()
    rows = Job.objects.filter(pk=job.pk)
    stopped = rows.filter(state=JobState.QUEUED).update(state=JobState.CANCELLED, finished_at=at, cancel_asked_at=at)
    if not stopped:
        rows.exclude(state__in=OVER).update(cancel_asked_at=at)
    record(action="cancel_job", object_type=JOB, object_id=job.uid, by=by, at=at)
    job.refresh_from_db()
    return job


def reap_jobs(*, at: datetime) -> int:
    """Jobs whose worker gives no sign of life: done again when their kind allows it, else failed; how many."""
    silent = Job.objects.filter(state=JobState.RUNNING, heartbeat_at__lt=at - SILENCE)
    return sum(_reap(job, at) for job in silent)


def erase_old_jobs(*, at: datetime) -> int:
    """Erase what ended thirty days ago; how many."""
    return Job.objects.filter(state__in=OVER, finished_at__lt=at - timedelta(days=KEPT_DAYS)).delete()[0]


@transaction.atomic
def _reap(job: Job, at: datetime) -> bool:
    if job.cancel_asked_at is None and job.attempts < _tries(job.kind):
        again = _ours(job).update(state=JobState.QUEUED, heartbeat_at=None)
        if again:
            run_job.enqueue(job.uid)
            record(action="retry_job", object_type=JOB, object_id=job.uid, by=WORKER, at=at)
        return bool(again)
    use_language(job.language)
    error = _("Le programme qui faisait ce travail s'est arrêté. Demandez-le de nouveau.")
    return fail_job(job=job, error=error, at=at)


def _tries(kind: str) -> int:
    try:
        return kind_of(kind).tries
    except Exception:  # noqa: BLE001 - a kind that no app declares any more
        return 1


def _end(job: Job, state: JobState, at: datetime, **facts: Any) -> bool:
    ended = _ours(job).update(state=state, finished_at=at, **facts)
    if ended:
        record(action=f"job_{state.value}", object_type=JOB, object_id=job.uid, by=WORKER, at=at)
    return bool(ended)


def _ours(job: Job) -> QuerySet[Job]:
    """The row, as long as this attempt is the one in course."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)
