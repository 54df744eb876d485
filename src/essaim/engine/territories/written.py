"""A perimeter in one line, as an address, a record or a saved scan keeps it.

commune:48095          one commune
commune:48095:20       the communes within 20 km of it
epci:200069193         a territory of a level, by its code (departement:48, region:76…)
codes:48095,48092      a list of communes
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from essaim.engine.errors import UnknownTerritory
from essaim.engine.language import gettext as _
from essaim.engine.territories.distances import checked_radius
from essaim.engine.territories.model import COMMUNE, Territories
from essaim.engine.territories.perimeter import Perimeter, codes_perimeter, level_perimeter, radius_perimeter

CODES = "codes"
MOST_CODES = 2000
_SHAPE = re.compile(r"([a-z][a-z_0-9]{0,30}):([0-9A-Za-z]{1,12}(?:,[0-9A-Za-z]{1,12})*)(?::(\d{1,3}(?:\.\d{1,2})?))?")


@dataclass(frozen=True, slots=True)
class WrittenPerimeter:
    """A perimeter as written.

    Attributes:
        kind: "codes", "commune" or the key of a level.
        codes: one code; several for "codes" only.
        radius_km: around a commune, None otherwise.
    """

    kind: str
    codes: tuple[str, ...]
    radius_km: float | None = None

    def __str__(self) -> str:
        """The line that ``read_perimeter`` reads back."""
        radius = "" if self.radius_km is None else f":{self.radius_km:g}"
        return f"{self.kind}:{','.join(self.codes)}{radius}"

    def perimeter(self, t: Territories) -> Perimeter:
        """Its communes.

        Raises:
            UnknownTerritory, BadRadius, EmptyPerimeter: see ``perimeter``.
        """
        if self.kind == CODES:
            return codes_perimeter(t, self.codes)
        if self.radius_km is not None:
            return radius_perimeter(t, self.codes[0], self.radius_km)
        return level_perimeter(t, self.kind, self.codes[0])


def read_perimeter(text: str) -> WrittenPerimeter:
    """The place that a line writes; whether its codes exist is asked by ``WrittenPerimeter.perimeter``.

    Raises:
        UnknownTerritory: the line is no place. BadRadius: a radius not between 1 and 100 km.
    """
    found = _SHAPE.fullmatch(text.strip())
    if found is None:
        raise _unreadable(text)
    kind, codes, radius = found[1], tuple(dict.fromkeys(found[2].upper().split(","))), found[3]
    if (kind != CODES and len(codes) > 1) or (kind != COMMUNE and radius) or len(codes) > MOST_CODES:
        raise _unreadable(text)
    return WrittenPerimeter(kind, codes, checked_radius(float(radius)) if radius else None)


def _unreadable(text: str) -> UnknownTerritory:
    return UnknownTerritory(
        _("« %(text)s » n'écrit pas un territoire.") % {"text": text[:80]},
        _("Choisissez-le par son nom, une commune et un rayon, ou une liste de communes."),
    )
