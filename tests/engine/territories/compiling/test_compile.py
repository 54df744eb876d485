"""The tiny France, compiled: what it holds and what it lacks."""

import numpy as np
import pytest

from essaim.engine.errors import UnknownTerritory
from essaim.engine.territories import Territories, commune_contours


def named(t: Territories, code: str) -> int:
    return int(np.flatnonzero(t.codes == code)[0])


def test_compiled_communes_are_those_of_the_files(tiny: Territories) -> None:
    assert sorted(tiny.codes.tolist()) == [
        "12001",
        "12002",
        "48001",
        "48002",
        "48003",
        "48004",
        "48005",
        "48006",
        "48007",
        "48008",
        "75056",
        "97411",
    ]


def test_compiled_gaps_are_counted(tiny: Territories) -> None:
    expected = {
        "without_contour_published": 2,
        "contour_from_delegated": 1,
        "without_contour": 1,
        "without_town_hall": 2,
        "without_point": 1,
        "without_population": 1,
        "without_epci": 4,
        "without_area": 1,
        "without_departement": 0,
        "without_region": 0,
    }

    assert dict(tiny.gaps) == expected


def test_compiled_repair_is_reported(tiny: Territories) -> None:
    repair = tiny.meta["repair"]

    assert (repair["remaining"], repair["changed"], repair["invalid"]) == (0, 1, 0)
    assert repair["mismatched"] >= 2


def test_names_carry_their_article(tiny: Territories) -> None:
    codes = ["48001", "48003", "48006", "48005"]

    names = [str(tiny.names[named(tiny, code)]) for code in codes]

    assert names == ["L'Abergement", "Le Havre", "La Neuve", "Mende"]


def test_unknown_population_is_not_nil(tiny: Territories) -> None:
    assert np.isnan(tiny.population[named(tiny, "48004")])
    assert tiny.population[named(tiny, "48007")] == 0


def test_point_is_the_town_hall_else_the_inner_point_else_unknown(tiny: Territories) -> None:
    kinds = [int(tiny.point_kind[named(tiny, code)]) for code in ("48001", "48007", "48008")]

    assert kinds == [1, 2, 0]
    assert np.isnan(tiny.lon[named(tiny, "48008")])


def test_contour_of_delegated_communes_stands_for_that_of_the_commune(tiny: Territories) -> None:
    shape = commune_contours(tiny, np.array([named(tiny, "48006")], dtype=np.int32))[0]

    assert tuple(round(bound, 6) for bound in shape.bounds) == (3.1, 44.1, 3.2, 44.2)


def test_overseas_comes_after_metropolitan_france(tiny: Territories) -> None:
    assert tiny.codes[-1] == "97411"


@pytest.mark.parametrize(
    ("code", "today"),
    [
        ("75101", "75056"),
        ("48106", "48006"),
        ("48201", "48001"),
        ("48006", "48006"),
        ("48095 - x", None),
        (" 48005 ", "48005"),
    ],
)
def test_resolve_gives_the_commune_of_today(tiny: Territories, code: str, today: str | None) -> None:
    place = int(tiny.resolve([code])[0])

    assert (str(tiny.codes[place]) if place >= 0 else None) == today


def test_index_of_an_unknown_code_says_what_to_do(tiny: Territories) -> None:
    with pytest.raises(UnknownTerritory) as caught:
        tiny.index("48999")

    assert caught.value.message == "Aucune commune n'a le code INSEE « 48999 »."
    assert caught.value.command.startswith("essaim territories find")
    assert "essaim" not in str(caught.value)


def test_levels_of_the_base(tiny: Territories) -> None:
    assert {key: level.m for key, level in tiny.levels.items()} == {"departement": 4, "region": 3, "epci": 2}


def test_level_index_gives_back_lost_zeros(tiny: Territories) -> None:
    region = tiny.level("region")

    assert region.codes[region.index("4")] == "04"


def test_level_index_of_an_unknown_code_names_the_level(tiny: Territories) -> None:
    with pytest.raises(UnknownTerritory, match="« Département »"):
        tiny.level("departement").index("99")


def test_unknown_level_lists_those_there_are(tiny: Territories) -> None:
    with pytest.raises(UnknownTerritory, match="commune, departement, region, epci"):
        tiny.level("zone_emploi")


def test_commune_is_a_level_of_its_own(tiny: Territories) -> None:
    level = tiny.level("commune")

    assert level.member.tolist() == list(range(tiny.n))


def test_base_criteria_are_always_there(tiny: Territories) -> None:
    mende = named(tiny, "48005")

    assert list(tiny.criteria) == ["population", "superficie", "densite"]
    assert tiny.criteria["densite"].values[mende] == tiny.population[mende] / tiny.area_km2[mende]
    assert tiny.criteria["densite"].how == "density"


def test_undated_release_says_so(tiny: Territories) -> None:
    assert tiny.population_source.vintage == "non daté"
