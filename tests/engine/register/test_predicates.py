from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.engine.errors import InvalidRules
from essaim.engine.register.predicates import SIZE_BANDS, evaluate, parse_predicate
from essaim.engine.register.profiles import Profiles
from essaim.engine.values import Answer
from tests.spec import scan_twin

NO, UNKNOWN, YES = Answer.NO, Answer.UNKNOWN, Answer.YES


def ask(rule: dict, *rows: dict, families: dict | None = None) -> list[int]:
    return evaluate(parse_predicate(rule, "essai"), Profiles.from_rows(rows), families or {}).tolist()


def test_naf_matches_codes_and_prefixes_and_leaves_the_unknown_unknown():
    rule = {"naf": {"rev2": ["94.99Z", "38*"]}}

    assert ask(rule, {"naf": "94.99Z"}, {"naf": "38.32Z"}, {"naf": "94.11Z"}, {}) == [YES, YES, NO, UNKNOWN]


def test_naf_in_two_nomenclatures_takes_the_one_that_is_known():
    rule = {"naf": {"rev2": ["85.42Z"], "naf2025": ["85.40*"]}}
    rows = [{"naf": "85.42Z"}, {"naf25": "85.40Y"}, {"naf": "01.11Z"}, {"naf25": "01.11Y"}, {}]

    assert ask(rule, *rows) == [YES, YES, NO, NO, UNKNOWN]


def test_size_band_across_the_bound_is_unknown():
    bands = [{"size": band} for band in ("NN", "", "00", "01", "11", "12", "53")]

    assert ask({"size_min": 15}, *bands) == [UNKNOWN, UNKNOWN, NO, NO, UNKNOWN, YES, YES]
    assert ask({"size_max": 15}, *bands) == [UNKNOWN, UNKNOWN, YES, YES, UNKNOWN, NO, NO]


@given(st.sampled_from(sorted(SIZE_BANDS)), st.integers(0, 12_000))
def test_size_bounds_agree_with_every_headcount_of_the_band(band, bound):
    low, high = SIZE_BANDS[band]
    heads = {min(low + step, high) for step in (0, 1)} | {min(high, 20_000)}

    truth = {head >= bound for head in range(low, min(high, low + 3000) + 1)} | {head >= bound for head in heads}

    expected = YES if truth == {True} else NO if truth == {False} else UNKNOWN
    assert ask({"size_min": bound}, {"size": band}) == [expected]


def test_all_any_not_follow_kleene():
    rows = [{"ess": a, "siae": b} for a in (NO, UNKNOWN, YES) for b in (NO, UNKNOWN, YES)]
    ess, siae = {"flag": "ess"}, {"flag": "siae"}

    assert ask({"all": [ess, siae]}, *rows) == [0, 0, 0, 0, 1, 1, 0, 1, 2]
    assert ask({"any": [ess, siae]}, *rows) == [0, 1, 2, 1, 1, 2, 2, 2, 2]
    assert ask({"not": ess}, *rows) == [2, 2, 2, 1, 1, 1, 0, 0, 0]
    assert ask({"sure": ess}, *rows) == [0, 0, 0, 0, 0, 0, 2, 2, 2]
    assert ask({"declared": "charte"}, *rows) == [1] * 9


RULE = st.deferred(
    lambda: st.one_of(
        st.just({"naf": {"rev2": ["38*", "94.99Z"]}}),
        st.just({"legal": ["92*"]}),
        st.just({"flag": "ess"}),
        st.lists(RULE, min_size=1, max_size=3).map(lambda parts: {"any": parts}),
        st.lists(RULE, min_size=1, max_size=3).map(lambda parts: {"all": parts}),
        RULE.map(lambda part: {"not": part}),
    )
)
ACTOR = st.fixed_dictionaries(
    {},
    optional={
        "naf": st.sampled_from(["38.32Z", "94.99Z", "56.10A"]),
        "legal": st.sampled_from(["9220", "5499"]),
        "ess": st.sampled_from([NO, UNKNOWN, YES]),
    },
)


@given(RULE, st.lists(ACTOR, min_size=1, max_size=5))
def test_evaluate_equals_its_slow_twin(rule, actors):
    words = {scan_twin.YES: YES, scan_twin.UNKNOWN: UNKNOWN, scan_twin.NO: NO}

    assert ask(rule, *actors) == [words[scan_twin.answer_of(rule, actor)] for actor in actors]


def test_family_answers_are_used():
    assert ask({"family": "ess"}, {}, {}, families={"ess": np.array([2, 1], np.int8)}) == [YES, UNKNOWN]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({}, "table non vide"),
        ({"naff": ["1"]}, "naff"),
        ({"naf": ["94.99Z"]}, "nomenclature"),
        ({"naf": {"rev2": []}}, "liste de codes"),
        ({"legal": "92*"}, "liste de codes"),
        ({"size_min": -1}, "nombre entier"),
        ({"size_min": True}, "nombre entier"),
        ({"flag": "esss"}, "esss"),
        ({"any": []}, "liste de conditions"),
        ({"declared": ""}, "declared"),
    ],
)
def test_parse_predicate_says_what_is_wrong(rule, words):
    with pytest.raises(InvalidRules, match=words):
        parse_predicate(rule, "modele.toml")


def test_evaluate_names_an_unknown_family():
    with pytest.raises(InvalidRules, match="inexistante"):
        ask({"family": "inexistante"}, {})
