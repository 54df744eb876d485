"""De minimis: rolling and fiscal windows, dated ceilings, a single undertaking; unknown never zero."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.engine.errors import InvalidRules, UnknownKey
from essaim.engine.financing import (
    Aid,
    Counter,
    Total,
    count_de_minimis,
    de_minimis_counted,
    de_minimis_regulations,
    one_more_de_minimis,
)
from essaim.engine.financing.data_files import shipped_text
from essaim.engine.financing.de_minimis import leaves_window
from essaim.engine.financing.de_minimis_rules import read_rules, regulation
from essaim.engine.values import Answer

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN
DAY = date(2026, 11, 26)
POLE = frozenset({"a", "b"})


def aid(day: date | None, cents: int | None, kind: str = "general", organisation: str = "a") -> Aid:
    return Aid(organisation, kind, day, cents)


def counter(aids: Sequence[Aid], at: date = DAY, kind: str = "general", **given: Answer) -> Counter:
    return next(one for one in count_de_minimis(POLE, aids, at, **given) if one.regulation.key == kind)


def test_published_ceilings_of_today() -> None:
    # Reg. 2023/2831 art. 3(2), 2023/2832, 1408/2013 amended by 2024/3118, 717/2014; register: decree 2025-1361.
    found = {one.key: one.ceiling(DAY, NO)[0] for one in de_minimis_regulations()}

    assert found == {"general": 30_000_000, "sgei": 75_000_000, "agriculture": 5_000_000, "fishery": 3_000_000}
    assert regulation("fishery").ceiling(DAY, YES) == (4_000_000, 4_000_000)
    assert regulation("fishery").ceiling(DAY, UNKNOWN) == (3_000_000, 4_000_000)
    assert regulation("fishery").ceiling(date(2025, 12, 31), YES) == (3_000_000, 3_000_000)


def test_before_a_ceiling_was_in_force_none_is_known() -> None:
    assert regulation("general").ceiling(date(2023, 12, 31), YES) == (None, None)


def test_an_aid_leaves_a_rolling_window_three_years_after_its_day() -> None:
    granted = date(2024, 3, 10)

    assert leaves_window(granted, "rolling") == date(2027, 3, 10)
    assert [counter([aid(granted, 100)], day).used.cents for day in (granted, date(2027, 3, 9), date(2027, 3, 10))] == [
        100, 100, 0,
    ]  # fmt: skip


def test_an_aid_of_29_february_leaves_on_1_march() -> None:
    assert leaves_window(date(2024, 2, 29), "rolling") == date(2027, 3, 1)


def test_fishery_counts_the_fiscal_year_and_the_two_before() -> None:
    assert leaves_window(date(2024, 12, 31), "fiscal") == date(2027, 1, 1)
    assert leaves_window(date(2024, 6, 30), "fiscal", 7) == date(2026, 7, 1)
    assert counter([aid(date(2024, 1, 1), 100, "fishery")], kind="fishery").used == Total(100)


def test_aids_of_a_single_undertaking_add_up_and_others_do_not_count() -> None:
    aids = [
        aid(date(2025, 1, 1), 10_000_000), aid(date(2026, 1, 1), 5_000_000, organisation="b"),
        aid(date(2026, 1, 1), 9_000_000, organisation="elsewhere"), aid(date(2026, 1, 1), 1_000_000, "agriculture"),
        aid(date(2027, 1, 1), 7_000_000),
    ]  # fmt: skip

    one = counter(aids)

    # The agricultural million shares the general ceiling.
    assert (one.used, one.own_left, one.left, one.ceiling) == (Total(15_000_000), 15_000_000, 14_000_000, 30_000_000)
    assert (one.leaves_on, one.leaving) == (date(2028, 1, 1), Total(10_000_000))


def test_what_is_left_is_unknown_with_an_unknown_day_or_amount() -> None:
    assert counter([aid(date(2026, 1, 1), None)]).left is None
    undated = counter([aid(None, 100)])
    assert (undated.left, undated.undated, undated.undated_count) == (None, Total(100), 1)


def test_nothing_used_leaves_the_whole_ceiling() -> None:
    one = counter([])

    assert (one.used, one.left, one.leaves_on, one.leaving) == (Total(0), 30_000_000, None, None)


def more(aids: Sequence[Aid], new: Aid, **given: Answer) -> Answer:
    return one_more_de_minimis(POLE, aids, new, **given).answer


def test_an_aid_passes_up_to_the_ceiling_and_not_a_cent_above() -> None:
    before = [aid(date(2025, 1, 1), 20_000_000)]

    assert more(before, aid(DAY, 10_000_000)) == YES
    refused = one_more_de_minimis(POLE, before, aid(DAY, 10_000_001))
    assert (refused.answer, refused.sum, refused.ceiling) == (NO, Total(30_000_001), 30_000_000)
    assert "ne passe pas" in refused.sentence


def test_an_aid_dated_before_others_is_looked_at_with_those_that_follow() -> None:
    after = [aid(date(2026, 6, 1), 25_000_000)]

    assert more(after, aid(date(2025, 1, 1), 6_000_000)) == NO
    assert more(after, aid(date(2024, 1, 1), 5_000_000)) == YES


def test_an_undated_aid_leaves_it_open_unless_it_cannot_change_the_answer() -> None:
    assert more([aid(None, 5_000_000)], aid(DAY, 25_000_000)) == YES
    assert more([aid(None, 5_000_000)], aid(DAY, 25_000_001)) == UNKNOWN
    assert more([aid(None, 5_000_000)], aid(DAY, 30_000_001)) == NO
    assert more([aid(None, None)], aid(DAY, 1)) == UNKNOWN
    assert more([aid(date(2026, 1, 1), None)], aid(DAY, 1)) == UNKNOWN


def test_an_aid_without_day_or_amount_cannot_be_told() -> None:
    assert [more([], aid(None, 1)), more([], aid(DAY, None))] == [UNKNOWN, UNKNOWN]


def test_fishery_between_two_ceilings_depends_on_the_register() -> None:
    new = aid(DAY, 3_500_000, "fishery")

    assert {entered: more([], new, in_register=entered) for entered in Answer} == {YES: YES, NO: NO, UNKNOWN: UNKNOWN}
    assert more([], aid(DAY, 3_000_000, "fishery")) == YES
    assert more([], aid(DAY, 4_000_001, "fishery")) == NO


def test_a_service_of_general_interest_is_compensated_once() -> None:
    new = aid(DAY, 75_000_000, "sgei")

    assert {said: more([], new, compensated=said) for said in Answer} == {YES: NO, NO: YES, UNKNOWN: UNKNOWN}
    assert more([], aid(DAY, 75_000_001, "sgei")) == NO


def test_a_day_before_any_known_ceiling_cannot_be_told() -> None:
    found = one_more_de_minimis(POLE, [], aid(date(2020, 1, 1), 1))

    assert (found.answer, found.ceiling) == (UNKNOWN, None)
    assert "On ne connaît pas le plafond" in found.sentence


def test_general_and_agricultural_aids_share_the_general_ceiling() -> None:
    # Reg. 2023/2831, article 5(2).
    before = [aid(date(2026, 1, 1), 4_500_000, "agriculture")]

    assert more(before, aid(date(2026, 6, 1), 25_500_000)) == YES
    refused = one_more_de_minimis(POLE, before, aid(date(2026, 6, 1), 25_500_001))
    assert (refused.answer, refused.sum, refused.ceiling) == (NO, Total(30_000_001), 30_000_000)
    assert refused.shared is not None
    assert (refused.shared.key, "tous règlements réunis" in refused.sentence) == ("with-general", True)
    assert more([aid(date(2026, 1, 1), 29_000_000)], aid(DAY, 1_000_001, "agriculture")) == NO
    assert more([aid(date(2026, 1, 1), 29_000_000)], aid(DAY, 75_000_000, "sgei"), compensated=NO) == YES


def test_what_is_left_counts_shared_ceilings() -> None:
    aids = [aid(date(2026, 1, 1), 29_000_000), aid(date(2026, 2, 1), 4_500_000, "agriculture")]

    general, agriculture = counter(aids), counter(aids, kind="agriculture")

    assert (general.own_left, general.left, agriculture.own_left, agriculture.left) == (1_000_000, 0, 500_000, 0)
    assert [(one.shared.key, one.used, one.left) for one in general.shared] == [("with-general", Total(33_500_000), 0)]
    unknown = counter([aids[0], aid(date(2026, 2, 1), None, "agriculture")])
    assert (unknown.own_left, unknown.left) == (1_000_000, None)


def test_agriculture_and_fishery_above_the_fishery_ceiling_is_asked() -> None:
    before = [aid(date(2026, 1, 1), 2_900_000, "fishery")]

    assert more(before, aid(DAY, 100_000, "agriculture")) == YES
    asked = one_more_de_minimis(POLE, before, aid(DAY, 4_500_000, "agriculture"))
    assert (asked.answer, "demandez" in asked.sentence) == (UNKNOWN, True)
    assert counter([*before, aid(date(2026, 1, 2), 4_500_000, "agriculture")], kind="agriculture").left is None


@pytest.mark.parametrize(
    ("kind", "last"),
    [
        ("general", (2030, 12, 31)),
        ("sgei", (2030, 12, 31)),
        ("agriculture", (2032, 12, 31)),
        ("fishery", (2029, 12, 31)),
    ],
)
def test_no_ceiling_is_known_after_a_regulation_ends(kind: str, last: tuple[int, int, int]) -> None:
    day = date(*last)

    assert more([], aid(day, 1, kind), compensated=NO) == YES
    assert more([], aid(day + timedelta(days=1), 1, kind), compensated=NO) == UNKNOWN


def test_what_is_surely_refused_needs_no_amount() -> None:
    used = [aid(date(2026, 1, 1), 30_000_001)]

    assert more(used, aid(DAY, None)) == NO
    assert more([], aid(DAY, None, "sgei"), compensated=YES) == NO
    assert more([], aid(None, 1, "sgei"), compensated=YES) == NO


def test_only_aids_that_a_window_may_hold_are_counted_with_a_new_one() -> None:
    aids = [aid(date(2024, 5, 10), 1), aid(date(2025, 1, 1), 1), aid(None, 1), aid(date(2025, 1, 1), 1, "sgei")]

    assert de_minimis_counted(aids, aid(date(2027, 5, 11), 1), ("general",)) == [False, True, True, False]


def test_between_two_ceilings_the_sentence_asks_for_the_register() -> None:
    found = one_more_de_minimis(POLE, [], aid(DAY, 3_500_000, "fishery"))

    assert "registre central" in found.sentence


days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
dated = st.lists(st.tuples(days, st.integers(0, 20_000_000)), max_size=6)


@given(dated, days, st.integers(0, 30_000_000), st.sampled_from(["general", "fishery"]))
@settings(max_examples=50)
def test_the_slow_twin_looks_at_every_day(found: list[tuple[date, int]], day: date, cents: int, kind: str) -> None:
    aids = [aid(when, amount // (1 if kind == "general" else 10), kind) for when, amount in found]
    new = aid(day, cents // (1 if kind == "general" else 10), kind)
    window = regulation(kind).window

    worst = NO if any(
        sum(
            one.cents or 0
            for one in (*aids, new)
            if one.granted_on is not None and one.granted_on <= today < leaves_window(one.granted_on, window)
        )
        > (regulation(kind).ceiling(today, NO)[0] or 0)
        for today in (day + timedelta(n) for n in range((leaves_window(day, window) - day).days))
    ) else YES  # fmt: skip

    assert more(aids, new, in_register=NO) == worst


def test_an_unknown_regulation_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownKey, match="fishery"):
        one_more_de_minimis(POLE, [], aid(DAY, 1, "fishry"))


def test_a_shared_ceiling_names_regulations_that_are_there() -> None:
    text = shipped_text("rules", "funding", "de_minimis.toml").replace('ceiling_of = "fishery"', 'ceiling_of = "fish"')

    with pytest.raises(InvalidRules, match="fish"):
        read_rules(text, "de_minimis.toml")


def test_a_wrong_ceiling_is_refused_with_its_line() -> None:
    text = shipped_text("rules", "funding", "de_minimis.toml").replace(
        "valid_from = 2024-12-16", "valid_from = 2024", 1
    )
    line = text.splitlines().index("valid_from = 2024") + 1

    with pytest.raises(InvalidRules, match=f"ligne {line}"):
        read_rules(text, "de_minimis.toml")
