"""Pages shown when something is not there, or does not work."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that is not understood, or that sends too much."""
    too_big = isinstance(exception, RequestDataTooBig)
    return render(request, "web/400.html", {"too_big": too_big}, status=413 if too_big else 400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page."""
    return render(request, "web/404.html", status=404)


def reserved(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page that is not for whoever asks."""
    return render(request, "web/403.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """A defect of ours. The page asks neither the database nor the request, which may be what failed."""
    return HttpResponse(get_template("web/500.html").render(), status=500)
