"""The directory as a list and as a map: one filter, two readings."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from essaim.apps.poles.queries import Filters, listed_poles, mapped_poles
from essaim.engine.territories import load_territories
from essaim.web.directory.asking import as_query, asked_filters, asked_page, filter_fields, sort_choices
from essaim.web.directory.drawing import draw
from essaim.web.directory.lines import Line, lines, short_lines
from essaim.web.directory.symbols import symbols

PAGE_SIZE = 20


def directory(request: HttpRequest) -> HttpResponse:
    """The poles as a list, twenty a page."""
    filters = asked_filters(request)
    paginator = Paginator(listed_poles(filters), PAGE_SIZE)
    page = paginator.get_page(asked_page(request))
    shown = {
        **_asked(filters),
        "section": "directory",
        "lines": lines(page.object_list, load_territories()),
        "count": paginator.count,
        "page": page,
        "pages": [(number, as_query(filters, number)) for number in paginator.page_range],
        "sorts": sort_choices(),
    }
    return render(request, "directory/list.html", shown)


def pole_map(request: HttpRequest) -> HttpResponse:
    """The same poles on a map, with their list beneath."""
    filters = asked_filters(request)
    found = short_lines(mapped_poles(filters), load_territories())
    drawing = draw(found, load_territories())
    shown = {
        **_asked(filters),
        "section": "map",
        "drawing": drawing,
        "groups": by_department(drawing.located),
        "count": len(found),
        "symbols": symbols(),
    }
    return render(request, "directory/map.html", shown)


def by_department(found: Iterable[Line]) -> list[tuple[str, str, list[Line]]]:
    """Lines by département: its code, its name, its poles. They come in that order already."""
    return [
        (code, group[0].where.department, group)
        for code, members in groupby(found, key=lambda line: line.pole.department)
        if (group := list(members))
    ]


def _asked(filters: Filters) -> dict[str, Any]:
    return {"filters": filters, "fields": filter_fields(filters), "query": as_query(filters)}
