"""Which communes are near which: catchments as sparse matrices.

Distances are between town halls (else inner points), on the sphere: see ``sphere``. The matrices hold only ones, so
that ``catchment @ counts`` adds up what lies around each commune.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.spatial import cKDTree

from essaim.engine.errors import BadRadius
from essaim.engine.language import gettext as _
from essaim.engine.territories.codes import Int32s
from essaim.engine.territories.derived import fingerprint, kept
from essaim.engine.territories.distances import checked_radius
from essaim.engine.territories.model import Territories
from essaim.engine.territories.opening import open_array
from essaim.engine.territories.sphere import chord, unit_vectors
from essaim.engine.values import Progress, silent

KEPT_RINGS_KM = (10, 20, 30, 40, 50)

_BLOCK = 512


def catchment(t: Territories, km: float, progress: Progress = silent) -> csr_array:
    """Who lies within ``km`` of whom: (n, n) int32 of ones, row i the communes around commune i, itself included.

    A commune without a known position is alone in its row. The rings of 10, 20, 30, 40 and 50 km are computed once and
    kept beside the version; another radius is computed each time (a second or so).

    Raises:
        BadRadius: not between 1 and 100 km.

    Worked example: with three communes on the equator at 0°, 0.1° (11.1 km) and 1° (111 km),
    ``catchment(t, 20).toarray()`` is ``[[1, 1, 0], [1, 1, 0], [0, 0, 1]]``.
    """
    radius = checked_radius(km)
    if radius not in KEPT_RINGS_KM or not fingerprint(t, "points"):
        return _build(t, (radius,), progress)[0]
    inner = [ring for ring in KEPT_RINGS_KM if ring <= radius]
    total, *others = rings(t, inner, progress)
    for ring in others:
        total = total + ring
    return total


def catchment_sums(t: Territories, km: float, values: NDArray[np.int32]) -> NDArray[np.int64]:
    """``catchment(t, km) @ values`` for large radii: (n, k) integers → (n, k) int64, exact.

    Communes are in an order that keeps neighbours together, so a circle is a few runs of consecutive communes: its sum
    is a difference of running totals at the ends of each run. The ends are kept beside the version; the first call for
    a radius takes as long as ``catchment``.

    Raises:
        BadRadius: not between 1 and 100 km.
    """
    radius = checked_radius(km)
    if fingerprint(t, "points"):
        if radius in KEPT_RINGS_KM:
            _kept_rings(t, silent)  # beforehand: two kept folders cannot be written one inside the other
        folder = kept(t, f"ends-{radius:g}-{fingerprint(t, 'points')}", lambda where: _write_ends(where, t, radius))
        ends = csr_array(
            tuple(np.asarray(open_array(folder, name)) for name in ("sign", "indices", "indptr")), shape=(t.n, t.n + 1)
        )
    else:
        ends = _ends(catchment(t, radius))
    totals = np.zeros((t.n + 1, values.shape[1]), dtype=np.int64)
    np.cumsum(values, axis=0, dtype=np.int64, out=totals[1:])
    return np.asarray(ends @ totals)


def _write_ends(folder: Path, t: Territories, km: float) -> None:
    ends = _ends(catchment(t, km))
    np.save(folder / "sign.npy", ends.data)
    np.save(folder / "indices.npy", ends.indices)
    np.save(folder / "indptr.npy", ends.indptr)


def _ends(near: csr_array) -> csr_array:
    """(n, n) ones with sorted columns → (n, n + 1): -1 where a run of columns starts, +1 just after it ends."""
    n, columns = near.shape[0], near.indices
    rows = np.repeat(np.arange(n, dtype=np.int32), np.diff(near.indptr))
    opens = np.ones(columns.size, dtype=np.bool_)
    opens[1:] = (columns[1:] != columns[:-1] + 1) | (rows[1:] != rows[:-1])
    closes = np.append(opens[1:], True)[: columns.size]
    sign = np.concatenate((np.full(opens.sum(), -1, np.int8), np.ones(closes.sum(), np.int8)))
    places = np.concatenate((columns[opens], columns[closes] + 1))
    return csr_array((sign, (np.concatenate((rows[opens], rows[closes])), places)), shape=(n, n + 1))


def around(t: Territories, centres: NDArray[np.int32], km: float) -> csr_array:
    """Who lies within ``km`` of each of m communes: (m, n) int32 of ones; a centre without position is alone.

    The rows of ``catchment`` for these centres, without computing the others.

    Raises:
        BadRadius: not between 1 and 100 km.
    """
    radius = checked_radius(km)
    vectors = unit_vectors(np.asarray(t.lon), np.asarray(t.lat))
    located = np.flatnonzero(np.isfinite(vectors).all(axis=1)).astype(np.int32)
    found = np.flatnonzero(np.isin(centres, located))
    lost = np.setdiff1d(np.arange(len(centres)), found)
    rows, columns = lost, centres[lost]
    if found.size:
        near = cKDTree(vectors[centres[found]]).sparse_distance_matrix(
            cKDTree(vectors[located]), chord(radius), output_type="ndarray"
        )
        rows, columns = np.concatenate((rows, found[near["i"]])), np.concatenate((columns, located[near["j"]]))
    matrix = csr_array((np.ones(rows.size, np.int32), (rows, columns)), shape=(len(centres), t.n))
    matrix.sum_duplicates()
    return matrix


def rings(t: Territories, radii: Sequence[float], progress: Progress = silent) -> list[csr_array]:
    """Catchments by ring: what is within the first radius, then what each further radius adds.

    The sum of the first k rings is ``catchment(t, radii[k - 1])``: counts of several radii are had by adding, ring
    after ring, without counting the centre twice. Rings between kept radii are mapped, not read.

    Args:
        radii: increasing, in km.

    Raises:
        BadRadius: one is not between 1 and 100 km, or they do not increase.
    """
    bounds = [checked_radius(km) for km in radii]
    if bounds != sorted(set(bounds)):
        raise BadRadius(_("Les rayons doivent aller en croissant."), _("Par exemple : 10, 20, 30."))
    if fingerprint(t, "points") and all(km in KEPT_RINGS_KM for km in bounds):
        folder = _kept_rings(t, progress)
        return [_between(folder, t.n, low, high) for low, high in zip([0.0, *bounds], bounds, strict=False)]
    return _build(t, tuple(bounds), progress)


def _kept_rings(t: Territories, progress: Progress) -> Path:
    def build(folder: Path) -> None:
        matrices = _build(t, KEPT_RINGS_KM, progress)
        for km, matrix in zip(KEPT_RINGS_KM, matrices, strict=True):
            np.save(folder / f"ring_{km}_indices.npy", matrix.indices)
            np.save(folder / f"ring_{km}_indptr.npy", matrix.indptr)

    return kept(t, f"rings-{fingerprint(t, 'points')}", build)


def _between(folder: Path, n: int, low: float, high: float) -> csr_array:
    parts = [km for km in KEPT_RINGS_KM if low < km <= high]
    total = _kept_ring(folder, n, parts[0])
    for km in parts[1:]:
        total = total + _kept_ring(folder, n, km)
    return total


def _kept_ring(folder: Path, n: int, km: int) -> csr_array:
    indices = np.asarray(open_array(folder, f"ring_{km}_indices"))
    indptr = np.asarray(open_array(folder, f"ring_{km}_indptr"))
    return _ones(indices, indptr, n)


def _ones(indices: Int32s, indptr: Int32s, n: int) -> csr_array:
    matrix = csr_array((np.ones(indices.size, dtype=np.int32), indices, indptr), shape=(n, n))
    # Rows are written sorted and without doubles; scipy would otherwise check at every sum.
    matrix.has_canonical_format = True
    return matrix


def _build(t: Territories, radii: Sequence[float], progress: Progress) -> list[csr_array]:
    """The rings of ``radii``, block of communes after block of communes, so that memory stays small."""
    n = t.n
    indices: list[list[Int32s]] = [[] for _km in radii]
    counts = np.zeros((len(radii), n), dtype=np.int64)
    for rows, columns, ring in _near_pairs(t, radii, progress):
        for place in range(len(radii)):
            mine = ring == place
            indices[place].append(columns[mine])
            counts[place] += np.bincount(rows[mine], minlength=n)
    matrices = []
    for place in range(len(radii)):
        indptr = np.concatenate(([0], np.cumsum(counts[place]))).astype(np.int32)
        flat = np.concatenate(indices[place]) if indices[place] else np.zeros(0, dtype=np.int32)
        matrices.append(_ones(flat, indptr, n))
    return matrices


def _near_pairs(
    t: Territories, radii: Sequence[float], progress: Progress
) -> Iterator[tuple[Int32s, Int32s, NDArray[np.intp]]]:
    """Pairs of communes within the largest radius, by increasing (row, column), each with its ring."""
    label = _("Calcul des voisinages")
    vectors = unit_vectors(np.asarray(t.lon), np.asarray(t.lat))
    located = np.flatnonzero(np.isfinite(vectors).all(axis=1)).astype(np.int32)
    lost = np.setdiff1d(np.arange(t.n, dtype=np.int32), located)
    tree = cKDTree(vectors[located])
    chords = np.array([chord(km) for km in radii])
    for start in range(0, t.n, _BLOCK):
        progress(label, start, t.n)
        block = located[(located >= start) & (located < start + _BLOCK)]
        alone = lost[(lost >= start) & (lost < start + _BLOCK)]
        rows, columns, lengths = alone, alone, np.zeros(alone.size)
        if block.size:
            near = cKDTree(vectors[block]).sparse_distance_matrix(tree, chords[-1], output_type="ndarray")
            rows = np.concatenate((alone, block[near["i"]]))
            columns = np.concatenate((alone, located[near["j"]]))
            lengths = np.concatenate((lengths, near["v"]))
        order = np.lexsort((columns, rows))
        yield rows[order], columns[order], np.searchsorted(chords, lengths[order], side="left")
    progress(label, t.n, t.n)
