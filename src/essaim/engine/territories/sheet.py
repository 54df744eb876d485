"""What is known of one territory, gathered for a reader."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from essaim.engine.language import gettext as _
from essaim.engine.territories.aggregates import level_criteria
from essaim.engine.territories.model import COMMUNE, INNER_POINT, NO_POINT, TOWN_HALL, Territories
from essaim.engine.territories.opening import open_array
from essaim.engine.territories.perimeter import (
    is_contiguous,
    level_perimeter,
    perimeter_area,
    perimeter_population,
    unknown_population,
)
from essaim.engine.territories.version_files import ARRAYS
from essaim.engine.values import Answer, Source


@dataclass(frozen=True)
class Fact:
    """One line of the sheet: what, its value in words, who says so (None: computed from the others)."""

    key: str
    label: str
    value: str
    source: Source | None = None


@dataclass(frozen=True)
class TerritorySheet:
    """What is known of one territory.

    Attributes:
        level, level_label, code, name: which one.
        communes: how many it holds. population, area_km2: NaN unknown. unknown_population: communes without one.
        contiguous: whether it holds together.
        belongs: the territories of the other levels that share communes with it: level label → names with codes.
        facts: its criteria, position, postal codes, codes of the past.
        notes: what a reader must know.
    """

    level: str
    level_label: str
    code: str
    name: str
    communes: int
    population: float
    area_km2: float
    unknown_population: int
    contiguous: Answer
    belongs: tuple[tuple[str, tuple[str, ...]], ...]
    facts: tuple[Fact, ...]
    notes: tuple[str, ...]


def territory_sheet(t: Territories, level_key: str, code: str) -> TerritorySheet:
    """Everything known of one territory of a level ("commune" included).

    Raises:
        UnknownTerritory: no such level or territory.
    """
    level = t.level(level_key)
    perimeter = level_perimeter(t, level_key, code)
    place = int(perimeter.communes[0]) if level_key == COMMUNE else level.index(code)
    values = level_criteria(t, level_key)
    facts = [
        Fact(one.key, one.label, one.said(place), t.criteria[one.key].source if one.key in t.criteria else None)
        for one in values
        if one.key not in ("population", "superficie", "nombre_communes")
    ]
    if level_key == COMMUNE:
        facts += _commune_facts(t, place)
    return TerritorySheet(
        level=level_key,
        level_label=level.label,
        code=str(level.codes[place]),
        name=str(level.names[place]),
        communes=perimeter.k,
        population=perimeter_population(t, perimeter),
        area_km2=perimeter_area(t, perimeter),
        unknown_population=int(unknown_population(t, perimeter).size),
        contiguous=is_contiguous(t, perimeter),
        belongs=tuple(_belongs(t, level_key, perimeter.communes)),
        facts=tuple(facts),
        notes=perimeter.notes,
    )


def _belongs(t: Territories, level_key: str, communes: np.ndarray) -> list[tuple[str, tuple[str, ...]]]:
    found = []
    for key, level in t.levels.items():
        if key != level_key:
            places = np.unique(level.member[communes])
            named = tuple(f"{level.names[place]} ({level.codes[place]})" for place in places if place >= 0)
            found.append((level.label, named))
    return found


def _commune_facts(t: Territories, commune: int) -> list[Fact]:
    kinds = {TOWN_HALL: _("mairie"), INNER_POINT: _("point intérieur du contour"), NO_POINT: _("inconnue")}
    kind = kinds.get(int(t.point_kind[commune]), _("donnée par une table ajoutée"))
    position = f"{t.lat[commune]:.5f}, {t.lon[commune]:.5f} ({kind})" if t.has_point[commune] else kind
    arrays = t.path / ARRAYS
    postal = open_array(arrays, "postal_code")[open_array(arrays, "postal_index") == commune]
    mine = np.flatnonzero(t.former.index == commune)
    past = [f"{t.former.codes[row]} {t.former.names[row]}".strip() for row in mine]
    return [
        Fact("position", _("Position (latitude, longitude)"), position),
        Fact("postal", _("Codes postaux"), ", ".join(postal) or _("inconnus")),
        Fact("past", _("Codes anciens ou délégués"), ", ".join(past) or _("aucun connu")),
    ]
