"""The order of communes: neighbours near one another, so that a territory is a few runs of every array."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from essaim.engine.territories.sphere import Floats

_HILBERT_BITS = 16


def zone_of(code: str) -> str:
    """The overseas territory of a commune code ("973", "988"), "" for metropolitan France."""
    return code[:3] if code.startswith(("97", "98")) else ""


def spatial_order(zones: NDArray[np.str_], lon: Floats, lat: Floats, codes: NDArray[np.str_]) -> NDArray[np.intp]:
    """The order of communes: by zone, then along a Hilbert curve within it; codes settle ties. All (n,) → (n,)."""
    rank = np.zeros(lon.size, dtype=np.int64)
    for zone in np.unique(zones):
        inside = zones == zone
        flatten = np.cos(np.radians(lat[inside].mean()))
        rank[inside] = hilbert_rank(lon[inside] * flatten, lat[inside])
    return np.lexsort((codes, rank, zones))


def hilbert_rank(x: Floats, y: Floats) -> NDArray[np.int64]:
    """Where each point lies along a Hilbert curve that fills the points' bounding square: (n,), (n,) → (n,).

    Points that are near on the curve are near on the ground, so that a territory becomes a few runs of an array.
    Algorithm: J.K. Lawder and P.J.H. King (2001), the classic bit-by-bit walk, on all the points at once.
    """
    if x.size == 0:
        return np.zeros(0, dtype=np.int64)
    side = max(float(np.ptp(x)), float(np.ptp(y))) or 1.0
    cells = (1 << _HILBERT_BITS) - 1
    column = ((x - x.min()) / side * cells).astype(np.int64)
    row = ((y - y.min()) / side * cells).astype(np.int64)
    rank = np.zeros(x.size, dtype=np.int64)
    step = 1 << (_HILBERT_BITS - 1)
    while step:
        right, upper = (column & step) > 0, (row & step) > 0
        rank += step * step * ((3 * right) ^ upper)
        mirrored = right & ~upper
        column, row = np.where(mirrored, cells - column, column), np.where(mirrored, cells - row, row)
        column, row = np.where(upper, column, row), np.where(upper, row, column)
        step >>= 1
    return rank
