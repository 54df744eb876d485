"""What a territory is compared with: its région, France, and the territories most like it. Compare, do not norm."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from essaim.engine.essaimage.ground import Ground
from essaim.engine.essaimage.targets import COMMUNE
from essaim.engine.language import gettext as _
from essaim.engine.register.register import Coverage, Register
from essaim.engine.territories import Perimeter, SimilarResult, Territories, around, similar_territories

SIMILAR = 5


@dataclass(frozen=True)
class Reference:
    """A set of communes to compare with.

    Attributes:
        key: "region", "france" or "similar".
        label: in words.
        communes: int32 (k,), indexes.
        covered_communes: how many of them the register covers whole; only those are compared.
        covered_share: share of the population of ``communes`` living in them.
        members: names of the territories it is made of, when it is made of several.
        criteria: what they were found alike by, in words, when they were.
    """

    key: str
    label: str
    communes: NDArray[np.int32]
    covered_communes: int
    covered_share: float
    members: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()


def usual_references(perimeter: Perimeter, ground: Ground) -> tuple[Reference, ...]:
    """The région of the perimeter's centre, France, and the five territories most like it.

    Similar territories are of the perimeter's own kind: EPCI with EPCI; around a commune, the same radius around the
    communes most like it. A free list of communes has none.
    """
    found = []
    territories, register = ground.territories, ground.register
    region = territories.level("region")
    centre = perimeter.center if perimeter.center is not None else _centre(perimeter, territories)
    place = int(region.member[centre])
    if place >= 0:
        communes = np.flatnonzero(region.member == place).astype(np.int32)
        label = _("Région %(name)s") % {"name": region.names[place]}
        found.append(_reference("region", label, communes, territories, register))
    everywhere = np.arange(territories.n, dtype=np.int32)
    found.append(_reference("france", _("France"), everywhere, territories, register))
    similar = _similar(perimeter, territories)
    if similar is not None:
        communes, alike = similar
        label = _("%(n)d territoires semblables") % {"n": len(alike.neighbours)}
        made = _reference("similar", label, communes, territories, register)
        names = tuple(neighbour.name for neighbour in alike.neighbours)
        found.append(replace(made, members=names, criteria=tuple(label.lower() for label in alike.labels)))
    return tuple(found)


def _centre(perimeter: Perimeter, territories: Territories) -> int:
    population = np.nan_to_num(territories.population[perimeter.communes])
    return int(perimeter.communes[int(np.argmax(population))])


def _similar(perimeter: Perimeter, territories: Territories) -> tuple[NDArray[np.int32], SimilarResult] | None:
    if perimeter.center is not None:
        code = str(territories.codes[perimeter.center])
        alike = similar_territories(territories, COMMUNE, code, k=SIMILAR)
        rows = [territories.index(neighbour.code) for neighbour in alike.neighbours]
        communes = np.array(rows, dtype=np.int32)
        if perimeter.radius_km is not None:
            communes = np.unique(around(territories, communes, perimeter.radius_km).indices).astype(np.int32)
    elif perimeter.kind in territories.levels:
        level = territories.levels[perimeter.kind]
        code = str(level.codes[level.member[perimeter.communes[0]]])
        alike = similar_territories(territories, perimeter.kind, code, k=SIMILAR)
        rows = [level.index(neighbour.code) for neighbour in alike.neighbours]
        communes = np.flatnonzero(np.isin(level.member, rows)).astype(np.int32)
    else:
        return None
    apart = np.setdiff1d(communes, perimeter.communes)
    return (apart, alike) if len(apart) else None


def _reference(
    key: str,
    label: str,
    communes: NDArray[np.int32],
    territories: Territories,
    register: Register,
) -> Reference:
    whole = register.coverage[communes] == Coverage.WHOLE
    population = np.nan_to_num(territories.population[communes])
    total = float(population.sum())
    share = float(population[whole].sum()) / total if total else 0.0
    return Reference(key, label, communes, int(whole.sum()), share)
