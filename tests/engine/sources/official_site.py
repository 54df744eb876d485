"""A local data.gouv.fr: small official files at their permanent addresses."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from essaim.engine.sources.official import official_files
from tests.engine.sources.serving import Resource, Site, serving

# siren, nic, commune: two establishments in Lozère, one in Guadeloupe, one in Ain, one abroad.
ESTABLISHMENTS = [
    ("300000001", "00011", "48095"),
    ("300000001", "00029", "01004"),
    ("300000002", "00012", "97105"),
    ("300000003", "00013", "48009"),
    ("300000004", "00014", None),
]


def parquet(folder: Path, key: str, rows: list[dict[str, str | None]]) -> bytes:
    """An official Parquet file of these rows; the columns not given are empty."""
    path = folder / f"{key}.parquet"
    columns = official_files()[key].columns
    lines = ", ".join("(" + ", ".join(_value(row.get(c.name), c.type) for c in columns) + ")" for row in rows)
    names = ", ".join(f'"{column.name}"' for column in columns)
    with duckdb.connect() as con:
        con.execute(f"COPY (SELECT * FROM (VALUES {lines}) t({names})) TO '{path}' (FORMAT parquet)")
    return path.read_bytes()


def _value(value: str | None, kind: str) -> str:
    return f"CAST({'NULL' if value is None else repr(value)} AS {kind})"


def resources(folder: Path) -> dict[str, Resource]:
    """The four official files, by key."""
    sirens = sorted({siren for siren, _nic, _commune in ESTABLISHMENTS})
    sirets = [siren + nic for siren, nic, _commune in ESTABLISHMENTS]
    establishments = [
        {"siren": siren, "nic": nic, "siret": siren + nic, "codeCommuneEtablissement": commune}
        for siren, nic, commune in ESTABLISHMENTS
    ]
    table = "siren,est_ess\n" + "".join(f"{siren},O\n" for siren in sirens)
    return {
        "establishments": Resource(parquet(folder, "establishments", establishments)),
        "legal_units": Resource(parquet(folder, "legal_units", [{"siren": siren} for siren in sirens])),
        "geolocation": Resource(parquet(folder, "geolocation", [{"siret": siret} for siret in sirets])),
        "directory": Resource(gzip.compress(table.encode())),
    }


@contextmanager
def official_site(folder: Path) -> Iterator[Site]:
    """Serve them where data.gouv.fr does."""
    with serving() as site:
        for key, resource in resources(folder).items():
            site.resources[path_of(key)] = resource
        yield site


def path_of(key: str) -> str:
    """The path of an official file on its site."""
    return f"/api/1/datasets/r/{official_files()[key].resource}"
