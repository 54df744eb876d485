"""Cells as publishers write them."""

import math

import numpy as np
import pytest

from essaim.engine.territories.cells import items, mostly_words, number, numbers, text


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("1 234", 1234.0),
        ("1\u202f234,5", 1234.5),
        ("1\u00a0234", 1234.0),
        ("1,234.5", 1234.5),
        ("7 %", 7.0),
        ("-3", -3.0),
        (4, 4.0),
        (True, 1.0),
        ("oui", 1.0),
        ("Non", 0.0),
    ],
)
def test_number_reads_what_people_write(cell: object, value: float) -> None:
    assert number(cell) == value


@pytest.mark.parametrize("cell", [None, "", "nd", "N.D.", "ns", "s", "-", "…", float("nan")])
def test_number_that_is_not_known_is_unknown(cell: object) -> None:
    value = number(cell)

    assert value is not None
    assert math.isnan(value)


def test_number_that_is_a_word_is_none() -> None:
    assert number("Mende") is None


def test_numbers_count_the_cells_they_could_not_read() -> None:
    read = numbers(["1", "deux", None, "inf"])

    assert np.isnan(read.values).tolist() == [False, True, True, True]
    assert read.unread == 1


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        (["48001", "48002"], ["48001", "48002"]),
        ("48001;48002", ["48001", "48002"]),
        ("['48001', '48002']", ["48001", "48002"]),
        ("QN00216M, QN00217M", ["QN00216M", "QN00217M"]),
        (None, []),
        ("", []),
    ],
)
def test_items_read_lists_however_separated(cell: object, codes: list[str]) -> None:
    assert items(cell) == codes


def test_text_drops_needless_decimals() -> None:
    assert [text(cell) for cell in (48095.0, 1.5, None, " x ", 7)] == ["48095", "1.5", "", "x", "7"]


def test_mostly_words_tells_classes_from_figures() -> None:
    assert mostly_words(["A", "B", "1", None])
    assert not mostly_words(["1", "2", "A", "nd"])
