"""Fees that balance, break-even, months of coordination that are paid."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.engine.errors import InvalidValue
from essaim.engine.financing import COORDINATION, Plan, Total
from essaim.engine.financing.fees import BreakEven, OwnMonths, break_even, break_even_of, fee, own_months, shared_out
from tests.engine.financing.plans import charge, grant, plan, product

CENTS = st.integers(0, 10**9)


def pole(**more: int | None) -> Plan:
    """40 000 of coordination and 10 000 of rent; the State 30 000, the region 10 000, sales 6 000, dues 4 000."""
    more.setdefault("members", 30)
    return plan(
        charge("team", 40_000, analytic=COORDINATION),
        charge("rent", 10_000, form_line="613"),
        charge("volunteers", 5_000, form_line="864"),
        grant("state", 30_000),
        grant("region", 10_000),
        product("workshops", 6_000, form_line="70"),
        product("dues", 4_000),
        product("volunteers too", 5_000, form_line="870"),
        **more,
    )


def test_the_fee_without_any_subsidy() -> None:
    found = fee(pole())

    # 50 000 of charges, 6 000 of sales: 44 000 over 30 members, rounded up.
    assert (found.missing, found.each, found.now, found.unknown) == (44_000, 1_467, 133, 0)
    assert (found.lost, found.dues, found.remaining) == (Total(40_000), Total(4_000), Total(6_000))


def test_the_fee_that_keeps_half_a_coordinator_without_the_state() -> None:
    found = fee(pole(), without=["state"], kept_coordination=5_000)

    # Half of 40 000, and the rent, less the region and the sales: 14 000 over 30.
    assert (found.kept, found.other_charges.cents, found.remaining.cents) == (20_000, 10_000, 16_000)
    assert (found.missing, found.each) == (14_000, 467)


def test_no_fee_where_nothing_is_missing() -> None:
    assert fee(pole(), without=(), kept_coordination=0).each == 0


def test_what_is_not_known_is_counted_and_said() -> None:
    made = plan(charge("team", None, analytic=COORDINATION), charge("rent", 100), grant("state", None), members=1)

    found = fee(made, without=())

    assert (found.each, found.unknown, found.coordination) == (100, 2, Total(0, 1))


@given(team=CENTS, rent=CENTS, state=CENTS, dues=CENTS, kept=st.integers(0, 10_000), members=st.integers(1, 500))
def test_the_fee_balances_and_one_cent_less_does_not(
    team: int, rent: int, state: int, dues: int, kept: int, members: int
) -> None:
    made = plan(
        charge("team", team, analytic=COORDINATION), charge("rent", rent), grant("state", state), product("dues", dues),
        members=members,
    )  # fmt: skip

    found = fee(made, without=(), kept_coordination=kept)

    exact = Fraction(team * kept, 10_000) + rent - state
    assert found.each * members >= exact
    assert found.each == 0 or (found.each - 1) * members < found.missing
    assert found.missing - max(0, exact) < 1


@pytest.mark.parametrize("members", [None, 0])
def test_members_that_nobody_counted_are_asked_for(members: int | None) -> None:
    with pytest.raises(InvalidValue) as refused:
        fee(pole(members=members))

    assert refused.value.advice == "Écrivez le nombre de membres dans le plan."


def test_what_is_not_in_the_plan_is_refused() -> None:
    for ask in (
        lambda: fee(pole(), year=1),
        lambda: fee(pole(), year=-1),
        lambda: fee(pole(), without=["nobody"]),
        lambda: fee(pole(), kept_coordination=10_001),
        lambda: break_even_of(pole(), year=1),
        lambda: own_months(pole(), year=1),
    ):
        with pytest.raises(InvalidValue):
            ask()


def test_break_even_is_fixed_costs_over_the_margin_rate() -> None:
    assert break_even(fixed=30_000, variable=40_000, sales=100_000) == BreakEven(
        30_000, 40_000, 100_000, Fraction(3, 5), 50_000
    )
    assert break_even(fixed=1, variable=1, sales=3).threshold == 2
    assert break_even(fixed=1, variable=3, sales=3).threshold is None
    assert break_even(fixed=1, variable=0, sales=0) == BreakEven(1, 0, 0, None, None)


def test_the_break_even_of_a_plan_counts_purchases_as_variable() -> None:
    made = plan(charge("flour", 40, form_line="60-matieres"), charge("rent", 30), product("bread", 100, form_line="70"))

    assert break_even_of(made) == BreakEven(30, 40, 100, Fraction(3, 5), 50)
    assert break_even_of(plan(charge("rent", None))) is None


def test_months_of_coordination_that_own_resources_pay() -> None:
    assert own_months(pole()) == OwnMonths(Total(10_000), Total(40_000), 3)
    assert own_months(plan(charge("team", 10, analytic=COORDINATION), product("dues", 500))).months == 12
    assert own_months(plan(product("dues", 500))).months is None
    assert own_months(plan(charge("team", None, analytic=COORDINATION))).months is None


def test_a_loss_shared_out_between_members_and_the_months_left() -> None:
    assert shared_out(100, pole(members=3)) == 34
    # Half a year is left: 100 over three members for half a year is at the pace of 200 a year.
    assert shared_out(100, pole(members=3), from_month=7) == 67
    assert shared_out(100, pole(members=None)) is None
    assert shared_out(100, pole(members=3), from_month=13) is None
