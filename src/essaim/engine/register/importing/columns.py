"""Writing the register's columns as files that NumPy maps in memory, and its counts of profiles by commune."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from essaim.engine.language import gettext as _
from essaim.engine.register.importing.workbench import Workbench
from essaim.engine.register.profiles import FLAGS, TEXTS, Profiles
from essaim.engine.sources.tables import literal

_NAME_BLOCK = 2_000_000
_ROW_COLUMNS = {"siret": "siret", "profile": "profile", "lon": "lon", "lat": "lat"}
_NAN = "coalesce({column}, CAST('nan' AS FLOAT))"


def write_rows(bench: Workbench, rows: Path, folder: Path, n_communes: int) -> NDArray[np.int64]:
    """Write the columns of ``rows`` (place, siret, profile, lon, lat, name; in order); returns rows by commune."""
    source = f"read_parquet({literal(rows)})"
    # The file is in order: read it in order.
    bench.rows("", "SET preserve_insertion_order = true")
    label = _("Écriture des colonnes")
    for done, column in enumerate(_ROW_COLUMNS):
        bench.say(label, done, 6)
        sql = _NAN.format(column=column) if column in ("lon", "lat") else column
        _save(folder / f"row_{column}.npy", bench.arrays("", f"SELECT {sql} AS v FROM {source}")["v"])
    bench.say(label, 4, 6)
    _write_names(bench, source, folder)
    bench.say(label, 5, 6)
    counts = _write_presence(bench, source, folder, n_communes)
    bench.say(label, 6, 6)
    return counts


def _write_names(bench: Workbench, source: str, folder: Path) -> None:
    lengths = bench.arrays("", f"SELECT CAST(coalesce(strlen(name), 0) AS UINTEGER) AS v FROM {source}")["v"]
    start = np.zeros(len(lengths) + 1, dtype=np.int64)
    np.cumsum(lengths, out=start[1:])
    _save(folder / "name_start.npy", start)
    with (folder / "names.bin").open("wb") as out:
        for first in range(0, len(lengths), _NAME_BLOCK):
            sql = f"""SELECT string_agg(name, '' ORDER BY file_row_number) FROM {source}
                WHERE file_row_number >= {first} AND file_row_number < {first + _NAME_BLOCK} AND name IS NOT NULL"""
            text = bench.rows("", sql)[0][0]
            out.write((text or "").encode("utf-8"))


def _write_presence(bench: Workbench, source: str, folder: Path, n_communes: int) -> NDArray[np.int64]:
    sql = f"""SELECT place, profile, CAST(count(*) AS INTEGER) AS n FROM {source}
        GROUP BY ALL ORDER BY place, profile"""
    found = bench.arrays("", sql)
    indptr = np.zeros(n_communes + 1, dtype=np.int64)
    np.cumsum(np.bincount(found["place"], minlength=n_communes), out=indptr[1:])
    _save(folder / "presence_data.npy", found["n"].astype(np.int32))
    _save(folder / "presence_indices.npy", found["profile"].astype(np.int32))
    _save(folder / "presence_indptr.npy", indptr.astype(np.int32))
    counts = np.bincount(found["place"], weights=found["n"], minlength=n_communes).astype(np.int64)
    start = np.zeros(n_communes + 1, dtype=np.int64)
    np.cumsum(counts, out=start[1:])
    _save(folder / "row_start.npy", start)
    return counts


def rows_by_profile(folder: Path, n_profiles: int) -> NDArray[np.int64]:
    """Establishments of each profile, shape (n_profiles,)."""
    profile, count = (np.load(folder / f"presence_{part}.npy", mmap_mode="r") for part in ("indices", "data"))
    return np.bincount(profile, weights=count, minlength=n_profiles).astype(np.int64)


def write_profiles(bench: Workbench, profiles: Profiles, folder: Path) -> None:
    """Write the profiles for NumPy (``profile_*.npy``) and for anybody's SQL (``profiles.parquet``)."""
    columns: dict[str, NDArray[Any]] = {"id": np.arange(profiles.n, dtype=np.int32)}
    for name in TEXTS:
        columns[name] = getattr(profiles, name)
    columns |= {name: profiles.flags[name] for name in FLAGS}
    for name in (*TEXTS, *FLAGS):
        _save(folder / f"profile_{name}.npy", columns[name])
    bench.table("profile_out", columns)
    target = literal(folder / "profiles.parquet")
    bench.rows("", f"COPY (SELECT * FROM profile_out ORDER BY id) TO {target} (FORMAT parquet, COMPRESSION zstd)")


def _save(path: Path, column: NDArray[Any]) -> None:
    np.save(path, column, allow_pickle=False)
