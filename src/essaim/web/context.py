"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from essaim.engine.language import current_language
from essaim.web.acting import person


def site(request: HttpRequest) -> dict[str, Any]:
    """The language of the page, and the address to come back to after changing it."""
    return {
        "language": current_language(),
        "here": request.get_full_path(),
        "sandbox": settings.SANDBOX,
        "signed_in": person(request) is not None,
        "mail_is_printed": settings.MAIL_AT_ONCE,
    }
