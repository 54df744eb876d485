"""Names and places of communes, looked up once each: a file may name the same one ten thousand times."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from essaim.apps.poles.places import DEPARTMENT, REGION, level_names
from essaim.engine.territories import Territories


@dataclass(frozen=True, slots=True)
class Commune:
    """What a file says of a commune; "" and None when unknown."""

    name: str = ""
    department: str = ""
    region: str = ""
    point: tuple[float, float] | None = None


class Communes:
    """The communes of one version of the reference data."""

    def __init__(self, t: Territories) -> None:
        self.t = t
        self._found: dict[str, Commune] = {"": Commune()}

    @cached_property
    def departments(self) -> dict[str, str]:
        """Names of départements by code."""
        return level_names(self.t, DEPARTMENT)

    @cached_property
    def regions(self) -> dict[str, str]:
        """Names of régions by code."""
        return level_names(self.t, REGION)

    def of(self, code: str) -> Commune:
        """The commune of a code, former codes included."""
        if code not in self._found:
            self._found[code] = self._look_up(code)
        return self._found[code]

    def _look_up(self, code: str) -> Commune:
        place = int(self.t.resolve([code])[0])
        if place < 0:
            return Commune()
        lon, lat = float(self.t.lon[place]), float(self.t.lat[place])
        return Commune(
            name=str(self.t.names[place]),
            department=self._above(DEPARTMENT, place),
            region=self._above(REGION, place),
            point=None if math.isnan(lon) or math.isnan(lat) else (lon, lat),
        )

    def _above(self, key: str, place: int) -> str:
        level = self.t.level(key)
        above = int(level.member[place])
        return str(level.codes[above]) if above >= 0 else ""
