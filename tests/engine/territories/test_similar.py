"""Similar territories, against the slow obvious twin."""

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.engine.errors import BadOption, UnknownTerritory
from essaim.engine.language import use_language
from essaim.engine.territories import Criterion, Level, Territories, similar_territories
from essaim.engine.territories.aggregates import level_criteria, majorities, means, sums
from tests.engine.small import SOURCE, world

VALUE = st.one_of(st.just(math.nan), st.integers(0, 5).map(float))
COLUMNS = st.lists(st.lists(VALUE, min_size=8, max_size=8), min_size=1, max_size=4)


def with_criteria(numbers: Sequence[Sequence[float]], words: Sequence[Sequence[float]] = ()) -> Territories:
    t = world(Path("nowhere"), 8)
    criteria = {f"n{i}": Criterion(f"n{i}", f"n{i}", "", np.array(one), SOURCE) for i, one in enumerate(numbers)}
    for i, one in enumerate(words):
        labels = tuple("abcdef")
        criteria[f"w{i}"] = Criterion(
            f"w{i}", f"w{i}", "", np.array(one), SOURCE, categorical=True, categories=labels, how="majority"
        )
    return replace(t, criteria=criteria)


def slow_gower(t: Territories, keys: Sequence[str], i: int) -> list[tuple[float, str]]:
    """Every other commune, criterion by criterion."""
    found = []
    for j in range(t.n):
        gaps = []
        for key in keys:
            one = t.criteria[key]
            known = [float(value) for value in one.values if not math.isnan(value)]
            here, there = float(one.values[i]), float(one.values[j])
            if math.isnan(here) or math.isnan(there):
                continue
            if one.categorical:
                gaps.append(0.0 if here == there else 1.0)
            else:
                spread = max(known) - min(known)
                gaps.append(abs(here - there) / spread if spread else 0.0)
        if i != j and 2 * len(gaps) >= len(keys):
            found.append((round(sum(gaps) / len(gaps), 12), str(t.codes[j])))
    return sorted(found)


@settings(max_examples=60)
@given(COLUMNS, COLUMNS)
def test_similar_is_that_of_the_slow_twin(numbers: list[list[float]], words: list[list[float]]) -> None:
    t = with_criteria(numbers, words)
    keys = list(t.criteria)

    result = similar_territories(t, "commune", "48003", 8, keys)

    assert [(round(one.distance, 12), one.code) for one in result.neighbours] == slow_gower(t, keys, 2)


@settings(max_examples=30)
@given(COLUMNS)
def test_similar_never_gives_itself_and_distances_grow(numbers: list[list[float]]) -> None:
    t = with_criteria(numbers)

    result = similar_territories(t, "commune", "48001", 5, list(t.criteria))

    distances = [one.distance for one in result.neighbours]
    assert "48001" not in [one.code for one in result.neighbours]
    assert distances == sorted(distances)
    assert all(0 <= distance <= 1 for distance in distances)


def test_pair_needs_half_of_the_criteria() -> None:
    nan = math.nan
    t = with_criteria([[1, 1, 1, 1, 1, 1, 1, 1], [1, nan, 2, 1, 1, 1, 1, 1], [1, nan, nan, 1, 1, 1, 1, 1]])

    result = similar_territories(t, "commune", "48001", 8, list(t.criteria))

    compared = {one.code: one.compared for one in result.neighbours}
    assert "48002" not in compared
    assert compared["48003"] == 2


def test_reasons_say_what_is_close_and_what_differs() -> None:
    t = with_criteria([[0, 0, 5, 5, 5, 5, 5, 5], [0, 5, 5, 5, 5, 5, 5, 5]], [[0, 1, 1, 1, 1, 1, 1, 1]])

    neighbour = similar_territories(t, "commune", "48001", 1, list(t.criteria)).neighbours[0]

    assert (neighbour.code, neighbour.compared) == ("48002", 3)
    assert [(one.key, one.here, one.there, one.difference) for one in neighbour.reasons] == [
        ("n0", "0", "0", 0.0),
        ("n1", "0", "5", 1.0),
        ("w0", "a", "b", 1.0),
    ]


def test_units_are_in_the_language_of_the_page(tiny: Territories) -> None:
    population = next(one for one in level_criteria(tiny, "commune") if one.key == "population")
    french = population.said(0)
    use_language("en")
    english = population.said(0)
    use_language("fr")

    assert (french.endswith(" hab."), english.endswith(" inhab.")) == (True, True)


def test_result_says_how_few_criteria_it_had(tiny: Territories) -> None:
    result = similar_territories(tiny, "commune", "48001")

    assert result.criteria == ("population", "densite", "superficie")
    assert result.notes[0].startswith("Sur 3 critères seulement")
    assert result.logarithmic == ("population", "densite", "superficie")
    assert "logarithme" in result.notes[-1]


def test_level_brings_the_number_of_communes_and_the_weight_of_the_centre(tiny: Territories) -> None:
    result = similar_territories(tiny, "departement", "48")

    assert result.criteria == ("population", "densite", "superficie", "nombre_communes", "part_centre")


def test_territory_of_which_too_little_is_known_has_no_neighbour(tiny: Territories) -> None:
    result = similar_territories(tiny, "commune", "48008")

    assert result.neighbours == ()
    assert (result.known, result.notes[1]) == (
        1,
        "1 critère sur 3 est connu de ce territoire : il en faut 2 pour comparer.",
    )


def test_unknown_criterion_lists_those_there_are(tiny: Territories) -> None:
    with pytest.raises(BadOption, match="population, densite, superficie"):
        similar_territories(tiny, "commune", "48001", criteria=["humeur"])


@pytest.mark.parametrize("k", [0, -1])
def test_number_of_neighbours_must_be_positive(tiny: Territories, k: int) -> None:
    with pytest.raises(BadOption):
        similar_territories(tiny, "commune", "48001", k)


def test_unknown_territory_is_refused(tiny: Territories) -> None:
    with pytest.raises(UnknownTerritory):
        similar_territories(tiny, "epci", "1")


LEVEL = Level("l", "L", np.array(["A", "B"]), np.array(["A", "B"]), np.array([0, 0, 1, -1], dtype=np.int32), SOURCE)
NAN = math.nan


def values(*items: float) -> np.ndarray:
    return np.array(items, dtype=np.float64)


def same(found: np.ndarray, *items: float) -> bool:
    return bool(np.array_equal(found, values(*items), equal_nan=True))


def test_sums_are_of_members_and_unknown_when_one_is() -> None:
    assert same(sums(LEVEL, values(1, 2, 3, 9)), 3, 3)
    assert same(sums(LEVEL, values(1, NAN, 3, 9)), NAN, 3)


def test_means_are_weighted_and_unknown_when_much_is() -> None:
    assert same(means(LEVEL, values(10, 20, 5, 9), values(1, 3, 1, 1)), 17.5, 5)
    assert same(means(LEVEL, values(10, NAN, 5, 9), values(1, 3, 1, 1)), NAN, 5)
    assert same(means(LEVEL, values(NAN, 20, 5, 9), values(1, 9, 0, 1)), 20, NAN)


def test_majorities_are_those_of_inhabitants() -> None:
    assert same(majorities(LEVEL, values(0, 1, 2, 3), values(10, 90, 5, 1)), 1, 2)
    assert same(majorities(LEVEL, values(0, NAN, NAN, 3), values(10, 90, 5, 1)), NAN, NAN)
    assert same(majorities(LEVEL, values(NAN, NAN, NAN, 3), values(1, 1, 1, 1)), NAN, NAN)


def test_density_of_a_level_is_all_inhabitants_over_all_its_area(tiny: Territories) -> None:
    density = next(one for one in level_criteria(tiny, "epci") if one.key == "densite")
    level = tiny.level("epci")
    members = level.communes(0)

    assert density.values[0] == pytest.approx(tiny.population[members].sum() / tiny.area_km2[members].sum())
    assert np.isnan(density.values[1])  # the population of one commune in five is unknown


def test_values_are_said_in_the_language_in_use(tiny: Territories) -> None:
    population = next(one for one in level_criteria(tiny, "commune") if one.key == "population")

    assert population.said(tiny.index("12001")) == "24\u202f000 hab."
    assert population.said(tiny.index("48004")) == "inconnu"
    use_language("en")
    assert population.said(tiny.index("12001")).startswith("24,000 ")
