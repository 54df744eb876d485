"""A pole to phone: near the place, on a territory like it, or working as a model does; what is alike, what is not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from essaim.apps.poles.models import Pole
from essaim.apps.poles.places import points_of
from essaim.apps.poles.queries import Filters, gatherings, poles_of_communes, poles_sharing
from essaim.engine.language import current_language
from essaim.engine.language import gettext as _
from essaim.engine.patterns import Pattern
from essaim.engine.territories import COMMUNE, Neighbour, Territories, distances_to_points_km, similar_territories
from essaim.kit.templatetags.words import number
from essaim.web import labels
from essaim.web.directory.lines import Line, short_lines
from essaim.web.territories.places import AskedPlace
from essaim.web.territories.surroundings import home_of

_ALIKE, _NEAR, _FARTHEST_KM, _MOST = 4, 3, 100.0, 8
# A territory is called similar when it is among the closest tenth of its level, and never beyond.
_CLOSE_SHARE, _FEWEST, _COMMUNES = 0.1, 3, 20
_REASONS = 2


@dataclass(frozen=True, slots=True)
class Peer:
    """One pole to phone.

    Attributes:
        line: as the directory says it.
        home: the territory that stands for it: level and code; ("", "") when its commune is not known.
        why: what makes it worth a call, in sentences.
        distance: kilometres from the place, in words; "" when unknown.
        neighbour: its territory beside that of the place, when they are alike.
    """

    line: Line
    home: tuple[str, str]
    why: tuple[str, ...]
    distance: str
    neighbour: Neighbour | None


class _Around:
    """The place seen from the poles: how far, how much alike."""

    def __init__(self, place: AskedPlace, t: Territories) -> None:
        self.t, self.centre = t, place.centre
        self.level, self.code = home_of(place, t)
        self.inside = {str(code) for code in t.codes[place.perimeter.communes]}
        self.like = _like(t, self.level, self.code, current_language())

    def home(self, commune: str) -> str:
        """The territory of the place's level that a commune is in; "" when none is."""
        row = int(self.t.resolve([commune])[0]) if commune else -1
        if row < 0:
            return ""
        level = self.t.level(self.level)
        return str(level.codes[level.member[row]]) if level.member[row] >= 0 else ""

    def rank(self, commune: str) -> int:
        """Place among the territories like this one; a large number beyond them."""
        return self.like[1].get(self.home(commune), len(self.like[0]) + 1)

    def distances(self, communes: Sequence[str]) -> NDArray[np.float64]:
        """Kilometres from the place's centre; NaN when unknown."""
        lon, lat = points_of(self.t, communes)
        return distances_to_points_km(self.t, self.centre, lon, lat)


@lru_cache(maxsize=64)
def _like(t: Territories, level: str, code: str, language: str) -> tuple[tuple[Neighbour, ...], dict[str, int]]:
    """The territories called similar, and their places."""
    m = len(t.level(level).codes)
    found = similar_territories(
        t, level, code, k=_COMMUNES if level == COMMUNE else max(_FEWEST, int(m * _CLOSE_SHARE))
    )
    return found.neighbours, {one.code: place for place, one in enumerate(found.neighbours)}


def peers(place: AskedPlace, t: Territories) -> list[Peer]:
    """The poles on the territories most like the place, then those nearest to it; never those on it."""
    around = _Around(place, t)
    communes = [one.commune for one in gatherings(Filters()) if one.commune not in around.inside]
    if not communes:
        return []
    distances = around.distances(communes)
    alike = sorted((one for one in communes if around.rank(one) < len(around.like[0])), key=around.rank)[:_ALIKE]
    order = [communes[i] for i in np.argsort(distances, kind="stable") if distances[i] <= _FARTHEST_KM][:_NEAR]
    chosen = list(dict.fromkeys([*alike, *order]))
    found = {one.pk: one for one in poles_of_communes(chosen)}
    ordered = sorted(found.values(), key=lambda pole: (chosen.index(pole.commune), pole.name))
    return _told(ordered[:_MOST], around, None)


def model_peers(place: AskedPlace, model: Pattern, t: Territories) -> list[Peer]:
    """The poles from which a model is known, then those that share most of its domains; the most alike places first."""
    around = _Around(place, t)
    uses = {use.name for use in model.known_uses}

    def order(pole: Pole) -> tuple[bool, int, int, str]:
        shared = len(_shared(pole, model))
        return pole.name not in uses, -shared, around.rank(pole.commune), pole.name

    return _told(sorted(poles_sharing(model.domains, uses), key=order)[:_MOST], around, model)


def _told(poles: Iterable[Pole], around: _Around, model: Pattern | None) -> list[Peer]:
    lines = short_lines(poles, around.t)
    if not lines:
        return []
    distances = around.distances([line.pole.commune for line in lines])
    return [_peer(line, float(km), around, model) for line, km in zip(lines, distances, strict=True)]


def _peer(line: Line, km: float, around: _Around, model: Pattern | None) -> Peer:
    code, rank = around.home(line.pole.commune), around.rank(line.pole.commune)
    neighbour = around.like[0][rank] if rank < len(around.like[0]) else None
    why = []
    if model is not None:
        if line.pole.name in {use.name for use in model.known_uses}:
            why.append(_("l'un des pôles dont ce modèle est tiré"))
        shared = [labels.domain(key) for key in _shared(line.pole, model)]
        if shared:
            why.append(_("domaines du modèle : %(names)s") % {"names": ", ".join(shared)})
    if neighbour is not None:
        said = ", ".join(f"{one.label.lower()} {one.there}" for one in neighbour.reasons[:_REASONS])
        why.append(_("territoire semblable, %(name)s : %(reasons)s") % {"name": neighbour.name, "reasons": said})
    elif code and code == around.code:
        why.append(_("même territoire"))
    near = "" if np.isnan(km) else number(round(km))
    if near and km <= _FARTHEST_KM:
        why.append(_("à %(km)s km") % {"km": near})
    return Peer(line, (around.level, code) if code else ("", ""), tuple(why), near, neighbour)


def _shared(pole: Pole, model: Pattern) -> list[str]:
    return [one.key for one in pole.domains.all() if one.key in model.domains]
