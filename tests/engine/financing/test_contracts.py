"""Of whom the republican contract is asked is dated data; of the others one cannot tell."""

from datetime import date

import pytest

from essaim.engine.errors import InvalidRules
from essaim.engine.financing import data_files
from essaim.engine.financing.contracts import _CONTRACTS, _sense, grant_contract
from essaim.engine.values import Answer


def test_the_contract_is_asked_from_the_decree_on() -> None:
    found = grant_contract(date(2022, 1, 2))

    assert found is not None
    assert (found.title(), found.status) == ("loi n° 2021-1109 du 24 août 2021, article 12", "read")
    assert grant_contract(date(2022, 1, 1)) is None


@pytest.mark.parametrize(
    ("legal_form", "category", "is_public", "kind", "expected"),
    [
        ("association", "", True, "", Answer.YES),
        ("", "9220", True, "grant", Answer.YES),
        ("", "9300", True, "", Answer.YES),
        ("scic", "", True, "", Answer.UNKNOWN),
        ("", "", True, "", Answer.UNKNOWN),
        ("association", "", None, "", Answer.UNKNOWN),
        ("association", "", False, "", Answer.NO),
        ("association", "", True, "loan", Answer.NO),
    ],
)
def test_it_is_asked_of_associations_and_foundations_for_public_money(
    legal_form: str, category: str, is_public: bool | None, kind: str, expected: Answer
) -> None:
    found = grant_contract(date(2026, 1, 1))

    assert found is not None
    assert found.is_asked(legal_form, category, is_public=is_public, kind=kind) == expected


def test_a_wrong_file_says_where() -> None:
    text = data_files.shipped_text("rules", "funding", "contracts.toml").replace('status = "read"', 'status = "sure"')

    with pytest.raises(InvalidRules, match=r"contracts\.toml, ligne"):
        data_files.checked(text, "contracts.toml", _CONTRACTS, _sense)
