"""One line for each request, and an identifier that ties lines together. Nobody is named in it.

A line holds the method, the route (``campagnes/<str:token>/``, never the address itself: it may hold a token), the
status and the time taken; neither address of the visitor, nor person, nor query.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

request_id: ContextVar[str] = ContextVar("essaim_request_id", default="-")
_ACCEPTED = re.compile(r"[A-Za-z0-9-]{8,64}")
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_FACTS = ("method", "route", "status", "ms")
logger = logging.getLogger("essaim.requests")


class RequestLog:
    """Writes the line, and answers the identifier in ``X-Request-ID``: people can quote it when something breaks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        said = request.headers.get("X-Request-ID", "") if settings.PROXIES else ""
        token = request_id.set(said if _ACCEPTED.fullmatch(said) else secrets.token_hex(8))
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            response.headers.setdefault("X-Request-ID", request_id.get())
            facts = {
                "method": request.method if request.method in _METHODS else "-", "route": route_of(request),
                "status": response.status_code, "ms": round((time.perf_counter() - began) * 1000),
            }  # fmt: skip
            logger.info("%(method)s %(route)s %(status)s %(ms)s ms", facts, extra=facts)
            return response
        finally:
            request_id.reset(token)


def route_of(request: HttpRequest) -> str:
    """The pattern of the address, which holds nobody's token; ``-`` when there is no such page."""
    match = request.resolver_match
    if match is not None:
        return f"/{match.route}"
    return settings.STATIC_URL if request.path.startswith(settings.STATIC_URL) else "-"


class WithoutAddresses(logging.Filter):
    """Gives each line its request's identifier; puts the route where Django writes the address."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every line, changed."""
        record.request_id = request_id.get()
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and record.name.startswith("django.request"):
            record.args = tuple(route_of(request) if one == request.path else one for one in record.args or ())
        return True


class JsonLine(logging.Formatter):
    """One JSON object a line, for a log collector."""

    def format(self, record: logging.LogRecord) -> str:
        """Time (UTC), level, logger, request, words, and the facts of a request."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname, "logger": record.name, "request": getattr(record, "request_id", "-"),
            "message": record.getMessage(),
        }  # fmt: skip
        line |= {name: getattr(record, name) for name in _FACTS if hasattr(record, name)}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def logging_settings(wanted: str) -> dict[str, Any]:
    """Django's LOGGING: ``json`` or ``line`` for every request, anything else for what goes wrong only."""
    every = wanted in ("json", "line")
    line = {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"}
    formatter = "json" if wanted == "json" else "line"
    handler = {"class": "logging.StreamHandler", "formatter": formatter, "filters": ["own"]}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"own": {"()": "essaim.kit.request_log.WithoutAddresses"}},
        "formatters": {"line": line, "json": {"()": "essaim.kit.request_log.JsonLine"}},
        "handlers": {"terminal": handler},
        "root": {"handlers": ["terminal"], "level": "WARNING"},
        "loggers": {
            # Django's own handlers write addresses and send mail.
            "django": {"handlers": [], "propagate": True, "level": "WARNING"},
            "django.request": {"level": "ERROR"},
            "essaim.requests": {"level": "INFO" if every else "WARNING"},
            "psycopg.pool": {"level": "ERROR"},
        },
    }
