"""Find a territory; read what is known of it."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from essaim.apps.poles.places import DEPARTMENT, REGION
from essaim.apps.poles.queries import Area, organisations_on, poles_near, poles_on
from essaim.apps.poles.rules import can_note
from essaim.engine.errors import UnknownTerritory
from essaim.engine.territories import (
    COMMUNE,
    Perimeter,
    Territories,
    TerritorySheet,
    level_perimeter,
    load_territories,
    search_places,
    territory_sheet,
)
from essaim.web.acting import person
from essaim.web.directory.lines import lines, short_lines
from essaim.web.territories.contour import draw_territory
from essaim.web.territories.diagnosis import summary

EPCI = "epci"
LEVELS = (COMMUNE, EPCI, DEPARTMENT, REGION)
_FOUND, _LONGEST, _LISTED = 20, 100, 60


def search(request: HttpRequest) -> HttpResponse:
    """Territories by name, postal code or code."""
    words = "".join(letter for letter in request.GET.get("q", "")[:_LONGEST] if letter.isprintable()).strip()
    found = search_places(load_territories(), words, _FOUND, LEVELS) if words else []
    return render(request, "territories/search.html", {"words": words, "found": found, "section": "territories"})


def territory(request: HttpRequest, level: str, code: str) -> HttpResponse:
    """One territory: its poles, those nearby, the register's summary."""
    if level not in LEVELS:
        raise Http404
    t = load_territories()
    try:
        sheet = territory_sheet(t, level, code)
    except UnknownTerritory:
        raise Http404 from None
    if sheet.code != code:
        return redirect("territory", level=level, code=sheet.code, permanent=True)
    perimeter = level_perimeter(t, level, sheet.code)
    above = _above(t, perimeter, level)
    departments = [one for key, one, _name in above if key == DEPARTMENT] or [code]
    if level == REGION:
        departments = _codes_of(t, DEPARTMENT, perimeter)
    area = _area(t, perimeter, level, departments)
    near = list(poles_near(area, departments)) or list(poles_near(area, _departments_around(t, perimeter)))
    shown: dict[str, Any] = {
        "section": "territories",
        "sheet": sheet,
        "known": _known(sheet),
        "above": above,
        "below": _below(t, perimeter, level),
        "lines": lines(poles_on(area), t),
        "near": short_lines(near, t),
        "organisations": organisations_on(area),
        "drawing": draw_territory(perimeter, departments[0], t),
        "diagnosis": summary(perimeter, t, level, sheet.code),
        "sources": t.sources,
        "may_note": level == EPCI and can_note(person(request), sheet.code),
    }
    return render(request, "territories/territory.html", shown)


def _known(sheet: TerritorySheet) -> dict[str, int | None]:
    """Figures of the territory; None when not known."""
    return {
        "population": None if np.isnan(sheet.population) else round(sheet.population),
        "area": None if np.isnan(sheet.area_km2) else round(sheet.area_km2),
    }


def _area(t: Territories, perimeter: Perimeter, level: str, departments: list[str]) -> Area:
    if level in (DEPARTMENT, REGION):
        return Area(departments=tuple(departments))
    return Area(communes=tuple(str(code) for code in t.codes[perimeter.communes]))


def _above(t: Territories, perimeter: Perimeter, level: str) -> list[tuple[str, str, str]]:
    """The larger territories that it lies in or across: level, code, name; the nearest first."""
    larger = LEVELS[LEVELS.index(level) + 1 :]
    return [
        (key, code, str(t.level(key).names[t.level(key).index(code)]))
        for key in larger
        for code in _codes_of(t, key, perimeter)
    ]


def _below(t: Territories, perimeter: Perimeter, level: str) -> list[tuple[str, str, str]]:
    """What it is made of: communes of an EPCI, EPCI of a département, départements of a région."""
    if level == COMMUNE:
        return []
    smaller = LEVELS[LEVELS.index(level) - 1]
    if smaller == COMMUNE:
        return [(COMMUNE, str(t.codes[place]), str(t.names[place])) for place in perimeter.communes[:_LISTED]]
    known = t.level(smaller)
    return [(smaller, code, str(known.names[known.index(code)])) for code in _codes_of(t, smaller, perimeter)]


def _departments_around(t: Territories, perimeter: Perimeter) -> list[str]:
    """The départements of the régions that the perimeter lies in."""
    member = t.level(REGION).member
    inside = np.flatnonzero(np.isin(member, np.unique(member[perimeter.communes]))).astype(np.int32)
    places = np.unique(t.level(DEPARTMENT).member[inside])
    return [str(t.level(DEPARTMENT).codes[place]) for place in places if place >= 0]


def _codes_of(t: Territories, key: str, perimeter: Perimeter) -> list[str]:
    """Codes of the territories of level ``key`` that share communes with the perimeter."""
    places = np.unique(t.level(key).member[perimeter.communes])
    return [str(t.level(key).codes[place]) for place in places if place >= 0]
