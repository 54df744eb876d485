from decimal import Decimal

import pytest

from essaim.engine.errors import InvalidValue
from essaim.kit.numbers import typed_cents, typed_number, typed_version


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"), ("12,5", "12.5"), ("12.5", "12.5"), ("1 234,50", "1234.50"), ("1\u202f234,50", "1234.50"),
        ("1.234,50", "1234.50"), ("1,234.50", "1234.50"), ("1.234.567", "1234567"), ("1,234,567", "1234567"),
        ("-3", "-3"), ("−3", "-3"), ("+3", "3"), (" 0 ", "0"), ("1’234,50", "1234.50"), ("\ufeff12\u200b", "12"),
        ("- 1 234", "-1234"), ("1\u2009234 567", "1234567"),
    ],
)  # fmt: skip
def test_number_is_read_as_people_type_it(text: str, number: str) -> None:
    assert typed_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "douze",
        "1.234",
        "1,234",
        "12,345",
        "1.2.3",
        "1 €",
        "12 50",
        "1 23",
        "1234 567",
        "12\n50",
        "٣",
        "1e5",
        "9" * 16,
        "nan",
    ],
)
def test_what_is_not_a_number_or_is_two_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        typed_number(text)


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1 234,50 €", 123450),
        ("1.234,50", 123450),
        ("0", 0),
        ("12 €", 1200),
        ("247000 EUR", 24700000),
        ("12 euros", 1200),
        ("€ 12,50", 1250),
        ("1 234€", 123400),
        ("12 eur\r\n", 1200),
    ],
)
def test_amount_is_read_in_cents(text: str, cents: int) -> None:
    assert typed_cents(text) == cents


@pytest.mark.parametrize("text", ["-1 €", "−1", "(1 234)", "(12 €)"])
def test_amount_below_zero_is_refused_as_such(text: str) -> None:
    with pytest.raises(InvalidValue, match="négatif"):
        typed_cents(text)


@pytest.mark.parametrize("text", ["12 k€", "12k", "1,5 M€"])
def test_shortened_amount_is_asked_in_full(text: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        typed_cents(text)

    assert "en entier" in str(refused.value.advice)


@pytest.mark.parametrize(
    ("seen", "version"), [("7", 7), ("", 0), ("-1", 0), ("x", 0), ("9" * 9, 999999999), ("9" * 10, 0)]
)
def test_what_is_no_version_is_the_one_that_no_record_has(seen: str, version: int) -> None:
    assert typed_version(seen) == version
