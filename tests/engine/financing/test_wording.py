"""Amounts and shares in sentences."""

from fractions import Fraction

import pytest

from essaim.engine.financing.wording import euros, share_in_words, whole_euros
from essaim.engine.language import use_language


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (0, "0\u00a0€"), (5, "0,05\u00a0€"), (123_450, "1\u202f234,50\u00a0€"), (-100, "−1\u00a0€"),
        (9_007_199_254_740_993, "90\u202f071\u202f992\u202f547\u202f409,93\u00a0€"),
    ],
)  # fmt: skip
def test_cents_are_said_exactly(cents: int, text: str) -> None:
    assert euros(cents) == text


def test_shares_are_rounded_to_one_decimal() -> None:
    assert share_in_words(Fraction(118_425, 141_112)) == "83,9\u00a0%"
    assert share_in_words(Fraction(-1, 3), 0) == "−33\u00a0%"


def test_english_has_commas_and_points() -> None:
    use_language("en")
    try:
        assert (euros(123_450), share_in_words(Fraction(1, 8))) == ("1,234.50\u00a0€", "12.5%")
    finally:
        use_language("fr")


@pytest.mark.parametrize(
    ("cents", "said"), [(31_550_02, "31\u202f550\u00a0€"), (-1_50, "\u22122\u00a0€"), (-49, "0\u00a0€")]
)
def test_whole_euros_round_halves_away_from_zero(cents: int, said: str) -> None:
    assert whole_euros(cents) == said
