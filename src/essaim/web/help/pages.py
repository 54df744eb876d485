"""Reading the guide."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from essaim.web.help.guide import INDEX, guide_page


def index(request: HttpRequest) -> HttpResponse:
    """The guide, by what one wants to do."""
    return _shown(request, INDEX)


def page(request: HttpRequest, name: str) -> HttpResponse:
    """One page of the guide."""
    return _shown(request, name)


def _shown(request: HttpRequest, name: str) -> HttpResponse:
    found = guide_page(name)
    if found is None:
        raise Http404
    return render(request, "help/page.html", {"page": found, "is_index": name == INDEX, "section": "help"})
