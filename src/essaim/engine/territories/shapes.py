"""Contours: the full ones of communes, and simplified ones of each level for display, common borders kept common."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from essaim.engine.language import gettext as _
from essaim.engine.territories.codes import Int32s, Texts
from essaim.engine.territories.compiling.coverage import Shapes, outline
from essaim.engine.territories.derived import fingerprint, kept
from essaim.engine.territories.model import COMMUNE, Territories
from essaim.engine.territories.opening import open_array
from essaim.engine.values import Progress, silent

_KM_PER_DEGREE = 111.2
# A territory's side holds about fifteen of the smallest details that remain; between 0.4 and 2 km on the ground.
_DETAILS = 15
_FINEST, _COARSEST = 0.004, 0.02


@dataclass(frozen=True, eq=False)
class DisplayContours:
    """Simplified contours of the territories of one level, in degrees.

    Attributes:
        codes, names: (m,) the territories.
        shapes: (m,) shapely geometries, None where no member commune has a contour.
        tolerance: in degrees: corners whose triangle is smaller than its square are gone (Visvalingam and Whyatt).
        incomplete: codes of territories some of whose communes have no contour.
    """

    level: str
    codes: Texts
    names: Texts
    shapes: Shapes
    tolerance: float
    incomplete: tuple[str, ...]


def commune_contours(t: Territories, communes: Int32s) -> Shapes:
    """The full contours of ``communes`` (k,): shapely geometries in degrees, None where there is none."""
    shapes = np.full(communes.size, None, dtype=object)
    rows = np.asarray(t.contour_row)[communes]
    present = np.flatnonzero(rows >= 0)
    if present.size:
        blob = open_array(t.path / "base", "contour_wkb")
        start = open_array(t.path / "base", "contour_start")
        shapes[present] = shapely.from_wkb([blob[start[row] : start[row + 1]].tobytes() for row in rows[present]])
    return shapes


def touching(t: Territories) -> Int32s:
    """The pairs of communes whose contours meet, if only in a point: (p, 2), the first below the second."""
    return np.asarray(open_array(t.path / "base", "borders"))


def display_contours(t: Territories, level_key: str, progress: Progress = silent) -> DisplayContours:
    """Contours of a level's territories ("commune" included), light enough for a screen.

    Computed the first time (a few seconds), then kept beside the version. Neighbours keep the same border: the coverage
    is simplified as a whole (``shapely.coverage_simplify``).

    Raises:
        UnknownTerritory: no such level.
    """
    level = t.level(level_key)

    def build(folder: Path) -> None:
        _write_display(t, level_key, folder, progress)

    folder = kept(t, f"contours-{level_key}-{fingerprint(t, level_key)}", build)
    row = open_array(folder, "row")
    blob, start = open_array(folder, "wkb"), open_array(folder, "start")
    shapes = np.full(level.m, None, dtype=object)
    present = np.flatnonzero(row >= 0)
    shapes[present] = shapely.from_wkb([blob[start[place] : start[place + 1]].tobytes() for place in row[present]])
    lacking = np.asarray(level.member)[(np.asarray(t.contour_row) < 0) & (np.asarray(level.member) >= 0)]
    return DisplayContours(
        level=level_key,
        codes=level.codes,
        names=level.names,
        shapes=shapes,
        tolerance=float(open_array(folder, "tolerance")[0]),
        incomplete=tuple(str(level.codes[place]) for place in np.unique(lacking)),
    )


def tolerance_for(areas_km2: NDArray[np.float64]) -> float:
    """The simplification, in degrees, that suits territories of these areas."""
    known = areas_km2[np.isfinite(areas_km2) & (areas_km2 > 0)]
    side = float(np.sqrt(np.median(known))) if known.size else 1.0
    return min(_COARSEST, max(_FINEST, side / _KM_PER_DEGREE / _DETAILS))


def _write_display(t: Territories, level_key: str, folder: Path, progress: Progress) -> None:
    label = _("Simplification des contours")
    progress(label, 0, 3)
    level = t.level(level_key)
    member = np.asarray(level.member)
    contours = commune_contours(t, np.arange(t.n, dtype=np.int32))
    progress(label, 1, 3)
    if level_key == COMMUNE:
        merged = contours
    else:
        merged = np.full(level.m, None, dtype=object)
        order = np.argsort(member, kind="stable")
        bounds = np.searchsorted(member[order], np.arange(level.m + 1))
        for place in range(level.m):
            merged[place] = outline(contours[order[bounds[place] : bounds[place + 1]]])
    progress(label, 2, 3)
    inside = member >= 0
    areas = np.bincount(member[inside], np.nan_to_num(t.area_km2[inside]), minlength=level.m).astype(np.float64)
    tolerance = tolerance_for(areas)
    present = np.flatnonzero(~shapely.is_missing(merged))
    blobs = shapely.to_wkb(shapely.coverage_simplify(merged[present], tolerance))
    row = np.full(level.m, -1, dtype=np.int32)
    row[present] = np.arange(present.size)
    np.save(folder / "row.npy", row)
    np.save(folder / "wkb.npy", np.frombuffer(b"".join(blobs), dtype=np.uint8))
    np.save(folder / "start.npy", np.concatenate(([0], np.cumsum([len(blob) for blob in blobs]))).astype(np.int64))
    np.save(folder / "tolerance.npy", np.array([tolerance]))
    progress(label, 3, 3)
