"""Signs of life of the workers, and what to do with the tasks of one that gives none. No event: nobody decides it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from essaim.apps.jobs.actions.work import SILENCE
from essaim.apps.jobs.enums import JobState
from essaim.apps.jobs.models import Job, Worker
from essaim.apps.jobs.tasks import run_job

KEPT_DAYS = 30
_GONE = "essaim.apps.jobs.WorkerGone"


def sign_of_life(*, worker: str, jobs: Iterable[tuple[int, int]], at: datetime) -> None:
    """``worker`` lives, and so do the jobs it has in hand (row, attempt)."""
    Worker.objects.update_or_create(uid=worker, defaults={"seen_at": at}, create_defaults={
        "uid": worker, "started_at": at, "seen_at": at,
    })  # fmt: skip
    for pk, attempt in list(jobs):
        Job.objects.filter(pk=pk, attempts=attempt, state=JobState.RUNNING).update(heartbeat_at=at)


def forget_worker(*, worker: str) -> None:
    """``worker`` stopped by itself."""
    Worker.objects.filter(uid=worker).delete()


def reap_tasks(*, at: datetime) -> int:
    """Tasks left running by workers that are gone become failed; jobs that no task holds are queued again."""
    living = set(Worker.objects.filter(seen_at__gte=at - SILENCE).values_list("uid", flat=True))
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=at - SILENCE)
    orphans = [task.pk for task in running if not living & set(task.worker_ids)]
    reaped = DBTaskResult.objects.filter(pk__in=orphans, status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.FAILED, finished_at=at, exception_class_path=_GONE
    )
    for job in Job.objects.filter(state=JobState.QUEUED, asked_at__lt=at - SILENCE):
        held = DBTaskResult.objects.filter(
            args_kwargs={"args": [job.uid], "kwargs": {}},
            status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING),
        )
        if not held.exists():
            run_job.enqueue(job.uid)
    return reaped


def erase_old_tasks(*, at: datetime) -> int:
    """Erase the queue's rows that ended thirty days ago, and workers long gone; how many rows of the queue."""
    old = at - timedelta(days=KEPT_DAYS)
    Worker.objects.filter(seen_at__lt=at - timedelta(days=1)).delete()
    ended = Q(status__in=(TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED))
    return int(DBTaskResult.objects.filter(ended, finished_at__lt=old).delete()[0])
