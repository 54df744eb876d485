"""A territory drawn among the départements around it, at its own scale."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from essaim.engine.territories import Perimeter, Territories, perimeter_contour
from essaim.web.directory.drawing import Contour, ground_of, outline_path

# The contour is drawn finer than the whole of France, then brought to its scale.
_FINER = 20
_SMALLEST, _MARGIN = 110.0, 1.8


@dataclass(frozen=True, slots=True)
class Drawn:
    """The ground, the territory's own path (to be brought to ``scale``), and what of the drawing to show."""

    contours: tuple[Contour, ...]
    path: str
    scale: str
    view: str


def draw_territory(perimeter: Perimeter, department: str, t: Territories) -> Drawn | None:
    """The territory among its surroundings; None when its contour is not known."""
    shape = perimeter_contour(t, perimeter)
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
