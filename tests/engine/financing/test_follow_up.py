"""What the follow-up of a support does to the curve: received, awaited, late, left to come."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.engine.financing import Calendar, Rhythm, Side, Stage
from essaim.engine.financing.assumptions import Assumptions
from essaim.engine.financing.calendars import payments
from essaim.engine.financing.cases import ALL_END, LATE, REFUSED, REMOVED, USUAL, all_cases, beside, run
from essaim.engine.financing.cash import Flow, Reading, Unknown, flows_of
from essaim.engine.financing.follow_up import (
    Awaited,
    FollowedSums,
    FollowedSupport,
    FollowUp,
    NotedPayment,
    follow,
)
from tests.engine.financing.plans import YEARLY, charge, grant, plan, product, treasury
from tests.engine.financing.test_calendars import AMOUNTS, CALENDARS

LINE = "grant-state"
MONTHLY = Calendar()


def due(month: int | None, cents: int | None) -> NotedPayment:
    return NotedPayment(month, cents)


def came(month: int, cents: int, *, expected: int | None = None) -> NotedPayment:
    return NotedPayment(expected or month, cents, month, cents)


def reading(now: int, *noted: NotedPayment, granted: int | None = None, **over: bool) -> Reading:
    support = FollowedSupport((LINE,), noted, granted, **over)
    return Reading(follow_up=FollowUp(now, (support,)), since=max(1, now))


def ins_of(known: Reading, amount: int = 120, calendar: Calendar = MONTHLY, years: int = 1) -> tuple[int, ...]:
    return run(plan(grant("state", *[amount] * years, calendar=calendar), years=years), None, known).curve.ins


def test_what_was_received_counts_in_its_month_and_stands_for_the_first_payments() -> None:
    # Ten a month; twenty-five came in February: January, February, half of March.
    assert ins_of(reading(3, came(2, 25))) == (0, 25, 5, *[10] * 9)


def test_what_is_late_comes_this_month_at_the_earliest() -> None:
    # Fifty due in March and nothing since January: in May, what the calendar said of January to May is late too.
    found = run(plan(grant("state", 120, calendar=MONTHLY)), None, reading(5, due(3, 30))).curve

    assert found.ins == (0, 0, 0, 0, 30 + 20, *[10] * 7)
    assert found.followed == FollowedSums(received=0, awaited=30, late=30, left=90, moved=10, undated=0)
    assert sum(found.ins) == 120


def test_what_is_awaited_stands_for_the_payments_before_it() -> None:
    # Thirty due in June stand for April, May and June, not for the first months.
    assert ins_of(reading(1, due(6, 30))) == (10, 10, 10, 0, 0, 30, *[10] * 6)
    # Fifteen due in January stand for it and for what comes next.
    assert ins_of(reading(1, due(1, 15))) == (15, 5, *[10] * 10)


def test_a_payment_in_two_tranches_of_which_the_second_alone_is_noted() -> None:
    halves = Calendar(Rhythm.QUARTERLY, month=3)

    assert ins_of(reading(1, due(9, 30)), calendar=halves) == (0, 0, 30, 0, 0, 30, 0, 0, 30, 0, 0, 30)


def test_more_than_the_line_plans_counts_as_noted_and_nothing_is_left() -> None:
    assert ins_of(reading(1, came(1, 70), due(4, 80))) == (70, 0, 0, 80, *[0] * 8)


def test_a_payment_without_amount_is_unknown_never_zero() -> None:
    made = plan(grant("state", 120, calendar=MONTHLY))
    found = run(made, None, reading(1, due(6, None))).curve

    assert found.unknown == (Unknown(LINE, LINE, Side.PRODUCT, None, 6),)
    assert found.is_partial
    assert sum(found.ins) == 120


def test_a_payment_without_a_day_is_a_part_of_what_is_left() -> None:
    found = run(plan(grant("state", 120, calendar=MONTHLY)), None, reading(1, due(None, 40))).curve

    assert (found.ins, found.followed) == ((10,) * 12, FollowedSums(0, 0, 0, 120, 0, 1))


def test_what_came_before_the_plan_is_in_what_it_opens_with() -> None:
    # The grant is of this plan alone: what came before is taken off the first months.
    assert ins_of(reading(1, came(-2, 30), granted=120)) == (0, 0, 0, *[10] * 9)
    # It pays another plan too: all that this one plans is still to come.
    assert ins_of(reading(1, came(-2, 120), granted=240)) == (10,) * 12


@pytest.mark.parametrize("noted", [due(-1, 20), came(-1, 20)])
def test_what_is_awaited_before_the_plan_counts_as_what_came_before_it(noted: NotedPayment) -> None:
    # It is of another plan: all that this one plans is still to come.
    assert ins_of(reading(-1, noted, granted=140)) == (10,) * 12
    # Nobody said what was granted.
    assert ins_of(reading(-1, noted)) == (10,) * 12
    # The grant is of this plan alone: expected to be in the bank when it begins.
    assert ins_of(reading(-1, noted, granted=120)) == (0, 0, *[10] * 10)
    # Part is of each.
    assert ins_of(reading(-1, noted, granted=130)) == (0, *[10] * 11)


def test_what_was_due_before_the_plan_and_is_still_awaited_comes_now() -> None:
    assert ins_of(reading(2, due(-1, 20), granted=120)) == (0, 20, *[10] * 10)


def test_a_payment_without_amount_awaited_before_the_plan_is_not_its_own() -> None:
    calendars = {LINE: payments(120, MONTHLY)}
    support = FollowedSupport((LINE,), (due(-1, None), due(3, None)))

    assert follow(support, calendars, 0, 12).unknown == (3,)
    # Still awaited once it began.
    assert follow(support, calendars, 1, 12).unknown == (-1, 3)


def finished(now: int, *noted: NotedPayment, granted: int | None = None, **over: bool) -> tuple[Flow, ...]:
    """Flows of a line of ten a month over two years, the first of which is over and brought 120."""
    line = grant("state", 120, 120, calendar=MONTHLY)
    line.amounts[Stage.ACTUAL] = (120, None)  # type: ignore[index]
    support = FollowedSupport((LINE,), noted, granted, **over)
    made = Reading(follow_up=FollowUp(now, (support,)), since=now, years_over=1)
    return flows_of(plan(line, years=2), made).flows


def received_and_to_come(flows: tuple[Flow, ...]) -> list[list[int]]:
    sums = []
    for is_received in (True, False):
        months = [0] * 24
        for month, cents in (pair for one in flows if one.is_received == is_received for pair in one.paid):
            months[month - 1] += cents
        sums.append(months)
    return sums


def test_what_a_finished_year_really_brought_stays_in_its_months() -> None:
    # In March of the second year, sixty are noted for June.
    past, to_come = received_and_to_come(finished(15, due(18, 60)))

    assert past == [*[10] * 12, *[0] * 12]
    assert to_come == [*[0] * 17, 60, *[10] * 6]


def test_what_is_noted_of_a_finished_year_is_a_part_of_what_it_brought() -> None:
    past, to_come = received_and_to_come(finished(13, came(2, 50), came(12, 30), due(11, 20)))
    # What came stands for the first eight months, what is late for October and November.
    assert past == [0, 50, 0, 0, 0, 0, 0, 0, 10, 0, 0, 30 + 10, *[0] * 12]
    assert to_come == [*[0] * 12, 20 + 10, *[10] * 11]
    # More came than what the year is said to have brought: it stands for what comes next.
    past, to_come = received_and_to_come(finished(13, came(2, 150)))
    assert (sum(past), to_come) == (150, [*[0] * 15, *[10] * 9])


def test_what_a_finished_year_brought_is_of_the_grant() -> None:
    assert (
        sum(sum(one) for one in received_and_to_come(finished(13, due(18, 10), granted=150, is_ended=True))) == 120 + 90
    )
    past, to_come = received_and_to_come(finished(13, due(18, 10), is_lost=True))
    assert (sum(past), sum(to_come)) == (120, 0)


def test_what_a_finished_year_still_waits_for_is_to_come() -> None:
    # Paid in February of the next year: it is not past yet.
    line = grant("state", 120, calendar=Calendar(Rhythm.YEARLY, month=12, delay=2))
    line.amounts[Stage.ACTUAL] = (120,)  # type: ignore[index]
    follow_up = FollowUp(13, (FollowedSupport((LINE,), (due(14, 120),)),))

    flows = flows_of(plan(line), Reading(follow_up=follow_up, years_over=1)).flows

    assert [(one.paid, one.is_received) for one in flows if one.paid] == [(((14, 120),), False)]


def test_what_a_line_hopes_for_beyond_its_grant_still_counts() -> None:
    # The grant is of the first of two years.
    known = reading(1, due(2, 60), granted=120)

    found = ins_of(known, years=2)

    assert sum(found) == 240
    assert found[12:] == (10,) * 12


def test_of_a_support_that_is_ended_what_did_not_come_never_will() -> None:
    assert ins_of(reading(5, came(1, 100), due(3, 20), granted=120, is_ended=True)) == (100, *[0] * 11)
    # The years after it are hoped for all the same.
    assert ins_of(reading(5, came(1, 100), granted=120, is_ended=True), years=2) == (100, *[0] * 11, *[10] * 12)
    # Nobody said what was granted.
    assert ins_of(reading(5, came(1, 100), is_ended=True), years=2) == (100, *[0] * 23)


def test_what_is_due_after_the_plan_counts_within_what_is_left() -> None:
    found = ins_of(reading(1, came(1, 100), due(13, 90)), amount=120)

    assert found == (100, *[0] * 11, 20)


def test_what_is_received_after_the_plan_counts_within_what_is_left() -> None:
    # Twenty a year for three years, of which this plan holds the first.
    each_year = [came(month, 20) for month in (3, 15, 27)]

    assert sum(ins_of(reading(28, *each_year, granted=60), amount=20)) == 20
    # Of the second year's, this plan still expected five.
    found = ins_of(reading(28, *each_year, granted=60), amount=25)
    assert (found[2], found[14], sum(found)) == (20, 5, 25)


def test_what_was_due_within_the_plan_is_its_own_whenever_it_comes() -> None:
    assert ins_of(reading(15, came(1, 100), came(14, 90, expected=12)))[13] == 90
    assert ins_of(reading(15, came(1, 100), due(12, 90)))[14] == 90


def test_a_support_that_another_plan_expects_too_counts_for_what_this_one_expects() -> None:
    shared = FollowedSupport((LINE,), (came(1, 90), due(2, 50), due(3, 50)), 240, shared_with=("Autre",))

    found = follow(shared, {LINE: payments(120, MONTHLY)}, 2, 12)

    assert (found.received, found.awaited) == (((1, 90),), (Awaited(2, 30),))
    assert found.left[LINE] == ()
    # What came of one that is lost came.
    lost = follow(replace(shared, is_lost=True), {LINE: ()}, 2, 12)
    assert (lost.received, lost.awaited, lost.left) == (((1, 90),), (), {})


@pytest.mark.parametrize("now", [1, 7])
def test_a_support_that_is_lost_brings_what_came_alone(now: int) -> None:
    assert ins_of(reading(now, came(1, 50), due(3, 70), is_lost=True)) == (50, *[0] * 11)


def test_two_lines_of_a_support_share_its_payments() -> None:
    lines = {"a": payments(60, Calendar(Rhythm.YEARLY, month=2)), "b": payments(40, Calendar(Rhythm.YEARLY, month=6))}
    support = FollowedSupport(("a", "b"), (came(1, 70), due(8, 10)))

    found = follow(support, lines, 3, 12)

    assert (found.received, found.awaited) == (((1, 70),), (Awaited(8, 10),))
    assert found.left == {"a": (), "b": ((6, 20),)}


def test_cases_apply_to_what_is_not_received_yet() -> None:
    made = plan(charge("team", 120), grant("state", 120, calendar=YEARLY), opening=0)
    known = reading(4, came(4, 50), due(2, 40), due(9, 30))

    cases = {one.key: one.curve for one in all_cases(made, known, late_months=2, delays={"state": 3})}

    assert cases["on_time"].ins[:12] == (0, 0, 0, 50 + 40, 0, 0, 0, 0, 30, 0, 0, 0)
    assert cases[LATE].ins[:12] == (0, 0, 0, 50, 0, 40, 0, 0, 0, 0, 30, 0)
    # 40 have waited two of their three months.
    assert cases[USUAL].ins[:12] == (0, 0, 0, 50, 40, 0, 0, 0, 0, 0, 0, 30)
    assert sum(cases[REFUSED].ins) == 50 + 32 + 24
    assert sum(cases[f"{REMOVED}:state"].ins) == sum(cases[ALL_END].ins) == 50


def test_what_is_in_the_bank_at_the_start_of_the_month_is_not_counted_twice() -> None:
    made = plan(charge("team", 120), grant("state", 120, calendar=YEARLY))
    known = reading(5, came(2, 60), came(5, 20), due(3, 10))

    first = all_cases(made, known, in_bank=1_000)[0].curve

    # May: 20 came and 10 that are late are awaited; February's 60 are in the 1 000.
    assert first.balance[4:6] == (1_000 + 20 + 10 + 30 - 10, 1_000 + 60 - 20)


def test_the_calendars_alone_are_read_where_that_is_asked() -> None:
    made, known = treasury(), reading(1, came(1, 120))
    alone = all_cases(made, known, as_followed=False)

    assert alone[0].curve == all_cases(made)[0].curve
    assert alone[0].curve.followed is None
    assert {one.assumptions.as_followed for one in alone} == {False}
    planned, own = beside(made, Assumptions(as_followed=False), known)
    assert planned.curve == own.curve == run(made).curve
    assert run(made, Assumptions(), known).curve.ins[0] == 120


def test_only_what_pays_is_followed() -> None:
    other = product("dues", 120)
    known = replace(reading(1, came(1, 5)), follow_up=FollowUp(1, (FollowedSupport(("nobody",), (came(1, 5),)),)))

    found = flows_of(plan(other), known)

    assert found.flows == flows_of(plan(other)).flows
    assert found.followed == FollowedSums(0, 0, 0, 0, 0, 0)


NOTED = st.lists(st.tuples(st.booleans(), st.integers(1, 24), st.integers(1, 10**7)), max_size=6)


@given(amount=AMOUNTS.map(abs), calendar=CALENDARS, noted=NOTED, now=st.integers(1, 24))
def test_not_a_cent_is_lost_nor_made(
    amount: int, calendar: Calendar, noted: list[tuple[bool, int, int]], now: int
) -> None:
    known = [(came if is_here else due)(month, cents) for is_here, month, cents in noted]
    found = run(plan(grant("state", amount, calendar=calendar)), None, reading(now, *known)).curve
    received = sum(cents for is_here, month, cents in noted if is_here and month <= 12)
    awaited = sum(cents for is_here, month, cents in noted if not is_here and month <= 12)

    assert found.followed is not None
    assert found.followed.received + found.followed.awaited >= received + awaited
    assert sum(found.ins) == found.followed.received + found.followed.awaited + found.followed.left
    # What comes after the plan only stands for what its lines still expect.
    assert sum(found.ins) == max(amount, received + awaited)
    # Nothing but what came is in the past.
    past = [0] * 25
    for is_here, month, cents in noted:
        if is_here:
            past[month] += cents
    is_past = range(1, min(now, 13))
    assert [found.ins[month - 1] for month in is_past] == [past[month] for month in is_past]


def test_a_received_flow_says_so() -> None:
    flows = flows_of(plan(grant("state", 12, calendar=YEARLY)), reading(1, came(1, 5), due(2, 7)))

    assert [(one.paid, one.is_received) for one in flows.flows] == [((), False), (((1, 5),), True), (((2, 7),), False)]
    assert all(isinstance(one, Flow) and one.is_grant for one in flows.flows)
    assert [one.is_received for one in flows.grants] == [False, False]
