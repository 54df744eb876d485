"""Long work: asked, done, watched, stopped, and found again when its worker is killed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from essaim.apps.audit.models import Event
from essaim.apps.jobs import registry, running
from essaim.apps.jobs.actions import ask_job, cancel_job, erase_old_jobs, reap_jobs
from essaim.apps.jobs.actions.work import SILENCE, advance_job, begin_job, finish_job
from essaim.apps.jobs.actions.workers import erase_old_tasks, forget_worker, reap_tasks, sign_of_life
from essaim.apps.jobs.models import Job, Worker
from essaim.apps.jobs.queries import worker_seen_at
from essaim.apps.jobs.registry import Progress, job_kind, kind_of
from essaim.apps.jobs.worker import SiteWorker
from essaim.engine.errors import InvalidValue
from essaim.engine.language import use_language
from essaim.kit.errors import NotAllowed
from tests.factories import ADMIN, AT, STRANGER, make_job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    """Three kinds of work of the tests' own."""
    known = dict(registry._kinds)

    @job_kind("count", title="Compter", tries=2)
    def count(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
        for number in range(1, arguments["upto"] + 1):
            progress.advance(number, arguments["upto"], "On compte")
        return {"url": "/poles/", "label": "Voir"}

    @job_kind("break", title="Casser")
    def fail(arguments: dict[str, Any], progress: Progress) -> None:
        raise ZeroDivisionError("secret of somebody")

    @job_kind("refuse", title="Refuser")
    def refuse(arguments: dict[str, Any], progress: Progress) -> None:
        raise InvalidValue("Ce fichier est vide.", "Choisissez-en un autre.")

    yield
    registry._kinds.clear()
    registry._kinds.update(known)


def run(job: Job) -> Job:
    running.run(job.uid, clock=lambda: AT)
    job.refresh_from_db()
    return job


def test_job_is_queued_with_what_asks_it() -> None:
    job = ask_job(kind="count", arguments={"upto": 3}, by=STRANGER, at=AT)

    assert (job.state, job.asked_by, job.is_over) == ("queued", "stranger", False)
    assert DBTaskResult.objects.get().args_kwargs == {"args": [job.uid], "kwargs": {}}
    assert Event.objects.get(action="ask_job").after == {"kind": "count"}


def test_unknown_kind_is_refused() -> None:
    with pytest.raises(InvalidValue):
        ask_job(kind="nothing", arguments={}, by=ADMIN, at=AT)


def test_job_is_done_with_its_result() -> None:
    job = run(ask_job(kind="count", arguments={"upto": 3}, by=ADMIN, at=AT))

    assert (job.state, job.done, job.total, job.message) == ("done", 3, 3, "On compte")
    assert (job.result, job.finished_at) == ({"url": "/poles/", "label": "Voir"}, AT)


@pytest.mark.django_db(transaction=True)
def test_worker_does_what_waits_and_says_goodbye() -> None:
    job = ask_job(kind="count", arguments={"upto": 2}, by=ADMIN, at=AT)

    SiteWorker(batch=True).run()

    job.refresh_from_db()
    assert (job.state, DBTaskResult.objects.get().status, Worker.objects.count()) == ("done", "SUCCESSFUL", 0)


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("break", "Un défaut d'Essaim a interrompu ce travail (ZeroDivisionError)."),
        ("refuse", "Ce fichier est vide. Choisissez-en un autre."),
    ],
)
def test_failure_is_said_to_whoever_asked(kind: str, error: str) -> None:
    job = run(ask_job(kind=kind, arguments={}, by=ADMIN, at=AT))

    assert (job.state, job.error) == ("failed", error)


def test_job_speaks_the_language_of_whoever_asked() -> None:
    use_language("en")
    job = ask_job(kind="break", arguments={}, by=ADMIN, at=AT)
    use_language("fr")

    assert run(job).error == "A defect of Essaim interrupted this work (ZeroDivisionError)."


def test_waiting_job_stops_at_once() -> None:
    job = cancel_job(job=ask_job(kind="count", arguments={"upto": 3}, by=STRANGER, at=AT), by=STRANGER, at=AT)

    assert (job.state, run(job).done) == ("cancelled", 0)


def test_running_job_stops_when_it_next_says_how_far_it_is() -> None:
    job = ask_job(kind="count", arguments={"upto": 3}, by=STRANGER, at=AT)
    begun = begin_job(uid=job.uid, at=AT)
    assert begun is not None
    going_on = advance_job(job=begun, done=1, total=3, message="", at=AT)

    cancel_job(job=begun, by=STRANGER, at=AT)

    assert (going_on, advance_job(job=begun, done=2, total=3, message="", at=AT)) == (True, False)


def test_others_may_not_stop_it() -> None:
    job = make_job(asked_by="somebody")

    with pytest.raises(NotAllowed):
        cancel_job(job=job, by=STRANGER, at=AT)


def test_only_one_worker_takes_a_job() -> None:
    job = ask_job(kind="count", arguments={"upto": 3}, by=ADMIN, at=AT)

    first, second = begin_job(uid=job.uid, at=AT), begin_job(uid=job.uid, at=AT)

    assert (first is not None, second) == (True, None)


def test_job_of_a_killed_worker_is_done_again_then_fails() -> None:
    job = ask_job(kind="count", arguments={"upto": 3}, by=ADMIN, at=AT)
    first = begin_job(uid=job.uid, at=AT)
    assert first is not None

    early = reap_jobs(at=AT + SILENCE)
    late = reap_jobs(at=AT + 2 * SILENCE)
    job.refresh_from_db()
    again = (early, late, job.state, DBTaskResult.objects.count())
    second = begin_job(uid=job.uid, at=AT + 2 * SILENCE)
    # The first worker was only asleep: its word no longer counts.
    assert finish_job(job=first, result={}, at=AT + 2 * SILENCE) is False
    assert second is not None
    reap_jobs(at=AT + 4 * SILENCE)

    job.refresh_from_db()
    assert again == (0, 1, "queued", 2)
    assert (job.state, job.attempts, job.error[:42]) == ("failed", 2, "Le programme qui faisait ce travail s'est ")


def test_sign_of_life_keeps_a_job_that_says_nothing() -> None:
    job = make_job(kind="count", state="running", attempts=1, heartbeat_at=AT)

    sign_of_life(worker="w", jobs={(job.pk, 1)}, at=AT + SILENCE)

    assert reap_jobs(at=AT + 2 * SILENCE) == 0
    assert worker_seen_at() == AT + SILENCE
    forget_worker(worker="w")
    assert worker_seen_at() is None


def test_task_of_a_killed_worker_is_failed_and_its_job_queued_again() -> None:
    job = ask_job(kind="count", arguments={"upto": 3}, by=ADMIN, at=AT)
    now = timezone.now()
    DBTaskResult.objects.update(status="RUNNING", started_at=now, worker_ids=["dead"])

    reaped = reap_tasks(at=now + 2 * SILENCE)

    states = [(task.status, task.args_kwargs["args"]) for task in DBTaskResult.objects.order_by("enqueued_at")]
    assert (reaped, states) == (1, [("FAILED", [job.uid]), ("READY", [job.uid])])
    assert reap_tasks(at=now + 2 * SILENCE) == 0
    assert DBTaskResult.objects.count() == 2


def test_task_of_a_living_worker_is_left_alone() -> None:
    ask_job(kind="count", arguments={"upto": 3}, by=ADMIN, at=timezone.now())
    now = timezone.now()
    DBTaskResult.objects.update(status="RUNNING", started_at=now, worker_ids=["lives"])
    sign_of_life(worker="lives", jobs=(), at=now + 2 * SILENCE)

    assert reap_tasks(at=now + 2 * SILENCE) == 0


def test_old_rows_are_erased() -> None:
    make_job(state="done", finished_at=AT)
    make_job()
    ask_job(kind="count", arguments={"upto": 1}, by=ADMIN, at=AT)
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=AT)

    late = AT + timedelta(days=31)

    assert (erase_old_jobs(at=late), erase_old_tasks(at=late)) == (1, 1)
    assert Job.objects.count() == 2


def test_kinds_have_a_title_of_their_own() -> None:
    assert (kind_of("count").title, registry.title_of("gone")) == ("Compter", "gone")
