"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from essaim.engine.language import current_language


def site(request: HttpRequest) -> dict[str, Any]:
    """The language of the page, and the address to come back to after changing it."""
    return {
        "language": current_language(),
        "here": request.get_full_path(),
        "sandbox": settings.SANDBOX,
        "signed_in": is_known(request),
        "mail_is_printed": settings.MAIL_AT_ONCE,
    }


def is_known(request: HttpRequest) -> bool:
    """Whether whoever reads is signed in; visitors without a session cost no query."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
