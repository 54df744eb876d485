"""The map of what is asked: the drawing, the list beneath it, and the files that the interactive map reads.

What is drawn and listed is bounded: above a few hundred poles, neighbours become one mark and départements one line.
What was computed is kept while the directory has not changed (``directory_state``), by each process.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Any

import brotli
import numpy as np
import shapely

from essaim.apps.poles.places import DEPARTMENT, level_names, points_of
from essaim.apps.poles.queries import (
    Filters,
    count_by_department,
    filtered_poles,
    gatherings,
    map_points,
    mapped_poles,
    poles_by_number,
    unlocated_poles,
)
from essaim.engine.territories import Territories, display_contours, load_territories
from essaim.web.directory.drawing import Drawing, Placed, draw, draw_gathered
from essaim.web.directory.lines import Line, short_lines
from essaim.web.directory.symbols import SHAPES, family_of

# Above this, the list beneath the map counts by département instead of naming every pole.
NAMED = 200
UNLOCATED = 50
_FAMILIES = list(SHAPES)
_PER_DEGREE = 1000
_GROUND_TOLERANCE = 0.012


@dataclass(frozen=True, slots=True)
class Group:
    """The located poles of one département; ``lines`` is empty when they are too many to be named."""

    code: str
    name: str
    count: int
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Chart:
    """The drawing and the list that says the same."""

    drawing: Drawing
    groups: list[Group]
    count: int
    located: int
    unlocated: int
    unlocated_lines: list[Line]


@lru_cache(maxsize=32)
def chart(filters: Filters, state: str, language: str) -> Chart:
    """The map of the poles that match; ``state`` and ``language`` say until when, and for whom, it holds."""
    t = load_territories()
    count = filtered_poles(filters).count()
    return _named(filters, t) if count <= NAMED else _counted(filters, t, count)


def _named(filters: Filters, t: Territories) -> Chart:
    found = short_lines(mapped_poles(filters), t)
    drawing = draw(found, t)
    located, unlocated = drawing.located, drawing.unlocated
    groups = [
        Group(code, members[0].where.department, len(members), members)
        for code, lines in groupby(located, key=lambda line: line.pole.department)
        if (members := list(lines))
    ]
    return Chart(drawing, groups, len(found), len(located), len(unlocated), unlocated[:UNLOCATED])


def _counted(filters: Filters, t: Territories, count: int) -> Chart:
    found = gatherings(filters)
    lon, lat = points_of(t, [one.commune for one in found])
    known = np.isfinite(lon)
    placed = [
        Placed(one.department, float(x), float(y), one.count, one.pole)
        for one, x, y, ok in zip(found, lon, lat, known, strict=True)
        if ok
    ]
    lost = [one.commune for one, ok in zip(found, known, strict=True) if not ok]
    unlocated, first = unlocated_poles(filters, lost, UNLOCATED)
    names = level_names(t, DEPARTMENT)
    groups = [Group(code, names.get(code, code), n, []) for code, n in count_by_department(filters)]
    drawing = draw_gathered(placed, t, lambda numbers: short_lines(poles_by_number(numbers), t))
    return Chart(drawing, groups, count, count - unlocated, unlocated, short_lines(first, t))


@lru_cache(maxsize=32)
def points_file(filters: Filters, state: str) -> bytes:
    """The located poles for the interactive map, compressed: numbers, thousandths of degrees, families of domains.

    Each number, longitude and latitude is told as its difference with the one before.
    """
    found = map_points(filters)
    t = load_territories()
    lon, lat = points_of(t, [one.commune for one in found])
    kept = np.flatnonzero(np.isfinite(lon))
    kept = kept[np.lexsort((kept, lon[kept], lat[kept]))]
    points = {
        "id": _steps([found[place].pole for place in kept]),
        "lon": _steps(np.rint(lon[kept] * _PER_DEGREE).astype(int).tolist()),
        "lat": _steps(np.rint(lat[kept] * _PER_DEGREE).astype(int).tolist()),
        "family": [_FAMILIES.index(family_of([found[place].domain])) for place in kept],
    }
    return _compressed(points)


def details(numbers: list[int]) -> list[dict[str, Any]]:
    """What the interactive map says of these poles."""
    found = short_lines(poles_by_number(numbers), load_territories())
    return [
        {
            "id": line.pole.pk, "name": line.pole.name, "url": line.pole.get_absolute_url(),
            "where": line.where.commune, "family": _FAMILIES.index(line.family),
            "domain": line.domains[0] if line.domains else "",
        }
        for line in found
    ]  # fmt: skip


@lru_cache(maxsize=2)
def ground_file(t: Territories) -> bytes:
    """The contours of the départements for the interactive map, compressed; neighbours keep one border."""
    shown = display_contours(t, DEPARTMENT)
    present = [place for place, shape in enumerate(shown.shapes) if shape is not None]
    light = shapely.coverage_simplify(shown.shapes[present], _GROUND_TOLERANCE)
    light = shapely.set_precision(light, 1 / _PER_DEGREE, mode="pointwise")
    features = [
        {"type": "Feature", "properties": {"name": str(shown.names[place])}, "geometry": json.loads(text)}
        for place, text in zip(present, shapely.to_geojson(light), strict=True)
    ]
    return _compressed({"type": "FeatureCollection", "features": features})


def _steps(values: list[int]) -> list[int]:
    return [after - before for before, after in pairwise([0, *values])]


def _compressed(thing: object) -> bytes:
    text = json.dumps(thing, separators=(",", ":"), ensure_ascii=False)
    return bytes(brotli.compress(text.encode(), quality=9))
