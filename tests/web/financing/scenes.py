"""A coordinator, the pole and a plan, for the tests of the section."""

from typing import Any

from django.test import Client
from tests.factories import make_pole, make_user
from tests.work_factories import make_funder, make_plan, make_plan_line

from essaim.apps.financing.models import Plan
from essaim.apps.poles.models import Pole


def coordinated_pole(visitor: Client, **facts: Any) -> Pole:
    """A pole, whose coordinator is signed in."""
    pole = make_pole(**facts)
    visitor.force_login(make_user(coordinator=pole.uid))
    return pole


def balanced_plan(pole: Pole, lines: int = 1, **facts: Any) -> Plan:
    """Two years, coordination paid by the State and as many dues as lines; volunteering on both sides."""
    plan = make_plan(pole=pole, years=2, opening_cents=10_000_00, **facts)
    state = make_funder(pole=pole, kind="state", is_public=True)
    for number in range(lines):
        coordination = {"plan": plan, "analytic": "coordination"}
        make_plan_line(40_000_00, 41_000_00, form_line="641", label=f"Salaire {number}", **coordination)
        make_plan_line(30_000_00, 30_000_00, side="product", form_line="74-etat", funder=state, **coordination)
        make_plan_line(10_000_00, 11_000_00, side="product", form_line="756", label=f"Dues {number}", **coordination)
        make_plan_line(2_000_00, 2_000_00, plan=plan, form_line="864")
        make_plan_line(2_000_00, 2_000_00, plan=plan, side="product", form_line="870")
    return plan
