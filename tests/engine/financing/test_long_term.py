"""Lasting needs and resources, working capital, result and self-financing."""

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from essaim.engine.financing import (
    CATEGORIES,
    ItemKind,
    LongTermItem,
    Plan,
    PlanLine,
    Stage,
    Total,
    WorkingCapital,
    awarded_and_not_paid,
    category_words,
    check_plan,
    initial_plan,
    long_term_plan,
    yearly_results,
)
from tests.engine.financing.small import START, STATE, line, plan


def need(category: str, *amounts: int | None, key: str = "") -> LongTermItem:
    return LongTermItem(key or category, ItemKind.NEED, category, amounts=amounts)


def resource(category: str, *amounts: int | None, key: str = "") -> LongTermItem:
    return LongTermItem(key or category, ItemKind.RESOURCE, category, amounts=amounts)


def kept(*items: LongTermItem, lines: tuple[PlanLine, ...] = (), years: int = 1) -> Plan:
    return Plan(START, years, lines, items=items)


def codes(found: Plan) -> list[str]:
    about = {
        "initial_gap", "initial_surplus", "no_working_capital", "long_term_below_zero", "unknown_category",
        "unknown_items",
    }  # fmt: skip
    return [one.code for one in check_plan(found) if one.code in about]


def test_working_capital_counts_grants_awarded_and_takes_off_those_in_advance() -> None:
    found = WorkingCapital(receivables=500, grants_awarded=3000, stocks=200, payables=700, grants_in_advance=1000)

    assert found.need == 2000


def test_working_capital_is_unknown_when_a_part_of_it_is() -> None:
    assert WorkingCapital(receivables=500, grants_awarded=None, stocks=0, payables=0, grants_in_advance=0).need is None


def test_an_initial_plan_sets_needs_beside_resources() -> None:
    found = initial_plan(
        kept(
            need("investment", 5000), need("working_capital", 2000), resource("loan", 4000), resource("own_funds", 3000)
        )
    )

    assert [(one.category, one.amounts[0]) for one in found.needs] == [
        ("investment", Total(5000)), ("working_capital", Total(2000)),
    ]  # fmt: skip
    assert (found.need, found.resource, found.gap) == (Total(7000), Total(7000), 0)


def test_an_unknown_need_leaves_the_gap_unknown() -> None:
    found = initial_plan(kept(need("investment", None), resource("loan", 4000)))

    assert (found.need, found.gap) == (Total(0, 1), None)


def test_self_financing_adds_depreciation_back_and_takes_transferred_subsidies_off() -> None:
    lines = (
        line("641", 900), line("68", 100), line("70", 700), line("756", 350), line("78", 20), line("propres", 400),
        line("864", 50), line("870", 50),
    )  # fmt: skip

    one = yearly_results(plan(*lines), transferred=(30,))[0]

    assert (one.products, one.charges, one.result) == (Total(1070), Total(1000), 70)
    assert one.self_financing == 70 + 100 - 20 - 30


def test_own_resources_that_nobody_wrote_do_not_hide_the_result() -> None:
    one = yearly_results(plan(line("641", 900), line("70", 700), line("propres", None)))[0]

    assert one.result == -200


def test_an_unknown_charge_leaves_result_and_self_financing_unknown() -> None:
    one = yearly_results(plan(line("641", None), line("70", 700)))[0]

    assert (one.result, one.self_financing) == (None, None)


def test_a_long_term_plan_adds_up_gaps_and_says_when_they_go_below_zero() -> None:
    items = (need("investment", 1000), need("repayment", 0, 100, 500), resource("loan", 1000))
    lines = (line("641", 200, 200), line("70", 350, 400))

    found = long_term_plan(kept(*items, lines=lines, years=2))

    assert [(one.year, one.self_financing, one.gap, one.cumulated) for one in found.years] == [
        (None, 0, 0, 0), (0, 150, 50, 50), (1, 200, -300, -250),
    ]  # fmt: skip
    assert found.first_below_zero == found.years[2]


def test_an_unknown_year_leaves_what_follows_unknown() -> None:
    found = long_term_plan(kept(need("investment", 0, None), lines=(line("70", 1, 1),), years=2))

    assert [one.cumulated for one in found.years] == [0, None, None]
    assert found.first_below_zero is None


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=2, max_size=6))
def test_cumulated_gaps_are_the_running_sum(pairs: list[tuple[int, int]]) -> None:
    items = (need("investment", *(one for one, _ in pairs)), resource("loan", *(one for _, one in pairs)))

    found = long_term_plan(kept(*items, years=len(pairs) - 1))

    assert [one.cumulated for one in found.years] == list(accumulate(loan - spent for spent, loan in pairs))


def test_grants_awarded_and_not_paid_add_up_over_years() -> None:
    stages = {Stage.GRANTED: (1000, 1000), Stage.PAID: (400, 900)}
    found = plan(line("74-etat", 0, 0, funder="state", stages=stages), years=2, funders=(STATE,))

    assert [awarded_and_not_paid(found, year) for year in range(2)] == [Total(600), Total(700)]


def test_grants_are_those_in_money_whoever_is_named() -> None:
    found = plan(
        line("74-etat", 0, stages={Stage.GRANTED: (1000,), Stage.PAID: (0,)}),
        line("871", 5, funder="state", stages={Stage.GRANTED: (5000,)}), line("756", 9, funder="state"),
        funders=(STATE,),
    )  # fmt: skip

    assert awarded_and_not_paid(found, 0) == Total(1000)


def test_a_grant_whose_payment_nobody_wrote_is_unknown() -> None:
    stages = {Stage.GRANTED: (1000, 0)}
    found = plan(line("74-etat", 0, 0, funder="state", stages=stages), years=2, funders=(STATE,))

    assert awarded_and_not_paid(found, 1) == Total(0, 1)


def test_problems_of_lasting_needs_are_said() -> None:
    assert codes(kept(need("investment", 100), resource("loan", 60))) == [
        "initial_gap", "no_working_capital",
    ]  # fmt: skip
    assert codes(kept(need("working_capital", 100), resource("loan", 160))) == ["initial_surplus"]
    assert codes(kept(need("working_capital", 0, 9))) == ["long_term_below_zero"]
    assert codes(kept(need("loan", 0), need("working_capital", 0))) == ["unknown_category"]
    assert codes(kept(need("investment", 100, 9), resource("loan", 60))) == [
        "initial_gap", "no_working_capital", "long_term_below_zero",
    ]  # fmt: skip
    assert codes(kept(need("working_capital", None), resource("own_funds", 100))) == ["unknown_items"]
    assert codes(kept()) == []


def test_every_category_has_its_words() -> None:
    assert set(category_words()) == {one for some in CATEGORIES.values() for one in some}
