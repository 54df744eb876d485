"""Official codes as places: what the engine knows of a commune, of a département, of a région."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.engine.territories import Territories, load_territories, search_places
from essaim.engine.territories.search_index import search_form

DEPARTMENT, REGION = "departement", "region"
_WRITTEN_CODE = re.compile(r"\(?(\d[0-9AB]\d{3})\)?\s*$")
_ANSWERS = 50


@dataclass(frozen=True, slots=True)
class Location:
    """Where something is, as far as is known: codes of today, "" when unknown."""

    commune: str = ""
    department: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a location, "" when unknown."""

    commune: str = ""
    department: str = ""
    region: str = ""

    @property
    def words(self) -> str:
        """All of them, for searching."""
        return " ".join(name for name in (self.commune, self.department, self.region) if name)


def locate(commune: str = "", department: str = "", region: str = "") -> Location:
    """The location of a commune, else of a département, else of a région; former codes give those of today.

    Raises:
        UnknownTerritory: there is no such commune, département or région.
        InvalidValue: the commune is not in that département.
    """
    t = load_territories()
    if commune:
        place = t.index(commune)
        found = Location(str(t.codes[place]), _above(t, DEPARTMENT, place), _above(t, REGION, place))
        if department and department != found.department:
            raise InvalidValue(
                _("La commune %(commune)s n'est pas dans le département %(department)s.")
                % {"commune": commune, "department": department},
                _("Corrigez l'un des deux codes."),
            )
        return found
    if department:
        level = t.level(DEPARTMENT)
        inside = level.communes(level.index(department))
        return Location(department=department, region=_above(t, REGION, int(inside[0])))
    if region:
        return Location(region=str(t.level(REGION).codes[t.level(REGION).index(region)]))
    return Location()


def commune_named(text: str, postal_code: str = "") -> str | None:
    """The commune that ``text`` (name, postal code or code) surely means: "" when nothing is said, None when nobody can
    tell. A postal code beside the name tells between communes of one name."""
    text = text.replace("\0", "").strip()
    postal = "".join(postal_code.split())
    if not text and not postal:
        return ""
    t = load_territories()
    written = _WRITTEN_CODE.search(text.upper())
    if written:
        place = int(t.resolve([written[1]])[0])
        inside = search_form(str(t.names[place])) if place >= 0 else ""
        if place >= 0 and inside and inside in search_form(text):
            return str(t.codes[place])
    found = search_places(t, text or postal, _ANSWERS, ("commune",))
    exact = [place for place in found if search_form(place.name) == search_form(text)]
    sure = exact or found
    if postal and len(sure) > 1:
        there = {place.code for place in search_places(t, postal, _ANSWERS, ("commune",))}
        sure = [place for place in sure if place.code in there]
    return sure[0].code if len(sure) == 1 else None


def names_of(location: Location) -> Names:
    """The names of a location; a code that the reference data no longer know stays without a name."""
    t = load_territories()
    commune = int(t.resolve([location.commune])[0]) if location.commune else -1
    return Names(
        commune=str(t.names[commune]) if commune >= 0 else "",
        department=level_names(t, DEPARTMENT).get(location.department, ""),
        region=level_names(t, REGION).get(location.region, ""),
    )


def level_names(t: Territories, key: str) -> dict[str, str]:
    """Names by code of a level's territories."""
    level = t.level(key)
    return dict(zip(map(str, level.codes), map(str, level.names), strict=True))


def point_of(t: Territories, commune: str) -> tuple[float, float] | None:
    """Longitude and latitude of a commune's town hall; None when unknown: nothing stands for it."""
    place = int(t.resolve([commune])[0]) if commune else -1
    if place < 0:
        return None
    lon, lat = float(t.lon[place]), float(t.lat[place])
    return None if math.isnan(lon) or math.isnan(lat) else (lon, lat)


def points_of(t: Territories, communes: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitudes and latitudes of many communes; NaN where ``point_of`` says None."""
    places = np.asarray(t.resolve(list(communes)), dtype=np.int64) if communes else np.zeros(0, dtype=np.int64)
    lon, lat = np.asarray(t.lon, dtype=np.float64)[places], np.asarray(t.lat, dtype=np.float64)[places]
    unknown = (places < 0) | np.isnan(lon) | np.isnan(lat)
    return np.where(unknown, np.nan, lon), np.where(unknown, np.nan, lat)


def _above(t: Territories, key: str, commune: int) -> str:
    place = int(t.level(key).member[commune])
    return str(t.level(key).codes[place]) if place >= 0 else ""
