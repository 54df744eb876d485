"""What lies around a place: the territories above and below, its départements, the territories like it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from essaim.apps.poles.places import DEPARTMENT, REGION
from essaim.apps.poles.queries import Area
from essaim.engine.territories import (
    COMMUNE,
    Neighbour,
    Perimeter,
    SimilarResult,
    Territories,
    WrittenPerimeter,
    similar_territories,
)
from essaim.web.territories.places import EPCI, PLAIN, AskedPlace, page_of

_LISTED, _SIMILAR = 60, 5

Named = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Alike:
    """A territory like this one, its page, and why."""

    neighbour: Neighbour
    address: str


def area_of(place: AskedPlace, t: Territories) -> Area:
    """The place as the directory is asked for it."""
    if place.level in (DEPARTMENT, REGION):
        return Area(departments=tuple(codes_of(t, DEPARTMENT, place.perimeter)))
    return Area(communes=tuple(str(code) for code in t.codes[place.perimeter.communes]))


def above(place: AskedPlace, t: Territories) -> list[Named]:
    """The larger territories that it lies in or across: level, code, name; the nearest first."""
    larger = PLAIN[PLAIN.index(place.level) + 1 :] if place.level in PLAIN else PLAIN[1:]
    return [
        (key, code, str(t.level(key).names[t.level(key).index(code)]))
        for key in larger
        for code in codes_of(t, key, place.perimeter)
    ]


def below(place: AskedPlace, t: Territories) -> list[Named]:
    """What it is made of: communes of an EPCI or of a list, EPCI of a département, départements of a région."""
    if place.level == COMMUNE:
        return []
    smaller = PLAIN[PLAIN.index(place.level) - 1] if place.level in PLAIN else COMMUNE
    if smaller == COMMUNE:
        first = place.perimeter.communes[:_LISTED]
        return [(COMMUNE, str(t.codes[one]), str(t.names[one])) for one in first]
    known = t.level(smaller)
    return [(smaller, code, str(known.names[known.index(code)])) for code in codes_of(t, smaller, place.perimeter)]


def departments_around(t: Territories, perimeter: Perimeter) -> list[str]:
    """The départements of the régions that the perimeter lies in."""
    member = t.level(REGION).member
    inside = np.flatnonzero(np.isin(member, np.unique(member[perimeter.communes]))).astype(np.int32)
    places = np.unique(t.level(DEPARTMENT).member[inside])
    return [str(t.level(DEPARTMENT).codes[place]) for place in places if place >= 0]


def codes_of(t: Territories, key: str, perimeter: Perimeter) -> list[str]:
    """Codes of the territories of level ``key`` that share communes with the perimeter."""
    places = np.unique(t.level(key).member[perimeter.communes])
    return [str(t.level(key).codes[place]) for place in places if place >= 0]


def home_of(place: AskedPlace, t: Territories) -> tuple[str, str]:
    """The territory that stands for the place when it is compared with others: level and code.

    Itself when it is one larger than a commune, else the intercommunality of its centre; the commune outside any.
    """
    if place.level and place.level != COMMUNE:
        return place.level, place.code
    row = int(t.level(EPCI).member[place.centre])
    return (EPCI, str(t.level(EPCI).codes[row])) if row >= 0 else (COMMUNE, str(t.codes[place.centre]))


def home_name(place: AskedPlace, t: Territories) -> str:
    """The name of that territory; "" when it is the place itself."""
    level, code = home_of(place, t)
    return "" if (level, code) == (place.level, place.code) else str(t.level(level).names[t.level(level).index(code)])


def alike(place: AskedPlace, t: Territories) -> tuple[SimilarResult, list[Alike]]:
    """The territories most like the place, of its own kind; a radius is like the same radius elsewhere, a list of
    communes like the intercommunalities that resemble that of its centre."""
    level, code = (place.level, place.code) if place.level else (COMMUNE, place.code)
    if not code:
        level, code = home_of(place, t)
    found = similar_territories(t, level, code, k=_SIMILAR)
    radius = place.written.radius_km
    return found, [Alike(one, page_of(WrittenPerimeter(level, (one.code,), radius))) for one in found.neighbours]
