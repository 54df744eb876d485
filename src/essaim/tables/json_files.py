"""JSON and GeoJSON, item by item: the table is never whole in memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from essaim.tables import formats
from essaim.tables.notes import about
from essaim.tables.table import Row, Written


def plain(table: Written) -> Iterator[str]:
    """One object: what the table is, then its ``rows``."""
    return items_under(about(table), "rows", json_rows(table))


def geojson(table: Written) -> Iterator[str]:
    """One FeatureCollection; a row without a position has no geometry."""
    features = (
        {
            "type": "Feature",
            "geometry": geometry(row),
            "properties": {c.key: jsonable(row.get(c.key)) for c in table.columns},
        }
        for row in table.rows
    )
    return items_under({"type": "FeatureCollection", **about(table)}, "features", features)


def json_rows(table: Written) -> Iterator[dict[str, Any]]:
    """The rows as JSON values by column key."""
    for row in table.rows:
        yield {c.key: jsonable(row.get(c.key)) for c in table.columns}


def geometry(row: Row) -> Mapping[str, Any] | None:
    """Where a row stands, None when nobody knows."""
    shape = row.get("geometry")
    if shape is not None:
        return dict(shape)
    lon, lat = formats.bare(row.get("lon")), formats.bare(row.get("lat"))
    if not isinstance(lon, int | float) or not isinstance(lat, int | float):
        return None
    return {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]}


def items_under(head: Mapping[str, Any], key: str, items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """One JSON object: the head, then the items under ``key``, one a line so that people and ``diff`` can read it."""
    start = json.dumps(dict(head), ensure_ascii=False, indent=1, allow_nan=False).removesuffix("\n}")
    yield f'{start},\n "{key}": [\n'
    for place, item in enumerate(items):
        yield (",\n  " if place else "  ") + json.dumps(item, ensure_ascii=False, allow_nan=False)
    yield "\n ]\n}\n"


def jsonable(raw: object) -> Any:
    """A value as JSON knows it; unknown is null."""
    value = formats.bare(raw)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Mapping):
        return {str(key): jsonable(item) for key, item in value.items()}
    if hasattr(value, "__iter__"):
        return [jsonable(item) for item in value]
    return str(value)
