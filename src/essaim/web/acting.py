"""Who reads a page, who acts on one that writes."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from essaim.apps.accounts.models import User


def person(request: HttpRequest) -> User | None:
    """The person who signed in; None for a visitor, for whom nothing is looked up."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    return request.user if isinstance(request.user, User) else None


def acting(request: HttpRequest) -> User:
    """The person signed in.

    Raises:
        PermissionDenied: nobody is.
    """
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    return user
