"""A perimeter: the set of communes that a question is about, however it was drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from essaim.engine.errors import EmptyPerimeter, UnknownTerritory
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.engine.territories.codes import Int32s, clean_codes
from essaim.engine.territories.distances import checked_radius, distances_km
from essaim.engine.territories.model import COMMUNE, NO_POINT, Territories
from essaim.engine.values import Answer

_EXAMPLES = 10


@dataclass(frozen=True, eq=False)
class Perimeter:
    """A set of communes.

    Attributes:
        label: what it is, in words.
        kind: "radius", "commune", "codes", "union", or the key of the level it comes from.
        communes: sorted places of the communes, each once.
        center: the commune it was drawn around, None otherwise. radius_km: how far, None otherwise.
        notes: what its reader must know: codes of the past, codes that nobody knows, communes without a position.

    Raises:
        EmptyPerimeter: it holds no commune.
    """

    label: str
    kind: str
    communes: Int32s
    center: int | None = None
    radius_km: float | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "communes", np.unique(np.asarray(self.communes, dtype=np.int32)))
        if not self.communes.size:
            raise EmptyPerimeter(
                _("Le périmètre « %(label)s » ne contient aucune commune.") % {"label": self.label},
                " ".join((*self.notes, _("Donnez au moins un code de commune connu."))),
            )

    @property
    def k(self) -> int:
        """How many communes it holds."""
        return int(self.communes.size)

    def mask(self, n: int) -> NDArray[np.bool_]:
        """(n,) whether each commune belongs to it."""
        inside = np.zeros(n, dtype=np.bool_)
        inside[self.communes] = True
        return inside


def radius_perimeter(t: Territories, code: str, km: float) -> Perimeter:
    """The communes whose town hall (else inner point) lies within ``km`` of that of the commune ``code``.

    Distances are on the sphere; the commune itself is always in.

    Raises:
        BadRadius: not between 1 and 100 km.
        UnknownTerritory: no such commune, or its position is not known.
    """
    radius = checked_radius(km)
    center = t.index(code)
    if t.point_kind[center] == NO_POINT:
        raise UnknownTerritory(
            _("La position de %(name)s (%(code)s) n'est pas connue : aucun rayon ne peut être tracé.")
            % {"name": t.names[center], "code": t.codes[center]},
            _("Prenez une commune voisine, ou ajoutez une table qui donne ses coordonnées."),
            "essaim territories add …",
        )
    near = distances_km(t, center, np.arange(t.n)) <= radius
    near[center] = True
    communes = np.flatnonzero(near).astype(np.int32)
    said = {"km": f"{radius:g}".replace(".", ","), "name": t.names[center], "code": t.codes[center]}
    notes = [*_former_note(t, [code]), *_lost_note(t, communes)]
    label = _("%(km)s km autour de %(name)s (%(code)s)") % said
    return Perimeter(label, "radius", communes, center, radius, tuple(notes))


def level_perimeter(t: Territories, level_key: str, code: str) -> Perimeter:
    """The communes of one territory of a level (EPCI, département, employment zone…).

    Raises:
        UnknownTerritory: no such level, or no such territory in it.
        EmptyPerimeter: no commune belongs to it.
    """
    if level_key == COMMUNE:
        return commune_perimeter(t, code)
    level = t.level(level_key)
    place = level.index(code)
    label = f"{level.names[place]} ({level.label}, {level.codes[place]})"
    return Perimeter(label, level_key, level.communes(place))


def commune_perimeter(t: Territories, code: str) -> Perimeter:
    """One commune.

    Raises:
        UnknownTerritory: no such commune.
    """
    center = t.index(code)
    label = f"{t.names[center]} ({t.codes[center]})"
    return Perimeter(label, COMMUNE, np.array([center]), center, notes=tuple(_former_note(t, [code])))


def codes_perimeter(t: Territories, codes: Sequence[str], label: str | None = None) -> Perimeter:
    """The communes of a list of codes; codes of the past give the commune of today, unknown ones are told in the notes.

    Raises:
        EmptyPerimeter: none of the codes is known.
    """
    cleaned = clean_codes(code for code in codes if code.strip())
    found = t.resolve(cleaned.codes)
    unknown = list(dict.fromkeys(str(code) for code in cleaned.codes[found < 0]))
    notes = _former_note(t, [str(code) for code in cleaned.codes[found >= 0]])
    if unknown:
        text = ngettext(
            "%(count)d code inconnu laissé de côté : %(codes)s.",
            "%(count)d codes inconnus laissés de côté : %(codes)s.",
            len(unknown),
        )
        notes.append(text % {"count": len(unknown), "codes": _examples(unknown)})
    if cleaned.mended:
        text = ngettext(
            "%(count)d code corrigé (zéro de tête, espaces).",
            "%(count)d codes corrigés (zéro de tête, espaces).",
            cleaned.mended,
        )
        notes.append(text % {"count": cleaned.mended})
    communes = np.unique(found[found >= 0])
    name = label or ngettext("%(n)d commune", "%(n)d communes", communes.size) % {"n": communes.size}
    return Perimeter(name, "codes", communes.astype(np.int32), notes=tuple(notes))


def union(t: Territories, *perimeters: Perimeter) -> Perimeter:
    """All the communes of several perimeters, each once.

    Raises:
        EmptyPerimeter: there is no perimeter.
    """
    none = np.zeros(0, dtype=np.int32)
    communes = np.unique(np.concatenate([none, *(perimeter.communes for perimeter in perimeters)]))
    notes = tuple(dict.fromkeys(note for perimeter in perimeters for note in perimeter.notes))
    label = " + ".join(perimeter.label for perimeter in perimeters)
    return Perimeter(label, "union", communes.astype(np.int32), notes=notes)


def perimeter_population(t: Territories, p: Perimeter) -> float:
    """Inhabitants of the communes whose population is known; NaN when none is. See ``unknown_population``."""
    return _sum(t.population[p.communes])


def perimeter_area(t: Territories, p: Perimeter) -> float:
    """Square kilometres of the communes whose area is known; NaN when none is."""
    return _sum(t.area_km2[p.communes])


def unknown_population(t: Territories, p: Perimeter) -> Int32s:
    """The communes of the perimeter whose population is not known: what ``perimeter_population`` lacks."""
    return p.communes[np.isnan(t.population[p.communes])]


def is_contiguous(t: Territories, p: Perimeter) -> Answer:
    """Whether one can go from any commune of the perimeter to any other without leaving it.

    Communes meet when their contours do, if only in a point. Unknown when a commune has no contour.
    """
    if p.k == 1:
        return Answer.YES
    if (t.contour_row[p.communes] < 0).any():
        return Answer.UNKNOWN
    # Long to load, and needed here only.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    from essaim.engine.territories.shapes import touching

    place = np.full(t.n, -1, dtype=np.int32)
    place[p.communes] = np.arange(p.k, dtype=np.int32)
    pairs = place[touching(t)]
    pairs = pairs[(pairs >= 0).all(axis=1)]
    graph = coo_array((np.ones(len(pairs), dtype=np.int8), (pairs[:, 0], pairs[:, 1])), shape=(p.k, p.k))
    pieces, _labels = connected_components(graph, directed=False)
    return Answer.YES if pieces == 1 else Answer.NO


def perimeter_contour(t: Territories, p: Perimeter) -> Any:
    """The outline of the perimeter, a shapely geometry in degrees; None when none of its communes has a contour.

    Communes without a contour are missing from it: ``t.contour_row[p.communes] < 0`` tells which.
    """
    # shapely is long to load
    from essaim.engine.territories import shapes
    from essaim.engine.territories.compiling import coverage

    return coverage.outline(shapes.commune_contours(t, p.communes))


def _sum(values: NDArray[np.float64]) -> float:
    return float(np.nansum(values)) if np.isfinite(values).any() else float("nan")


def _examples(codes: list[str]) -> str:
    return ", ".join(codes[:_EXAMPLES]) + ("…" if len(codes) > _EXAMPLES else "")


def _former_note(t: Territories, codes: list[str]) -> list[str]:
    """One sentence about the codes that are no longer those of a commune."""
    written = clean_codes(codes).codes
    today = t.codes[t.resolve(written)]
    past = list(dict.fromkeys(f"{old} → {new}" for old, new in zip(written, today, strict=True) if old != new))
    if not past:
        return []
    text = ngettext(
        "%(count)d code ancien ou délégué remplacé par celui de la commune actuelle : %(codes)s.",
        "%(count)d codes anciens ou délégués remplacés par ceux des communes actuelles : %(codes)s.",
        len(past),
    )
    return [text % {"count": len(past), "codes": _examples(past)}]


def _lost_note(t: Territories, communes: Int32s) -> list[str]:
    """Communes of the same départements whose position is unknown: nobody can say whether they are within reach."""
    level = t.levels.get("departement")
    lost = np.flatnonzero(t.point_kind == NO_POINT)
    if level is None or not lost.size:
        return []
    around = np.unique(level.member[communes])
    near = [str(t.names[place]) for place in lost if level.member[place] in around]
    if not near:
        return []
    text = ngettext(
        "La position de %(count)d commune du voisinage n'est pas connue, elle n'est pas comptée : %(names)s.",
        "La position de %(count)d communes du voisinage n'est pas connue, elles ne sont pas comptées : %(names)s.",
        len(near),
    )
    return [text % {"count": len(near), "names": _examples(near)}]
