"""Who acts on a page that writes."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from essaim.apps.accounts.models import User


def acting(request: HttpRequest) -> User:
    """The person signed in.

    Raises:
        PermissionDenied: nobody is.
    """
    user = request.user
    if not isinstance(user, User):
        raise PermissionDenied
    return user
