"""Entering the made-up budget of the made-up pole: three years, five funders, what lasts, one reader."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.models import User
from essaim.apps.financing.actions.items import put_item
from essaim.apps.financing.actions.lines import PaidWhen, put_amounts, put_line, set_calendar
from essaim.apps.financing.actions.plans import start_plan
from essaim.apps.financing.actions.sharing import share_plan
from essaim.apps.financing.models import Plan
from essaim.apps.poles.models import Pole
from essaim.engine.financing import COORDINATION, Stage

_PAID = ("rhythm", "month", "delay", "claim_every", "advance")


def enter_plan(known: dict[str, Any], by: User, at: datetime) -> Plan:
    """The plan that the coordinator of the made-up pole keeps."""
    facts = {
        "title": known["title"], "starts_on": known["starts_on"], "years": known["years"], "members": known["members"],
        "opening_cents": known["opening"] * 100, "overdraft_cents": known["overdraft"] * 100,
        "assumptions": known["assumptions"],
    }  # fmt: skip
    plan = start_plan(pole=Pole.objects.get(slug=known["pole"]), facts=facts, by=by, at=at)
    for one in known["line"]:
        _enter_line(plan, one, by, at)
    for one in known["item"]:
        put_item(
            plan=plan, category=one["category"], label=one["label"], month=one["month"],
            amounts=[euros * 100 for euros in one["amounts"]], seen_version=None, by=by, at=at,
        )  # fmt: skip
    share_plan(
        plan=plan, role=Role.TERRITORIAL_AGENT, key=known["shared_with_epci"], seen_version=None, by=by, at=at
    )  # fmt: skip
    return plan


def _enter_line(plan: Plan, one: dict[str, Any], by: User, at: datetime) -> None:
    facts = {
        "form_line": one["form_line"], "label": one["label"], "note": one.get("note", ""),
        "analytic": COORDINATION if one.get("coordination") else one.get("code", ""),
        "support_kind": one.get("support", ""), "amounts": [euros * 100 for euros in one["amounts"]],
    }  # fmt: skip
    line = put_line(plan=plan, facts=facts, funder_name=one.get("funder", ""), seen_version=None, by=by, at=at)
    if "rhythm" in one:
        paid = PaidWhen(**{key: one[key] for key in _PAID if key in one})
        set_calendar(plan=plan, line=line, paid=paid, seen_version=None, by=by, at=at)
    for stage in (Stage.REQUESTED, Stage.GRANTED):
        # What is not asked for yet is not known.
        changes = {
            (line.uid, year): euros * 100 for year, euros in enumerate(one.get(stage.value, ()), start=1) if euros
        }
        if changes:
            put_amounts(plan=plan, stage=stage, changes=changes, seen={}, by=by, at=at)
