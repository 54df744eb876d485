"""Where the establishments of a synthetic register are: communes as SIRENE writes them, each with its weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from essaim.engine.errors import BadOption
from essaim.engine.language import gettext as _
from essaim.engine.register.synthetic.laws import PARIS, SynthesisLaws

# SIRENE writes the municipal arrondissement, never the commune itself: first digits of theirs, commune.
_DIVIDED = {"751": "75056", "6938": "69123", "132": "13055"}


class Communes(Protocol):
    """What is asked of territories: parallel arrays, one row a commune. ``Territories`` fits."""

    @property
    def codes(self) -> NDArray[Any]: ...
    @property
    def names(self) -> NDArray[Any]: ...
    @property
    def population(self) -> NDArray[np.float64]: ...
    @property
    def lon(self) -> NDArray[np.float64]: ...
    @property
    def lat(self) -> NDArray[np.float64]: ...


@dataclass(frozen=True)
class Places:
    """Places sorted by code (p,).

    Attributes:
        codes: commune or arrondissement codes as SIRENE writes them.
        names: as SIRENE writes them, in capitals.
        rank: class of communes, index in the laws.
        lon, lat: degrees, nan when unknown.
        upto: cumulated weights, the last one 1.
        floor, ceiling: cumulated weights where each place's département begins and ends.
    """

    codes: tuple[str, ...]
    names: tuple[str, ...]
    rank: NDArray[np.uint8]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    upto: NDArray[np.float64]
    floor: NDArray[np.float64]
    ceiling: NDArray[np.float64]

    def draw(self, rng: np.random.Generator, n: int) -> NDArray[np.int32]:
        """``n`` places, each as often as it weighs."""
        return self._at(rng.random(n))

    def draw_near(self, rng: np.random.Generator, near: NDArray[np.int32]) -> NDArray[np.int32]:
        """A place in the same département as each of ``near``, as often as it weighs there."""
        floor, ceiling = self.floor[near], self.ceiling[near]
        return self._at(floor + rng.random(near.size) * (ceiling - floor))

    def _at(self, weight: NDArray[np.float64]) -> NDArray[np.int32]:
        found = np.searchsorted(self.upto, weight, side="right").astype(np.int32)
        places: NDArray[np.int32] = np.minimum(found, np.int32(self.upto.size - 1))
        return places


def departement_of(code: str) -> str:
    """The département (or the overseas collectivity) that a commune code begins with."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def places_from(communes: Communes, laws: SynthesisLaws, departements: Sequence[str] = ()) -> Places:
    """Places and weights for these communes, Paris, Lyon and Marseille by arrondissement.

    A commune weighs its population times the establishments per inhabitant (active and closed) of its class. An
    unknown population counts as the median one. Without ``departements``, the collectivities that SIRENE covers and
    the communes may lack are added.

    Raises:
        BadOption: no commune is left.
    """
    wanted = set(departements)
    rows = [row for row in _rows(communes, laws) if not wanted or departement_of(row[0]) in wanted]
    if not rows:
        raise BadOption(
            _("Aucune commune dans %(codes)s.") % {"codes": ", ".join(departements) or "le référentiel"},
            _("Un département s'écrit 01, 2A, 48, 974…"),
        )
    if not wanted:
        known = {row[0] for row in rows}
        rows += [(code, "", count, np.nan, np.nan) for code, count in laws.beyond if code not in known]
    rows.sort(key=lambda row: row[0])
    return _weighted(rows, laws)


_Row = tuple[str, str, float, float, float]


def _rows(communes: Communes, laws: SynthesisLaws) -> list[_Row]:
    columns = (communes.codes, communes.names, communes.population, communes.lon, communes.lat)
    rows: list[_Row] = [(str(c), str(n), float(p), float(x), float(y)) for c, n, p, x, y in zip(*columns, strict=True)]
    whole = {row[0]: row for row in rows if row[0] in _DIVIDED.values()}
    divided = [
        (code, f"{whole[parent][1]} {int(code[3:]) % 20 or 20}", count, whole[parent][3], whole[parent][4])
        for code, count in laws.arrondissements
        for start, parent in _DIVIDED.items()
        if code.startswith(start) and parent in whole
    ]
    parts = {row[0] for row in divided}
    return [row for row in rows if row[0] not in whole and row[0] not in parts] + divided


def _weighted(rows: list[_Row], laws: SynthesisLaws) -> Places:
    codes, names, counts, lon, lat = zip(*rows, strict=True)
    population = np.array(counts, np.float64)
    known = population[~np.isnan(population)]
    population = np.where(np.isnan(population), np.median(known) if known.size else 1.0, population)
    rank = np.searchsorted(laws.class_bounds, population, side="right").astype(np.uint8)
    divided = np.array([code.startswith(tuple(_DIVIDED)) for code in codes])
    rank[divided] = laws.class_bounds.size
    rank[np.array([code.startswith("751") for code in codes])] = PARIS
    weight = np.maximum(population, 0) * laws.active_per_1000[rank] * (1 + laws.closed_per_active[rank])
    if not weight.sum() > 0:
        weight = np.ones(len(codes))
    upto = np.cumsum(weight) / weight.sum()
    departement = np.array([departement_of(code) for code in codes])
    starts = np.flatnonzero(np.r_[True, departement[1:] != departement[:-1]])
    sizes = np.diff(np.r_[starts, len(codes)])
    before = np.r_[0.0, upto[:-1]]
    return Places(
        codes=codes,
        names=tuple(name.upper() for name in names),
        rank=rank,
        lon=np.array(lon, np.float64),
        lat=np.array(lat, np.float64),
        upto=upto,
        floor=np.repeat(before[starts], sizes),
        ceiling=np.repeat(upto[np.r_[starts[1:], len(codes)] - 1], sizes),
    )


def lambert93(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lambert-93 eastings and northings in metres of points in degrees; nan gives nan.

    Source: IGN, NTG 71 (conical conformal projection), constants of Lambert-93 on the GRS 80 ellipsoid. The point 3° E,
    46.5° N is (700 000, 6 600 000).
    """
    e, n, c, xs, ys = 0.0818191910428158, 0.7256077650532670, 11754255.426096, 700000.0, 12655612.049876
    phi = np.radians(lat)
    isometric = np.arctanh(np.sin(phi)) - e * np.arctanh(e * np.sin(phi))
    radius = c * np.exp(-n * isometric)
    angle = n * np.radians(lon - 3.0)
    return xs + radius * np.sin(angle), ys - radius * np.cos(angle)
