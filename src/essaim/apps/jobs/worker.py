"""The process that works behind the pages: long work in its main thread, mail and signs of life beside.

Mail has a thread of its own: a sign-in code never waits for an export.
"""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from types import FrameType
from typing import Any

from django.db import close_old_connections, connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker

from essaim.apps.jobs.actions import mail, work, workers
from essaim.apps.jobs.running import in_hand

BEAT_SECONDS, MAIL_SECONDS, CLEAN_SECONDS = 5.0, 1.0, 3600.0
logger = logging.getLogger("essaim.worker")


class SiteWorker(QueueWorker):
    """Runs until told to stop. An entry point: it reads the clock for the actions it calls.

    Args:
        batch: do what waits, then return (tests, cron).
        parent: stop when this process is no longer the parent (the site that started it was killed).
        also: what apps above have to clean every hour; each is given the moment.
    """

    def __init__(
        self, *, batch: bool = False, parent: int | None = None, also: Sequence[Callable[[datetime], object]] = ()
    ) -> None:
        super().__init__(
            queue_names=["*"], interval=0.5, batch=batch, backend_name="default", startup_delay=False, max_tasks=None,
            worker_id=f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}", excluded_queue_names=[],
        )  # fmt: skip
        self._parent = parent
        self._also = also
        self._over = threading.Event()

    def run(self) -> None:
        """Work until stopped."""
        beside = [
            threading.Thread(target=self._every, args=(seconds, duty), daemon=True, name=name)
            for seconds, duty, name in (
                (BEAT_SECONDS, self.beat, "beat"), (MAIL_SECONDS, self.send, "mail"),
                (CLEAN_SECONDS, self.clean, "clean"),
            )
        ]  # fmt: skip
        self.beat()
        for thread in beside:
            thread.start()
        try:
            super().run()
        finally:
            self._over.set()
            for thread in beside:
                thread.join(timeout=2)
            workers.forget_worker(worker=self.worker_id)

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """A first signal lets the work in hand end, a second does not; without a word on the terminal."""
        if not self.running or not self.running_task:
            self.running = False
            raise SystemExit(1 if self.running_task else 0)
        self.running = False

    def beat(self) -> None:
        """Give a sign of life, and see to what workers that are gone left."""
        if self._parent is not None and os.getppid() != self._parent:
            os.kill(os.getpid(), signal.SIGTERM)
        at = timezone.now()
        workers.sign_of_life(worker=self.worker_id, jobs=in_hand, at=at)
        gone = work.reap_jobs(at=at) + workers.reap_tasks(at=at)
        if gone:
            logger.warning("%d abandoned job rows were taken up", gone)

    def send(self) -> None:
        """Send the mail that is due."""
        sent, failed = mail.send_waiting(at=timezone.now())
        if failed:
            logger.warning("%d messages could not be sent (%d sent)", failed, sent)

    def clean(self) -> None:
        """Erase what is no longer needed."""
        at = timezone.now()
        mail.erase_old_messages(at=at)
        work.erase_old_jobs(at=at)
        workers.erase_old_tasks(at=at)
        for duty in self._also:
            duty(at)

    def _every(self, seconds: float, duty: Callable[[], Any]) -> None:
        while not self._over.wait(seconds):
            try:
                close_old_connections()
                duty()
            except Exception:  # a database that is away for a minute must not end the worker
                logger.exception("the worker's duty failed")
        connection.close()
