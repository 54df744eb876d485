"""Codes of the past."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.engine.territories.compiling.history import follow, gather_past
from essaim.engine.territories.compiling.layer import Layer
from essaim.engine.territories.model import FormerCodes
from essaim.engine.values import Source


@pytest.mark.parametrize(
    ("moves", "heirs", "unsettled"),
    [
        ([("2016-01-01", "1", "9"), ("2016-01-01", "9", "9")], {"1": "9"}, set()),
        ([("1990-01-01", "1", "2"), ("2016-01-01", "2", "9")], {"1": "9", "2": "9"}, set()),
        ([("1990-01-01", "1", "8"), ("1990-01-01", "1", "9")], {}, {"1"}),
        ([("1990-01-01", "1", "2"), ("1990-01-01", "1", "3"), ("2000-01-01", "2", "9"), ("2000-01-01", "3", "9")],
         {"1": "9", "2": "9", "3": "9"}, set()),
        ([("1990-01-01", "1", "2"), ("1991-01-01", "2", "1")], {}, {"1", "2"}),
        ([("1970-01-01", "1", "8"), ("1990-01-01", "1", "9")], {"1": "9"}, set()),
        ([("1990-01-01", "9", "8")], {}, set()),
        ([], {}, set()),
    ],
    ids=["merged", "chain", "split", "split-then-merged", "circle", "recreated", "still-there", "nothing"],
)  # fmt: skip
def test_follow_leads_to_the_communes_of_today(
    moves: list[tuple[str, str, str]], heirs: dict[str, str], unsettled: set[str]
) -> None:
    assert follow(moves, {"8", "9"}) == (heirs, unsettled)


@given(
    st.lists(st.tuples(st.sampled_from(["1950", "1980", "2010"]), st.sampled_from("12345"), st.sampled_from("123458"))),
    st.randoms(),
)
def test_follow_ends_in_communes_of_today_whatever_the_order(moves: list[tuple[str, str, str]], random: Any) -> None:
    shuffled = list(moves)
    random.shuffle(shuffled)

    heirs, unsettled = follow(moves, {"8", "5"})

    assert set(heirs.values()) <= {"8", "5"}
    assert not set(heirs) & unsettled
    assert (heirs, unsettled) == follow(shuffled, {"8", "5"})


def layer(name: str, **arrays: list[str]) -> Layer:
    return Layer(name, "", Source(name, name), "", 1, arrays={key: np.array(rows) for key, rows in arrays.items()})


def test_gather_past_keeps_the_name_that_a_later_list_does_not_give() -> None:
    base = FormerCodes(np.array(["10"]), np.array(["Vieille"]), np.array([0], np.int32), np.array(["COMA"]))
    later = layer("cog", past_code=["10"], past_commune=["91"], past_name=[""], past_kind=["OLD"])

    former, counts = gather_past(base, ["90", "91"], [later])

    assert (former.codes.tolist(), former.names.tolist(), former.kinds.tolist()) == (["10"], ["Vieille"], ["COMA"])
    assert former.index.tolist() == [1]
    assert counts == {"cog": {"past_codes": 1, "past_unsettled": 0}}


def test_gather_past_never_replaces_a_commune_of_today() -> None:
    later = layer("cog", past_code=["90"], past_commune=["91"], past_name=["X"], past_kind=["OLD"])

    former, _counts = gather_past(FormerCodes.empty(), ["90", "91"], [later])

    assert former.codes.tolist() == []


def test_gather_past_counts_codes_whose_commune_is_unknown() -> None:
    later = layer("cog", past_code=["10"], past_commune=["77"], past_name=["X"], past_kind=["OLD"])

    _former, counts = gather_past(FormerCodes.empty(), ["90"], [later])

    assert counts == {"cog": {"past_codes": 0, "past_unsettled": 1}}
