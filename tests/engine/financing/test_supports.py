"""Kinds of support: how each is paid is a proposal, and says what it was read in."""

import pytest

from essaim.engine.errors import InvalidRules, InvalidValue, UnknownKey
from essaim.engine.financing import Rhythm, load_supports
from essaim.engine.financing.data_files import shipped_text
from essaim.engine.financing.supports import read_supports


def written() -> str:
    return shipped_text("rules", "funding", "supports.toml")


def test_the_kinds_that_poles_meet_are_known() -> None:
    keys = [one.key for one in load_supports().kinds]

    assert keys == [
        "grant", "cpo", "fonjep", "aided-job", "dla", "leader", "fse", "call", "foundation", "loan", "in-kind", "other",
    ]  # fmt: skip


def test_european_money_is_paid_on_claim() -> None:
    assert [one.key for one in load_supports().kinds if one.calendar.rhythm == Rhythm.ON_CLAIM] == ["leader", "fse"]


def test_no_money_comes_with_a_dla_or_a_contribution_in_kind() -> None:
    assert [one.key for one in load_supports().kinds if not one.is_cash] == ["dla", "in-kind"]


def test_a_fonjep_post_is_paid_each_quarter() -> None:
    calendar = load_supports().support("fonjep").calendar

    assert (calendar.rhythm, calendar.month) == (Rhythm.QUARTERLY, 1)


def test_whether_a_call_is_public_aid_depends_on_who_pays() -> None:
    found = load_supports()

    assert (found.support("call").is_public, found.support("grant").is_public) == (None, True)
    assert found.support("foundation").is_public is False


def test_each_says_its_source_and_the_whole_says_that_calendars_are_proposals() -> None:
    found = load_supports()

    assert all(one.source_title and one.titles["en"] and one.texts["en"] for one in found.kinds)
    assert "propositions" in found.note()
    assert all(one.source_url or one.status != "read" or one.source_date for one in found.kinds)


def test_an_unknown_kind_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownKey, match="fonjep"):
        load_supports().support("fonjeps")


def test_tranches_that_do_not_make_the_whole_are_refused() -> None:
    text = written().replace("[[4, 5000], [10, 5000]]", "[[4, 5000], [10, 4000]]")

    with pytest.raises(InvalidValue):
        read_supports(text, "supports.toml")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[[4, 5000], [10, 5000]]", "[[4, 5000, 2]]"),
        ("public = true", "public = 1"),
        ('rhythm = "quarterly"', 'rhythm = "weekly"'),
        ("claim_every = 12", "claim_every = 13"),
    ],
)
def test_a_wrong_value_is_refused_with_its_line(before: str, after: str) -> None:
    text = written().replace(before, after, 1)
    line = next(n for n, row in enumerate(text.splitlines(), start=1) if after in row)

    with pytest.raises(InvalidRules, match=f"ligne {line}"):
        read_supports(text, "supports.toml")
