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
from essaim.engine.territories.naming import full_name, place_named, short_name
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
from essaim.engine.territories.written import CODES, MOST_CODES, WrittenPerimeter, read_perimeter

if TYPE_CHECKING:
    from essaim.engine.territories.circle_runs import Circles, are_kept, circles
    from essaim.engine.territories.code_files import read_codes
    from essaim.engine.territories.compiling.adding import AddReport, add_table, add_tables, added_tables, remove_table
    from essaim.engine.territories.compiling.table_options import TableOptions
    from essaim.engine.territories.neighbours import around, catchment
    from essaim.engine.territories.shapes import DisplayContours, commune_contours, display_contours

_LATER = {
    "AddReport": "compiling.adding",
    "add_table": "compiling.adding",
    "add_tables": "compiling.adding",
    "added_tables": "compiling.adding",
    "remove_table": "compiling.adding",
    "read_codes": "code_files",
    "TableOptions": "compiling.table_options",
    "Circles": "circle_runs",
    "are_kept": "circle_runs",
    "circles": "circle_runs",
    "around": "neighbours",
    "catchment": "neighbours",
    "DisplayContours": "shapes",
    "commune_contours": "shapes",
    "display_contours": "shapes",
}

__all__ = [
    "CODES",
    "COMMUNE",
    "MAX_RADIUS_KM",
    "MIN_RADIUS_KM",
    "MOST_CODES",
    "AddReport",
    "Circles",
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
    "WrittenPerimeter",
    "add_table",
    "add_tables",
    "added_tables",
    "are_kept",
    "around",
    "base_dating",
    "catchment",
    "checked_radius",
    "circles",
    "clean_codes",
    "codes_perimeter",
    "commune_contours",
    "commune_perimeter",
    "display_contours",
    "distances_km",
    "distances_to_points_km",
    "full_name",
    "is_contiguous",
    "level_perimeter",
    "load_territories",
    "perimeter_area",
    "perimeter_contour",
    "perimeter_population",
    "place_named",
    "radius_perimeter",
    "read_codes",
    "read_perimeter",
    "remove_table",
    "search_places",
    "short_name",
    "similar_territories",
    "territory_sheet",
    "union",
    "unknown_population",
]


def __getattr__(name: str) -> Any:
    if name in _LATER:
        return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
