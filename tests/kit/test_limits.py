"""Limits count across processes, by person or address, and say when to come back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django import forms
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from essaim.engine.errors import BadOption
from essaim.kit.limit_settings import DEFAULTS, Limit, limits_from
from essaim.kit.limits import asker, client_address, limited, spend, wait_in_words
from essaim.kit.middleware import ReadingNeverWrites
from essaim.kit.visitors import OPENED, TRAP, VisitorForm

AT = datetime(2126, 11, 1, 12, tzinfo=UTC)


class Note(VisitorForm):
    words = forms.CharField(label="Mots")


@pytest.fixture
def three(settings: Any) -> None:
    settings.LIMITS = {**DEFAULTS, "export": Limit(3, 60), "visitor-form": Limit(2, 3600)}


@pytest.mark.django_db
def test_limit_counts_by_period_and_person(three: None) -> None:
    waits = [spend("export", "address:192.0.2.1", AT + timedelta(seconds=20)) for _ in range(4)]

    assert waits == [0, 0, 0, 40]
    assert spend("export", "address:192.0.2.2", AT) == 0
    assert spend("export", "address:192.0.2.1", AT + timedelta(seconds=60)) == 0


@pytest.mark.django_db
def test_cache_keeps_no_address(three: None) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        spend("export", "address:192.0.2.1", AT)

    assert "192.0.2.1" not in str([query["sql"] for query in queries.captured_queries])
    assert cache.get("limit") is None


def test_settings_change_limits() -> None:
    changed = limits_from("sign-in=20/300, export=7/1")

    assert (changed["sign-in"], changed["export"]) == (Limit(20, 300), Limit(7, 1))
    assert changed["api"] == DEFAULTS["api"]


@pytest.mark.parametrize("text", ["other=1/2", "export=1", "export=0/60", "export=x/60", "export"])
def test_wrong_limit_is_said(text: str) -> None:
    with pytest.raises(BadOption):
        limits_from(text)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.7, 203.0.113.9", "198.51.100.7"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "", ""),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ],
)
def test_address_of_the_visitor(rf: RequestFactory, settings: Any, proxies: int, forwarded: str, expected: str) -> None:
    settings.PROXIES = proxies

    request = rf.get("/", REMOTE_ADDR="192.0.2.1", headers={"x-forwarded-for": forwarded})

    assert client_address(request) == expected


def test_person_signed_in_counts_by_person(rf: RequestFactory, settings: Any) -> None:
    class Person:
        uid = "abc"

    request = rf.get("/", REMOTE_ADDR="192.0.2.1")
    request.user = Person()  # type: ignore[assignment]
    without_cookie = asker(request)

    request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"

    assert (without_cookie, asker(request)) == ("address:192.0.2.1", "user:abc")


@pytest.mark.django_db
def test_too_many_is_a_page_that_says_when(rf: RequestFactory, three: None) -> None:
    view = ReadingNeverWrites(limited("export", lambda request: HttpResponse("found")))  # type: ignore[arg-type]

    answers: list[Any] = [view(rf.get("/x/")) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert "Trop de demandes" in answers[-1].content.decode()


@pytest.mark.django_db
def test_only_what_counts_counts(rf: RequestFactory, three: None) -> None:
    view = limited("export", lambda request: HttpResponse(), when=lambda request: request.method == "POST")

    gets = [view(rf.get("/x/")).status_code for _ in range(5)]
    posts = [view(rf.post("/x/")).status_code for _ in range(4)]

    assert (gets, posts) == ([200] * 5, [200, 200, 200, 429])


def test_waits_in_words() -> None:
    waits = [wait_in_words(seconds) for seconds in (1, 59, 60, 61)]

    assert waits == [
        "1 seconde",
        "59 secondes",
        "1 minute",
        "2 minutes",
    ]


def send(request: HttpRequest, after: timedelta, **changes: str) -> Note:
    """The form opened at AT and sent ``after``."""
    opened = Note(request=request, at=AT).initial[OPENED]
    return Note({"words": "Bonjour", OPENED: opened, TRAP: "", **changes}, request=request, at=AT + after)


@pytest.mark.django_db
def test_visitor_form_sent_by_somebody_passes(rf: RequestFactory) -> None:
    form = send(rf.post("/"), timedelta(seconds=20))

    assert (form.is_valid(), form.errors) == (True, {})
    assert form.cleaned_data["words"] == "Bonjour"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seconds", "changes"),
    [(20, {TRAP: "https://spam.example"}), (1, {}), (90_000, {}), (20, {OPENED: "made:up"}), (20, {OPENED: ""})],
)
def test_visitor_form_refused_can_be_sent_again(rf: RequestFactory, seconds: int, changes: dict[str, str]) -> None:
    request = rf.post("/")
    form = send(request, timedelta(seconds=seconds), **changes)
    refused = form.is_valid()

    again = Note(
        {name: form[name].value() for name in form.fields}, request=request, at=AT + timedelta(seconds=seconds + 5)
    )

    assert (refused, len(form.non_field_errors())) == (False, 1)
    assert (again.is_valid(), again.cleaned_data["words"]) == (True, "Bonjour")


@pytest.mark.django_db
def test_visitor_form_is_limited_and_mistakes_do_not_count(rf: RequestFactory, three: None) -> None:
    request = rf.post("/")
    mistakes = [send(request, timedelta(seconds=9), words="").is_valid() for _ in range(3)]

    sent = [send(request, timedelta(seconds=9)).is_valid() for _ in range(3)]

    assert (mistakes, sent) == ([False] * 3, [True, True, False])


def test_trap_is_out_of_sight_and_of_the_keyboard(rf: RequestFactory) -> None:
    page = str(Note(request=rf.get("/"), at=AT))

    assert '<div class="trap" aria-hidden="true">' in page
    assert 'tabindex="-1"' in page
    assert 'type="hidden" name="opened_at"' in page
