"""Which commune each line of a table speaks of."""

import numpy as np
import pytest

from essaim.engine.territories.codes import CodeIndex
from essaim.engine.territories.compiling.layer import Layer
from essaim.engine.territories.compiling.placing import Placement, place_rows
from essaim.engine.territories.model import FormerCodes
from essaim.engine.values import Source

COMMUNES = np.array(["48001", "48002", "75056"])
FORMER = FormerCodes(
    codes=np.array(["48101", "48102", "75101", "75102"]),
    names=np.array(["Une", "Deux", "Paris 1er", "Paris 2e"]),
    index=np.array([0, 0, 2, 2], dtype=np.int32),
    kinds=np.array(["OLD", "OLD", "ARM", "ARM"]),
)


def placed(*codes: str) -> Placement:
    layer = Layer("t", "", Source("t", "t"), "commune", len(codes), arrays={"codes": np.array(codes)})
    return place_rows(layer, CodeIndex.from_codes(COMMUNES), FORMER)


def test_own_lines_go_to_their_commune() -> None:
    placement = placed("48002", "48001")

    assert placement.exact(np.array([2.0, 1.0])).tolist()[:2] == [1.0, 2.0]
    assert np.isnan(placement.exact(np.array([2.0, 1.0]))[2])


def test_first_of_doubled_lines_counts() -> None:
    placement = placed("48001", "48001")

    assert placement.exact(np.array([1.0, 9.0]))[0] == 1.0
    assert placement.doubled == 1


def test_counts_of_former_communes_add_up_and_rates_stay_unknown() -> None:
    placement = placed("48101", "48102")
    values = np.array([10.0, 5.0])

    assert placement.total(values)[0] == 15.0
    assert np.isnan(placement.exact(values)[0])
    assert placement.summary()["via_former"] == 2


def test_count_of_a_former_commune_that_is_unknown_makes_the_sum_unknown() -> None:
    assert np.isnan(placed("48101", "48102").total(np.array([10.0, np.nan]))[0])


def test_own_line_beside_former_ones_is_unknown() -> None:
    placement = placed("48001", "48101")
    values = np.array([10.0, 5.0])

    assert np.isnan(placement.total(values)[0])
    assert np.isnan(placement.exact(values)[0])
    assert placement.summary()["ambiguous"] == 1


@pytest.mark.parametrize(
    ("codes", "words", "said"),
    [
        (("48101", "48102"), ("A", "A"), "A"),
        (("48101", "48102"), ("A", "B"), ""),
        (("48001", "48101"), ("A", "A"), "A"),
        (("48001", "48101"), ("A", "B"), ""),
        (("48001",), ("A",), "A"),
        (("48002",), ("A",), ""),
    ],
)
def test_words_are_known_when_all_lines_agree(codes: tuple[str, ...], words: tuple[str, ...], said: str) -> None:
    assert str(placed(*codes).agreed(np.array(words))[0]) == said


def test_arrondissements_are_left_aside_when_the_whole_commune_has_its_line() -> None:
    placement = placed("75056", "75101", "75102")

    assert placement.total(np.array([30.0, 10.0, 20.0]))[2] == 30.0


def test_arrondissements_add_up_without_the_whole() -> None:
    assert placed("75101", "75102").total(np.array([10.0, 20.0]))[2] == 30.0


def test_unknown_codes_are_named_once_and_counted() -> None:
    summary = placed("48001", "99999", "99999", "ABCDE", "").summary()

    assert (summary["unknown"], summary["unknown_examples"]) == (2, ["99999", "ABCDE"])


def test_only_ten_examples_are_given() -> None:
    summary = placed(*(f"99{i:03d}" for i in range(30))).summary()

    assert (summary["unknown"], len(summary["unknown_examples"])) == (30, 10)
