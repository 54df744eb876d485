"""Circles around communes, as runs of consecutive communes: what lies within a radius, added up without being listed.

Communes are in an order that keeps neighbours together, so that a circle of a thousand communes is some ten runs of
consecutive ones. Its sum is a difference of running totals at the ends of each run, and the ends of every circle of
France take a few megabytes: they are written once beside the version, then mapped by all the processes of a host.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from essaim.engine.territories.codes import Int32s
from essaim.engine.territories.derived import fingerprint, kept
from essaim.engine.territories.distances import checked_radius
from essaim.engine.territories.model import Territories
from essaim.engine.territories.nearness import near_pairs
from essaim.engine.territories.opening import open_array
from essaim.engine.values import Progress, silent

# Anybody may ask for any radius; only these are kept on the disk.
KEPT_STEP_KM = 5
# Additions are made modulo 2^32: exact while no sum reaches 2^31.
_MOST = 2**31
_COLUMNS = 32
_ROWS = 4096


@dataclass(frozen=True, eq=False)
class Circles:
    """The circle of one radius around each of n communes.

    Attributes:
        n: how many communes.
        start: int32 (n + 1,): the runs of commune ``i`` are ``start[i]:start[i + 1]``.
        ends: int32 (runs, 2): first commune of each run, and the one after its last.
    """

    n: int
    start: Int32s
    ends: Int32s

    def sums(self, values: NDArray[np.integer[Any]], centres: Int32s | None = None) -> NDArray[np.int32]:
        """What lies in the circle of each centre: (n, k) integers → (m, k) int32, exact.

        Args:
            values: of the communes, not negative, less than 2^31 in all.
            centres: (m,) communes; every commune when None.
        """
        assert not values.size or int(values.sum(axis=0, dtype=np.int64).max(initial=0)) < _MOST
        ends = self._signed()
        if centres is not None:
            ends = ends[centres]
        found = np.empty((ends.shape[0], values.shape[1]), dtype=np.int32)
        for first in range(0, values.shape[1], _COLUMNS):
            block = values[:, first : first + _COLUMNS]
            totals = np.zeros((self.n + 1, block.shape[1]), dtype=np.uint32)
            np.cumsum(block, axis=0, dtype=np.uint32, out=totals[1:])
            found[:, first : first + _COLUMNS] = (ends @ totals).view(np.int32)
        return found

    def rows(self, centres: Int32s) -> csr_array:
        """The communes of each circle: (m, n) int32 of ones."""
        count = self.start[centres + 1] - self.start[centres]
        runs = _ranges(self.start[centres], count)
        first, after = self.ends[runs, 0], self.ends[runs, 1]
        lengths = after - first
        columns = _ranges(first, lengths)
        bounds = np.concatenate(([0], np.cumsum(lengths)))
        ends_of_rows = np.concatenate(([0], np.cumsum(count)))
        indptr = bounds[ends_of_rows].astype(np.int32)
        matrix = csr_array((np.ones(columns.size, np.int32), columns, indptr), shape=(len(centres), self.n))
        matrix.has_canonical_format = True
        return matrix

    def blocks(self, centres: Int32s) -> Iterator[tuple[slice, csr_array]]:
        """``rows``, some thousand centres at a time: the whole would be large."""
        for first in range(0, len(centres), _ROWS):
            spot = slice(first, min(first + _ROWS, len(centres)))
            yield spot, self.rows(centres[spot])

    def holds(self, centres: Int32s, communes: Int32s) -> NDArray[np.bool_]:
        """Whether each commune lies in the circle of the centre beside it: (k,) and (k,) → bool (k,)."""
        wide = np.int64(self.n + 1)
        around, place = np.unique(centres, return_inverse=True)
        count = self.start[around + 1] - self.start[around]
        runs = _ranges(self.start[around], count)
        keys = (np.repeat(np.arange(around.size), count)[:, None] * wide + self.ends[runs]).ravel()
        # In a run exactly when an odd number of ends stand before: one that opens, and none that closes it.
        passed = np.searchsorted(keys, place * wide + communes, side="right")
        return np.asarray(passed % 2 == 1)

    def _signed(self) -> csr_array:
        """uint32 (n, n + 1): -1 (modulo 2^32) where a run starts, 1 just after it ends."""
        data = np.tile(np.array([-1, 1], dtype=np.int32).view(np.uint32), len(self.ends))
        return csr_array((data, self.ends.reshape(-1), self.start * np.int32(2)), shape=(self.n, self.n + 1))


def circles(t: Territories, km: float, progress: Progress = silent) -> Circles:
    """The circle of radius ``km`` around each commune; one without a known position is alone in its own.

    Radii of a whole number of times 5 km are computed once and kept beside the version, then mapped; another takes as
    long each time (some seconds for a large one).

    Raises:
        BadRadius: not between 1 and 100 km.
    """
    radius = checked_radius(km)
    if not are_kept(t, radius):
        return _build(t, radius, progress)
    folder = kept(t, f"circles-{radius:g}-{fingerprint(t, 'points')}", _writer(t, radius, progress))
    return Circles(t.n, open_array(folder, "start"), open_array(folder, "ends"))


def are_kept(t: Territories, km: float) -> bool:
    """Whether circles of that radius are kept on the disk, once asked for."""
    return not km % KEPT_STEP_KM and bool(fingerprint(t, "points"))


def _writer(t: Territories, km: float, progress: Progress) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        made = _build(t, km, progress)
        np.save(folder / "start.npy", made.start)
        np.save(folder / "ends.npy", made.ends)

    return write


def _build(t: Territories, km: float, progress: Progress) -> Circles:
    """Block of communes after block of communes: only the ends of runs are held."""
    count = np.zeros(t.n + 1, dtype=np.int64)
    parts = [np.empty((0, 2), dtype=np.int32)]
    for rows, columns in near_pairs(t, km, progress):
        opens = np.ones(columns.size, dtype=np.bool_)
        opens[1:] = (columns[1:] != columns[:-1] + 1) | (rows[1:] != rows[:-1])
        closes = np.append(opens[1:], True)[: columns.size]
        parts.append(np.stack((columns[opens], columns[closes] + 1), axis=1).astype(np.int32))
        count[1:] += np.bincount(rows[opens], minlength=t.n)
    return Circles(t.n, np.cumsum(count).astype(np.int32), np.concatenate(parts))


def _ranges(start: NDArray[Any], lengths: NDArray[Any]) -> Int32s:
    """``start[0], start[0] + 1, …`` for ``lengths[0]`` numbers, then those of the next, end to end."""
    before = np.cumsum(lengths) - lengths
    numbers = np.arange(int(lengths.sum())) + np.repeat(start - before, lengths)
    return np.asarray(numbers, dtype=np.int32)
