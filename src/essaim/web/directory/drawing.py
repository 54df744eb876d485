"""The map as a drawing made at the server: contours of the départements, a symbol for each pole whose commune is known.

It needs neither JavaScript nor tiles, prints, and is never alone: the list of the same poles stands beneath it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
import shapely

from essaim.apps.poles.places import point_of
from essaim.engine.language import ngettext
from essaim.engine.territories import Territories, display_contours
from essaim.web.directory.lines import Line

WIDTH, HEIGHT = 1000, 1005
RADIUS = 15
# Two symbols nearer than this would hide each other: they become one, with their number.
_APART = 26
# Of very many poles: sides of the squares that become one mark, and how many marks there may be.
_SIDES, _MOST = (48, 64, 80, 96), 150
_WEST, _NORTH, _SCALE = -5.25, 51.15, 97.0
_SHRINK = math.cos(math.radians(46.5))
_MAINLAND_TOLERANCE = 0.06
_SPECK = 5
_INSET, _INSET_TOP = 108, 892
OVERSEAS = ("971", "972", "973", "974", "976")

Project = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Contour:
    """A département as a path."""

    code: str
    name: str
    path: str


@dataclass(slots=True)
class Mark:
    """One pole, or several that stand too near to be told apart."""

    x: int
    y: int
    department: str
    count: int = 0
    # Empty when they are too many to be named.
    lines: list[Line] = field(default_factory=list)

    @property
    def is_single(self) -> bool:
        """Whether it is one pole."""
        return self.count == 1 and len(self.lines) == 1

    @property
    def first(self) -> Line:
        """The pole, or the first of them."""
        return self.lines[0]

    @property
    def names(self) -> str:
        """All their names, or how many they are."""
        if len(self.lines) == self.count:
            return ", ".join(line.pole.name for line in self.lines)
        return ngettext("%(n)s pôle", "%(n)s pôles", self.count) % {"n": self.count}

    @property
    def radius(self) -> int:
        """Of its disc: room for its number."""
        return 20 + 4 * min(len(str(self.count)) - 1, 3)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Contours, marks, and the poles that have no place on the map."""

    contours: tuple[Contour, ...]
    marks: list[Mark]
    located: list[Line] = field(default_factory=list)
    unlocated: list[Line] = field(default_factory=list)
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Placed:
    """The poles of one commune: where, how many, and the number of one of them."""

    department: str
    lon: float
    lat: float
    count: int
    pole: int


def draw(lines: Sequence[Line], t: Territories) -> Drawing:
    """The map of these poles. Those without a known commune are never put on a centroid: they are listed apart."""
    ground = ground_of(t)
    marks: list[Mark] = []
    located, unlocated = [], []
    for line in lines:
        point = point_of(t, line.pole.commune)
        if point is None:
            unlocated.append(line)
            continue
        located.append(line)
        x, y = _on_drawing(ground, line.pole.department, [point])[0]
        _put(marks, Mark(x, y, line.pole.department, 1, [line]))
    return Drawing(ground.contours, marks, located, unlocated)


def draw_gathered(placed: Sequence[Placed], t: Territories, read: Callable[[list[int]], list[Line]]) -> Drawing:
    """The map of very many poles: neighbours become one mark, never more marks than can be told apart.

    ``read`` gives the lines of the poles that stand alone.
    """
    ground = ground_of(t)
    departments = np.array([one.department for one in placed])
    points = np.array([(one.lon, one.lat) for one in placed], dtype=float).reshape(-1, 2)
    spots = np.empty((len(placed), 2), dtype=int)
    for code in np.unique(departments):
        inside = departments == code
        spots[inside] = _on_drawing(ground, str(code), points[inside])
    counts = np.array([one.count for one in placed], dtype=int)
    cell_of, cells = _cells(spots)
    total = np.bincount(cell_of, weights=counts, minlength=cells)
    x, y = (np.bincount(cell_of, weights=spots[:, axis] * counts, minlength=cells) / total for axis in (0, 1))
    first = np.zeros(cells, dtype=int)
    first[cell_of[::-1]] = np.arange(len(placed))[::-1]
    marks = [
        Mark(round(x[cell]), round(y[cell]), placed[first[cell]].department, int(total[cell])) for cell in range(cells)
    ]
    alone = {placed[first[cell]].pole: marks[cell] for cell in range(cells) if total[cell] == 1}
    for line in read(list(alone)):
        alone[line.pole.pk].lines = [line]
    return Drawing(ground.contours, marks)


def mainland(lonlat: Any) -> Any:
    """Degrees to the drawing, for the mainland and Corsica."""
    return np.column_stack(((lonlat[:, 0] - _WEST) * _SHRINK * _SCALE + 4, (_NORTH - lonlat[:, 1]) * _SCALE + 8))


@dataclass(frozen=True, slots=True)
class Ground:
    """The contours of the départements, and how degrees become the drawing."""

    contours: tuple[Contour, ...]
    projects: dict[str, Project]

    def project(self, department: str) -> Project:
        """How degrees of that département become the drawing."""
        return self.projects.get(department, mainland)


# Territories compare by identity: one drawing of the ground for each version in use.
@lru_cache(maxsize=2)
def ground_of(t: Territories) -> Ground:
    """The ground of every map, drawn once for a version of the territories."""
    shown = display_contours(t, "departement")
    codes = [str(code) for code in shown.codes]
    projects: dict[str, Project] = {}
    inside = [place for place, code in enumerate(codes) if code not in OVERSEAS and shown.shapes[place] is not None]
    shapes = dict(zip(inside, shapely.coverage_simplify(shown.shapes[inside], _MAINLAND_TOLERANCE), strict=True))
    for place, code in enumerate(codes):
        if code in OVERSEAS and shown.shapes[place] is not None:
            shapes[place] = shown.shapes[place]
            projects[code] = _inset(shown.shapes[place], OVERSEAS.index(code))
    contours = tuple(
        Contour(
            codes[place], str(shown.names[place]), outline_path(shapes[place], projects.get(codes[place], mainland))
        )
        for place in sorted(shapes)
    )
    return Ground(contours, projects)


def _inset(shape: Any, place: int) -> Project:
    """A département overseas, scaled to its own box at the foot of the drawing."""
    west, south, east, north = shapely.bounds(shape).tolist()
    shrink = math.cos(math.radians((south + north) / 2))
    scale = (_INSET - 20) / max((east - west) * shrink, north - south)
    left = 20 + place * (_INSET + 12)

    def project(lonlat: Any) -> Any:
        return np.column_stack(
            ((lonlat[:, 0] - west) * shrink * scale + left, (north - lonlat[:, 1]) * scale + _INSET_TOP)
        )

    return project


def outline_path(shape: Any, project: Project, speck: int = _SPECK) -> str:
    """A shape as a path in whole units of the drawing; rings smaller than ``speck`` units are left out."""
    rings = [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
    return "".join(_ring(np.rint(project(shapely.get_coordinates(ring))).astype(int), speck) for ring in rings)


def _ring(points: Any, speck: int) -> str:
    """One ring in relative whole numbers; a speck is not drawn."""
    if np.ptp(points, axis=0).max() < speck:
        return ""
    steps = np.diff(points, axis=0)
    steps = steps[np.any(steps != 0, axis=1)][:-1]
    if len(steps) < 2:
        return ""
    moves = "".join(
        f"{x}{y:+d}" if x < 0 or not place else f" {x}{y:+d}" for place, (x, y) in enumerate(steps.tolist())
    )
    return f"M{points[0, 0]} {points[0, 1]}l{moves}z"


def _on_drawing(ground: Ground, department: str, points: Any) -> list[list[int]]:
    project = ground.projects.get(department, mainland)
    found: list[list[int]] = np.rint(project(np.asarray(points))).astype(int).tolist()
    return found


def _cells(spots: Any) -> tuple[Any, int]:
    """Squares of a grid in which the spots stand, the finest grid that makes few enough."""
    cell_of, cells = np.zeros(0, dtype=int), 0
    for side in _SIDES:
        found, cell_of = np.unique(spots // side, axis=0, return_inverse=True)
        cells = len(found)
        if cells <= _MOST:
            break
    return cell_of.reshape(-1), cells


def _put(marks: list[Mark], new: Mark) -> None:
    for mark in marks:
        if abs(mark.x - new.x) < _APART and abs(mark.y - new.y) < _APART:
            mark.lines += new.lines
            mark.count += new.count
            return
    marks.append(new)
