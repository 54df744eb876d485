"""Territories: levels, perimeters, neighbours, shapes, search, similar territories.

This is the room's front door: other rooms import from here only. What needs duckdb, scipy or shapely is loaded when
first used: finding a commune by its name needs none of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from essaim.engine.territories.codes import clean_codes
from essaim.engine.territories.distances import (
    MAX_RADIUS_KM,
    MIN_RADIUS_KM,
    checked_radius,
    distances_km,
    distances_to_points_km,
)
from essaim.engine.territories.model import COMMUNE, Criterion, FormerCodes, Level, Territories
from essaim.engine.territories.perimeter import (
    Perimeter,
    codes_perimeter,
    commune_perimeter,
    is_contiguous,
    level_perimeter,
    perimeter_area,
    perimeter_contour,
    perimeter_population,
    radius_perimeter,
    union,
    unknown_population,
)
from essaim.engine.territories.search import Place, search_places
from essaim.engine.territories.sheet import Fact, TerritorySheet, territory_sheet
from essaim.engine.territories.similar import Neighbour, Reason, SimilarResult, similar_territories
from essaim.engine.territories.snapshot import base_dating, load_territories

if TYPE_CHECKING:
    from essaim.engine.territories.adding import AddReport, add_table, add_tables, added_tables, remove_table
    from essaim.engine.territories.code_files import read_codes
    from essaim.engine.territories.neighbours import KEPT_RINGS_KM, around, catchment, catchment_sums, rings
    from essaim.engine.territories.shapes import DisplayContours, commune_contours, display_contours
    from essaim.engine.territories.table_options import TableOptions

_LATER = {
    "AddReport": "adding",
    "add_table": "adding",
    "add_tables": "adding",
    "added_tables": "adding",
    "remove_table": "adding",
    "read_codes": "code_files",
    "TableOptions": "table_options",
    "KEPT_RINGS_KM": "neighbours",
    "around": "neighbours",
    "catchment": "neighbours",
    "catchment_sums": "neighbours",
    "rings": "neighbours",
    "DisplayContours": "shapes",
    "commune_contours": "shapes",
    "display_contours": "shapes",
}

__all__ = [
    "COMMUNE",
    "KEPT_RINGS_KM",
    "MAX_RADIUS_KM",
    "MIN_RADIUS_KM",
    "AddReport",
    "Criterion",
    "DisplayContours",
    "Fact",
    "FormerCodes",
    "Level",
    "Neighbour",
    "Perimeter",
    "Place",
    "Reason",
    "SimilarResult",
    "TableOptions",
    "Territories",
    "TerritorySheet",
    "add_table",
    "add_tables",
    "added_tables",
    "around",
    "base_dating",
    "catchment",
    "catchment_sums",
    "checked_radius",
    "clean_codes",
    "codes_perimeter",
    "commune_contours",
    "commune_perimeter",
    "display_contours",
    "distances_km",
    "distances_to_points_km",
    "is_contiguous",
    "level_perimeter",
    "load_territories",
    "perimeter_area",
    "perimeter_contour",
    "perimeter_population",
    "radius_perimeter",
    "read_codes",
    "remove_table",
    "rings",
    "search_places",
    "similar_territories",
    "territory_sheet",
    "union",
    "unknown_population",
]


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
