"""The term of payment is dated data."""

from datetime import date

import pytest

from essaim.engine.errors import InvalidRules
from essaim.engine.financing import data_files
from essaim.engine.financing.terms import _TERMS, _sense, payment_term


def test_the_term_holds_from_its_law_on() -> None:
    found = payment_term(date(2026, 3, 10))

    assert found is not None
    assert (found.days, found.title(), found.status) == (60, "loi n° 2021-875 du 1er juillet 2021", "read")
    assert payment_term(date(2021, 6, 30)) is None


def test_a_wrong_file_says_where() -> None:
    text = data_files.shipped_text("rules", "funding", "terms.toml").replace("days = 60", "days = 0")

    with pytest.raises(InvalidRules, match=r"terms\.toml, ligne 6"):
        data_files.checked(text, "terms.toml", _TERMS, _sense)
