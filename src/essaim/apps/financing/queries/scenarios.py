"""Cash scenarios that were kept with a plan."""

from __future__ import annotations

import json
from datetime import date

from django.db.models import QuerySet

from essaim.apps.financing.enums import SupportState
from essaim.apps.financing.models import CashScenario, Plan
from essaim.engine.financing.assumptions import Assumptions
from essaim.engine.financing.cash import Reading
from essaim.engine.financing.plan import MONTHS_A_YEAR


def scenarios_of(plan: Plan) -> QuerySet[CashScenario]:
    """Those of a plan, the latest first."""
    return CashScenario.objects.filter(plan=plan)


def scenario_by_uid(plan: Plan, uid: str) -> CashScenario | None:
    """One of that plan; None when there is none."""
    return CashScenario.objects.filter(plan=plan, uid=uid).first()


def reading_of(plan: Plan, day: date) -> Reading:
    """How the lines of a plan read by ``queries.plans.whole`` count as money on a day.

    A support that is refused or given up brings nothing more than what was granted; in a year that is over, what was
    really spent or received counts where it is known; low points are those to come.
    """
    lost = (SupportState.REFUSED, SupportState.GIVEN_UP)
    refused = (one.uid for one in plan.lines.all() if one.support is not None and one.support.state in lost)
    months = (day.year - plan.starts_on.year) * MONTHS_A_YEAR + day.month - plan.starts_on.month
    is_under_way = 0 <= months < MONTHS_A_YEAR * plan.years
    return Reading(
        refused=frozenset(refused), years_over=max(0, months // MONTHS_A_YEAR), since=months + 1 if is_under_way else 1
    )


def usual_delays_of(plan: Plan) -> dict[str, int]:
    """The months that some funders of a plan usually take to pay, by their key."""
    funders = [one.funder for one in plan.lines.all() if one.funder is not None]
    return {one.uid: one.usual_delay for one in funders if one.usual_delay}


def assumptions_of(scenario: CashScenario) -> Assumptions:
    """What it supposes.

    Raises:
        InvalidValue: what was kept no longer reads.
    """
    return Assumptions.from_json(json.dumps(scenario.assumptions))
