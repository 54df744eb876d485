"""Routes that name who may enter, beside their address."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path

Rule = Callable[[Any, Any], bool]
View = Callable[..., HttpResponseBase]


def anyone(user: object, thing: object) -> bool:
    """Whoever comes."""
    return True


def must(allowed: bool) -> None:
    """Go on only if allowed; views say it with the object they loaded.

    Raises:
        PermissionDenied: it is not for whoever asks.
    """
    if not allowed:
        raise PermissionDenied


def route(pattern: str, rule: Rule, view: View, name: str) -> URLPattern:
    """``path``, closed unless ``rule(user, None)`` holds; views ask again with the object they load.

    Whoever is not signed in is led to sign in, and back.

    The view carries its rule (``view.rule``): a test refuses routes that have none.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Pages open to all do not look up who comes: no session is read, no cookie varies them.
        if rule is not anyone and not rule(request.user, None):
            if request.user is not None and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded.rule = rule  # type: ignore[attr-defined]
    return path(pattern, guarded, name=name)
