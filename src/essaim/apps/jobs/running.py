"""Doing a long work: begin, say how far it is, end; what fails is written for whoever asked."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from essaim.apps.jobs.actions.work import advance_job, begin_job, fail_job, finish_job, stop_job
from essaim.apps.jobs.models import Job
from essaim.apps.jobs.registry import Stopped, kind_of
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.engine.language import use_language

Clock = Callable[[], datetime]
# Rows being worked on by this process, with the attempt: the worker gives their sign of life.
in_hand: set[tuple[int, int]] = set()
_BETWEEN_WRITES = timedelta(seconds=0.5)
logger = logging.getLogger("essaim.jobs")


class Recorded:
    """Progress written on the job's row, at most twice a second."""

    def __init__(self, job: Job, clock: Clock) -> None:
        self.asked_by = job.asked_by
        self._job, self._clock = job, clock
        self._written_at: datetime | None = None

    def advance(self, done: int, total: int | None = None, message: str = "") -> None:
        """Say how far it is; see ``registry.Progress``."""
        at = self._clock()
        if self._written_at is not None and at - self._written_at < _BETWEEN_WRITES and done != total:
            return
        self._written_at = at
        if not advance_job(job=self._job, done=done, total=total, message=message, at=at):
            raise Stopped


def run(uid: str, *, clock: Clock) -> None:
    """Do the work asked as ``uid``, unless it was stopped before it began."""
    job = begin_job(uid=uid, at=clock())
    if job is None:
        return
    use_language(job.language)
    hold = (job.pk, job.attempts)
    in_hand.add(hold)
    try:
        result = kind_of(job.kind).work(job.arguments, Recorded(job, clock))
        finish_job(job=job, result=result or {}, at=clock())
    except Stopped:
        stop_job(job=job, at=clock())
    except EssaimError as refusal:
        fail_job(job=job, error=str(refusal), at=clock())
    except Exception as error:  # whatever it is, whoever asked must see that it ended
        logger.exception("job %s failed", job.uid)
        defect = _("Un défaut d'Essaim a interrompu ce travail (%(kind)s).") % {"kind": type(error).__name__}
        fail_job(job=job, error=defect, at=clock())
    finally:
        in_hand.discard(hold)
