"""Perimeters: which communes, and what they are together."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from essaim.engine.errors import BadRadius, EmptyPerimeter, MissingColumns, UnknownTerritory, UnreadableFile
from essaim.engine.territories import (
    Perimeter,
    Territories,
    codes_perimeter,
    commune_perimeter,
    distances_km,
    is_contiguous,
    level_perimeter,
    perimeter_area,
    perimeter_contour,
    perimeter_population,
    radius_perimeter,
    read_codes,
    union,
    unknown_population,
)
from essaim.engine.values import Answer
from tests.engine.small import world


def codes(t: Territories, perimeter: Perimeter) -> list[str]:
    return sorted(t.codes[perimeter.communes].tolist())


def test_radius_takes_the_communes_whose_point_is_within(tiny: Territories) -> None:
    perimeter = radius_perimeter(tiny, "48001", 12)

    assert codes(tiny, perimeter) == ["12001", "48001", "48002", "48005"]
    assert (perimeter.label, perimeter.kind, perimeter.radius_km) == (
        "12 km autour de L'Abergement (48001)",
        "radius",
        12,
    )
    assert perimeter.center == tiny.index("48001")


def test_radius_says_which_communes_it_could_not_place(tiny: Territories) -> None:
    notes = radius_perimeter(tiny, "48001", 12).notes

    assert notes == ("La position de 1 commune du voisinage n'est pas connue, elle n'est pas comptée : Perdue.",)


def test_radius_around_a_former_code_says_so(tiny: Territories) -> None:
    perimeter = radius_perimeter(tiny, "75101", 5)

    assert codes(tiny, perimeter) == ["75056"]
    assert "75101 → 75056" in perimeter.notes[0]


def test_radius_around_a_commune_without_position_is_refused(tiny: Territories) -> None:
    with pytest.raises(UnknownTerritory, match="La position de Perdue"):
        radius_perimeter(tiny, "48008", 20)


@pytest.mark.parametrize("km", [0, -1, 101, 10_000, float("nan"), float("inf"), "20"])
def test_impossible_radius_is_refused_with_what_to_write(tiny: Territories, km: float) -> None:
    with pytest.raises(BadRadius) as caught:
        radius_perimeter(tiny, "48001", km)

    assert caught.value.advice == "Donnez un nombre de kilomètres entre 1 et 100, par exemple 20."


@given(st.floats(1, 100), st.floats(1, 100))
def test_a_larger_radius_takes_no_fewer_communes(one: float, other: float) -> None:
    t = world(Path("nowhere"), 30)
    low, high = sorted((one, other))

    near, far = radius_perimeter(t, "48001", low), radius_perimeter(t, "48001", high)

    assert set(near.communes) <= set(far.communes)
    assert all(distances_km(t, 0, far.communes) <= high)


def test_radius_perimeter_does_not_depend_on_the_order_of_communes() -> None:
    t = world(Path("nowhere"), 20)
    order = np.random.default_rng(5).permutation(20)
    columns = ("codes", "names", "population", "area_km2", "lon", "lat", "point_kind", "contour_row")
    shuffled = replace(t, **{name: getattr(t, name)[order] for name in columns}, levels={})

    assert codes(shuffled, radius_perimeter(shuffled, "48007", 25)) == codes(t, radius_perimeter(t, "48007", 25))


def test_epci_may_straddle_departements(tiny: Territories) -> None:
    perimeter = level_perimeter(tiny, "epci", "200000001")

    assert codes(tiny, perimeter) == ["12001", "48001", "48002", "48005"]
    assert perimeter.label == "Communauté de communes Cœur de Lozère (EPCI à fiscalité propre, 200000001)"


def test_level_commune_is_one_commune(tiny: Territories) -> None:
    assert codes(tiny, level_perimeter(tiny, "commune", "48005")) == ["48005"]


def test_commune_perimeter_is_one_commune(tiny: Territories) -> None:
    perimeter = commune_perimeter(tiny, "48005")

    assert (codes(tiny, perimeter), perimeter.label, perimeter.center) == (["48005"], "Mende (48005)", 6)


def test_codes_are_mended_resolved_and_told(tiny: Territories) -> None:
    perimeter = codes_perimeter(tiny, ["48005", "75101", "99999", "", "48001 - Abergement", "48005"], "Mon pôle")

    assert codes(tiny, perimeter) == ["48001", "48005", "75056"]
    assert (perimeter.label, perimeter.kind) == ("Mon pôle", "codes")
    assert perimeter.notes == (
        "1 code ancien ou délégué remplacé par celui de la commune actuelle : 75101 → 75056.",
        "1 code inconnu laissé de côté : 99999.",
        "1 code corrigé (zéro de tête, espaces).",
    )


@pytest.mark.parametrize("unknown", [[], ["", " "], ["99999"]])
def test_codes_without_any_known_commune_are_empty(tiny: Territories, unknown: list[str]) -> None:
    with pytest.raises(EmptyPerimeter):
        codes_perimeter(tiny, unknown)


def test_union_takes_each_commune_once(tiny: Territories) -> None:
    both = union(tiny, level_perimeter(tiny, "epci", "200000001"), commune_perimeter(tiny, "48005"))

    assert codes(tiny, both) == ["12001", "48001", "48002", "48005"]
    assert both.kind == "union"


def test_union_of_nothing_is_empty(tiny: Territories) -> None:
    with pytest.raises(EmptyPerimeter):
        union(tiny)


def test_population_leaves_out_what_is_unknown_and_tells(tiny: Territories) -> None:
    perimeter = level_perimeter(tiny, "epci", "200000002")

    assert perimeter_population(tiny, perimeter) == 5300.0
    assert tiny.codes[unknown_population(tiny, perimeter)].tolist() == ["48004"]


def test_population_of_the_unknown_is_unknown(tiny: Territories) -> None:
    assert np.isnan(perimeter_population(tiny, commune_perimeter(tiny, "48004")))


def test_area_is_that_of_the_contour(tiny: Territories) -> None:
    assert perimeter_area(tiny, commune_perimeter(tiny, "48001")) == pytest.approx(89.04, abs=0.01)


@pytest.mark.parametrize(
    ("members", "answer"),
    [
        (["48001", "48002"], Answer.YES),
        (["48001", "48006"], Answer.YES),  # they meet in one point
        (["48001", "48004"], Answer.NO),
        (["48001", "48002", "97411"], Answer.NO),
        (["48001", "48008"], Answer.UNKNOWN),
        (["48008"], Answer.YES),
    ],
)
def test_contiguity(tiny: Territories, members: list[str], answer: Answer) -> None:
    assert is_contiguous(tiny, codes_perimeter(tiny, members)) is answer


def test_contour_is_the_outline_of_its_communes(tiny: Territories) -> None:
    contour = perimeter_contour(tiny, codes_perimeter(tiny, ["48001", "48005"]))

    assert contour.equals(shapely.box(3.0, 44.0, 3.1, 44.2))


def test_contour_of_communes_without_any_is_none(tiny: Territories) -> None:
    assert perimeter_contour(tiny, commune_perimeter(tiny, "48008")) is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("plain.txt", "48095\n48001\n\n"),
        ("bom.txt", "\ufeff48095\n48001\n"),
        ("semicolon.csv", "48095;Mende\n48001;Autre\n"),
        ("header.csv", "code_insee;nom\n48095;Mende\n48001;Autre\n"),
        ("official.csv", "LIBGEO,CODGEO\nMende,48095\nAutre,48001\n"),
    ],
)
def test_read_codes_of_lists_and_tables(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")

    assert read_codes(path) == ["48095", "48001"]


def test_read_codes_keeps_what_looks_wrong_for_the_report(tmp_path: Path) -> None:
    path = tmp_path / "codes.txt"
    path.write_text("48095\nMende\n", encoding="utf-8")

    assert read_codes(path) == ["48095", "Mende"]


def test_read_codes_of_a_table_without_codes_says_so(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("nom;pays\nMende;Lozère\n", encoding="utf-8")

    with pytest.raises(MissingColumns, match="code_insee"):
        read_codes(path)


def test_read_codes_of_a_binary_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.txt"
    path.write_bytes(b"\x00\x01\x02")

    with pytest.raises(UnreadableFile):
        read_codes(path)


def test_read_codes_of_an_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="introuvable"):
        read_codes(tmp_path / "absent.txt")
