"""Which communes are near which: catchments as sparse matrices of ones.

``catchment @ counts`` adds up what lies around each commune. Distances are between town halls (else inner points), on
the sphere: see ``sphere``. Over all of France ``circle_runs`` adds the same sums without listing who is near whom.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from essaim.engine.territories.circle_runs import circles
from essaim.engine.territories.codes import Int32s
from essaim.engine.territories.distances import checked_radius
from essaim.engine.territories.model import Territories
from essaim.engine.territories.sphere import chord, unit_vectors
from essaim.engine.values import Progress, silent


def catchment(t: Territories, km: float, progress: Progress = silent) -> csr_array:
    """Who lies within ``km`` of whom: (n, n) int32 of ones, row i the communes around commune i, itself included.

    A commune without a known position is alone in its row. Large: 25 MB for 20 km, 600 MB for 100 km.

    Raises:
        BadRadius: not between 1 and 100 km.

    Worked example: with three communes on the equator at 0°, 0.1° (11.1 km) and 1° (111 km),
    ``catchment(t, 20).toarray()`` is ``[[1, 1, 0], [1, 1, 0], [0, 0, 1]]``.
    """
    return circles(t, km, progress).rows(np.arange(t.n, dtype=np.int32))


def around(t: Territories, centres: NDArray[np.int32], km: float) -> csr_array:
    """Who lies within ``km`` of each of m communes: (m, n) int32 of ones; a centre without position is alone.

    The rows of ``catchment`` for these centres, without computing the others.

    Raises:
        BadRadius: not between 1 and 100 km.
    """
    radius = checked_radius(km)
    vectors, located, tree = _located(t)
    found = np.flatnonzero(np.isin(centres, located))
    lost = np.setdiff1d(np.arange(len(centres)), found)
    rows, columns = lost, centres[lost]
    if found.size:
        near = cKDTree(vectors[centres[found]]).sparse_distance_matrix(tree, chord(radius), output_type="ndarray")
        rows, columns = np.concatenate((rows, found[near["i"]])), np.concatenate((columns, located[near["j"]]))
    matrix = csr_array((np.ones(rows.size, np.int32), (rows, columns)), shape=(len(centres), t.n))
    matrix.sum_duplicates()
    return matrix


# Territories compare by identity: one tree for each version in use, about a megabyte.
@lru_cache(maxsize=2)
def _located(t: Territories) -> tuple[NDArray[np.float64], Int32s, Any]:
    """The unit vectors of all communes, which of them are located, and the tree of those."""
    vectors = unit_vectors(np.asarray(t.lon), np.asarray(t.lat))
    located = np.flatnonzero(np.isfinite(vectors).all(axis=1)).astype(np.int32)
    return vectors, located, cKDTree(vectors[located])
