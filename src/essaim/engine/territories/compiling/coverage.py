"""The contours of communes as one coverage: edges that fit, areas, who touches whom.

Published contours do not all fit: some edges differ from their neighbours' by a vertex. Union and simplification need
them to, so they are repaired, and what was repaired is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from essaim.engine.territories.codes import Int32s
from essaim.engine.territories.sphere import equal_area

Shapes = NDArray[np.object_]

_SQUARE_METRES_PER_KM2 = 1e6
# Vertices closer than this (degrees, about 10 m) along a border are one; wider slivers are real.
_LARGEST_MOVE = 1e-4


@dataclass(frozen=True)
class Repair:
    """What was wrong with the contours and what was done.

    Attributes:
        mismatched: contours with an edge that does not fit its neighbour's, as published.
        changed: contours that the repair touched.
        remaining: contours that still do not fit.
        invalid: contours that were not valid polygons on their own.
        largest_change: the largest change of a contour's area, relative to the larger of the two.
        holes: empty spaces inside the coverage: communes merged since, whose contour is not given; enclaves.
        holes_km2: their area.
    """

    mismatched: int
    changed: int
    remaining: int
    invalid: int
    largest_change: float
    holes: int
    holes_km2: float


def repair_coverage(shapes: Shapes) -> tuple[Shapes, Repair]:
    """The contours (k,) with edges that fit, and what it took.

    Only the contours in trouble and those around them are recomputed (``shapely.coverage_clean``): the others keep
    every vertex. The whole is recomputed only if that was not enough.
    """
    invalid = ~shapely.is_valid(shapes)
    mended: Shapes = np.where(invalid, shapely.make_valid(shapes), shapes) if invalid.any() else shapes.copy()
    bad = mismatched_edges(mended)
    remaining = 0
    if bad.any():
        near = _with_neighbours(mended, np.flatnonzero(bad))
        mended[near] = shapely.coverage_clean(mended[near])
        # Edges farther away are as they were: only those around need to be looked at again.
        remaining = int(mismatched_edges(mended[_with_neighbours(mended, near)]).sum())
    if remaining:
        mended = shapely.coverage_clean(mended)
        remaining = int(mismatched_edges(mended).sum())
    touched = np.flatnonzero(~shapely.equals_identical(mended, shapes))
    changed = ~shapely.equals(mended[touched], shapes[touched])
    before, after = shapely.area(shapes), shapely.area(mended)
    holes = _holes(mended)
    return mended, Repair(
        mismatched=int(bad.sum()),
        changed=int(changed.sum()),
        remaining=remaining,
        invalid=int(invalid.sum()),
        largest_change=float(np.max(np.abs(after - before) / np.maximum(after, before), initial=0.0)),
        holes=len(holes),
        holes_km2=float(areas_km2(holes).sum()),
    )


def mismatched_edges(shapes: Shapes) -> NDArray[np.bool_]:
    """(k,) whether each contour has an edge that does not fit its neighbours'."""
    edges = shapely.coverage_invalid_edges(shapes)
    return np.asarray(~shapely.is_empty(edges), dtype=np.bool_)


def areas_km2(shapes: Shapes) -> NDArray[np.float64]:
    """Areas on the ellipsoid GRS80: (k,) polygons in degrees → (k,) km². See ``sphere.equal_area`` for the method."""
    if len(shapes) == 0:
        return np.zeros(0)
    flat = shapely.transform(np.asarray(shapes, dtype=object), equal_area)
    return np.asarray(shapely.area(flat) / _SQUARE_METRES_PER_KM2, dtype=np.float64)


def touching_pairs(shapes: Shapes) -> Int32s:
    """Which contours meet, by intersection, if only in one point: (p, 2) places, the first below the second."""
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes, predicate="intersects")
    ahead = one < other
    pairs = np.column_stack((one[ahead], other[ahead])).astype(np.int32)
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


def outline(shapes: Shapes) -> Any:
    """One geometry out of contours whose edges fit; None when there is none."""
    present = shapes[shapes != None]  # noqa: E711 - element by element
    return shapely.coverage_union_all(present) if present.size else None


def _with_neighbours(shapes: Shapes, places: NDArray[np.intp]) -> NDArray[np.intp]:
    found = shapely.STRtree(shapes).query(shapes[places], predicate="dwithin", distance=_LARGEST_MOVE)
    return np.unique(np.concatenate((places, found[1])))


def _holes(shapes: Shapes) -> Shapes:
    parts = shapely.get_parts(shapely.coverage_union_all(shapes))
    rings = shapely.get_rings(parts)
    exterior = shapely.get_exterior_ring(parts)
    inner = shapely.get_num_interior_rings(parts)
    # get_rings gives, part after part, the outer ring then the inner ones.
    firsts = np.cumsum(inner + 1) - (inner + 1)
    keep = np.ones(len(rings), dtype=np.bool_)
    keep[firsts[~shapely.is_empty(exterior)]] = False
    return np.asarray(shapely.polygons(rings[keep]), dtype=object) if keep.any() else np.zeros(0, dtype=object)
