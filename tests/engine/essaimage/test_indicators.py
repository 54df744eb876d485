from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from essaim.engine.errors import InvalidValue
from essaim.engine.essaimage.indicators import location_quotient


def test_location_quotient_equals_the_published_example(shared_vectors):
    vectors = json.loads(shared_vectors.read_text(encoding="utf-8"))["vectors"]
    vector = next(vector for vector in vectors if vector["id"] == "terr-lq-1")
    given_ = vector["input"]

    found = location_quotient(given_["e_ij"], given_["e_j"], given_["e_i"], given_["e"])

    assert found.value == pytest.approx(vector["expected"], abs=vector["tolerance"])


def test_location_quotient_of_farhauer_and_kroll():
    found = location_quotient(1714, 79006, 879213, 15593224)

    assert found.value == pytest.approx(0.3847623, abs=1e-7)


def test_location_quotient_interval_is_clopper_and_pearson():
    found = location_quotient(3, 40, 100, 4000)

    low, high = found.low * 0.025, found.high * 0.025
    assert binom.sf(2, 40, low) == pytest.approx(0.025)
    assert binom.cdf(3, 40, high) == pytest.approx(0.025)


@given(st.integers(0, 50), st.integers(1, 50), st.integers(1, 500), st.integers(1, 500))
def test_location_quotient_lies_within_its_interval(part, rest, reference_part, reference_rest):
    found = location_quotient(part, part + rest, reference_part, reference_part + reference_rest)

    assert found.low <= found.value <= found.high


def test_location_quotient_without_reference_does_not_exist():
    assert location_quotient(3, 40, 0, 4000) is None
    assert location_quotient(0, 0, 10, 4000) is None


def test_location_quotient_of_a_part_beyond_its_whole_is_refused():
    with pytest.raises(InvalidValue):
        location_quotient(41, 40, 10, 4000)
