"""The address of a scan: read as written, written as read, whatever is in it."""

from pathlib import Path

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.lozere import MODEL

from essaim.apps.scenarios.answers import Filters
from essaim.engine.patterns import find_pattern
from essaim.engine.territories import load_territories
from essaim.engine.values import Answer
from essaim.web.scan.asking import Asked, as_query, question_asked, read

NAMES = [
    "modele", "niveau", "rayon", "dans", "lieu", "territoire", "min.producteurs", "au_moins", "condition", "reponse",
    "q", "habitants_min", "habitants_max", "tri", "page",
]  # fmt: skip
ODD = st.one_of(
    st.text(max_size=12), st.sampled_from(["epci:1", "commune:48095:20", "codes:1,2", "-1", "1e9", "²", "\x00"])
)


def asked(text: str) -> Asked:
    return read(QueryDict(text))


@pytest.fixture(scope="module", autouse=True)
def compiled(essaim_home: Path) -> Path:
    return essaim_home


def test_address_is_written_as_it_was_read() -> None:
    written = (
        f"?modele={MODEL}&niveau=commune&rayon=30&dans=departement%3A48&min.producteurs=9&au_moins=2"
        "&sans_absente=1&condition=role.convives&reponse=absente&q=mende&habitants_min=10&habitants_max=90&tri=reunies&page=3"
        "&territoire=48095"
    )
    found = asked(written[1:])

    question = question_asked(found, find_pattern(MODEL), load_territories())

    assert as_query(question, found.filters, found.page, found.territory) == written
    assert found.filters == Filters("mende", 2, "role.convives", Answer.NO, 10, 90, "reunies", none_missing=True)


def test_minimums_of_the_model_and_of_other_models_are_not_written() -> None:
    found = asked("min.producteurs=5&min.inconnu=3")

    question = question_asked(found, find_pattern(MODEL), load_territories())

    assert question.minimums == {}


def test_bounds_the_wrong_way_round_are_said() -> None:
    assert len(asked("habitants_min=9&habitants_max=3").problems) == 1


def test_numbers_may_be_spaced_as_people_write_them() -> None:
    assert asked("habitants_min=10 000").filters.low == 10000


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(NAMES), ODD))
def test_nothing_odd_breaks_the_reading(values: dict[str, str]) -> None:
    query = QueryDict(mutable=True)
    query.update(values)

    found = read(query)

    assert found.page >= 1
    assert all(sign.isprintable() for sign in found.model + found.part + found.territory + found.filters.words)
