"""The register laid on the communes in use, as files: made once for each pair of versions, then mapped by everybody.

The register keeps the communes it was imported with. When the territories have changed since (a merger, an added
overseas territory), its communes are laid on theirs: one that is now part of another gives it its rows and counts.
Beside them stand the same counts by profile, and the profiles' texts numbered: what a national scan reads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from essaim.engine.register.profiles import TEXTS, Coded, numbered
from essaim.engine.register.register import Coverage
from essaim.engine.store import META, Shelf, Version

_FORMAT = 1
_PARTS = ("data", "indices", "indptr")
_COLUMNS = ("siret", "profile", "lon", "lat")


def laid_folder(shelf: Shelf, version: Version, target: NDArray[np.int32], n: int) -> Path:
    """The folder of a version laid on ``n`` communes: its own when they are those it was imported with, else another,
    made when it is not there.

    Args:
        shelf: the register's.
        version: one of its versions.
        target: for each commune of the version, its new place; -1 when it has none.
        n: how many communes there are now.

    Raises:
        OSError, ValueError: the version's files are absent or damaged. StoreProblem: the folder cannot be written.
    """
    if _is_same(target, n) and (version.path / "by_profile_data.npy").exists():
        return version.path
    # An import made again at the same moment bears the same name: the moment it was written tells them apart.
    written = (version.path / META).stat().st_mtime_ns
    facts = np.array([_FORMAT, written, n], dtype=np.int64).tobytes() + np.ascontiguousarray(target).tobytes()
    seal = hashlib.sha256(facts).hexdigest()[:12]
    return shelf.derived(f"{version.id}-{seal}", lambda folder: _lay(version.path, folder, target, n))


def write_by_profile(source: Path, folder: Path, n: int) -> None:
    """Write into ``folder`` the counts of ``source`` (``n`` communes) by profile, and the profiles' texts numbered."""
    texts = {name: mapped(source, f"profile_{name}") for name in TEXTS}
    _write_by_profile(folder, mapped_counts(source, "presence", (n, len(texts["naf"]))), texts)


def mapped(folder: Path, name: str) -> NDArray[Any]:
    """One column, mapped in memory, as a plain array: numpy's own class for mapped files makes operations slower."""
    return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False))


def mapped_counts(folder: Path, name: str, shape: tuple[int, int]) -> csr_array:
    """Sparse counts whose three parts are mapped."""
    return csr_array(tuple(mapped(folder, f"{name}_{part}") for part in _PARTS), shape=shape)


def mapped_numbers(folder: Path) -> dict[str, Coded]:
    """The profiles' texts as they were numbered, by column."""
    return {name: (mapped(folder, f"{name}_values"), mapped(folder, f"{name}_place")) for name in TEXTS}


def _is_same(target: NDArray[np.int32], n: int) -> bool:
    return np.array_equal(target, np.arange(n))


def _lay(version: Path, folder: Path, target: NDArray[np.int32], n: int) -> None:
    texts = {name: mapped(version, f"profile_{name}") for name in TEXTS}
    presence = mapped_counts(version, "presence", (len(target), len(texts["naf"])))
    if not _is_same(target, n):
        presence = _lay_counts(version, folder, presence, target, n)
    _write_by_profile(folder, presence, texts)


def _write_by_profile(folder: Path, presence: csr_array, texts: Mapping[str, NDArray[np.str_]]) -> None:
    _save_counts(folder, "by_profile", csr_array(presence.T))
    for name, column in texts.items():
        values, place = numbered(column)
        _save(folder, {f"{name}_values": values, f"{name}_place": place})


def _lay_counts(version: Path, folder: Path, presence: csr_array, target: NDArray[np.int32], n: int) -> csr_array:
    kept = np.flatnonzero(target >= 0)
    places = target[kept]
    move = csr_array((np.ones(len(kept), dtype=np.int32), (places, kept)), shape=(n, len(target)))
    coverage = mapped(version, "coverage")
    # What is now one commune is whole only if every part is, and not covered only if no part is.
    least, most = np.full(n, Coverage.WHOLE, dtype=np.int8), np.full(n, Coverage.NONE, dtype=np.int8)
    np.minimum.at(least, places, coverage[kept])
    np.maximum.at(most, places, coverage[kept])
    laid = np.where(least == most, most, np.minimum(most, Coverage.PARTIAL)).astype(np.int8)
    moved = csr_array(move @ presence)
    _save(folder, {"coverage": laid})
    _save_counts(folder, "presence", moved)
    _lay_rows(version, folder, kept, places, n)
    return moved


def _lay_rows(version: Path, folder: Path, kept: NDArray[np.int64], places: NDArray[np.int32], n: int) -> None:
    bounds = mapped(version, "row_start")
    first, last = bounds[:-1][kept], bounds[1:][kept]
    if len(np.unique(places)) < len(places):
        first, last, places = _regroup(version, folder, first, last, places)
    start, stop = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    start[places], stop[places] = first, last
    _save(folder, {"start": start, "stop": stop})


def _regroup(
    version: Path, folder: Path, first: NDArray[np.int64], last: NDArray[np.int64], places: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]]:
    """Rows copied so that those of each new commune stand together, by SIRET."""
    rows = {name: mapped(version, f"row_{name}") for name in _COLUMNS}
    spans = [np.arange(start, stop) for start, stop in zip(first, last, strict=True)]
    order = np.concatenate([np.empty(0, dtype=np.int64), *spans])
    place = np.repeat(places, [len(span) for span in spans])
    order = order[np.lexsort((rows["siret"][order], place))]
    there, count = np.unique(place, return_counts=True)
    start = np.concatenate([[0], np.cumsum(count)])
    _save(folder, {f"row_{name}": column[order] for name, column in rows.items()})
    _regroup_names(version, folder, order)
    return start[:-1], start[1:], there


def _regroup_names(version: Path, folder: Path, order: NDArray[np.int64]) -> None:
    old, names = mapped(version, "name_start"), mapped_names(version)
    lengths = np.diff(old)[order]
    new = np.concatenate([[0], np.cumsum(lengths)])
    # Bytes are taken row by row in the new order, without a loop: where each row starts, plus its place within the row.
    first = np.repeat(old[:-1][order] - new[:-1], lengths)
    names[first + np.arange(new[-1])].tofile(folder / "names.bin")
    _save(folder, {"name_start": new})


def mapped_names(folder: Path) -> NDArray[np.uint8]:
    """All names end to end, mapped."""
    path = folder / "names.bin"
    if not path.stat().st_size:  # nothing can be mapped of an empty file
        return np.empty(0, dtype=np.uint8)
    return np.asarray(np.memmap(path, dtype=np.uint8, mode="r"))


def _save(folder: Path, columns: Mapping[str, NDArray[Any]]) -> None:
    for name, column in columns.items():
        np.save(folder / f"{name}.npy", column, allow_pickle=False)


def _save_counts(folder: Path, name: str, counts: csr_array) -> None:
    parts = (counts.data, counts.indices, counts.indptr)
    _save(folder, {f"{name}_{part}": column.astype(np.int32) for part, column in zip(_PARTS, parts, strict=True)})
