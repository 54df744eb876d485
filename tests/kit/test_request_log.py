"""Log lines say what was asked and how it went, of nobody."""

import json
import logging
import sys
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve

from essaim.kit.middleware import ClosedHeaders
from essaim.kit.request_log import JsonLine, RequestLog, WithoutAddresses, logging_settings, request_id


def line(name: str, words: str, *args: Any, **extra: Any) -> logging.LogRecord:
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, words, args, None)
    record.__dict__.update(extra)
    WithoutAddresses().filter(record)
    return record


def test_request_is_one_line_without_query_nor_visitor(
    rf: RequestFactory, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    settings.PROXIES = 0
    request = rf.get("/poles/secret-token/?code=123456", REMOTE_ADDR="192.0.2.1", headers={"x-request-id": "chosen-by"})
    request.resolver_match = resolve("/poles/secret-token/")

    with caplog.at_level(logging.INFO, "essaim.requests"):
        answer = RequestLog(lambda request: HttpResponse())(request)

    words = caplog.records[-1].getMessage()
    assert words.startswith("GET /poles/<slug:slug>/ 200 ")
    assert ("secret-token" in words, "123456" in words, "192.0.2.1" in words) == (False, False, False)
    assert len(answer.headers["X-Request-ID"]) == 16
    assert request_id.get() == "-"


@pytest.mark.parametrize(("said", "kept"), [("0123456789abcdef", True), ("bad\tone", False), ("", False)])
def test_identifier_of_our_own_proxy_is_kept(rf: RequestFactory, settings: Any, said: str, kept: bool) -> None:
    settings.PROXIES = 1

    answer = RequestLog(lambda request: HttpResponse())(rf.get("/", headers={"x-request-id": said}))

    assert (answer.headers["X-Request-ID"] == said) is kept


def test_address_never_reaches_the_log_of_a_defect(rf: RequestFactory) -> None:
    request = rf.get("/campagnes/secret-token/")

    record = line("django.request", "Internal Server Error: %s", request.path, request=request)

    assert record.getMessage() == "Internal Server Error: -"


def test_json_line_is_one_object() -> None:
    try:
        raise ValueError("two\nlines")
    except ValueError:
        record = line("essaim.jobs", "job %s failed", "abc", status=500)
        record.exc_info = sys.exc_info()

    text = JsonLine().format(record)

    found = json.loads(text)
    assert "\n" not in text
    assert (found["message"], found["level"], found["status"], found["request"]) == (
        "job abc failed",
        "ERROR",
        500,
        "-",
    )
    assert "ValueError" in found["exception"]


def test_requests_are_logged_when_asked_only() -> None:
    levels = {
        wanted: logging_settings(wanted)["loggers"]["essaim.requests"]["level"] for wanted in ("", "line", "json")
    }

    assert levels == {"": "WARNING", "line": "INFO", "json": "INFO"}


def test_browsers_are_told_what_our_pages_never_need(rf: RequestFactory) -> None:
    def offered(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Cross-Origin-Resource-Policy": "cross-origin"})

    plain = ClosedHeaders(lambda request: HttpResponse())(rf.get("/"))

    assert plain.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in plain.headers["Permissions-Policy"]
    assert ClosedHeaders(offered)(rf.get("/")).headers["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.django_db
def test_every_answer_carries_them(client: Client) -> None:
    answer = client.get("/nulle-part/", headers={"host": "localhost"})

    assert {"X-Request-ID", "Permissions-Policy", "Cross-Origin-Opener-Policy"} <= set(answer.headers)
