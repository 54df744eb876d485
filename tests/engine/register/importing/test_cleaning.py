"""One cell in, one clean value out, or the reason why not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.engine.register.importing.cleaning import (
    Activity,
    Place,
    clean_activity,
    clean_commune,
    clean_legal,
    clean_size,
    reasons,
)
from essaim.engine.register.importing.luhn import count_luhn_failures
from essaim.engine.values import luhn_is_valid


@pytest.mark.parametrize(
    ("text", "nomenclature", "expected"),
    [
        ("94.99Z", "", Activity("94.99Z")),
        ("9499z", "", Activity("94.99Z")),
        (" 94.99 Z\u00a0", "NAFRev2", Activity("94.99Z")),
        ("94.99Y", "NAF2025", Activity("", "94.99Y")),
        ("94.99Y", "NAF25", Activity("", "94.99Y")),
        ("74.1G", "", Activity()),
        ("741G", "NAFRev1", Activity()),
        ("8201", "NAP", Activity()),
        ("", "", Activity()),
        ("00.00Z", "NAFRev2", Activity()),
        ("Restauration", "", Activity(reason="naf_label")),
        ("94.99Z - Autres organisations", "", Activity(reason="naf_label")),
        ("9499", "", Activity(reason="naf_form")),
        ("94.99", "", Activity(reason="naf_form")),
    ],
)
def test_activities(text: str, nomenclature: str, expected: Activity) -> None:
    assert clean_activity(text, nomenclature) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("48095", Place("48095")),
        ("2a004", Place("2A004")),
        (" 48 095 ", Place("48095")),
        ("1004", Place("01004", repaired=True)),
        ("1004.0", Place("01004", repaired=True)),
        ("", Place(reason="commune_absent")),
        ("[ND]", Place(reason="commune_absent")),
        ("Mende", Place(reason="commune_label")),
        ("48095 Mende", Place(reason="commune_label")),
        ("2C004", Place(reason="commune_form")),
        ("480955", Place(reason="commune_form")),
    ],
)
def test_communes(text: str, expected: Place) -> None:
    assert clean_commune(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("9220", "9220"), ("9220.0", "9220"), (" 1000", "1000"), ("92", ""), ("Association", ""), ("0000", ""), ("", "")],
)
def test_legal_categories(text: str, expected: str) -> None:
    assert clean_legal(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("NN", "NN"), ("nn", "NN"), ("03", "03"), ("3", "03"), ("0", "00"), ("53", "53"), ("3.0", "03"), ("04", ""),
     ("1 ou 2 salariés", ""), ("", "")],
)  # fmt: skip
def test_size_bands(text: str, expected: str) -> None:
    assert clean_size(text) == expected


def test_every_reason_is_told_in_words() -> None:
    assert [reason.key for reason in reasons() if not (reason.text and reason.expected)] == []


@given(st.lists(st.integers(0, 10**14 - 1), max_size=40), st.lists(st.integers(0, 99_999), max_size=20))
def test_luhn_on_a_column_is_luhn_on_each(numbers: list[int], offices: list[int]) -> None:
    sirets = numbers + [356_000_000 * 100_000 + office for office in offices]

    failures = count_luhn_failures(np.array(sirets, dtype=np.int64))

    assert failures == sum(not luhn_is_valid(f"{siret:014d}") for siret in sirets)
