"""The directory as a list and as a map: one filter, two readings."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.contrib.staticfiles.finders import find
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import condition

from essaim.apps.poles.queries import Filters, directory_state, listed_poles
from essaim.engine.language import current_language
from essaim.engine.territories import load_territories
from essaim.web.directory.asking import as_query, asked_filters, asked_page, chips, filter_fields, sort_choices
from essaim.web.directory.charting import chart, details, ground_file, points_file
from essaim.web.directory.lines import lines
from essaim.web.directory.paging import around
from essaim.web.directory.sending import as_asked
from essaim.web.directory.symbols import symbols
from essaim.web.fragments import asked_part

PAGE_SIZE = 20
_DETAILS = 60
# Brought by `make assets`; without it the map is the drawing.
_HAS_LIBRARY = find("web/vendor/maplibre-gl.mjs") is not None
_DAY = 24 * 3600


def directory(request: HttpRequest) -> HttpResponse:
    """The poles as a list, twenty a page; only the results when the page asks for them itself."""
    filters = asked_filters(request)
    paginator = Paginator(listed_poles(filters), PAGE_SIZE)
    page = paginator.get_page(asked_page(request))
    part = asked_part(request)
    shown = {
        **_asked(filters),
        "section": "directory",
        "lines": lines(page.object_list, load_territories()),
        "count": paginator.count,
        "page": page,
        "pages": [(number, as_query(filters, number)) for number in around(page.number, paginator.num_pages)],
        "before": as_query(filters, page.number - 1) if page.has_previous() else None,
        "after": as_query(filters, page.number + 1) if page.has_next() else None,
        "fragment": part is not None,
        "moved": part is not None and part.trigger != "filtres",
    }
    answer = render(request, "directory/_results.html" if part else "directory/list.html", shown)
    if part:
        answer.headers["HX-Push-Url"] = request.path + as_query(filters, page.number)
    patch_vary_headers(answer, ("HX-Request",))
    return answer


def pole_map(request: HttpRequest) -> HttpResponse:
    """The same poles on a map, with their list beneath."""
    filters = asked_filters(request)
    found = chart(filters, directory_state(), current_language())
    shown = {
        **_asked(filters),
        "section": "map",
        "chart": found,
        "unnamed": found.unlocated - len(found.unlocated_lines),
        "has_live_map": _HAS_LIBRARY,
        "symbols": symbols(),
    }
    return render(request, "directory/map.html", shown)


def points(request: HttpRequest) -> HttpResponseBase:
    """Where the poles are, for the interactive map; not sent again while nothing changed."""
    filters, state = asked_filters(request), directory_state()
    mark = f'"{sha256(f"{filters!r} {state}".encode()).hexdigest()[:32]}"'
    answer: HttpResponseBase | None = get_conditional_response(request, mark)
    if answer is None:
        answer = as_asked(request, points_file(filters, state), "application/json", "no-cache")
    answer.headers["ETag"] = mark
    return answer


@condition(etag_func=lambda request: f'"{load_territories().version}"')
def ground(request: HttpRequest) -> HttpResponse:
    """The contours on which the interactive map puts them."""
    return as_asked(request, ground_file(load_territories()), "application/geo+json", f"public, max-age={_DAY}")


def pole_details(request: HttpRequest) -> HttpResponse:
    """Names and addresses of a few poles, by number; those that do not exist are left out."""
    asked = request.GET.get("n", "")[:1000].split(",")
    numbers = [int(text) for text in asked if text.isascii() and text.isdigit() and len(text) < 10]
    return JsonResponse(details(numbers[:_DETAILS]), safe=False)


def _asked(filters: Filters) -> dict[str, Any]:
    form, orders = filter_fields(filters), sort_choices()
    return {
        "filters": filters,
        "fields": form,
        "query": as_query(filters),
        "chips": chips(form, filters),
        "sorts": orders,
        "order": dict(orders).get(filters.sort, orders[0][1]),
    }
