"""What the queue runs: one task, which does any long work of ours and says how far it is."""

from __future__ import annotations

from django_tasks import task


@task()
def run_job(uid: str) -> None:
    """Do the work asked as ``uid``. An entry point: it reads the clock for what stands below."""
    from django.utils import timezone

    from essaim.apps.jobs.running import run

    run(uid, clock=timezone.now)
