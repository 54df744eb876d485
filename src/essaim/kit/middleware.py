"""What happens around every request: its language, and the promise that reading changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from essaim.engine.language import LANGUAGES, use_language

LANGUAGE_COOKIE = "essaim_language"
_READS = ("GET", "HEAD", "OPTIONS", "TRACE")
_WRITES = re.compile(r"\s*(?:insert|update|delete|replace|create|alter|drop|truncate)\b", re.IGNORECASE)
# What the site counts by itself to defend itself (limits on searches and exports) is no record of anybody's.
_COUNTS = re.compile(r'\s*(?:insert into|update|delete from) "essaim_cache"', re.IGNORECASE)

Next = Callable[[HttpRequest], HttpResponseBase]


class LanguageByCookie:
    """French, unless the visitor chose otherwise. The browser's preference is not asked: the field speaks French."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        wanted = request.COOKIES.get(LANGUAGE_COOKIE, "")
        language = wanted if wanted in LANGUAGES else "fr"
        use_language(language)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Cookie",))
        return response


_CLOSED = {
    # Nothing of ours asks for a camera, a place or a payment.
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    # Other sites may read what the API offers, which says so itself; they may not embed the rest.
    "Cross-Origin-Resource-Policy": "same-origin",
}


class ClosedHeaders:
    """What browsers may not do with our pages, beyond the content policy."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in _CLOSED.items():
            response.headers.setdefault(name, value)
        return response


class WriteWhileReading(RuntimeError):
    """A page that was only read tried to change the database: a defect of ours."""


class ReadingNeverWrites:
    """Refuses any write to the database during a GET: links are followed by robots, shared and preloaded."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in _READS:
            return self.get_response(request)
        with connection.execute_wrapper(_refuse_writes):
            return self.get_response(request)


def _refuse_writes(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    if _WRITES.match(sql) and not _COUNTS.match(sql):
        raise WriteWhileReading(sql[:80])
    return execute(sql, params, many, context)
