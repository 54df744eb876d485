"""``essaim site worker``: the process that sends the mail and does the long work; ``site run`` starts one beside."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from importlib import import_module

import click

from essaim.engine.language import gettext as _

_PATIENCE = 15
_BEFORE_AGAIN = 2.0


@click.command(help=_("Envoyer les messages et faire les travaux longs, jusqu'à l'arrêt (site run en lance un)."))
@click.option("--once", is_flag=True, help=_("Faire ce qui attend, puis s'arrêter."))
@click.option("--parent", type=int, hidden=True)
def worker(once: bool, parent: int | None) -> None:
    """Work until a signal says to stop: what is in hand is finished first, a second signal stops it at once."""
    import django

    django.setup()
    from essaim.apps.jobs.worker import SiteWorker

    also = [lambda at, duty=duty: duty(at=at) for duty in _duties()]
    site_worker = SiteWorker(batch=once, parent=parent, also=also)
    if once:
        site_worker.send()
        site_worker.clean()
    site_worker.configure_signals()
    site_worker.run()


def _duties() -> tuple[Callable[..., object], ...]:
    """What the worker does besides, from time to time; each is told ``at``."""
    from essaim.apps.accounts.actions import erase_old_invitations, send_digests
    from essaim.apps.calls.archives import drop_old_archives
    from essaim.apps.campaigns.actions import erase_overdue_contacts
    from essaim.apps.corrections.actions import erase_old_addresses
    from essaim.apps.financing.actions.expense_sheets import forget_expense_sheets
    from essaim.apps.financing.actions.plan_sheets import forget_plan_sheets
    from essaim.apps.financing.actions.reminding import remind_reports
    from essaim.apps.founding.actions.prospects_contact import erase_overdue_prospects
    from essaim.apps.intake.actions import discard_expired
    from essaim.apps.jobs.actors import WORKER
    from essaim.apps.poles.actions.look_ups import erase_old_look_ups
    from essaim.apps.poles.incoming import drop_old_files

    # Addresses go when their delay is over, whether or not anybody thinks of it; daily letters leave in the morning.
    return (
        partial(erase_overdue_contacts, by=WORKER),
        partial(erase_overdue_prospects, by=WORKER),
        erase_old_addresses,
        erase_old_invitations,
        discard_expired,
        drop_old_archives,
        drop_old_files,
        erase_old_look_ups,
        forget_expense_sheets,
        forget_plan_sheets,
        _clear_sessions,
        remind_reports,
        send_digests,
    )


def _clear_sessions(*, at: datetime) -> None:
    """Sessions that are over are rows that nobody reads any more."""
    from django.conf import settings

    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@contextmanager
def worker_beside() -> Iterator[None]:
    """A worker as long as the block lasts: started again if it stops, stopped with us, by itself if we are killed."""
    over = threading.Event()
    started: list[subprocess.Popen[bytes]] = []

    def keep() -> None:
        while not over.is_set():
            process = subprocess.Popen([sys.executable, "-m", "essaim", "site", "worker", "--parent", str(os.getpid())])
            started[:] = [process]
            process.wait()
            over.wait(_BEFORE_AGAIN)

    watcher = threading.Thread(target=keep, daemon=True, name="worker")
    watcher.start()
    try:
        yield
    finally:
        over.set()
        for process in started:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        # What it had in hand is found by the next worker.
        process.kill()
