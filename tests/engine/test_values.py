from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.engine.errors import InvalidValue
from essaim.engine.values import commune_code, luhn_is_valid, naf_code, siren, siret


@pytest.mark.parametrize("text", ["48095", " 48095 ", "2a004", "97411", "98818"])
def test_commune_code_is_read(text):
    assert commune_code(text) == text.strip().upper()


@pytest.mark.parametrize("text", ["", "4809", "480955", "Mende", "00123", "96001", "2C004"])
def test_commune_code_that_cannot_exist_is_refused(text):
    with pytest.raises(InvalidValue, match="cinq caractères"):
        commune_code(text)


def test_siret_drops_spaces_of_every_kind():
    assert siret("732\u00a0829\u202f320 00074") == "73282932000074"
    assert siren("732 829 320") == "732829320"


@pytest.mark.parametrize("text", ["7328293200007", "7.32829E+13", "٧٣٢٨٢٩٣٢٠٠٠٠٧٤", ""])
def test_siret_that_cannot_exist_is_refused(text):
    with pytest.raises(InvalidValue, match="quatorze"):
        siret(text)


def test_naf_code_gets_its_dot_back():
    assert naf_code("9499z") == "94.99Z"
    assert naf_code("01.11Y") == "01.11Y"


@pytest.mark.parametrize("text", ["", "94.99", "Associations", "94.9Z"])
def test_naf_code_that_cannot_exist_is_refused(text):
    with pytest.raises(InvalidValue, match="NAF"):
        naf_code(text)


def test_luhn_accepts_real_numbers_and_la_poste():
    assert luhn_is_valid("732829320")
    assert luhn_is_valid("73282932000074")
    assert luhn_is_valid("35600000000048")
    assert not luhn_is_valid("732829321")


@given(st.integers(0, 10**8 - 1))
def test_luhn_has_one_valid_last_digit(stem):
    assert sum(luhn_is_valid(f"{stem:08d}{digit}") for digit in range(10)) == 1
