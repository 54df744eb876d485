"""Small worlds for tests: a few communes on a grid, a few establishments, built value by value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_array

from essaim.engine.register.profiles import Profiles
from essaim.engine.register.register import Coverage, Register, RegisterInfo, Rows
from essaim.engine.territories import Criterion, Level, Territories
from essaim.engine.values import Source

SOURCE = Source("test", "Monde d'essai", vintage="2026", synthetic=True)
STEP_DEGREES = 0.09  # about 10 km northwards


def world(
    folder: Path,
    n: int,
    *,
    epci: Sequence[int] | None = None,
    population: Sequence[float] | None = None,
    columns: int = 4,
) -> Territories:
    """``n`` communes on a grid about 10 km wide, in one région, with one criterion ("population", a sum)."""
    codes = np.array([f"48{i:03d}" for i in range(1, n + 1)])
    people = np.array(population if population is not None else [100.0 * (i + 1) for i in range(n)])
    place = np.arange(n)
    member = np.array(epci if epci is not None else place % 3, dtype=np.int32)
    one = np.zeros(n, dtype=np.int32)
    levels = {
        "epci": Level("epci", "EPCI", _names("2000000", member), _names("EPCI ", member), member, SOURCE),
        "region": Level("region", "Région", np.array(["76"]), np.array(["Occitanie"]), one, SOURCE),
        "departement": Level("departement", "Département", np.array(["48"]), np.array(["Lozère"]), one, SOURCE),
    }
    criteria = {
        "population": Criterion("population", "Population", "habitants", people, SOURCE, how="sum", scale="log"),
        "income": Criterion("income", "Niveau de vie", "€", 20_000.0 + 100 * place, SOURCE, how="mean"),
    }
    return Territories(
        version=f"small-{n}",
        sources=(SOURCE,),
        codes=codes,
        names=np.array([f"Commune {i}" for i in range(1, n + 1)]),
        population=people,
        population_source=SOURCE,
        area_km2=np.full(n, 10.0),
        area_source=SOURCE,
        lon=3.5 + STEP_DEGREES * 1.4 * (place % columns),
        lat=44.5 + STEP_DEGREES * (place // columns),
        point_kind=np.ones(n, dtype=np.uint8),
        levels=levels,
        criteria=criteria,
        contour_row=np.full(n, -1, dtype=np.int32),
        path=folder,
    )


def _names(prefix: str, member: np.ndarray) -> np.ndarray:
    return np.array([f"{prefix}{i:02d}" for i in range(int(member.max()) + 1)])


def register(
    n: int,
    actors: Sequence[tuple[int, Mapping[str, object]]],
    *,
    coverage: Sequence[int] | None = None,
    known: Mapping[str, float] | None = None,
) -> Register:
    """A register of ``actors``: (commune index, attributes of ``Profiles.from_rows``, plus an optional "name")."""
    ordered = sorted(enumerate(actors), key=lambda pair: (pair[1][0], pair[0]))
    distinct: dict[tuple[tuple[str, object], ...], int] = {}
    profile = []
    for _place, (_commune, attributes) in ordered:
        key = tuple(sorted((k, v) for k, v in attributes.items() if k != "name"))
        profile.append(distinct.setdefault(key, len(distinct)))
    communes = np.array([commune for _place, (commune, _attributes) in ordered], dtype=np.int64)
    names = [str(attributes.get("name", "")).encode() for _place, (_commune, attributes) in ordered]
    counts = csr_array(
        (np.ones(len(profile), np.int32), (communes, np.array(profile, dtype=np.int64))),
        shape=(n, max(1, len(distinct))),
    )
    counts.sum_duplicates()
    rows = Rows(
        start=np.searchsorted(communes, np.arange(n), side="left"),
        stop=np.searchsorted(communes, np.arange(n), side="right"),
        siret=np.array([90000000000000 + place for place, _actor in ordered], dtype=np.int64),
        profile=np.array(profile, dtype=np.int32),
        lon=np.full(len(profile), np.nan, np.float32),
        lat=np.full(len(profile), np.nan, np.float32),
        name_bytes=np.frombuffer(b"".join(names), dtype=np.uint8),
        name_start=np.concatenate([[0], np.cumsum([len(name) for name in names])]).astype(np.int64),
    )
    info = RegisterInfo(SOURCE, len(profile), known or {"legal": 1.0, "naf": 1.0, "size": 1.0, "ess": 1.0, "name": 1.0})
    cover = np.array(coverage if coverage is not None else [Coverage.WHOLE] * n, dtype=np.int8)
    profiles = Profiles.from_rows([dict(key) for key in distinct] or [{}])
    return Register("small", info, profiles, counts, cover, rows, csr_array(counts.T))


def is_mapped(column: np.ndarray) -> bool:
    """Whether an array, or what it is a view of, is a file mapped in memory: what processes share."""
    base: object = column
    while isinstance(base, np.ndarray) and not isinstance(base, np.memmap):
        base = base.base
    return isinstance(base, np.memmap)
