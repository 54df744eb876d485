"""The page of a place: what is known of it, who is there, what to compare it with."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from essaim.apps.library.queries import all_models
from essaim.apps.poles.places import DEPARTMENT
from essaim.apps.poles.queries import organisations_on, poles_near, poles_on
from essaim.apps.poles.rules import can_note
from essaim.engine.errors import NoRegister, UnknownTerritory
from essaim.engine.essaimage import Ground, open_ground
from essaim.engine.territories import (
    COMMUNE,
    Territories,
    WrittenPerimeter,
    load_territories,
    perimeter_area,
    perimeter_population,
    unknown_population,
)
from essaim.web.acting import person
from essaim.web.directory.lines import lines, short_lines
from essaim.web.territories.conditions import model_lines
from essaim.web.territories.contour import draw_territory
from essaim.web.territories.diagnosis import summary
from essaim.web.territories.peers import peers
from essaim.web.territories.places import EPCI, PLAIN, AskedPlace, page_of, place_of, with_place
from essaim.web.territories.surroundings import above, alike, area_of, below, codes_of, departments_around

_PEERS = 3
_USUAL_KM = (10.0, 20.0, 30.0, 50.0)


def territory(request: HttpRequest, level: str, code: str) -> HttpResponse:
    """One territory of a level: commune, intercommunality, département, région."""
    if level not in PLAIN:
        raise Http404
    t = load_territories()
    try:
        place = place_of(WrittenPerimeter(level, (code,)), t)
    except UnknownTerritory:
        raise Http404 from None
    if place.code != code:
        return redirect("territory", level=level, code=place.code, permanent=True)
    return _page(request, place, t)


@with_place
def any_place(request: HttpRequest, place: AskedPlace, t: Territories) -> HttpResponseBase:
    """Any set of communes; a territory that has its own page leads there."""
    return redirect(place.address) if place.level in PLAIN else _page(request, place, t)


def ground_or_none() -> Ground | None:
    """What questions about actors stand on; None when no register is loaded."""
    try:
        return open_ground()
    except NoRegister:
        return None


def known_of(place: AskedPlace, t: Territories) -> dict[str, int | float | None]:
    """Figures of the place; None when not known."""
    population, area = perimeter_population(t, place.perimeter), perimeter_area(t, place.perimeter)
    dense = not np.isnan(population) and not np.isnan(area) and area > 0
    return {
        "communes": place.perimeter.k,
        "population": None if np.isnan(population) else round(population),
        "without_population": len(unknown_population(t, place.perimeter)),
        "area": None if np.isnan(area) else round(area),
        "density": round(population / area, 1) if dense else None,
    }


def _radii(place: AskedPlace) -> list[tuple[float, str, bool]]:
    """Circles around the commune of the page, each with its page and whether it is this one; none for other places."""
    if place.written.kind != COMMUNE:
        return []
    pages = [(km, page_of(WrittenPerimeter(COMMUNE, (place.code,), km))) for km in _USUAL_KM]
    return [(km, page, km == place.written.radius_km) for km, page in pages]


def _page(request: HttpRequest, place: AskedPlace, t: Territories) -> HttpResponse:
    area, ground = area_of(place, t), ground_or_none()
    departments = codes_of(t, DEPARTMENT, place.perimeter) or [""]
    near = list(poles_near(area, departments)) or list(poles_near(area, departments_around(t, place.perimeter)))
    similar, look_alikes = alike(place, t)
    shown: dict[str, Any] = {
        "section": "territories",
        "place": place,
        "known": known_of(place, t),
        "above": above(place, t),
        "below": below(place, t),
        "lines": lines(poles_on(area), t),
        "near": short_lines(near, t),
        "organisations": organisations_on(area),
        "radii": _radii(place),
        "drawing": draw_territory(place.line, departments[0], t),
        "diagnosis": summary(place.perimeter, ground, place.line) if ground else None,
        "similar": similar,
        "alike": look_alikes,
        "peers": peers(place, t)[:_PEERS],
        "models": model_lines(all_models(), place, ground) if ground else None,
        "scan_address": place.address_of("scan"),
        "found_address": place.address_of("found-here"),
        "sources": t.sources,
        "may_note": place.level == EPCI and can_note(person(request), place.code),
    }
    return render(request, "territories/territory.html", shown)
