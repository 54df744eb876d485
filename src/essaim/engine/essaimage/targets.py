"""The territories a question is put to: every commune, EPCI, employment zone…, each as a set of communes.

A territory is its own communes and, when a radius is given, the communes within that radius of its centre: the commune
itself, or the most populous commune of an EPCI or zone. A role that reaches further looks in the territory and within
its reach of the same centre.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from essaim.engine.errors import UnknownTerritory
from essaim.engine.language import gettext as _
from essaim.engine.territories import (
    CODES,
    Circles,
    Criterion,
    Perimeter,
    Territories,
    WrittenPerimeter,
    are_kept,
    around,
    checked_radius,
    circles,
)

COMMUNE = "commune"
DEFAULT_RADIUS_KM = 20.0  # a commune alone is no territory for a pole: ask its surroundings
_MOST = 2.0**31
_ROWS = 4096
# For so few territories, circles all over France are not worth their first computation.
_FEW = 64


@dataclass(frozen=True, eq=False)
class Targets:
    """m territories over n communes.

    Which communes each one holds is never listed for all of them at once: within 50 km of every commune there are
    nineteen million. ``adder`` adds over them, ``of`` lists those of some territories.

    Attributes:
        level: "commune" or a level's key.
        radius_km: radius joined to each territory, or None.
        codes, names: (m,) text.
        centre: int32 (m,), index of the centre commune, -1 when there is none.
        own: int32 sparse (m, n) of 0 and 1: the communes that are each territory's own; None when it has none but those
            of its circle.
        circle_km: radius of the circle that each one holds too, or None. A perimeter's own communes are its circle's.
        territories: the n communes.
    """

    level: str
    radius_km: float | None
    codes: NDArray[np.str_]
    names: NDArray[np.str_]
    centre: NDArray[np.int32]
    own: csr_array | None
    circle_km: float | None
    territories: Territories = field(repr=False)

    @property
    def m(self) -> int:
        """How many territories there are."""
        return len(self.codes)

    @property
    def members(self) -> csr_array:
        """int32 sparse (m, n) of 0 and 1: the communes of each territory. Large where circles are."""
        return self.of(np.arange(self.m))

    @cached_property
    def population(self) -> NDArray[np.float64]:
        """float64 (m,), sum over the communes whose population is known."""
        return weigh(self, np.nan_to_num(self.territories.population))

    @cached_property
    def code_rank(self) -> NDArray[np.int32]:
        """int32 (m,), the place of each territory when they are sorted by code."""
        rank = np.empty(self.m, dtype=np.int32)
        rank[np.argsort(self.codes, kind="stable")] = np.arange(self.m, dtype=np.int32)
        return rank

    def of(self, rows: NDArray[np.integer], reach_km: float | None = None) -> csr_array:
        """The communes of some of the territories, or where a role of that reach looks: int32 sparse (k, n)."""
        km = _wider(self.circle_km, reach_km)
        own = None if self.own is None else csr_array(self.own[rows])
        if km is None:
            assert own is not None  # only communes come without, and they always have a radius
            return own
        near = _circles_of(self.territories, self.centre[rows], km)
        if own is None:
            return near
        joined = csr_array(own + near)
        joined.data[:] = 1
        return joined

    def place(self, code: str) -> int:
        """The row of one territory.

        Raises:
            UnknownTerritory: the code is not among them.
        """
        found = np.flatnonzero(self.codes == code)
        if not len(found):
            raise UnknownTerritory(
                _("Aucun territoire « %(code)s » parmi ceux qui sont examinés.") % {"code": code},
                _("Cherchez son code, ou changez de niveau."),
                "essaim territories find …, essaim scan --level …",
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
    if radius_km is not None:
        checked_radius(radius_km)
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
    return Targets(level, radius_km, codes[kept], names[kept], centre[kept], own_rows, radius_km, t)


def perimeter_targets(t: Territories, perimeter: Perimeter) -> Targets:
    """One perimeter as a single territory, its centre being the perimeter's own or its most populous commune."""
    row = np.zeros(len(perimeter.communes), dtype=np.int32)
    ones = np.ones(len(perimeter.communes), dtype=np.int32)
    own = csr_array((ones, (row, perimeter.communes)), shape=(1, t.n))
    centre = perimeter.center if perimeter.center is not None else int(_most_populous(own, t)[0])
    code, label = np.array([t.codes[centre]]), np.array([perimeter.label])
    places = np.array([centre], dtype=np.int32)
    return Targets(perimeter.kind, perimeter.radius_km, code, label, places, own, None, t)


def alone(targets: Targets, row: int) -> Targets:
    """One of the territories, by itself."""
    spot = slice(row, row + 1)
    own = None if targets.own is None else csr_array(targets.own[[row]])
    return replace(targets, codes=targets.codes[spot], names=targets.names[spot], centre=targets.centre[spot], own=own)


def role_place(written: WrittenPerimeter, reach_km: float | None, t: Territories, most: int) -> WrittenPerimeter | None:
    """Where a role of that reach is looked for from a place, as a place: its circle when that holds everything.

    None when only a list of more than ``most`` communes would say it: no address should carry that.

    Raises:
        UnknownTerritory, BadRadius, EmptyPerimeter: it is no place.
    """
    if reach_km is None:
        return written
    perimeter = written.perimeter(t)
    targets = perimeter_targets(t, perimeter)
    centre, km = str(t.codes[targets.centre[0]]), _wider(perimeter.radius_km, reach_km)
    found = np.sort(targets.of(np.array([0]), reach_km).indices)
    circle = WrittenPerimeter(COMMUNE, (centre,), km)
    if np.array_equal(circle.perimeter(t).communes, found):
        return circle
    if len(found) > most:
        return None
    return WrittenPerimeter(CODES, tuple(str(code) for code in t.codes[found]))


def adder(targets: Targets, reach_km: float | None) -> Callable[[NDArray[np.int32]], NDArray[np.int32]]:
    """How numbers of the communes are added over each territory, or over where a role of that reach looks.

    Args:
        targets: m territories.
        reach_km: of the role; None: the territory itself.

    Returns:
        what gives int32 (m, k), exact, for int32 (n, k), not negative and less than 2^31 in all.
    """
    t, km, own = targets.territories, _wider(targets.circle_km, reach_km), targets.own
    if km is None:
        assert own is not None
        return lambda values: np.asarray(own @ values)
    everyone = targets.m == t.n and np.array_equal(targets.centre, np.arange(t.n))
    if targets.m <= _FEW or not (everyone or are_kept(t, km)):
        listed = targets.of(np.arange(targets.m), reach_km)
        return lambda values: np.asarray(listed @ values)
    runs, centres = circles(t, km), None if everyone else targets.centre
    if own is None:
        return lambda values: runs.sums(values, centres)
    apart = _outside(targets, own, runs)
    return lambda values: runs.sums(values, centres) + apart @ values


def weigh(targets: Targets, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Numbers of the communes, added over each territory: float64 (n,), none of them NaN → (m,)."""
    if targets.circle_km is None and targets.own is not None:
        return np.asarray(targets.own @ values)
    if _are_counts(values):
        return adder(targets, None)(values[:, None].astype(np.int32))[:, 0].astype(np.float64)
    # Additions in the order of the communes, some thousand territories at a time.
    rows = np.arange(targets.m)
    parts = [targets.of(rows[first : first + _ROWS]) @ values for first in range(0, targets.m, _ROWS)]
    return np.concatenate([np.zeros(0), *parts])


def criterion_values(targets: Targets, criterion: Criterion) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """A criterion on each territory, from its communes.

    Sums add up; a density is the inhabitants over the area; everything else is a mean weighted by population. Communes
    where the value is unknown are left out.

    Returns:
        values float64 (m,), NaN when no commune has one; and bool (m,), True when every commune has one.
    """
    t = targets.territories
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
    counted = adder(targets, None)(np.stack((known, ~known), axis=1).astype(np.int32))
    total = weigh(targets, np.where(known, values, 0.0))
    return np.where(counted[:, 0] > 0, total, np.nan), counted[:, 1] == 0


def _wider(circle_km: float | None, reach_km: float | None) -> float | None:
    """Circles around the same centre: the wider one holds the other."""
    return max((km for km in (circle_km, reach_km) if km is not None), default=None)


def _circles_of(t: Territories, centres: NDArray[np.int32], km: float) -> csr_array:
    """The communes of some circles: int32 sparse (k, n); read where they are kept, else computed for these only."""
    if len(centres) > _FEW and are_kept(t, km):
        return circles(t, km).rows(centres)
    return around(t, centres, km)


def _outside(targets: Targets, own: csr_array, runs: Circles) -> csr_array:
    """The territories' own communes that do not lie in their circles, which count these already."""
    rows = np.repeat(np.arange(targets.m, dtype=np.int32), np.diff(own.indptr))
    apart = ~runs.holds(targets.centre[rows], own.indices)
    ones = np.ones(int(apart.sum()), dtype=np.int32)
    return csr_array((ones, (rows[apart], own.indices[apart])), shape=own.shape)


def _are_counts(values: NDArray[np.float64]) -> bool:
    return bool(np.all(values >= 0) and values.sum() < _MOST and np.array_equal(values, np.floor(values)))


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
