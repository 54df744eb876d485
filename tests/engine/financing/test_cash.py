"""Cash month by month: sums, troughs, what is not known."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.engine.financing import Calendar, ItemKind, LongTermItem, Plan, Rhythm, Side, Stage, Tranche
from essaim.engine.financing.calendars import payments
from essaim.engine.financing.cash import Bridge, CashCurve, Reading, Unknown, curve_of, flows_of
from tests.engine.financing.plans import charge, grant, plan, product, treasury
from tests.engine.financing.test_calendars import AMOUNTS, CALENDARS

MOVES = st.lists(st.integers(-(10**6), 10**6), min_size=1, max_size=40)


def curve(moves: list[int], **more: int | None) -> CashCurve:
    ins = tuple(max(0, move) for move in moves)
    outs = tuple(max(0, -move) for move in moves)
    return CashCurve(date(2027, 1, 1), len(moves), ins, outs, **more)  # type: ignore[arg-type]


def slow_balance(given_plan: Plan) -> list[int]:
    """Twin of ``curve_of``: month after month, line after line, payment after payment."""
    balance, months = given_plan.opening or 0, []
    for month in range(1, 12 * given_plan.years + 121):
        for line in given_plan.lines:
            for year in range(given_plan.years):
                for due, cents in payments(line.amount(year) or 0, line.calendar):
                    if 12 * year + due == month:
                        balance += cents if line.side == Side.PRODUCT else -cents
        months.append(balance)
    return months


def test_the_published_treasury_needs_a_fifth_of_its_year() -> None:
    # fin-treasury: peak need 24 at month 12, closing 0.
    found = curve_of(flows_of(treasury()))

    assert (found.peak_need, found.trough_month, found.closing) == (24, 12, 0)
    assert found.balance == (-10, -20, 30, 20, 10, 0, -10, -20, 6, -4, -14, -24, -24, -24, 0)
    assert (found.first_below_zero, found.plan_months) == (1, 12)
    assert found.bridge == Bridge(24, 1, 15)
    assert found.months[0] == date(2027, 1, 1)
    assert found.months[-1] == date(2028, 3, 1)


def test_the_published_example_is_reproduced(shared_vectors: Path) -> None:
    vectors = json.loads(shared_vectors.read_text(encoding="utf-8"))["vectors"]
    given_values, expected = next((one["input"], one["expected"]) for one in vectors if one["id"] == "fin-treasury")
    parts = tuple(Tranche(int(month), round(share * 10_000)) for month, share in given_values["schedule"].items())
    cost = charge("team", given_values["cost_per_month"] * given_values["months"])
    paid = grant("state", given_values["grant"], calendar=Calendar(Rhythm.TRANCHES, tranches=parts))

    found = curve_of(flows_of(plan(cost, paid)))

    assert {"peak_need": found.peak_need, "worst_month": found.trough_month, "closing": found.closing} == expected


@given(
    lines=st.lists(st.tuples(st.booleans(), AMOUNTS, AMOUNTS, CALENDARS), max_size=4),
    opening=st.integers(-(10**6), 10**6),
)
def test_the_curve_is_its_slow_twin(lines: list[tuple[bool, int, int, Calendar]], opening: int) -> None:
    made = plan(
        *(
            (product if is_in else charge)(str(place), first, second, calendar=calendar)
            for place, (is_in, first, second, calendar) in enumerate(lines)
        ),
        years=2,
        opening=opening,
    )

    found = curve_of(flows_of(made))

    slow = slow_balance(made)
    assert list(found.balance) == slow[: len(found.balance)]
    assert set(slow[len(found.balance) - 1 :]) == {found.closing}
    assert found.closing == opening + sum(found.ins) - sum(found.outs)


@given(moves=MOVES, opening=st.integers(-(10**6), 10**6), overdraft=st.integers(0, 10**6))
def test_the_bridge_keeps_every_month_within_the_overdraft(moves: list[int], opening: int, overdraft: int) -> None:
    found = curve(moves, opening=opening, overdraft=overdraft)

    bridge = found.bridge
    beyond = [month for month, cents in enumerate(found.balance, start=1) if cents < -overdraft]
    assert (bridge is None) == (beyond == [])
    if bridge:
        assert min(found.balance) + bridge.cents == -overdraft
        assert bridge.since == beyond[0]
        assert bridge.until == (beyond[-1] + 1 if beyond[-1] < len(moves) else None)


def test_an_amount_that_nobody_wrote_is_listed_and_counted_nowhere() -> None:
    made = plan(charge("rent", 1200, None), charge("staff"), years=2)

    found = curve_of(flows_of(made))

    assert found.is_partial
    assert [(one.key, one.year) for one in found.unknown] == [("rent", 1), ("staff", 0), ("staff", 1)]
    assert found.balance == tuple(-100 * min(month, 12) for month in range(1, 25))


def test_an_unknown_opening_makes_a_curve_from_zero_that_says_so() -> None:
    found = curve_of(flows_of(plan(charge("rent", 1200), opening=None)))

    assert found.is_relative
    assert (found.opening, found.closing) == (None, -1200)


def test_what_is_granted_replaces_what_was_planned() -> None:
    line = grant("state", 600)
    refused = grant("region", 600)
    line.amounts[Stage.GRANTED] = (400,)  # type: ignore[index]
    refused.amounts[Stage.GRANTED] = (0,)  # type: ignore[index]

    assert curve_of(flows_of(plan(line, refused))).closing == 400
    assert curve_of(flows_of(plan(line, refused), Reading(order=(Stage.PLANNED,)))).closing == 1200


def test_a_year_that_is_over_counts_for_what_happened() -> None:
    line = charge("rent", 100, 100, 100)
    line.amounts[Stage.ACTUAL] = (70, 80, 90)  # type: ignore[index]
    line.amounts[Stage.GRANTED] = (60,)  # type: ignore[index]
    made = plan(line, years=3)

    found = [curve_of(flows_of(made, Reading(years_over=over))).closing for over in range(4)]

    assert found == [-(60 + 100 + 100), -(70 + 100 + 100), -(70 + 80 + 100), -(70 + 80 + 90)]


def test_a_refused_line_brings_what_is_granted_only() -> None:
    line, other = grant("state", 600), grant("region", 600)
    other.amounts[Stage.GRANTED] = (400,)  # type: ignore[index]
    refused = Reading(refused=frozenset({line.key, other.key}))

    found = flows_of(plan(line, other, grant("city", None)), refused)

    assert curve_of(found).closing == 400
    assert [one.key for one in found.unknown] == ["grant-city"]


def test_a_line_that_is_no_money_pays_nothing() -> None:
    made = plan(
        charge("volunteers", 1200, form_line="864"), charge("wear", 1200, form_line="68"),
        product("own means", 1200, form_line="propres"), charge("rent", 1200, form_line="613"),
        charge("nobody knows", 1200, form_line="of-another-form"),
    )  # fmt: skip

    assert [one.key for one in flows_of(made).flows] == ["rent", "nobody knows"]
    assert flows_of(made, Reading(is_cash=lambda line: False)).flows == ()


def test_lasting_needs_and_resources_are_paid_in_their_month() -> None:
    items = (
        LongTermItem("van", ItemKind.NEED, "investment", amounts=(300, 0, 50), month=4),
        LongTermItem("loan", ItemKind.RESOURCE, "loan", amounts=(200, None)),
        # No payment: it is what the curve shows. What is brought at the start is in the bank already.
        LongTermItem("stock", ItemKind.NEED, "working_capital", amounts=(1_000,)),
        LongTermItem("own", ItemKind.RESOURCE, "own_funds", amounts=(1_000, 0, 500), month=2),
    )

    found = flows_of(plan(years=2, items=items))

    assert [(one.key, one.side, one.paid) for one in found.flows] == [
        ("van", Side.CHARGE, ((1, 300), (16, 50))),
        ("loan", Side.PRODUCT, ((1, 200),)),
        ("own", Side.PRODUCT, ((14, 500),)),
    ]
    assert found.unknown == (Unknown("loan", "", Side.PRODUCT, 0),)


@pytest.mark.parametrize(
    ("calendar", "months"), [(Calendar(Rhythm.YEARLY, month=12), 24), (Calendar(Rhythm.YEARLY, month=12, delay=6), 30)]
)
def test_the_horizon_waits_for_the_last_payment(calendar: Calendar, months: int) -> None:
    assert flows_of(plan(product("dues", 5, 5, calendar=calendar), years=2)).horizon == months


def test_a_year_over_december_is_dated() -> None:
    found = CashCurve(date(2027, 9, 1), 5, (0,) * 5, (0,) * 5)

    assert [(one.year, one.month) for one in found.months] == [(2027, 9), (2027, 10), (2027, 11), (2027, 12), (2028, 1)]
