"""Long work, mail and health as pages."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from tests.factories import AT, make_job, make_message, make_user, make_worker

from essaim.apps.accounts.models import User
from essaim.apps.jobs.models import Job, Message, Worker


@pytest.fixture
def person(db: None) -> User:
    return make_user()


@pytest.fixture
def member(visitor: Client, person: User) -> Client:
    visitor.force_login(person)
    return visitor


@pytest.fixture
def administrator(visitor: Client) -> Client:
    visitor.force_login(make_user(administrator=""))
    return visitor


def text(answer: Any) -> str:
    return str(answer.content.decode()).replace("&#x27;", "'").replace("\u00a0", " ")


def test_running_job_says_how_far_it_is_and_comes_again(member: Client, person: User) -> None:
    job = make_job(asked_by=person.uid, state="running", done=30, total=120, message="Fiches écrites")

    answer = member.get(f"/travaux/{job.uid}/")

    assert answer.headers["Refresh"] == "5"
    assert 'max="100" value="25"' in text(answer)
    assert "30 sur 120" in text(answer)
    assert "Fiches écrites" in text(answer)
    assert "Refresh" not in member.get(f"/travaux/{job.uid}/?suivre=0").headers


@pytest.mark.parametrize(("url", "linked"), [("/poles/", True), ("https://example.org/", False), ("//x.org", False)])
def test_done_job_links_to_its_result_on_this_site_only(member: Client, person: User, url: str, linked: bool) -> None:
    job = make_job(asked_by=person.uid, state="done", finished_at=AT, result={"url": url, "label": "Télécharger"})

    answer = member.get(f"/travaux/{job.uid}/")

    assert ("Télécharger" in text(answer)) is linked
    assert "Refresh" not in answer.headers


def test_failed_job_says_why(member: Client, person: User) -> None:
    job = make_job(asked_by=person.uid, state="failed", finished_at=AT, error="Ce fichier est vide.")

    assert "Ce fichier est vide." in text(member.get(f"/travaux/{job.uid}/"))


def test_job_is_stopped_by_whoever_asked(member: Client, person: User) -> None:
    job = make_job(asked_by=person.uid)

    answer = member.post(f"/travaux/{job.uid}/arreter/")

    assert (answer.status_code, Job.objects.get().state) == (302, "cancelled")


def test_job_of_somebody_else_is_closed(member: Client) -> None:
    job = make_job(asked_by="somebody")

    answers = [member.get(f"/travaux/{job.uid}/"), member.post(f"/travaux/{job.uid}/arreter/")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert Job.objects.get().state == "queued"


@pytest.mark.parametrize("count", [1, 3])
def test_my_jobs_in_as_many_queries(member: Client, person: User, count: int, django_assert_num_queries: Any) -> None:
    for _ in range(count):
        make_job(asked_by=person.uid)
    make_job(asked_by="somebody")

    with django_assert_num_queries(4):
        answer = member.get("/travaux/")

    assert text(answer).count('<th scope="row">') == count


@pytest.mark.parametrize("count", [1, 3])
def test_mail_in_as_many_queries(administrator: Client, count: int, django_assert_num_queries: Any) -> None:
    for _ in range(count):
        make_message(text="Code : 123456")

    with django_assert_num_queries(7):
        answer = administrator.get("/administration/courrier/")

    assert text(answer).count('<th scope="row">') == count
    assert "123456" not in text(answer)


def test_failed_mail_is_counted_filtered_and_sent_again(administrator: Client) -> None:
    failed, _waits = make_message(to="a@example.org"), make_message(to="b@example.org")
    Message.objects.filter(pk=failed.pk).update(state="failed", attempts=12, last_error="SMTPServerDisconnected: away")

    page = text(administrator.get("/administration/courrier/?etat=failed"))
    administrator.post(f"/administration/courrier/{failed.uid}/renvoyer/")

    failed.refresh_from_db()
    assert "1 message n'a pas pu partir." in page
    assert "SMTPServerDisconnected: away" in page
    assert ("a@example.org" in page, "b@example.org" in page) == (True, False)
    assert (failed.state, failed.attempts) == ("queued", 0)


def test_mail_is_given_up_and_a_message_gone_is_said(administrator: Client) -> None:
    message = make_message()

    administrator.post(f"/administration/courrier/{message.uid}/abandonner/")
    again = administrator.post(f"/administration/courrier/{message.uid}/renvoyer/", follow=True)

    message.refresh_from_db()
    assert (message.state, message.text) == ("dropped", "")
    assert "Ce message n'attend plus" in text(again)


def test_mail_is_for_administrators(member: Client) -> None:
    message = make_message()

    answers = [
        member.get("/administration/courrier/"),
        member.post(f"/administration/courrier/{message.uid}/renvoyer/"),
        member.post(f"/administration/courrier/{message.uid}/abandonner/"),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    message.refresh_from_db()
    assert message.state == "queued"


def test_reading_does_not_send(administrator: Client) -> None:
    message = make_message()

    assert administrator.get(f"/administration/courrier/{message.uid}/renvoyer/").status_code == 405


def test_good_health(visitor: Client) -> None:
    make_worker()
    Worker.objects.update(seen_at=timezone.now())

    answer = visitor.get("/sante/")

    assert answer.status_code == 200
    assert answer.json()["state"] == "ok"
    assert answer.json()["parts"] == {"database": "ok", "worker": "ok", "mail": "ok", "store": "ok"}


def test_failed_mail_is_a_warning_and_late_mail_a_breakdown(visitor: Client) -> None:
    make_worker()
    Worker.objects.update(seen_at=timezone.now())
    message = make_message()
    Message.objects.update(state="failed")
    warned = visitor.get("/sante/")
    Message.objects.filter(pk=message.pk).update(state="queued", next_try_at=timezone.now() - timedelta(minutes=11))

    late = visitor.get("/sante/")

    assert (warned.status_code, warned.json()["state"]) == (200, "warning")
    assert warned.json()["mail"] == {"failed": 1, "late": 0}
    assert (late.status_code, late.json()["mail"]) == (503, {"failed": 0, "late": 1})


def test_silent_worker_is_a_breakdown(visitor: Client) -> None:
    make_worker()
    Worker.objects.update(seen_at=timezone.now() - timedelta(minutes=5))

    answer = visitor.get("/sante/")

    assert (answer.status_code, answer.json()["parts"]["worker"]) == (503, "broken")


def test_database_away_is_said_without_detail(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise DatabaseError("password of the database")

    monkeypatch.setattr("essaim.web.jobs.health.worker_seen_at", away)

    answer = visitor.get("/sante/")

    assert (answer.status_code, answer.json()["parts"]["database"]) == (503, "broken")
    assert "password" not in answer.content.decode()


def test_unreadable_store_is_said(visitor: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def unreadable() -> None:
        raise OSError("gone")

    monkeypatch.setattr("essaim.web.jobs.health.load_territories", unreadable)

    assert visitor.get("/sante/").json()["parts"]["store"] == "broken"
