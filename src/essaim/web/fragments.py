"""Pages that ask for a part of themselves: htmx sends the request, the answer is that part alone."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


def asked_part(request: HttpRequest) -> HtmxDetails | None:
    """What htmx says of a request for a part; None when the whole page is asked, by a browser's "back" too."""
    said = HtmxDetails(request)
    return said if said and not said.history_restore_request else None
