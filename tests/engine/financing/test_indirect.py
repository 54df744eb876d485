"""Indirect costs: parts make the whole, whatever the key."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.engine.errors import InvalidValue
from essaim.engine.financing import SpreadingKey, Total, by_direct_costs, spread
from tests.engine.financing.small import line, plan

weights = st.dictionaries(st.text(max_size=4), st.integers(0, 10**6), min_size=1, max_size=6).filter(
    lambda one: sum(one.values()) > 0
)


@given(st.integers(0, 10**10), weights)
def test_parts_make_the_whole_and_none_is_a_cent_away_from_its_share(cents: int, found: dict[str, int]) -> None:
    key = SpreadingKey("heures", found)

    parts = spread(cents, key)

    assert sum(parts.values()) == cents
    assert all(abs(part - cents * key.share(code)) < 1 for code, part in parts.items())


def test_a_key_says_its_rule() -> None:
    key = SpreadingKey("heures passées", {"cantine": 412, "": 1195})

    assert key.share("cantine") == Fraction(412, 1607)
    assert key.sentence("cantine") == (
        "Charges indirectes réparties selon « heures passées » : 25,6\u00a0% pour ce projet."
    )


@pytest.mark.parametrize("found", [{}, {"a": 0}, {"a": -1, "b": 5}])
def test_a_key_that_counts_nothing_or_less_is_refused(found: dict[str, int]) -> None:
    with pytest.raises(InvalidValue):
        SpreadingKey("heures", found)


SHARED = [
    line("613", 100, analytic="a"), line("641", 300, analytic="b"), line("indirect-fixes", 90, analytic="a"),
    line("864", 50, analytic="a"), line("65", 7), line("74-etat", 900, analytic="b"),
]  # fmt: skip


def test_costs_without_code_are_spread_by_direct_costs() -> None:
    found = by_direct_costs(plan(*SHARED), 0)

    assert found.direct == {"a": Total(100), "b": Total(300)}
    assert found.indirect == Total(97)
    assert found.parts == {"a": 24, "b": 73}


@pytest.mark.parametrize("cents", [None, -1])
def test_direct_cost_that_is_unknown_or_negative_makes_no_key(cents: int | None) -> None:
    found = by_direct_costs(plan(*SHARED, line("616", cents, analytic="c")), 0)

    assert (found.key, found.parts) == (None, None)


def test_direct_costs_that_are_all_zero_make_no_key() -> None:
    assert by_direct_costs(plan(line("616", 0, analytic="c"), line("65", 7)), 0).key is None


def test_unknown_indirect_cost_is_not_spread() -> None:
    found = by_direct_costs(plan(*SHARED, line("616", None)), 0)

    assert found.key is not None
    assert found.parts is None
