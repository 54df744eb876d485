"""A model written as TOML is the same model once read."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.engine.patterns import Pattern, as_data, as_toml, built_in_patterns, from_data, parse_pattern, problems_of

PATTERNS = [entry.pattern for entry in built_in_patterns()]
TEXTS = st.text(st.characters(exclude_categories=("Cs",)))
VALUES = st.recursive(
    TEXTS | st.integers() | st.booleans() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("pattern", PATTERNS, ids=[pattern.key for pattern in PATTERNS])
def test_model_of_the_product_comes_back_whole(pattern: Pattern) -> None:
    text = as_toml(as_data(pattern))

    assert parse_pattern(text, "x").digest == pattern.digest


@given(st.dictionaries(TEXTS, VALUES, max_size=4))
def test_anything_comes_back_as_it_was(data: dict[str, Any]) -> None:
    assert tomllib.loads(as_toml(data)) == data


def test_absent_values_are_left_out() -> None:
    assert tomllib.loads(as_toml({"key": None, "team": {"why": None, "fte_min": 1}})) == {"team": {"fte_min": 1}}


@pytest.mark.parametrize("pattern", PATTERNS, ids=[pattern.key for pattern in PATTERNS])
def test_model_of_the_product_has_no_problem(pattern: Pattern) -> None:
    assert problems_of(as_data(pattern)) == ()
    assert from_data(as_data(pattern)).digest == pattern.digest


def test_problems_say_where_they_are() -> None:
    data = as_data(PATTERNS[0])
    data["role"][1]["minimum"] = -1
    del data["title"]

    found = problems_of(data)

    assert [(one.path, one.code) for one in found] == [(("title",), "missing"), (("role", 1, "minimum"), "bounds")]
