"""The territories a question is put to: every commune, EPCI, employment zone…, each as a set of communes.

A territory is its own communes and, when a radius is given, the communes within that radius of its centre: the commune
itself, or the most populous commune of an EPCI or zone. A role that reaches further looks in the territory and within
its reach of the same centre.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from essaim.engine.errors import UnknownTerritory
from essaim.engine.language import gettext as _
from essaim.engine.territories import Criterion, Perimeter, Territories, around, catchment, catchment_sums

COMMUNE = "commune"
DEFAULT_RADIUS_KM = 20.0  # a commune alone is no territory for a pole: ask its surroundings


@dataclass(frozen=True)
class Targets:
    """m territories over n communes.

    Attributes:
        level: "commune" or a level's key.
        radius_km: radius joined to each territory, or None.
        codes, names: (m,) text.
        centre: int32 (m,), index of the centre commune, -1 when there is none.
        members: int32 sparse (m, n) of 0 and 1: the communes of each territory.
        population: float64 (m,), sum over the communes whose population is known.
    """

    level: str
    radius_km: float | None
    codes: NDArray[np.str_]
    names: NDArray[np.str_]
    centre: NDArray[np.int32]
    members: csr_array
    population: NDArray[np.float64]

    @property
    def m(self) -> int:
        """How many territories there are."""
        return len(self.codes)

    def place(self, code: str) -> int:
        """The row of one territory.

        Raises:
            UnknownTerritory: the code is not among them.
        """
        found = np.flatnonzero(self.codes == code)
        if not len(found):
            raise UnknownTerritory(
                _("Aucun territoire « %(code)s » parmi ceux qui sont examinés.") % {"code": code},
                _("Cherchez son code avec « essaim territories find », ou changez de niveau avec --level."),
            )
        return int(found[0])


def build_targets(
    t: Territories, level: str, *, radius_km: float | None = None, within: NDArray[np.bool_] | None = None
) -> Targets:
    """Every territory of ``level``.

    Args:
        t: the territories.
        level: "commune" (radius 20 km unless given) or a level's key.
        radius_km: joined around each centre, 1 to 100 km.
        within: bool (n,): keep the territories whose centre commune is in it; all when None.

    Raises:
        UnknownTerritory: no such level. BadRadius: a radius out of bounds.
    """
    if level == COMMUNE:
        radius_km = DEFAULT_RADIUS_KM if radius_km is None else radius_km
        centre = np.arange(t.n, dtype=np.int32)
        own = None
        codes, names = t.codes, t.names
    else:
        grouping = t.level(level)
        own = _membership(grouping.member, len(grouping.codes))
        centre = _most_populous(own, t)
        codes, names = grouping.codes, grouping.names
    kept = np.flatnonzero(centre >= 0) if within is None else np.flatnonzero((centre >= 0) & within[centre])
    own_rows = None if own is None else own[kept]
    members = _join(own_rows, t, centre[kept], radius_km)
    population = members @ np.nan_to_num(t.population)
    return Targets(level, radius_km, codes[kept], names[kept], centre[kept], members, population)


def perimeter_targets(t: Territories, perimeter: Perimeter) -> Targets:
    """One perimeter as a single territory, its centre being the perimeter's own or its most populous commune."""
    row = np.zeros(len(perimeter.communes), dtype=np.int32)
    ones = np.ones(len(perimeter.communes), dtype=np.int32)
    members = csr_array((ones, (row, perimeter.communes)), shape=(1, t.n))
    centre = perimeter.center if perimeter.center is not None else int(_most_populous(members, t)[0])
    return Targets(
        perimeter.kind,
        perimeter.radius_km,
        np.array([t.codes[centre]]),
        np.array([perimeter.label]),
        np.array([centre], dtype=np.int32),
        members,
        members @ np.nan_to_num(t.population),
    )


def add_up(
    targets: Targets, t: Territories, reach_km: float | None, values: NDArray[np.int32]
) -> NDArray[np.int64] | NDArray[np.int32]:
    """``reached(targets, t, reach_km) @ values``, (n, k) → (m, k), the fast way when every commune is asked."""
    wide = reach_km is not None and targets.radius_km is not None and reach_km > targets.radius_km
    if wide and targets.level == COMMUNE and targets.m == t.n:
        return catchment_sums(t, float(reach_km or 0), values)
    return np.asarray(reached(targets, t, reach_km) @ values)


def reached(targets: Targets, t: Territories, reach_km: float | None) -> csr_array:
    """Where a role of that reach is looked for: int32 sparse (m, n) of 0 and 1."""
    if reach_km is None:
        return targets.members
    if targets.level == COMMUNE and targets.radius_km is not None:
        # Circles around the same centre: the wider one holds the other.
        wider = reach_km > targets.radius_km
        return _join(None, t, targets.centre, reach_km) if wider else targets.members
    return _join(targets.members, t, targets.centre, reach_km)


def criterion_values(
    targets: Targets, t: Territories, criterion: Criterion
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """A criterion on each territory, from its communes.

    Sums add up; a density is the inhabitants over the area; everything else is a mean weighted by population. Communes
    where the value is unknown are left out.

    Returns:
        values float64 (m,), NaN when no commune has one; and bool (m,), True when every commune has one.
    """
    if criterion.how == "density":
        people, people_complete = _summed(targets, t.population)
        area, area_complete = _summed(targets, t.area_km2)
        return np.divide(people, area, out=np.full(targets.m, np.nan), where=area > 0), people_complete & area_complete
    if criterion.how == "sum":
        return _summed(targets, criterion.values)
    weighted, complete = _summed(targets, criterion.values * t.population)
    weight, _known = _summed(targets, np.where(np.isnan(criterion.values), np.nan, t.population))
    return np.divide(weighted, weight, out=np.full(targets.m, np.nan), where=weight > 0), complete


def _summed(targets: Targets, values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    known = ~np.isnan(values)
    counted = np.asarray(targets.members @ known.astype(np.int32))
    complete = np.asarray(targets.members @ (~known).astype(np.int32)) == 0
    return np.where(counted > 0, targets.members @ np.where(known, values, 0.0), np.nan), complete


def _membership(member: NDArray[np.int32], m: int) -> csr_array:
    communes = np.flatnonzero(member >= 0)
    ones = np.ones(len(communes), dtype=np.int32)
    return csr_array((ones, (member[communes], communes)), shape=(m, len(member)))


def _most_populous(members: csr_array, t: Territories) -> NDArray[np.int32]:
    population = np.nan_to_num(t.population)
    rows = np.repeat(np.arange(members.shape[0]), np.diff(members.indptr))
    order = np.lexsort((t.codes[members.indices], -population[members.indices], rows))
    first = np.full(members.shape[0], -1, dtype=np.int32)
    # The first of each row after sorting by row, then falling population, then code.
    leaders, at = np.unique(rows[order], return_index=True)
    first[leaders] = members.indices[order][at]
    return first


def _join(own: csr_array | None, t: Territories, centre: NDArray[np.int32], radius_km: float | None) -> csr_array:
    if radius_km is None:
        assert own is not None  # only communes come without, and they always have a radius
        return own
    near = catchment(t, radius_km) if len(centre) == t.n else around(t, centre, radius_km)
    if own is None:
        return near
    joined = csr_array(own + near)
    joined.data[:] = 1
    return joined
