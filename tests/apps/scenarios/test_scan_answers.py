"""Counts kept and answers decided from them: the engine's own, whatever the minimums."""

import shutil
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from essaim.apps.scenarios import counting
from essaim.apps.scenarios.answers import Answers, Filters, decide
from essaim.apps.scenarios.counting import count, count_key, counts_of, ground_in_use, kept_counts
from essaim.apps.scenarios.explaining import cases_beside, explain_one
from essaim.apps.scenarios.question import Question, asked_question, question_from
from essaim.engine.errors import InvalidValue, UnknownTerritory
from essaim.engine.essaimage import Ground, build_targets, scan
from essaim.engine.patterns import find_pattern
from essaim.engine.territories.search_index import search_form
from essaim.engine.values import Answer
from tests.lozere import MENDE, MODEL


@pytest.fixture
def ground(lozere: Path) -> Ground:
    found = ground_in_use()
    assert found is not None
    return found


def question(ground: Ground, **asked: object) -> Question:
    return asked_question(find_pattern(MODEL), ground.territories, **asked)  # type: ignore[arg-type]


def answers(ground: Ground, **asked: object) -> Answers:
    put = question(ground, **asked)
    counts = counts_of(put, ground)
    assert counts is not None
    return decide(put, counts, ground)


@pytest.mark.parametrize(("level", "part"), [("epci", ""), ("departement", ""), ("commune", "departement:48")])
@pytest.mark.parametrize("minimums", [{}, {"producteurs": 7, "livraison": 0}, {"convives": 1}])
def test_answers_are_those_of_the_engine(ground: Ground, level: str, part: str, minimums: dict[str, int]) -> None:
    found = answers(ground, level=level, part=part, minimums=minimums)

    put = found.question
    targets = build_targets(ground.territories, level, radius_km=put.radius_km, within=put.within(ground.territories))
    expected = scan([put.asked_pattern], targets, ground)
    assert found.codes.tolist() == targets.codes.tolist()
    assert found.names.tolist() == targets.names.tolist()
    assert found.asked == expected.scans[0].asked
    assert np.array_equal(found.answers, expected.scans[0].answers)
    assert np.array_equal(found.chosen(Filters(sort="reunies")), expected.scans[0].order)


def test_new_minimum_counts_nothing_again(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    answers(ground)
    monkeypatch.setattr(counting, "scan", None)

    changed = answers(ground, minimums={"producteurs": 7})

    place = changed.place(MENDE)
    assert [asked.wanted for asked in changed.asked if asked.key == "producteurs"] == ["au moins 7"]
    assert place is not None


def test_role_left_out_is_no_condition(ground: Ground) -> None:
    keys = [asked.key for asked in answers(ground, minimums={"livraison": 0}).asked]

    assert ("livraison" in keys, "producteurs" in keys) == (False, True)


def test_all_communes_are_left_to_the_worker_until_they_are_counted(ground: Ground) -> None:
    everywhere = question(ground, level="commune")
    before = counts_of(everywhere, ground)

    steps: list[int] = []
    count(everywhere, ground, lambda done, total, label: steps.append(done))

    found = kept_counts(everywhere, ground)
    assert before is None
    assert steps == [0, 1, 2, 3]
    assert found is not None
    assert len(found.rows) == ground.territories.n


def test_key_changes_with_what_is_counted_and_not_with_minimums(ground: Ground) -> None:
    plain = count_key(question(ground), ground)

    assert count_key(question(ground, minimums={"producteurs": 9}), ground) == plain
    assert count_key(question(ground, radius_km=20), ground) != plain
    assert count_key(question(ground, part="region:76"), ground) != plain


def test_part_of_what_is_kept_is_not_counted_again(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    count(question(ground, radius_km=25), ground)
    expected = count(question(ground, part="departement:48", radius_km=25), ground)
    lozere = question(ground, part="departement:48", radius_km=25)
    shutil.rmtree(counting.data_home() / counting.FOLDER / count_key(lozere, ground))
    counting._mapped.cache_clear()
    monkeypatch.setattr(counting, "scan", None)

    found = counts_of(lozere, ground)

    assert found is not None
    for one in fields(expected):
        assert np.array_equal(getattr(found, one.name), getattr(expected, one.name))


def test_few_counts_are_kept(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "_MOST_KEPT", 2)

    for km in (11, 12, 13):
        count(question(ground, level="departement", radius_km=km), ground)

    kept = [question(ground, level="departement", radius_km=km) for km in (11, 12, 13)]
    assert sum(Path(counting.data_home(), counting.FOLDER, count_key(one, ground)).exists() for one in kept) == 2


@pytest.mark.parametrize(
    "asked",
    [{"level": "planete"}, {"radius_km": 0}, {"radius_km": 101}, {"part": "region:zz"}, {"part": "epci:244800405"},
     {"level": "region", "part": "region:76"}, {"minimums": {"producteurs": -1}}, {"part": "departement"}],
)  # fmt: skip
def test_question_that_cannot_be_is_refused_with_a_sentence(ground: Ground, asked: dict[str, object]) -> None:
    with pytest.raises(InvalidValue) as refusal:
        question(ground, **asked)

    assert refusal.value.message


def test_part_without_any_centre_is_refused(ground: Ground) -> None:
    with pytest.raises(InvalidValue):
        count(question(ground, level="epci", part="departement:93"), ground)


def test_question_survives_being_written(ground: Ground) -> None:
    asked = question(ground, level="commune", part="departement:48", radius_km=30, minimums={"convives": 2})

    assert question_from(asked.as_data()) == asked


def test_filters_keep_and_order(ground: Ground) -> None:
    found = answers(ground, part="departement:48")
    here = found.place(MENDE)
    assert here is not None

    named = found.chosen(Filters(words="coeur lozere"))
    missing = found.chosen(Filters(condition="role.convives", answer=Answer.NO))
    most = found.chosen(Filters(least=int(found.met[here])))
    small = found.chosen(Filters(high=int(found.counts.population[here]) - 1, sort="habitants"))
    by_name = [str(found.names[row]) for row in found.chosen(Filters())]
    by_conditions = [int(found.met[row]) for row in found.chosen(Filters(sort="reunies"))]
    whole = found.chosen(Filters(none_missing=True))

    assert named.tolist() == [here]
    assert here in missing
    assert here in most
    assert here not in small
    assert by_name == sorted(by_name, key=search_form)
    assert by_conditions == sorted(by_conditions, reverse=True)
    assert sorted(whole.tolist()) == [row for row in range(found.m) if found.missing[row] == 0]


def test_explanation_says_met_missing_and_unknown(ground: Ground) -> None:
    explained = explain_one(question(ground), MENDE, ground)

    said = {one.role.key: one.answer for one in explained.roles}
    assert said["producteurs"] is Answer.YES
    assert said["convives"] is Answer.NO
    assert said["maraichage-insertion"] is Answer.UNKNOWN
    assert {one.role.key: one.gap for one in explained.roles}["convives"] == 5


@pytest.mark.parametrize(("level", "code"), [("commune", "48095"), ("epci", MENDE), ("departement", "48")])
def test_explanation_agrees_with_the_scan(ground: Ground, level: str, code: str) -> None:
    found = answers(ground, level=level, part="region:76")
    place = found.place(code)
    assert place is not None

    explained = explain_one(found.question, code, ground)

    asked = [one.answer for one in explained.roles if one.answer is not None]
    asked += [one.answer for one in explained.conditions]
    assert asked == [Answer(int(answer)) for answer in found.answers[place]]


def test_unknown_territory_is_not_explained(ground: Ground) -> None:
    with pytest.raises(UnknownTerritory):
        explain_one(question(ground), "999999999", ground)


def test_cases_stand_by_distance_and_those_without_a_commune_last(ground: Ground) -> None:
    cases = cases_beside(question(ground), MENDE, ground)

    assert [case.distance_km is None for case in cases] == [False, True]
    assert cases[0].name == "Communauté de communes de la Région d'Audruicq"
    assert cases[0].there is not None
    assert cases[0].apart
