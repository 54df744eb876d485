from decimal import Decimal

import pytest

from essaim.engine.errors import InvalidValue
from essaim.kit.numbers import typed_cents, typed_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"), ("12,5", "12.5"), ("12.5", "12.5"), ("1 234,50", "1234.50"), ("1\u202f234,50", "1234.50"),
        ("1.234,50", "1234.50"), ("1,234.50", "1234.50"), ("1.234.567", "1234567"), ("1,234,567", "1234567"),
        ("-3", "-3"), (" 0 ", "0"),
    ],
)  # fmt: skip
def test_number_is_read_as_people_type_it(text: str, number: str) -> None:
    assert typed_number(text) == Decimal(number)


@pytest.mark.parametrize("text", ["", "douze", "1.234", "1,234", "12,345", "1.2.3", "1 €", "٣", "1e5", "9" * 16, "nan"])
def test_what_is_not_a_number_or_is_two_is_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        typed_number(text)


@pytest.mark.parametrize(
    ("text", "cents"),
    [("1 234,50 €", 123450), ("1.234,50", 123450), ("0", 0), ("12 €", 1200), ("247000 EUR", 24700000)],
)
def test_amount_is_read_in_cents(text: str, cents: int) -> None:
    assert typed_cents(text) == cents


def test_amount_below_zero_is_refused() -> None:
    with pytest.raises(InvalidValue):
        typed_cents("-1 €")
