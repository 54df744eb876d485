"""The smallest records, rows as the engine's values, and who may."""

from datetime import date

import pytest

from essaim.apps.accounts.actions import grant_role
from essaim.apps.financing.queries.plans import plan_by_uid
from essaim.apps.financing.rules import keeps_money, reads_plan
from essaim.apps.financing.to_engine import as_plan
from essaim.engine.financing import Calendar, Rhythm, Stage, Tranche
from tests.factories import ADMIN, AT, make_pole, make_user
from tests.work_factories import (
    WORK_MAKERS,
    make_claim,
    make_funder,
    make_long_term_item,
    make_plan,
    make_plan_line,
    make_plan_share,
    make_receipt,
    make_support,
)

pytestmark = pytest.mark.django_db


def test_every_maker_makes_its_record() -> None:
    for model, make in WORK_MAKERS.items():
        make()

        assert model._default_manager.count() >= 1


def test_rows_become_engine_values() -> None:
    plan = make_plan(years=2, opening_cents=5_000_00)
    funder = make_funder(pole=plan.pole, kind="state", is_public=True)
    support = make_support(pole=plan.pole, funder=funder, kind="cpo")
    first = make_plan_line(
        100_00, None, plan=plan, side="product", form_line="74-etat", funder=funder, support=support, rhythm="tranches"
    )
    first.tranches.create(month=3, share=10_000)
    make_plan_line(50_00, plan=plan, side="product", form_line="74-etat", funder=funder, support=support)
    make_claim(support=support, claimed_on=date(2028, 7, 1), cents=40_00)
    make_receipt(support=support, received_on=date(2027, 5, 2), received_cents=30_00)
    make_receipt(support=support, received_on=date(2031, 5, 2), received_cents=30_00)
    make_long_term_item(plan=plan, amounts=[500_00, None, 7_00])
    read = plan_by_uid(plan.pole, plan.uid)

    found = as_plan(read) if read else None

    assert found is not None
    assert (found.opening, found.years, [one.name for one in found.funders]) == (5_000_00, 2, [funder.name])
    assert found.lines[0].calendar == Calendar(Rhythm.TRANCHES, tranches=(Tranche(3, 10_000),))
    assert found.lines[0].support == "cpo"
    assert found.lines[0].amounts[Stage.PLANNED] == (100_00, None)
    assert found.lines[0].amounts[Stage.CLAIMED] == (None, 40_00)
    assert found.lines[0].amounts[Stage.PAID] == (30_00, None)
    # A support shared by two lines counts its receipts once.
    assert Stage.PAID not in found.lines[1].amounts
    assert found.items[0].amounts == (500_00, None, 7_00)


@pytest.mark.parametrize("lines", [1, 3])
def test_a_plan_is_read_in_a_fixed_number_of_queries(lines: int, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    plan = make_plan()
    for _one in range(lines):
        make_plan_line(1, 2, 3, plan=plan, support=make_support(pole=plan.pole))
        make_long_term_item(plan=plan)

    with django_assert_num_queries(9):
        read = plan_by_uid(plan.pole, plan.uid)
        assert read is not None
        assert len(as_plan(read).lines) == lines


def test_money_is_seen_by_its_own_people_and_those_it_is_shared_with() -> None:
    plan = make_plan(pole=make_pole())
    coordinator, agent, administrator = make_user(), make_user(), make_user()
    grant_role(user=coordinator, role="coordinator", key=plan.pole.uid, by=ADMIN, at=AT)
    grant_role(user=agent, role="territorial_agent", key="244800405", by=ADMIN, at=AT)
    grant_role(user=administrator, role="administrator", key="", by=ADMIN, at=AT)

    before = [reads_plan(user, plan) for user in (coordinator, agent, administrator, None)]
    make_plan_share(plan=plan)

    assert before == [True, False, False, False]
    assert [reads_plan(user, plan) for user in (coordinator, agent, administrator, None)] == [True, True, False, False]
    assert [keeps_money(user, plan.pole) for user in (coordinator, agent, administrator)] == [True, False, False]
