"""The cases that are always shown together, and one's own."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.engine.errors import InvalidValue
from essaim.engine.financing import COORDINATION, Calendar, ItemKind, LongTermItem, Plan, Rhythm, Side
from essaim.engine.financing.assumptions import Assumptions
from essaim.engine.financing.cases import all_cases, figures_of, run
from essaim.engine.financing.cash import Bridge, Reading, curve_of, flows_of
from tests.engine.financing.plans import charge, grant, plan, product, treasury
from tests.engine.financing.test_calendars import CALENDARS

CENTS = st.integers(0, 10**7)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    years = draw(st.integers(1, 3))
    amounts = st.lists(CENTS, min_size=years, max_size=years)
    lines = [
        charge("team", *draw(amounts), analytic=COORDINATION, calendar=draw(CALENDARS)),
        charge("rent", *draw(amounts), calendar=draw(CALENDARS)),
        product("dues", *draw(amounts), calendar=draw(CALENDARS)),
        *(grant(key, *draw(amounts), calendar=draw(CALENDARS)) for key in ("state", "region")),
    ]
    return plan(*lines, years=years, opening=draw(CENTS), overdraft=draw(CENTS), members=draw(st.integers(1, 300)))


@st.composite
def supposed(draw: st.DrawFn) -> Assumptions:
    keys = st.sets(st.sampled_from(["state", "region"])).map(tuple)
    return Assumptions(
        draw(st.integers(0, 36)), draw(st.integers(0, 10_000)), draw(keys), draw(keys), draw(st.booleans()),
        draw(st.integers(1, 12)), draw(st.integers(0, 10_000)), draw(CENTS),
        tuple(draw(st.dictionaries(st.sampled_from(["state", "region"]), st.integers(0, 60))).items()),
    )  # fmt: skip


def slow_run(given_plan: Plan, supposed: Assumptions) -> dict[int, int]:
    """Twin of ``run``: the net of each month, one payment after another, losses rounded down on what is reached."""
    net: dict[int, int] = {}
    delays = {line.key: line.calendar.delay for line in given_plan.lines}
    for flow in flows_of(given_plan).flows:
        reached = 0
        for month, cents in flow.paid:
            is_concerned = not supposed.concerned or flow.funder in supposed.concerned
            kept, late = 10_000, 0
            if month >= supposed.from_month and flow.is_coordination:
                kept = supposed.kept_coordination
            if month >= supposed.from_month and flow.is_grant and is_concerned:
                kept, late = 10_000 - supposed.refused, supposed.late_months
            if month >= supposed.from_month and flow.is_grant:
                late += max(0, dict(supposed.delays).get(flow.funder, 0) - delays.get(flow.key, 0))
            if month >= supposed.from_month and flow.is_grant and (flow.funder in supposed.removed or supposed.all_end):
                kept, late = 0, 0
            before = reached - reached * (10_000 - kept) // 10_000
            reached += cents if month >= supposed.from_month else 0
            after = reached - reached * (10_000 - kept) // 10_000
            paid = after - before if month >= supposed.from_month else cents
            net[month + late] = net.get(month + late, 0) + (paid if flow.side == Side.PRODUCT else -paid)
    for year in range(given_plan.years):
        month = supposed.from_month + 12 * year
        if month <= 12 * given_plan.years:
            net[month] = net.get(month, 0) + supposed.added_fee * (given_plan.members or 0)
    return net


@given(made=plans(), given_assumptions=supposed())
def test_a_case_is_its_slow_twin(made: Plan, given_assumptions: Assumptions) -> None:
    found = run(made, given_assumptions).curve

    net = slow_run(made, given_assumptions)
    assert [inside - outside for inside, outside in zip(found.ins, found.outs, strict=True)] == [
        net.get(month, 0) for month in range(1, len(found.ins) + 1)
    ]
    assert all(net[month] == 0 for month in net if month > len(found.ins))
    assert found.closing == made.opening + sum(net.values())  # type: ignore[operator]


@given(made=plans())
def test_on_time_is_the_plan(made: Plan) -> None:
    flows = flows_of(made)

    assert run(made).curve == curve_of(flows)
    assert all_cases(made, late_months=0)[0].curve == curve_of(flows)


@given(made=plans(), more=CENTS, given_assumptions=supposed())
def test_a_larger_overdraft_never_shortens_a_life(made: Plan, more: int, given_assumptions: Assumptions) -> None:
    shorter = run(made, given_assumptions).survival
    longer = run(replace(made, overdraft=made.overdraft + more), given_assumptions).survival

    assert longer is None or (shorter is not None and shorter <= longer)


@given(made=plans())
def test_no_grant_left_is_everything_refused_and_everybody_gone(made: Plan) -> None:
    horizon = flows_of(made).horizon

    ended = run(made, Assumptions(all_end=True)).curve

    assert run(made, Assumptions(refused=10_000), horizon=horizon).curve == ended
    assert run(made, Assumptions(removed=("state", "region")), horizon=horizon).curve == ended


def test_the_published_treasury_under_every_case() -> None:
    cases = all_cases(treasury(opening=30))

    curves = [(one, one.curve) for one in cases]
    assert [(one.key, curve.peak_need, curve.trough_month, one.survival, curve.bridge) for one, curve in curves] == [
        ("on_time", 0, 12, None, None),
        # Sixty in month 9, thirty-six in month 15, the last in month 21.
        ("late", 50, 8, 3, Bridge(50, 4, 15)),
        # A fifth of 120 is 24: 48 in month 3, 29 in month 9, 19 in month 15.
        ("refused", 13, 12, 7, Bridge(13, 8, 15)),
        ("removed:state", 90, 12, 3, Bridge(90, 4, None)),
        ("all_end", 90, 12, 3, Bridge(90, 4, None)),
    ]  # fmt: skip
    assert {len(one.curve.balance) for one in cases} == {21}


def test_each_case_says_what_it_supposes() -> None:
    assert [one.sentence for one in all_cases(treasury(), from_month=4)] == [
        "Tout arrive comme prévu.",
        "À partir de 04/2027, les versements de toutes les aides arrivent 6 mois plus tard.",
        "À partir de 04/2027, 20\u00a0% du montant de toutes les aides est refusé.",
        "À partir de 04/2027, plus rien ne vient de « State ».",
        "À partir de 04/2027, toutes les aides s'arrêtent.",
    ]
    own = Assumptions(late_months=1, concerned=("state",), kept_coordination=5_050, added_fee=12_050)
    assert run(treasury(members=3), own).sentence == (
        "Les versements de « State » arrivent 1 mois plus tard, 50,50\u00a0% de l'animation est gardée, "
        "chaque membre paie 120,50\u00a0€ de plus par an."
    )


def test_survival_is_counted_from_the_month_the_funder_leaves() -> None:
    # 120 a month out, 120 in each month: 240 in the bank last two months once the grant stops.
    monthly = plan(charge("team", 1440), grant("state", 1440, calendar=Calendar()), opening=240)

    assert run(monthly, Assumptions(removed=("state",))).survival == 2
    assert run(monthly, Assumptions(removed=("state",), from_month=5)).survival == 2
    assert run(monthly, Assumptions(removed=("state",), from_month=11)).survival is None
    assert run(replace(monthly, overdraft=120), Assumptions(removed=("state",))).survival == 3


def test_a_plan_already_under_water_has_no_month_left() -> None:
    poor = plan(charge("team", 1200), grant("state", 600, calendar=Calendar(Rhythm.YEARLY, month=12)))

    assert run(poor, Assumptions(removed=("state",), from_month=6)).survival == 0


def test_an_investment_grant_without_a_funder_ends_with_all() -> None:
    items = (LongTermItem("roof", ItemKind.RESOURCE, "investment_subsidy", amounts=(500,)),)

    cases = {one.key: one.curve.closing for one in all_cases(plan(items=items))}

    assert cases == {"on_time": 500, "late": 500, "refused": 400, "all_end": 0}


@pytest.mark.parametrize("form_line", ["70", "756", "75-autres"])
def test_what_a_funder_buys_or_owes_is_lost_with_it_but_is_no_grant(form_line: str) -> None:
    made = plan(product("study", 100, form_line=form_line, funder="epci"))

    cases = {one.key: one.curve.closing for one in all_cases(made)}

    assert cases == {"on_time": 100, "late": 100, "refused": 100, "removed:epci": 0, "all_end": 100}


@pytest.mark.parametrize(
    ("assumptions", "message"),
    [
        (Assumptions(removed=("nobody",)), "Le financeur « nobody » n'est pas dans le plan."),
        (Assumptions(concerned=("nobody",)), "Le financeur « nobody » n'est pas dans le plan."),
        (Assumptions(from_month=13), "Le plan finit avant le mois 13."),
        (Assumptions(added_fee=1), "On ne sait pas combien de membres paient une cotisation."),
    ],
)
def test_what_the_plan_cannot_answer_is_refused(assumptions: Assumptions, message: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        run(treasury(), assumptions)

    assert refused.value.message == message
    assert refused.value.advice


def test_figures_are_kept_as_json() -> None:
    case = run(treasury(opening=30, overdraft=10), Assumptions(removed=("state",), from_month=2))

    kept = json.loads(json.dumps(figures_of(case)))

    assert kept == {
        "starts_on": "2027-01-01", "plan_months": 12, "balance": list(case.curve.balance), "since": 1, "opening": 30,
        "overdraft": 10, "closing": -90, "trough": -90, "trough_month": 12, "peak_need": 90, "bridge": [80, 5, None],
        "survival": 3, "unknown": 0,
    }  # fmt: skip


def test_usual_delays_are_a_case_of_their_own_and_are_not_counted_twice() -> None:
    made = plan(
        grant("state", 100, calendar=Calendar(Rhythm.YEARLY, delay=2)),
        grant("region", 100, calendar=Calendar(Rhythm.YEARLY, delay=6)),
    )

    cases = all_cases(made, delays={"state": 5, "region": 4}, late_months=1)

    assert [one.key for one in cases][:3] == ["on_time", "usual", "late"]
    assert cases[1].sentence == "Chaque financeur paie avec son délai habituel."
    # January + 5, whatever the two months of the calendar; January + 6 as the calendar says already.
    assert [month for month, cents in enumerate(cases[1].curve.ins, start=1) if cents] == [6, 7]
    assert [one.key for one in all_cases(made, delays={"region": 6})][:2] == ["on_time", "late"]


def test_a_plan_under_way_is_asked_of_what_is_to_come() -> None:
    # Below zero in February, above from March on, thanks to a grant that is there already.
    made = plan(charge("team", 1200), grant("state", 1200, calendar=Calendar(Rhythm.YEARLY, month=3)), opening=100)

    cases = {one.key: one for one in all_cases(made, Reading(since=4))}

    assert cases["on_time"].curve.first_below_zero is None
    assert (cases["on_time"].curve.trough, cases["on_time"].curve.trough_month) == (100, 12)
    assert cases["removed:state"].curve.balance == cases["on_time"].curve.balance
    assert cases["removed:state"].sentence == "À partir de 04/2027, plus rien ne vient de « State »."
    poor = {one.key: one.survival for one in all_cases(replace(made, opening=-600), Reading(since=4))}
    assert poor == {"on_time": 3, "late": 3, "refused": 3, "removed:state": 3, "all_end": 3}


@given(made=plans(), in_bank=st.integers(-(10**8), 10**8), month=st.integers(1, 12))
def test_what_is_in_the_bank_replaces_what_the_plan_led_to(made: Plan, in_bank: int, month: int) -> None:
    planned, known = run(made).curve, run(made, Assumptions(from_month=month, in_bank=in_bank)).curve

    before = planned.balance[month - 2] if month > 1 else made.opening
    assert before is not None
    assert known.balance[: month - 1] == planned.balance[: month - 1]
    assert known.balance[month - 1 :] == tuple(cents + in_bank - before for cents in planned.balance[month - 1 :])


def test_every_case_starts_from_what_is_in_the_bank() -> None:
    cases = all_cases(treasury(opening=None), from_month=7, in_bank=5)

    # 10 a month from July on: 5, 15, then 21 with the part of September.
    assert cases[0].curve.balance[6:9] == (-5, -15, 11)
    assert {one.curve.is_relative for one in cases} == {False}
    assert {one.curve.known for one in cases} == {(7, 5)}
    assert cases[0].sentence == "Tout arrive comme prévu."
