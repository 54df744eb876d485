"""How often one may ask: counted in the database cache, so that every process counts together.

Two requests of one visitor at the same instant may count as one on PostgreSQL: these limits are a brake, not a ledger.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from essaim.engine.language import ngettext

View = Callable[..., HttpResponseBase]
# A home or an office holds a whole /64 of IPv6: counting single addresses would count nothing.
_IPV6_PREFIX = 64


def spend(name: str, who: str, at: datetime) -> int:
    """Count one more demand of ``who`` under a limit; 0 when it is allowed, else the seconds to wait.

    ``who`` is never kept as it is, only as a keyed fingerprint, until the end of the period.
    """
    limit = settings.LIMITS[name]
    period, gone = divmod(int(at.timestamp()), limit.seconds)
    left = limit.seconds - gone
    key = f"limit:{name}:{period}:{salted_hmac('essaim.limits', who, algorithm='sha256').hexdigest()[:32]}"
    with transaction.atomic():
        used = cache.get(key, 0)
        if used >= limit.times:
            return int(left)
        cache.set(key, used + 1, timeout=left)
    return 0


def client_address(request: HttpRequest) -> str:
    """Where the request comes from: the machine that spoke to us, unless ESSAIM_PROXY says that proxies of ours did.

    Each proxy adds at the end of X-Forwarded-For the address that spoke to it; all before is the visitor's own word.
    """
    found = request.META.get("REMOTE_ADDR", "")
    said = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",")]
    if settings.PROXIES and len(said) >= settings.PROXIES:
        found = said[-settings.PROXIES]
    try:
        address = ipaddress.ip_address(found.split("%", 1)[0])
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, _IPV6_PREFIX), strict=False))
    return str(address)


def asker(request: HttpRequest) -> str:
    """Who asks, for counting: the person signed in, else the address. Visitors' sessions are not read."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and getattr(request, "user", None) is not None:
        uid = getattr(request.user, "uid", "")
        if uid:
            return f"user:{uid}"
    return f"address:{client_address(request)}"


def limited(name: str, view: View, when: Callable[[HttpRequest], bool] = lambda request: True) -> View:
    """The view, no more often than the limit ``name`` allows; else a page (429) that says when to come back.

    ``when`` tells which requests count: ``lambda request: request.method == "POST"``.
    """

    @wraps(view)
    def braked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if when(request):
            at = timezone.now()
            seconds = spend(name, asker(request), at)
            if seconds:
                return too_many(request, seconds, at)
        return view(request, *args, **kwargs)

    return braked


def too_many(request: HttpRequest, seconds: int, at: datetime) -> HttpResponseBase:
    """The page that says when to come back, for people and for programs (Retry-After)."""
    shown = {"wait": wait_in_words(seconds), "back_at": timezone.localtime(at + timedelta(seconds=seconds))}
    response = render(request, "web/429.html", shown, status=429)
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response


def wait_in_words(seconds: int) -> str:
    """``40 secondes``, ``3 minutes``."""
    if seconds < 60:
        return ngettext("%(n)s seconde", "%(n)s secondes", seconds) % {"n": seconds}
    minutes = -(-seconds // 60)
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
