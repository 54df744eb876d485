from __future__ import annotations

import pytest

from essaim.engine.language import use_language
from essaim.kit.numbers import typed_cents
from essaim.tables.formats import euros, typed_euros


@pytest.mark.parametrize(
    ("language", "cents", "text"),
    [
        ("fr", 123450, "1\u202f234,50\u00a0€"), ("fr", 123400, "1\u202f234\u00a0€"), ("fr", 0, "0\u00a0€"),
        ("en", 123450, "1,234.50\u00a0€"), ("en", 123400, "1,234\u00a0€"),
    ],
)  # fmt: skip
def test_an_amount_reads_as_its_language_writes_it(language: str, cents: int, text: str) -> None:
    use_language(language)

    assert euros(cents) == text


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("cents", [0, 5, 100, 123400, 123450, 1234567890])
def test_an_amount_shown_in_a_form_can_be_sent_back_as_it_is(language: str, cents: int) -> None:
    use_language(language)

    assert typed_cents(typed_euros(cents)) == cents


def test_an_amount_that_nobody_told_is_an_empty_field() -> None:
    assert typed_euros(None) == ""
