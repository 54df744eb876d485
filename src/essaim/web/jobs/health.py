"""The site's health, for whoever watches over it: what works, no secret; 503 when something is broken."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from essaim import __version__
from essaim.apps.jobs.actions.work import SILENCE
from essaim.apps.jobs.enums import MessageState
from essaim.apps.jobs.queries import late_mail, message_counts, worker_seen_at
from essaim.engine.errors import EssaimError
from essaim.engine.territories import load_territories

_LATE = timedelta(minutes=10)
GOOD, BROKEN, DOUBTFUL = "ok", "broken", "warning"
logger = logging.getLogger("essaim.health")


def health(request: HttpRequest) -> HttpResponse:
    """JSON: the whole, and each part with its state. Failed mail is a warning: it asks for somebody."""
    parts = {"database": GOOD, "worker": GOOD, "mail": GOOD, "store": _store()}
    at, mail = timezone.now(), {}
    try:
        seen = worker_seen_at()
        late, _since = late_mail(at, _LATE)
        mail = {"failed": message_counts()[MessageState.FAILED], "late": late}
    except DatabaseError:
        logger.exception("the database does not answer")
        parts.update(database=BROKEN, worker="unknown", mail="unknown")
    else:
        parts["worker"] = GOOD if seen is not None and at - seen <= SILENCE else BROKEN
        parts["mail"] = BROKEN if late else DOUBTFUL if mail["failed"] else GOOD
    whole = BROKEN if BROKEN in parts.values() else DOUBTFUL if DOUBTFUL in parts.values() else GOOD
    response = JsonResponse(
        {"state": whole, "version": __version__, "parts": parts, "mail": mail}, status=503 if whole == BROKEN else 200
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _store() -> str:
    try:
        load_territories()
    except (EssaimError, OSError):
        logger.exception("the store cannot be read")
        return BROKEN
    return GOOD
