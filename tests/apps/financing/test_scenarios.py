"""Cash scenarios: kept on the plan as it stands, renamed, erased, by the pole's own people."""

from datetime import date
from typing import Any

import pytest

from essaim import __version__
from essaim.apps.audit.models import Event
from essaim.apps.financing.actions import scenarios as actions
from essaim.apps.financing.actions.scenarios import delete_cash_scenario, rename_cash_scenario, save_cash_scenario
from essaim.apps.financing.models import CashScenario, Plan
from essaim.apps.financing.queries.plans import whole
from essaim.apps.financing.queries.scenarios import assumptions_of, reading_of, scenario_by_uid, scenarios_of
from essaim.engine.errors import InvalidValue
from essaim.engine.financing.assumptions import Assumptions
from essaim.engine.financing.cash import Reading
from essaim.kit.errors import NotAllowed
from tests.factories import ADMIN, AT, make_pole, make_user
from tests.work_factories import make_cash_scenario, make_plan, make_plan_line, make_support

pytestmark = pytest.mark.django_db


def plan(**facts: Any) -> Plan:
    made = make_plan(years=1, opening_cents=300_00, version=7, **facts)
    make_plan_line(1_200_00, plan=made)
    return made


def keeper(of: Plan) -> Any:
    return make_user(coordinator=of.pole.uid)


def test_a_scenario_is_kept_with_what_it_supposes_and_answers() -> None:
    made = plan()
    by = keeper(made)
    supposed = Assumptions(late_months=6)

    kept = save_cash_scenario(plan=made, name="  Prudent\u0000 ", assumptions=supposed, by=by, at=AT)

    found = CashScenario.objects.get()
    assert (found.uid, found.name, found.plan_version, found.engine_version) == (kept.uid, "Prudent", 7, __version__)
    assert (found.saved_by, found.saved_at) == (by.uid, AT)
    assert assumptions_of(found) == supposed
    assert found.result["balance"] == [(300 - 100 * month) * 100 for month in range(1, 13)]
    assert (found.result["peak_need"], found.result["survival"]) == (900_00, 3)
    event = Event.objects.filter(object_type="cash_scenario").get()
    assert (event.action, event.actor, event.after) == (
        "save_cash_scenario", by.uid, {"plan": made.uid, "name": "Prudent"},
    )  # fmt: skip
    made.refresh_from_db()
    assert made.version == 7


@pytest.mark.parametrize(
    ("name", "assumptions", "message"),
    [
        (" \n", Assumptions(), "Donnez un nom à ce scénario."),
        ("A", Assumptions(removed=("nobody",)), "Le financeur « nobody » n'est pas dans le plan."),
        ("A", Assumptions(added_fee=1), "On ne sait pas combien de membres paient une cotisation."),
        ("A", Assumptions(from_month=13), "Le plan finit avant le mois 13."),
    ],
)
def test_what_cannot_be_kept_is_refused(name: str, assumptions: Assumptions, message: str) -> None:
    made = plan()

    with pytest.raises(InvalidValue) as refused:
        save_cash_scenario(plan=made, name=name, assumptions=assumptions, by=keeper(made), at=AT)

    assert refused.value.message == message
    assert CashScenario.objects.count() == 0


def test_a_plan_keeps_so_many_scenarios_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 1)
    made = plan()
    make_cash_scenario(plan=made)

    with pytest.raises(InvalidValue):
        save_cash_scenario(plan=made, name="Un de trop", assumptions=Assumptions(), by=keeper(made), at=AT)


def test_only_the_poles_own_people_write() -> None:
    made = plan()
    scenario = make_cash_scenario(plan=made, name="Avant")
    others = (ADMIN, make_user(), make_user(coordinator=make_pole().uid), make_user(state_officer=""))

    for by in others:
        with pytest.raises(NotAllowed):
            save_cash_scenario(plan=made, name="A", assumptions=Assumptions(), by=by, at=AT)
        with pytest.raises(NotAllowed):
            rename_cash_scenario(scenario=scenario, name="A", by=by, at=AT)
        with pytest.raises(NotAllowed):
            delete_cash_scenario(scenario=scenario, by=by, at=AT)

    assert list(CashScenario.objects.values_list("name", flat=True)) == ["Avant"]


def test_a_scenario_is_renamed_once_then_erased() -> None:
    scenario = make_cash_scenario(plan=plan(), name="Avant")
    by = keeper(scenario.plan)

    rename_cash_scenario(scenario=scenario, name="Après", by=by, at=AT)
    rename_cash_scenario(scenario=scenario, name="Après", by=by, at=AT)
    delete_cash_scenario(scenario=scenario, by=by, at=AT)

    assert CashScenario.objects.count() == 0
    events = Event.objects.filter(object_type="cash_scenario").order_by("id")
    assert [one.action for one in events] == ["rename_cash_scenario", "delete_cash_scenario"]


def test_scenarios_are_found_within_their_plan_the_latest_first() -> None:
    made = plan()
    first = make_cash_scenario(plan=made, saved_at=AT.replace(year=2025))
    last = make_cash_scenario(plan=made)
    elsewhere = make_cash_scenario(plan=make_plan(starts_on=date(2028, 1, 1)))

    assert list(scenarios_of(made)) == [last, first]
    assert scenario_by_uid(made, first.uid) == first
    assert scenario_by_uid(made, elsewhere.uid) is None


def test_a_plan_is_read_on_a_day() -> None:
    made = make_plan(starts_on=date(2025, 9, 1))
    refused = make_plan_line(plan=made, support=make_support(state="refused"))
    make_plan_line(plan=made, support=make_support(state="granted"))
    read = whole(Plan.objects.filter(pk=made.pk)).get()

    assert reading_of(read, date(2026, 8, 31)) == Reading(refused=frozenset({refused.uid}), years_over=0, since=12)
    assert [reading_of(read, day).years_over for day in (date(2024, 1, 1), date(2026, 9, 1), date(2027, 9, 1))] == [
        0,
        1,
        2,
    ]


def test_what_no_longer_reads_is_said() -> None:
    with pytest.raises(InvalidValue):
        assumptions_of(make_cash_scenario(assumptions={"weather": 1}))
