"""The map of a scan, drawn at the server: one shade for each number of conditions met, hatched where some are unknown.

The contours stand once in the page; what changes with the answers only refers to them, so that a new minimum sends
little. All the communes of France are too many contours: each is then a dot at its town hall.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from essaim.apps.scenarios.answers import Answers, tally_in_words
from essaim.apps.scenarios.question import DEPARTMENT, Question, communes_in
from essaim.engine.essaimage import COMMUNE
from essaim.engine.language import gettext as _
from essaim.engine.territories import Territories, display_contours
from essaim.web.directory.drawing import HEIGHT, OVERSEAS, WIDTH, Contour, Project, ground_of, outline_path

# More contours than this are drawn as dots.
MOST_CONTOURS = 6000
SHADES = 7
_SPECK, _TOLERANCE = 2, 0.02
_SIDE, _MARGIN = 1000, 20
_NOT_COVERED = "nc"
# A star of six branches, told from every territory.
CASE_SIGN = "M0-14 3.5-6 12-7 7 0 12 7 3.5 6 0 14-3.5 6-12 7-7 0-12-7-3.5-6z"
# Under so many, hovering a territory gives its counts; above, its name.
_TOLD = 2000


@dataclass(frozen=True, slots=True)
class Base:
    """What does not change with the answers.

    Attributes:
        ground: contours of the départements around, "" path each.
        paths: code → path of each territory; empty when they are dots.
        dots: (m, 2) whole units by row of the level; None when they are contours.
        project: how degrees of a département become the drawing.
    """

    width: int
    height: int
    ground: tuple[Contour, ...]
    paths: dict[str, str]
    dots: NDArray[np.int32] | None
    project: Callable[[str], Project]

    def spot(self, t: Territories, commune: int) -> tuple[int, int] | None:
        """Where a commune's town hall is on the drawing; None when it is outside, or not known."""
        lonlat = np.array([[t.lon[commune], t.lat[commune]]])
        if not np.isfinite(lonlat).all():
            return None
        x, y = np.rint(self.project(_department(t, COMMUNE, commune))(lonlat)).astype(int)[0].tolist()
        return (x, y) if 0 <= x <= self.width and 0 <= y <= self.height else None


@dataclass(frozen=True, slots=True)
class RealPole:
    """A known use of the model, at its commune's town hall."""

    x: int
    y: int
    name: str


@dataclass(frozen=True, slots=True)
class Spot:
    """One territory on the map."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Shade:
    """The territories with the same number of conditions met, known or in part unknown.

    Attributes:
        css: class that colours them, ``m0`` to ``m7``, or ``nc`` where the register covers nothing.
        hatched: some condition is unknown.
        spots: the territories, when they are contours. path: all of them, when they are dots.
        label: in words, for the legend.
    """

    css: str
    hatched: bool
    spots: list[Spot]
    path: str
    label: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A scan's map.

    Attributes:
        base: see ``Base``. shades: in the order of the legend.
        undrawn: territories without a contour, which are in the list only.
        chosen: code of the territory explained, when its contour is drawn. ring: where it is, when it is a dot.
        poles: known uses whose commune is known and inside.
    """

    base: Base
    shades: list[Shade]
    undrawn: int
    chosen: str
    ring: tuple[int, int] | None
    poles: list[RealPole]


def draw(answers: Answers, rows: NDArray[np.int64], chosen: str = "") -> Drawing:
    """The territories of ``rows``, those that the filters keep; the others stay blank."""
    question, t = answers.question, answers.ground.territories
    base = base_of(t, question.level, question.part, answers.m > MOST_CONTOURS)
    most = answers.answers.shape[1]
    groups: dict[tuple[int, bool], list[int]] = {}
    met = np.where(answers.counts.seen, answers.met, -1)
    for row, count, doubt in zip(rows.tolist(), met[rows].tolist(), (answers.unknown[rows] > 0).tolist(), strict=True):
        groups.setdefault((count, doubt), []).append(row)
    shades = [
        _shade(answers, base, count, doubt, groups[count, doubt], most)
        for count, doubt in sorted(groups, key=lambda key: (-key[0], key[1]))
    ]
    undrawn = 0 if base.dots is not None else sum(str(answers.codes[row]) not in base.paths for row in rows.tolist())
    place = answers.place(chosen) if base.dots is not None and chosen else None
    ring = None if place is None else base.spot(t, int(answers.counts.centre[place]))
    return Drawing(base, shades, undrawn, chosen if chosen in base.paths else "", ring, _poles(question, base, t))


def _poles(question: Question, base: Base, t: Territories) -> list[RealPole]:
    """The model's known uses on the map: two at one place are one mark, with both names."""
    found: dict[tuple[int, int], list[str]] = {}
    for use in question.pattern.known_uses:
        commune = int(t.resolve([use.commune_insee])[0]) if use.commune_insee else -1
        spot = base.spot(t, commune) if commune >= 0 else None
        if spot is not None:
            found.setdefault(spot, []).append(use.name)
    return [RealPole(x, y, ", ".join(names)) for (x, y), names in found.items()]


def _shade(answers: Answers, base: Base, met: int, doubt: bool, rows: list[int], most: int) -> Shade:
    if met < 0:
        label = _("Le registre ne couvre aucune de leurs communes : inconnu")
        css = _NOT_COVERED
    else:
        label = _("%(met)d sur %(all)d réunies, d'autres inconnues") if doubt else _("%(met)d sur %(all)d réunies")
        label %= {"met": met, "all": most}
        css = f"m{round(SHADES * met / most) if most else 0}"
    if base.dots is not None:
        return Shade(css, doubt, [], _dotted(base.dots[answers.counts.rows[rows]]), label)
    told = answers.m <= _TOLD
    spots = [
        Spot(code, _title(answers, row) if told else str(answers.names[row]))
        for row in rows
        if (code := str(answers.codes[row])) in base.paths
    ]
    return Shade(css, doubt, spots, "", label)


def _title(answers: Answers, row: int) -> str:
    tally = tally_in_words(int(answers.met[row]), int(answers.missing[row]), int(answers.unknown[row]))
    return f"{answers.names[row]} ({tally})"


def _dotted(spots: NDArray[np.int32]) -> str:
    """Dots as one path of strokes of no length, in an order that keeps the steps short."""
    spots = np.unique(spots[spots[:, 0] >= 0], axis=0)
    spots = spots[np.lexsort((spots[:, 0], spots[:, 1] // 8))]
    steps = np.diff(spots, axis=0, prepend=[[0, 0]])
    return "".join(f"m{x} {y}h0" if y >= 0 else f"m{x}{y}h0" for x, y in steps.tolist())


# Territories compare by identity: one base for each version in use, level and part of France.
@lru_cache(maxsize=12)
def base_of(t: Territories, level: str, part: str, dotted: bool) -> Base:
    """The contours, or the dots, on which answers are laid."""
    ground = ground_of(t)
    if dotted:
        return Base(WIDTH, HEIGHT, ground.contours, {}, _dots(t), ground.project)
    contours = display_contours(t, level)
    codes = [str(code) for code in contours.codes]
    drawn = ~shapely.is_missing(contours.shapes)
    if not part:
        projects = {code: ground.project(_department(t, level, place)) for place, code in enumerate(codes)}
        shapes = _lighter(contours.shapes, drawn)
        paths = {
            codes[place]: outline_path(shapes[place], projects[codes[place]], _SPECK) for place in np.flatnonzero(drawn)
        }
        return Base(
            WIDTH, HEIGHT, ground.contours, {code: path for code, path in paths.items() if path}, None, ground.project
        )
    return _zoomed(t, level, part, codes, contours.shapes, drawn)


def _zoomed(t: Territories, level: str, part: str, codes: list[str], shapes: Any, drawn: NDArray[np.bool_]) -> Base:
    within = communes_in(part, t)
    inside = np.zeros(len(codes), dtype=bool)
    member = np.asarray(t.level(level).member)
    touched = member[within & (member >= 0)]
    inside[touched] = True
    places = np.flatnonzero(inside & drawn)
    if not len(places):
        return Base(_SIDE, _SIDE, (), {}, None, ground_of(t).project)
    project, height = _fitted(shapely.bounds(shapes[places]))
    paths = {codes[place]: path for place in places if (path := outline_path(shapes[place], project, _SPECK))}
    around = display_contours(t, DEPARTMENT)
    ground = tuple(
        Contour(str(code), str(name), outline_path(shape, project, _SPECK))
        for code, name, shape in zip(around.codes, around.names, around.shapes, strict=True)
        if shape is not None and shapely.intersects(shape, shapely.box(*shapely.total_bounds(shapes[places])))
    )
    return Base(_SIDE, height, ground, paths, None, lambda department: project)


def _fitted(bounds: NDArray[np.float64]) -> tuple[Any, int]:
    """How degrees become a drawing of 1,000 units of width, and its height."""
    west, south = bounds[:, :2].min(axis=0).tolist()
    east, north = bounds[:, 2:].max(axis=0).tolist()
    shrink = math.cos(math.radians((south + north) / 2))
    scale = (_SIDE - 2 * _MARGIN) / max((east - west) * shrink, north - south)
    left = (_SIDE - (east - west) * shrink * scale) / 2

    def project(lonlat: Any) -> Any:
        return np.column_stack(
            ((lonlat[:, 0] - west) * shrink * scale + left, (north - lonlat[:, 1]) * scale + _MARGIN)
        )

    return project, round((north - south) * scale) + 2 * _MARGIN


def _lighter(shapes: Any, drawn: NDArray[np.bool_]) -> Any:
    light = shapes.copy()
    light[drawn] = shapely.coverage_simplify(shapes[drawn], _TOLERANCE)
    return light


def _department(t: Territories, level: str, place: int) -> str:
    department = t.level(DEPARTMENT)
    if level == DEPARTMENT:
        return str(department.codes[place])
    communes = t.level(level).communes(place)
    inside = int(department.member[communes[0]]) if len(communes) else -1
    return str(department.codes[inside]) if inside >= 0 else ""


def _dots(t: Territories) -> NDArray[np.int32]:
    """(n, 2) each commune's town hall on the drawing of France; -1 where its position is not known."""
    ground, department = ground_of(t), t.level(DEPARTMENT)
    lonlat = np.column_stack((t.lon, t.lat))
    known = np.isfinite(lonlat).all(axis=1)
    spots = np.full((t.n, 2), -1, dtype=np.int32)
    overseas = np.full(t.n, "", dtype="U3")
    inside = np.asarray(department.member) >= 0
    overseas[inside] = department.codes[np.asarray(department.member)[inside]]
    for code in ("", *OVERSEAS):
        here = known & (overseas == code if code else ~np.isin(overseas, OVERSEAS))
        if here.any():
            spots[here] = np.rint(ground.project(code)(lonlat[here])).astype(np.int32)
    return spots
