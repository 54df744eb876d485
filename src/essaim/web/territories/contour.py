"""Places drawn at their own scale: a territory among the départements, its communes, points upon it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from essaim.engine.territories import Territories, commune_contours, perimeter_contour, read_perimeter
from essaim.web.directory.drawing import Contour, ground_of, outline_path

# The contour is drawn finer than the whole of France, then brought to its scale.
_FINER = 20
_SMALLEST, _MARGIN = 110.0, 1.8
# Sides of a drawing of communes, in its own units; details smaller than one unit are not drawn.
_SIDE, _EDGE = 600, 12


@dataclass(frozen=True, slots=True)
class Drawn:
    """The ground, the territory's own path (to be brought to ``scale``), and what of the drawing to show."""

    contours: tuple[Contour, ...]
    path: str
    scale: str
    view: str


@dataclass(frozen=True, slots=True)
class Communes:
    """Communes at their own scale, and points upon them: (x, y) in whole units, None where unknown."""

    contours: tuple[Contour, ...]
    width: int
    height: int
    points: tuple[tuple[int, int] | None, ...]


# Territories compare by identity: what was drawn holds for the version in use.
@lru_cache(maxsize=128)
def draw_territory(line: str, department: str, t: Territories) -> Drawn | None:
    """The place that ``line`` writes, among its surroundings; None when its contour is not known."""
    shape = perimeter_contour(t, read_perimeter(line).perimeter(t))
    if shape is None or shape.is_empty:
        return None
    ground = ground_of(t)
    project = ground.project(department)
    points = project(shapely.get_coordinates(shape))
    middle, size = (points.min(axis=0) + points.max(axis=0)) / 2, float(np.ptp(points, axis=0).max())
    side = max(size * _MARGIN, _SMALLEST)
    west, north = (middle - side / 2).round(1)
    return Drawn(
        contours=ground.contours,
        path=outline_path(shape, lambda lonlat: project(lonlat) * _FINER),
        scale=f"{1 / _FINER:g}",
        view=f"{west:g} {north:g} {side:.1f} {side:.1f}",
    )


def draw_communes(communes: NDArray[np.int32], t: Territories, points: Any = None) -> Communes | None:
    """The contours of ``communes`` (indexes); ``points`` (k, 2) in degrees, NaN when unknown; None without contours."""
    shapes = commune_contours(t, communes)
    kept = np.flatnonzero([shape is not None for shape in shapes])
    if not kept.size:
        return None
    west, south, east, north = shapely.total_bounds(shapes[kept])
    shrink = float(np.cos(np.radians((south + north) / 2)))
    scale = _SIDE / max((east - west) * shrink, north - south)

    def project(lonlat: Any) -> Any:
        return np.column_stack(((lonlat[:, 0] - west) * shrink * scale + _EDGE, (north - lonlat[:, 1]) * scale + _EDGE))

    light = shapely.coverage_simplify(shapes[kept], 1.5 / scale)
    contours = tuple(
        Contour(str(t.codes[communes[place]]), str(t.names[communes[place]]), outline_path(shape, project))
        for place, shape in zip(kept, light, strict=True)
    )
    return Communes(
        contours=contours,
        width=round((east - west) * shrink * scale) + 2 * _EDGE,
        height=round((north - south) * scale) + 2 * _EDGE,
        points=() if points is None else _placed(project(np.asarray(points, dtype=float))),
    )


def _placed(spots: Any) -> tuple[tuple[int, int] | None, ...]:
    return tuple(None if np.isnan(x) or np.isnan(y) else (round(x), round(y)) for x, y in spots.tolist())
