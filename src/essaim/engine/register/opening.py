"""Opening the register in use, laid on the territories in use; columns stay on disk, mapped in memory.

The register keeps the communes it was imported with. When the territories have changed since (a merger, an added
overseas territory), its communes are laid on theirs: one that is now part of another gives it its rows and counts.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from essaim.engine.errors import NoRegister, StoreProblem
from essaim.engine.language import gettext as _
from essaim.engine.register.profiles import FLAGS, TEXTS, Profiles
from essaim.engine.register.register import Coverage, Register, Rows
from essaim.engine.register.report import ImportReport, info_from_meta, report_from_meta
from essaim.engine.store import Shelf, Version
from essaim.engine.territories import Territories

SHELF = "register"


def open_register(territories: Territories, root: Path | None = None) -> Register:
    """The register in use, in the order of ``territories``.

    Args:
        territories: the communes in use.
        root: data folder, by default the user's.

    Raises:
        NoRegister: none has been imported yet; says how to get one.
        StoreProblem: its files are absent or damaged.
    """
    version = _current(root)
    try:
        return _open(version, territories)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreProblem(
            _("Le registre « %(name)s » est incomplet ou abîmé.") % {"name": version.id},
            _("Importez-le à nouveau : essaim register import FICHIER…"),
        ) from error


def last_import(root: Path | None = None) -> ImportReport:
    """What the import of the register in use did.

    Raises:
        NoRegister: none has been imported yet.
    """
    version = _current(root)
    return report_from_meta(version.meta, info_from_meta(version.meta["info"]), version.path)


def kept_imports(root: Path | None = None) -> list[tuple[ImportReport, bool]]:
    """The imports still in the store, oldest first, and whether each is the one in use."""
    shelf = Shelf(SHELF, root)
    current = shelf.current()
    return [
        (report_from_meta(version.meta, info_from_meta(version.meta["info"]), version.path), version == current)
        for version in shelf.versions()
    ]


def use_import(version: str, root: Path | None = None) -> ImportReport:
    """Put a kept import back in use.

    Raises:
        StoreProblem: no version of that name is kept.
    """
    found = Shelf(SHELF, root).use(version)
    return report_from_meta(found.meta, info_from_meta(found.meta["info"]), found.path)


def _current(root: Path | None) -> Version:
    version = Shelf(SHELF, root).current()
    if version is None:
        raise NoRegister(
            _("Aucun registre d'établissements n'a été importé."),
            _(
                "Importez un fichier (essaim register import FICHIER…), téléchargez les fichiers officiels (essaim"
                " register fetch), ou fabriquez un registre d'essai (essaim register synthesize)."
            ),
        )
    return version


def _open(version: Version, territories: Territories) -> Register:
    folder = version.path
    profiles = _read_profiles(folder)
    codes = np.load(folder / "communes.npy")
    coverage = np.load(folder / "coverage.npy")
    presence = _read_presence(folder, len(codes), profiles.n)
    rows = _read_rows(folder)
    if not np.array_equal(codes, territories.codes):
        presence, coverage, rows = _lay(territories.resolve(codes), territories.n, presence, coverage, rows)
    return Register(version.id, info_from_meta(version.meta["info"]), profiles, presence, coverage, rows)


def _read_profiles(folder: Path) -> Profiles:
    columns = {name: np.load(folder / f"profile_{name}.npy", mmap_mode="r") for name in (*TEXTS, *FLAGS)}
    return Profiles(**{name: columns[name] for name in TEXTS}, flags={name: columns[name] for name in FLAGS})


def _read_presence(folder: Path, n_communes: int, n_profiles: int) -> csr_array:
    parts = [np.load(folder / f"presence_{part}.npy", mmap_mode="r") for part in ("data", "indices", "indptr")]
    return csr_array(tuple(parts), shape=(n_communes, n_profiles))


def _read_rows(folder: Path) -> Rows:
    columns = {name: np.load(folder / f"row_{name}.npy", mmap_mode="r") for name in ("siret", "profile", "lon", "lat")}
    start = np.load(folder / "row_start.npy")
    names = folder / "names.bin"
    return Rows(
        start=start[:-1],
        stop=start[1:],
        name_bytes=np.memmap(names, dtype=np.uint8, mode="r") if names.stat().st_size else np.empty(0, dtype=np.uint8),
        name_start=np.load(folder / "name_start.npy", mmap_mode="r"),
        **columns,
    )


def _lay(
    target: NDArray[np.int32], n: int, presence: csr_array, coverage: NDArray[np.int8], rows: Rows
) -> tuple[csr_array, NDArray[np.int8], Rows]:
    """The register's communes laid on others: ``target`` gives each one's new place, -1 when it has none."""
    kept = np.flatnonzero(target >= 0)
    places = target[kept]
    move = csr_array((np.ones(len(kept), dtype=np.int32), (places, kept)), shape=(n, len(target)))
    # What is now one commune is whole only if every part is, and not covered only if no part is.
    least, most = np.full(n, Coverage.WHOLE, dtype=np.int8), np.full(n, Coverage.NONE, dtype=np.int8)
    np.minimum.at(least, places, coverage[kept])
    np.maximum.at(most, places, coverage[kept])
    laid = np.where(least == most, most, np.minimum(most, Coverage.PARTIAL)).astype(np.int8)
    return move @ presence, laid, _lay_rows(kept, places, n, rows)


def _lay_rows(kept: NDArray[np.int64], places: NDArray[np.int32], n: int, rows: Rows) -> Rows:
    if len(np.unique(places)) < len(places):
        kept, places, rows = _regrouped(kept, places, rows)
    start, stop = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    start[places], stop[places] = rows.start[kept], rows.stop[kept]
    return Rows(start, stop, rows.siret, rows.profile, rows.lon, rows.lat, rows.name_bytes, rows.name_start)


def _regrouped(
    kept: NDArray[np.int64], places: NDArray[np.int32], rows: Rows
) -> tuple[NDArray[np.int64], NDArray[np.int32], Rows]:
    """Rows copied so that those of each new commune stand together, by SIRET."""
    spans = [np.arange(rows.start[commune], rows.stop[commune]) for commune in kept]
    order = np.concatenate([np.empty(0, dtype=np.int64), *spans])
    place = np.repeat(places, [len(span) for span in spans])
    order = order[np.lexsort((rows.siret[order], place))]
    there, count = np.unique(place, return_counts=True)
    start = np.concatenate([[0], np.cumsum(count)])
    lengths = np.diff(rows.name_start)[order]
    name_start = np.concatenate([[0], np.cumsum(lengths)])
    # Bytes are taken row by row in the new order, without a loop: where each row starts, plus its place within the row.
    first = np.repeat(rows.name_start[:-1][order] - name_start[:-1], lengths)
    name_bytes = rows.name_bytes[first + np.arange(name_start[-1])]
    columns = (rows.siret[order], rows.profile[order], rows.lon[order], rows.lat[order])
    laid = Rows(start[:-1], start[1:], *columns, name_bytes, name_start)
    return np.arange(len(there)), there.astype(np.int32), laid
