"""Entering the made-up follow-up of the made-up pole's funds: supports, payments, reports, expenses, de minimis aid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from essaim.apps.audit.actors import Actor
from essaim.apps.financing.actions.aid import put_aid, put_undertaking
from essaim.apps.financing.actions.expenses import FIELDS, note_expense
from essaim.apps.financing.actions.funders import add_funder
from essaim.apps.financing.actions.lines import put_line
from essaim.apps.financing.actions.payments import put_claim, put_receipt, put_report
from essaim.apps.financing.actions.supports import edit_support, move_support, start_support
from essaim.apps.financing.enums import SupportState
from essaim.apps.financing.models import Claim, Funder, Plan, PlanLine, Support
from essaim.apps.poles.models import Organisation, Pole
from essaim.apps.projects.models import Project

_AGREED = ("agreed_on", "starts_on", "ends_on", "reference", "republican_contract_on")
_PERIOD = ("starts_on", "ends_on")


def enter_funds(known: Mapping[str, Any], plan: Plan, by: Actor, at: datetime) -> None:
    """All that the made-up pole follows; some days are counted from ``at``, so that something is always late."""
    pole = plan.pole
    for one in known["support"]:
        _enter_support(one, plan, by, at)
    for one in known["expense"]:
        _enter_expense(one, plan, by, at)
    for one in known["aid"]:
        facts = {name: one.get(name, "") for name in ("regulation", "granted_on", "granted_by", "source")}
        facts |= {"organisation": Organisation.objects.get(name=one["organisation"]), "cents": one["amount"] * 100}
        put_aid(pole=pole, aid=None, facts=facts, seen_version=0, by=by, at=at)
    for one in known["group"]:
        put_undertaking(
            pole=pole, undertaking=None, name=one["name"], note=one["note"], seen_version=0, by=by, at=at,
            organisations=list(Organisation.objects.filter(name__in=one["organisations"])),
        )  # fmt: skip


def _enter_support(one: Mapping[str, Any], plan: Plan, by: Actor, at: datetime) -> None:
    support = start_support(
        funder=_funder(plan.pole, one, by, at), title=one["title"], kind=one["kind"], project=_project(plan.pole, one),
        requested_cents=one["requested"] * 100, apply_before=_day(one, "apply", at), by=by, at=at,
    )  # fmt: skip
    if "requested_on" in one:
        _move(support, SupportState.REQUESTED, one["requested_on"], one["requested"], by, at)
    if "decided_on" in one:
        _move(support, SupportState.GRANTED, one["decided_on"], one["granted"], by, at)
        edit_support(
            support=support, changes={name: one[name] for name in _AGREED if name in one},
            seen_version=support.version, by=by, at=at,
        )  # fmt: skip
    if "line" in one:
        line = PlanLine.objects.get(plan=plan, label=one["line"], side="product")
        facts = {"form_line": line.form_line, "support": support}
        put_line(plan=plan, line=line, facts=facts, seen_version=None, by=by, at=at)
    _enter_rows(support, one, by, at)


def _enter_rows(support: Support, one: Mapping[str, Any], by: Actor, at: datetime) -> None:
    claim: Claim | None = None
    for row in one.get("claim", []):
        facts = {"claimed_on": row["claimed_on"], "cents": row["amount"] * 100, **{name: row[name] for name in _PERIOD}}
        claim = put_claim(support=support, claim=None, facts=facts, seen_version=support.version, by=by, at=at)
    for row in one.get("receipt", []):
        facts = {
            "label": row["label"], "due_on": _day(row, "due", at), "due_cents": row["due"] * 100,
            "received_on": row.get("received_on"), "received_cents": _cents(row, "received"),
            "claim": claim if row.get("of_claim") else None,
        }  # fmt: skip
        put_receipt(support=support, receipt=None, facts=facts, seen_version=support.version, by=by, at=at)
    for row in one.get("report", []):
        facts = {"kind": row["kind"], "title": row.get("title", ""), "due_on": _day(row, "due", at)}
        put_report(support=support, report=None, facts=facts, seen_version=support.version, by=by, at=at)


def _enter_expense(one: Mapping[str, Any], plan: Plan, by: Actor, at: datetime) -> None:
    support = Support.objects.get(pole=plan.pole, title=one["support"]) if "support" in one else None
    facts: dict[str, Any] = {name: one[name] for name in FIELDS if name in one}
    facts |= {
        "cents": one["amount"] * 100, "charged_cents": _cents(one, "charged"), "support": support,
        "claim": support.claims.first() if support is not None and one.get("of_claim") else None,
        "line": PlanLine.objects.get(plan=plan, label=one["line"], side="charge") if "line" in one else None,
        "project": _project(plan.pole, one),
    }  # fmt: skip
    note_expense(pole=plan.pole, facts=facts, evidence=None, by=by, at=at)


def _move(support: Support, state: str, on: date, euros: int, by: Actor, at: datetime) -> None:
    move_support(support=support, state=state, on=on, cents=euros * 100, seen_version=support.version, by=by, at=at)
    support.refresh_from_db()


def _funder(pole: Pole, one: Mapping[str, Any], by: Actor, at: datetime) -> Funder:
    found = Funder.objects.filter(pole=pole, name=one["funder"]).first()
    if found is not None:
        return found
    return add_funder(pole=pole, name=one["funder"], kind=one["funder_kind"], is_public=True, by=by, at=at)


def _project(pole: Pole, one: Mapping[str, Any]) -> Project | None:
    return Project.objects.get(pole=pole, title=one["project"]) if "project" in one else None


def _day(one: Mapping[str, Any], name: str, at: datetime) -> date | None:
    """A day as written, or so many days after ``at``."""
    if f"{name}_in" in one:
        return at.date() + timedelta(days=one[f"{name}_in"])
    written: date | None = one.get(f"{name}_on")
    return written


def _cents(one: Mapping[str, Any], name: str) -> int | None:
    return one[name] * 100 if name in one else None
