"""What may be shown of an establishment."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.engine.disclosure import TELLING, Hidden, hidden_sentence, shown
from essaim.engine.register.profiles import Profiles
from essaim.engine.values import Answer

NO, UNKNOWN, YES = Answer.NO, Answer.UNKNOWN, Answer.YES
CASES = [
    # legal form, public SIREN, not public → name, SIRET, position, listed, reason
    ("9220", NO, NO, True, True, True, True, Hidden.NOTHING),
    ("9220", NO, UNKNOWN, True, True, True, True, Hidden.NOTHING),
    ("9220", NO, YES, False, True, False, True, Hidden.NOT_PUBLIC),
    ("1000", NO, NO, False, False, True, False, Hidden.NATURAL_PERSON),
    ("1000", NO, YES, False, False, False, False, Hidden.NATURAL_PERSON),
    ("", NO, NO, False, False, True, False, Hidden.FORM_UNKNOWN),
    ("", UNKNOWN, NO, False, False, True, False, Hidden.FORM_UNKNOWN),
    ("", NO, YES, False, False, False, False, Hidden.NOT_PUBLIC_FORM_UNKNOWN),
    ("", YES, NO, True, True, True, True, Hidden.NOTHING),
    ("", YES, YES, False, True, False, True, Hidden.NOT_PUBLIC),
    ("7210", YES, NO, True, True, True, True, Hidden.NOTHING),
]


def test_each_class_is_shown_as_the_rules_say() -> None:
    profiles = Profiles.from_rows(
        [{"legal": legal, "public_siren": public, "not_public": secret} for legal, public, secret, *_rest in CASES]
    )

    rights = shown(profiles)

    columns = (rights.name, rights.siret, rights.position, rights.listed, rights.reason)
    assert [tuple(column[n] for column in columns) for n in range(len(CASES))] == [case[3:] for case in CASES]


def test_the_reason_is_a_sentence() -> None:
    rights = shown(Profiles.from_rows([{"legal": ""}, {"legal": "9220"}]))

    sentence = "forme inconnue, peut être une personne physique : compté, non listé"
    assert [rights.sentence(0), rights.sentence(1)] == [sentence, ""]
    assert [bool(hidden_sentence(reason)) for reason in Hidden] == [False, True, True, True, True]


@pytest.mark.parametrize("flag", TELLING)
def test_who_is_surely_no_person_is_named_without_a_legal_category(flag: str) -> None:
    rights = shown(Profiles.from_rows([{"legal": "", flag: YES}, {"legal": "1000", flag: YES}]))

    assert (rights.name.tolist(), rights.listed.tolist()) == ([True, False], [True, False])


def test_no_profile_at_all_is_no_error() -> None:
    assert shown(Profiles.from_rows([])).listed.tolist() == []


@pytest.mark.parametrize("flag", ["not_public", "public_siren"])
@given(legal=st.sampled_from(["", "1000", "1900", "5710", "9220"]), answer=st.sampled_from(list(Answer)))
def test_a_name_is_never_shown_without_its_line_nor_for_a_person(flag: str, legal: str, answer: Answer) -> None:
    rights = shown(Profiles.from_rows([{"legal": legal, flag: answer}]))

    assert not (rights.name & ~rights.listed).any()
    assert not (rights.siret & ~rights.listed).any()
    assert bool(rights.listed[0]) <= (not legal.startswith("1"))
    assert rights.name.dtype == np.bool_
