"""Sums of a plan: both sides, in money and in kind, whatever the way they are cut; unknown stays unknown."""

from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.engine.financing import (
    COORDINATION,
    Plan,
    PlanLine,
    Side,
    Stage,
    Total,
    balance,
    by_analytic,
    by_funder,
    by_group,
    coordination,
    load_form,
)
from essaim.engine.values import Answer
from tests.engine.financing.small import REGION, START, STATE, line, plan, real_budget

amounts = st.none() | st.integers(0, 10**9)
forms = st.sampled_from([one.key for one in load_form().lines])


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    years = draw(st.integers(1, 5))
    lines = draw(
        st.lists(
            st.builds(
                lambda form, given, analytic, key: PlanLine(
                    key, load_form().line(form).side, form, analytic=analytic, amounts={Stage.PLANNED: tuple(given)}
                ),
                forms,
                st.lists(amounts, max_size=years),
                st.sampled_from(["", COORDINATION, "cantine"]),
                st.text(min_size=1, max_size=5),
            ),
            max_size=12,
        )
    )
    return Plan(START, years, tuple(lines), (STATE,))


def slow_sum(found: Plan, side: Side, year: int, *, in_kind: bool) -> Total:
    """The obvious twin: look at each line."""
    known, unknown = 0, 0
    for one in found.lines:
        if one.side == side and load_form().line(one.form_line).in_kind == in_kind:
            written = one.amounts.get(Stage.PLANNED, ())
            if year < len(written) and written[year] is not None:
                known += written[year] or 0
            else:
                unknown += 1
    return Total(known, unknown)


@given(plans())
@settings(max_examples=60)
def test_each_year_adds_up_as_the_slow_twin_says(found: Plan) -> None:
    for one in balance(found):
        assert one.charges.money == slow_sum(found, Side.CHARGE, one.year, in_kind=False)
        assert one.charges.in_kind == slow_sum(found, Side.CHARGE, one.year, in_kind=True)
        assert one.products.money == slow_sum(found, Side.PRODUCT, one.year, in_kind=False)
        assert one.products.in_kind == slow_sum(found, Side.PRODUCT, one.year, in_kind=True)


@given(plans())
@settings(max_examples=60)
def test_headings_and_codes_cut_the_same_sums(found: Plan) -> None:
    years = balance(found)
    groups = {side: by_group(found, side) for side in Side}
    codes = by_analytic(found)

    for year in range(found.years):
        assert sum(one.years[year].cents for one in groups[Side.CHARGE]) == years[year].charges.whole.cents
        assert sum(one.years[year].unknown for one in groups[Side.PRODUCT]) == years[year].products.whole.unknown
        assert sum(one.charges[year].cents for one in codes) == years[year].charges.money.cents
        assert sum(one.products[year].unknown for one in codes) == years[year].products.money.unknown


def test_the_published_budget_is_balanced_with_and_without_volunteering() -> None:
    one = balance(real_budget())[0]

    assert (one.charges.money.cents, one.charges.whole.cents) == (14_111_200, 25_711_200)
    assert (one.products.money.cents, one.products.whole.cents) == (14_111_200, 25_711_200)
    assert one.is_balanced == Answer.YES


def test_an_unknown_amount_leaves_the_balance_unknown() -> None:
    one = balance(plan(line("613", None), line("756", 100)))[0]

    assert (one.gap, one.unknown, one.is_balanced) == (None, 1, Answer.UNKNOWN)
    assert one.charges.money == Total(0, 1)


def test_a_gap_in_kind_alone_breaks_the_balance() -> None:
    one = balance(plan(line("613", 100), line("756", 100), line("864", 50), line("870", 40)))[0]

    assert (one.gap, one.gap_in_kind, one.is_balanced) == (0, -10, Answer.NO)


def test_every_line_of_the_form_is_there_and_those_unwritten_say_so() -> None:
    groups = by_group(plan(line("613", 100), line("613", 50, key="b")), Side.CHARGE)

    written = {one.line.key: one.years[0].cents for group in groups for one in group.lines if one.is_written}
    assert written == {"613": 150}
    assert sum(len(group.lines) for group in groups) == len(load_form().side(Side.CHARGE))


def test_a_funder_is_followed_stage_by_stage() -> None:
    stages = {Stage.REQUESTED: (900, 900), Stage.GRANTED: (800,), Stage.PAID: (400,)}
    found = plan(
        line("74-etat", 1000, 1000, funder="state", stages=stages), line("74-region", 300, 300), years=2,
        funders=(STATE, REGION),
    )  # fmt: skip

    state, region, nameless = by_funder(found)

    assert state.stages[Stage.PLANNED] == (Total(1000), Total(1000))
    assert state.stages[Stage.GRANTED] == (Total(800), Total(0, 1))
    assert state.stages[Stage.CLAIMED] == (Total(0, 1), Total(0, 1))
    assert region.stages[Stage.PLANNED] == (Total(0), Total(0))
    assert (nameless.funder, nameless.stages[Stage.PLANNED]) == (None, (Total(300), Total(300)))


def test_coordination_is_a_line_of_its_own_with_its_payers() -> None:
    found = plan(
        line("641", 4_000_000, analytic=COORDINATION), line("641", 900, key="other"),
        line("74-etat", 3_000_000, funder="state", analytic=COORDINATION), line("756", 500_000, analytic=COORDINATION),
        line("864", 70, analytic=COORDINATION), funders=(STATE,),
    )  # fmt: skip

    one = coordination(found)

    assert (one.charges, one.products) == ((Total(4_000_000),), (Total(3_500_000),))
    assert [(payer.funder, payer.line.form_line) for payer in one.payers] == [(STATE, "74-etat"), (None, "756")]
    assert one.gap(0) == -500_000


def test_codes_come_coordination_first_and_without_code_last() -> None:
    found = plan(line("613", 1), line("616", 2, analytic="b"), line("641", 3, analytic=COORDINATION))

    assert [one.code for one in by_analytic(found)] == [COORDINATION, "b", ""]
