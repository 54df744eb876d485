"""Every write about a plan: who may, one event each, and nobody's work overwritten."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from essaim.apps.accounts.models import User
from essaim.apps.audit.models import Event
from essaim.apps.financing.actions.items import put_item, remove_item
from essaim.apps.financing.actions.lines import (
    CellsChangedMeanwhile,
    PaidWhen,
    put_amounts,
    put_line,
    remove_line,
    set_calendar,
)
from essaim.apps.financing.actions.plans import copy_plan, delete_plan, edit_plan, move_plan, start_plan
from essaim.apps.financing.actions.sharing import share_plan, stop_sharing
from essaim.apps.financing.models import Plan, PlanAmount
from essaim.engine.errors import InvalidValue
from essaim.engine.financing import Stage
from essaim.kit.errors import ChangedMeanwhile, NotAllowed
from tests.factories import AT, EPCI, make_pole, make_user
from tests.work_factories import (
    make_funder,
    make_long_term_item,
    make_plan,
    make_plan_line,
    make_plan_share,
    make_project,
    make_support,
)

FACTS = {"title": "Budget", "starts_on": date(2027, 1, 1), "years": 3, "overdraft_cents": 0}
Write = Callable[[Plan, User], Any]


def _start(plan: Plan, by: User) -> Any:
    return start_plan(pole=plan.pole, facts=FACTS, by=by, at=AT)


def _edit(plan: Plan, by: User) -> Any:
    return edit_plan(plan=plan, changes={"title": "Autre"}, seen_version=None, by=by, at=AT)


def _adopt(plan: Plan, by: User) -> Any:
    return move_plan(plan=plan, step="adopt", seen_version=None, by=by, at=AT)


def _copy(plan: Plan, by: User) -> Any:
    return copy_plan(plan=plan, title="Copie", later=1, by=by, at=AT)


def _delete(plan: Plan, by: User) -> Any:
    return delete_plan(plan=plan, seen_version=None, by=by, at=AT)


def _put(plan: Plan, by: User) -> Any:
    return put_line(plan=plan, facts={"form_line": "613", "amounts": [1, None]}, seen_version=None, by=by, at=AT)


def _remove(plan: Plan, by: User) -> Any:
    return remove_line(plan=plan, line=make_plan_line(plan=plan), seen_version=None, by=by, at=AT)


def _amounts(plan: Plan, by: User) -> Any:
    cell = (make_plan_line(1, plan=plan).uid, 1)
    return put_amounts(plan=plan, stage=Stage.PLANNED, changes={cell: 2}, seen={cell: 1}, by=by, at=AT)


def _calendar(plan: Plan, by: User) -> Any:
    paid = PaidWhen("tranches", tranches=[(3, 10_000)])
    return set_calendar(plan=plan, line=make_plan_line(plan=plan), paid=paid, seen_version=None, by=by, at=AT)


def _item(plan: Plan, by: User) -> Any:
    return put_item(
        plan=plan, category="loan", label="Prêt", amounts=[1], month=1, seen_version=None, by=by, at=AT
    )  # fmt: skip


def _drop(plan: Plan, by: User) -> Any:
    return remove_item(plan=plan, item=make_long_term_item(plan=plan), seen_version=None, by=by, at=AT)


def _share(plan: Plan, by: User) -> Any:
    return share_plan(plan=plan, role="territorial_agent", key=EPCI, seen_version=None, by=by, at=AT)


def _stop(plan: Plan, by: User) -> Any:
    return stop_sharing(plan=plan, share=make_plan_share(plan=plan), by=by, at=AT)


WRITES: dict[str, Write] = {
    "start_plan": _start,
    "edit_plan": _edit,
    "adopt_plan": _adopt,
    "copy_plan": _copy,
    "delete_plan": _delete,
    "put_plan_line": _put,
    "remove_plan_line": _remove,
    "put_plan_amounts": _amounts,
    "set_plan_calendar": _calendar,
    "put_plan_item": _item,
    "remove_plan_item": _drop,
    "share_plan": _share,
    "stop_sharing_plan": _stop,
}


@pytest.fixture
def plan(essaim_home: object, db: None) -> Plan:
    return make_plan(years=2)


@pytest.fixture
def coordinator(plan: Plan) -> User:
    return make_user(coordinator=plan.pole.uid)


@pytest.mark.parametrize("action", WRITES)
def test_write_records_one_event(plan: Plan, coordinator: User, action: str) -> None:
    before = Event.objects.filter(object_type="plan").count()

    WRITES[action](plan, coordinator)

    events = Event.objects.filter(object_type="plan")
    assert (events.count() - before, events.first().action, events.first().actor) == (1, action, coordinator.uid)


@pytest.mark.parametrize("action", WRITES)
@pytest.mark.parametrize("held", [{}, {"administrator": ""}, {"state_officer": ""}])
def test_others_write_nothing(plan: Plan, action: str, held: dict[str, str]) -> None:
    stranger = make_user(**held)

    with pytest.raises(NotAllowed):
        WRITES[action](plan, stranger)

    assert not Event.objects.filter(object_type="plan").exists()


@pytest.mark.parametrize(
    "action", sorted(set(WRITES) - {"start_plan", "copy_plan", "share_plan", "stop_sharing_plan", "delete_plan"})
)
def test_closed_plan_changes_no_more(plan: Plan, coordinator: User, action: str) -> None:
    Plan.objects.filter(pk=plan.pk).update(state="closed")

    with pytest.raises(InvalidValue):
        WRITES[action](plan, coordinator)


def test_plan_saved_by_somebody_else_is_not_overwritten(plan: Plan, coordinator: User) -> None:
    _edit(plan, coordinator)

    with pytest.raises(ChangedMeanwhile):
        edit_plan(plan=plan, changes={"title": "Tard"}, seen_version=1, by=coordinator, at=AT)


def test_cells_that_somebody_else_wrote_are_told(plan: Plan, coordinator: User) -> None:
    cell = (make_plan_line(5, plan=plan).uid, 1)

    with pytest.raises(CellsChangedMeanwhile) as told:
        put_amounts(plan=plan, stage=Stage.PLANNED, changes={cell: 2}, seen={cell: 1}, by=coordinator, at=AT)

    assert told.value.cells == {cell: 5}
    assert PlanAmount.objects.get().planned_cents == 5


@pytest.mark.parametrize("stage", [Stage.CLAIMED, Stage.PAID])
def test_what_is_claimed_and_paid_is_not_written_here(plan: Plan, coordinator: User, stage: Stage) -> None:
    cell = (make_plan_line(plan=plan).uid, 1)

    with pytest.raises(InvalidValue):
        put_amounts(plan=plan, stage=stage, changes={cell: 2}, seen={}, by=coordinator, at=AT)


@pytest.mark.parametrize(("year", "cents"), [(0, 1), (3, 1), (1, -1), (1, 10**12 + 1)])
def test_cell_that_cannot_be_is_refused(plan: Plan, coordinator: User, year: int, cents: int) -> None:
    cell = (make_plan_line(None, plan=plan).uid, year)

    with pytest.raises(InvalidValue):
        put_amounts(plan=plan, stage=Stage.PLANNED, changes={cell: cents}, seen={}, by=coordinator, at=AT)


def test_line_takes_nothing_of_another_pole(plan: Plan, coordinator: User) -> None:
    other = make_pole()

    for facts in ({"funder": make_funder(pole=other)}, {"support": make_support(pole=other)}):
        with pytest.raises(InvalidValue):
            put_line(plan=plan, facts={"form_line": "756", **facts}, seen_version=None, by=coordinator, at=AT)


def test_charge_has_no_funder(plan: Plan, coordinator: User) -> None:
    facts = {"form_line": "613", "funder": make_funder(pole=plan.pole)}

    with pytest.raises(InvalidValue):
        put_line(plan=plan, facts=facts, seen_version=None, by=coordinator, at=AT)


def test_support_and_funder_of_a_line_are_the_same_body(plan: Plan, coordinator: User) -> None:
    facts = {"funder": make_funder(pole=plan.pole), "support": make_support(pole=plan.pole)}

    with pytest.raises(InvalidValue):
        put_line(plan=plan, facts={"form_line": "756", **facts}, seen_version=None, by=coordinator, at=AT)


def test_project_of_another_pole_has_no_plan_here(plan: Plan, coordinator: User) -> None:
    with pytest.raises(InvalidValue):
        start_plan(pole=plan.pole, facts=FACTS, by=coordinator, at=AT, project=make_project())


def test_plan_of_the_years_that_follow_keeps_what_both_plan(plan: Plan, coordinator: User) -> None:
    line = make_plan_line(10, 20, plan=plan, rhythm="tranches", month=2)
    line.tranches.create(month=3, share=10_000)
    PlanAmount.objects.update(granted_cents=7)
    make_long_term_item(plan=plan, amounts=[1, 2, 3])

    copy = copy_plan(plan=plan, title="Suite", later=1, by=coordinator, at=AT)

    kept = copy.lines.get()
    assert (kept.rhythm, kept.month, kept.tranches.get().month) == ("tranches", 2, 3)
    assert [(one.year, one.planned_cents, one.granted_cents) for one in kept.amounts.all()] == [(1, 20, None)]
    assert (copy.starts_on, copy.opening_cents, copy.items.get().amounts) == (date(2028, 1, 1), None, [None, 3])
