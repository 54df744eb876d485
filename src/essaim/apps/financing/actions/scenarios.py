"""Keeping cash scenarios: what was supposed, what it answered, on which version of the plan."""

from __future__ import annotations

import json
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from essaim import __version__
from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.financing.models import CashScenario, Plan
from essaim.apps.financing.queries.plans import whole
from essaim.apps.financing.queries.scenarios import reading_of
from essaim.apps.financing.rules import keeps_money
from essaim.apps.financing.to_engine import as_plan
from essaim.engine.errors import InvalidValue
from essaim.engine.financing.assumptions import Assumptions
from essaim.engine.financing.cases import figures_of, run
from essaim.engine.language import gettext as _
from essaim.kit.errors import NotAllowed
from essaim.kit.names import one_line

CASH_SCENARIO = "cash_scenario"
MOST = 100
_NAME_LENGTH = 120


@transaction.atomic
def save_cash_scenario(*, plan: Plan, name: str, assumptions: Assumptions, by: Actor, at: datetime) -> CashScenario:
    """Keep a scenario of a plan: it is counted on the plan as it stands in the database.

    Raises:
        NotAllowed: not the pole's own people.
        InvalidValue: no name, too many scenarios, or assumptions that the plan cannot answer.
    """
    current = Plan.objects.select_for_update(of=("self",)).select_related("pole").get(pk=plan.pk)
    _must_keep(current, by)
    if CashScenario.objects.filter(plan=current).count() >= MOST:
        raise InvalidValue(
            _("Ce plan garde déjà %(n)s scénarios.") % {"n": MOST}, _("Effacez ceux qui ne servent plus.")
        )
    read = whole(Plan.objects.filter(pk=current.pk)).get()
    case = run(as_plan(read), assumptions, reading_of(read, localdate(at)))
    scenario = CashScenario.objects.create(
        plan=current, name=_clean(name), assumptions=json.loads(assumptions.to_json()), result=figures_of(case),
        plan_version=current.version, engine_version=__version__, saved_by=by.uid, saved_at=at,
    )  # fmt: skip
    _record("save_cash_scenario", scenario, by, at)
    return scenario


@transaction.atomic
def rename_cash_scenario(*, scenario: CashScenario, name: str, by: Actor, at: datetime) -> CashScenario:
    """Call it otherwise.

    Raises:
        NotAllowed: not the pole's own people.
        InvalidValue: no name.
    """
    current = _held(scenario, by)
    before = current.name
    current.name = _clean(name)
    if current.name != before:
        current.save(update_fields=["name"])
        _record("rename_cash_scenario", current, by, at)
    return current


@transaction.atomic
def delete_cash_scenario(*, scenario: CashScenario, by: Actor, at: datetime) -> None:
    """Erase it.

    Raises:
        NotAllowed: not the pole's own people.
    """
    current = _held(scenario, by)
    _record("delete_cash_scenario", current, by, at)
    current.delete()


def _held(scenario: CashScenario, by: Actor) -> CashScenario:
    kept = CashScenario.objects.select_for_update(of=("self",)).select_related("plan__pole")
    current = kept.get(pk=scenario.pk)
    _must_keep(current.plan, by)
    return current


def _must_keep(plan: Plan, by: Actor) -> None:
    if not keeps_money(by, plan.pole):
        raise NotAllowed()


def _clean(name: str) -> str:
    cleaned = one_line(name, _NAME_LENGTH)
    if not cleaned:
        raise InvalidValue(_("Donnez un nom à ce scénario."))
    return cleaned


def _record(action: str, scenario: CashScenario, by: Actor, at: datetime) -> None:
    record(
        action=action, object_type=CASH_SCENARIO, object_id=scenario.uid, by=by, at=at,
        after={"plan": scenario.plan.uid, "name": scenario.name},
    )  # fmt: skip
