"""What expenses add up to, beside what is typed as having happened; and taking it up."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.web.directory.test_listing import text
from tests.web.financing.scenes import balanced_plan, coordinated_pole
from tests.work_factories import make_expense

from essaim.apps.audit.models import Event
from essaim.apps.financing.models import Plan, PlanAmount, PlanLine

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(visitor: Client) -> PlanLine:
    """A salary of which 30 500,25 euros are noted in 2027, and 10 in 2028."""
    plan = balanced_plan(coordinated_pole(visitor))
    found = plan.lines.get(form_line="641")
    for cents, year in ((30_000_00, 2027), (500_25, 2027), (10_00, 2028)):
        make_expense(pole=plan.pole, line=found, on=date(year, 5, 1), cents=cents, label=f"Salaire {cents}")
    return found


def typed(line: PlanLine, cents: int | None, year: int = 1) -> None:
    PlanAmount.objects.filter(line=line, year=year).update(actual_cents=cents)


def actual(line: PlanLine, year: int = 1) -> int | None:
    return PlanAmount.objects.get(line=line, year=year).actual_cents


def page(visitor: Client, plan: Plan) -> str:
    return text(visitor.get(f"{plan.get_absolute_url()}realise/?annee=1")).replace("\u00a0", " ").replace("\u202f", " ")


def take_up(visitor: Client, line: PlanLine, **said: str) -> Any:
    sent = {"ligne": line.uid, "annee": "1", "seen": "", **said}
    return visitor.post(f"{line.plan.get_absolute_url()}realise/reprendre/", sent, follow=True)


@pytest.mark.parametrize(
    ("cents", "said"), [(None, "réalisé non renseigné"), (30_000_00, "différents"), (30_500_25, "les mêmes")]
)
def test_expenses_stand_beside_what_is_typed(visitor: Client, line: PlanLine, cents: int | None, said: str) -> None:
    typed(line, cents)

    found = page(visitor, line.plan)

    assert "30 500,25 €" in found
    assert said in found
    assert ("realise/reprendre/" in found) == (cents != 30_500_25)


def test_expenses_are_taken_up_in_one_click_and_audited(visitor: Client, line: PlanLine) -> None:
    take_up(visitor, line)

    assert (actual(line), actual(line, 2)) == (30_500_25, None)
    event = Event.objects.get(action="put_plan_amounts")
    assert event.after == {"plan_stage": "actual", "cells": 1}


def test_a_typed_zero_is_replaced_knowingly(visitor: Client, line: PlanLine) -> None:
    typed(line, 0)

    take_up(visitor, line, seen="0")

    assert actual(line) == 30_500_25


def test_what_somebody_typed_meanwhile_stays(visitor: Client, line: PlanLine) -> None:
    typed(line, 12_00)

    answer = take_up(visitor, line, seen="")

    assert actual(line) == 12_00
    assert "Quelqu'un a écrit ce réalisé entre-temps" in text(answer)


def test_a_closed_plan_keeps_what_it_says(visitor: Client, line: PlanLine) -> None:
    Plan.objects.update(state="closed")

    take_up(visitor, line)

    assert actual(line) is None
    assert "realise/reprendre/" not in page(visitor, line.plan)


@pytest.mark.parametrize("said", [{"annee": "9"}, {"annee": "x"}, {"ligne": "nobody"}])
def test_nothing_is_taken_up_where_nothing_is_noted(visitor: Client, line: PlanLine, said: dict[str, str]) -> None:
    answer = take_up(visitor, line, **said)

    assert "Aucune dépense n'est notée sur cette ligne" in text(answer)
    assert actual(line) is None


def test_others_may_not(visitor: Client, line: PlanLine) -> None:
    visitor.logout()

    take_up(visitor, line)

    assert actual(line) is None
