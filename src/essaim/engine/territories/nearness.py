"""Pairs of communes that lie within a radius, block of communes after block of communes, so that memory stays small."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.spatial import cKDTree

from essaim.engine.language import gettext as _
from essaim.engine.territories.codes import Int32s
from essaim.engine.territories.model import Territories
from essaim.engine.territories.sphere import chord, unit_vectors
from essaim.engine.values import Progress

_BLOCK = 512


def near_pairs(t: Territories, km: float, progress: Progress) -> Iterator[tuple[Int32s, Int32s]]:
    """Pairs (row, column) of communes within ``km``, in increasing order, each commune with itself.

    A commune without a known position is near itself only.
    """
    label = _("Calcul des voisinages")
    vectors = unit_vectors(np.asarray(t.lon), np.asarray(t.lat))
    located = np.flatnonzero(np.isfinite(vectors).all(axis=1)).astype(np.int32)
    lost = np.setdiff1d(np.arange(t.n, dtype=np.int32), located)
    tree = cKDTree(vectors[located])
    for start in range(0, t.n, _BLOCK):
        progress(label, start, t.n)
        block = located[(located >= start) & (located < start + _BLOCK)]
        rows = columns = lost[(lost >= start) & (lost < start + _BLOCK)]
        if block.size:
            near = cKDTree(vectors[block]).sparse_distance_matrix(tree, chord(km), output_type="ndarray")
            rows = np.concatenate((rows, block[near["i"]]))
            columns = np.concatenate((columns, located[near["j"]]))
        # One number holds both: sorting it is quicker than sorting by two.
        pairs = np.sort(rows.astype(np.int64) * t.n + columns)
        yield (pairs // t.n).astype(np.int32), (pairs % t.n).astype(np.int32)
    progress(label, t.n, t.n)
