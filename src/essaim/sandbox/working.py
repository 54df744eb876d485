"""Entering the made-up joint projects of the made-up pole: one running, one under study, one dropped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from essaim.apps.audit.actors import Actor
from essaim.apps.poles.models import Organisation, Pole
from essaim.apps.projects.actions import rows
from essaim.apps.projects.actions.projects import move_project, set_project_domains, start_project
from essaim.apps.projects.models import Project


def enter_project(known: dict[str, Any], by: Actor, at: datetime) -> Project:
    """One project with all that stands on it; its days are counted from ``at``, so that some are always to come."""
    today = at.date()
    starts = today + timedelta(days=known["starts_in"]) if "starts_in" in known else None
    project = start_project(
        pole=Pole.objects.get(slug=known["pole"]), title=known["title"], code=known.get("code", ""),
        summary=known.get("summary", ""), need=known.get("need", ""), actions_text=known.get("actions_text", ""),
        place=known.get("place", ""), budget_cents=known["budget"] * 100 if "budget" in known else None,
        starts_on=starts, ends_on=starts + timedelta(days=known["lasts"]) if starts else None, by=by, at=at,
    )  # fmt: skip
    set_project_domains(project=project, keys=known.get("domains", []), seen_version=None, by=by, at=at)
    for state, days in known["states"]:
        move_project(
            project=project, state=state, on=today - timedelta(days=days), seen_version=None, by=by, at=at,
            reason=known["dropped_reason"] if state == "dropped" else "",
        )  # fmt: skip
    _enter_rows(project, known, by, at)
    return project


def _enter_rows(project: Project, known: dict[str, Any], by: Actor, at: datetime) -> None:
    here: dict[str, Any] = {"project": project, "row": None, "seen_version": None, "by": by, "at": at}
    today = at.date()
    for one in known.get("partner", []):
        facts = {name: one[name] for name in ("role", "commitment", "is_carrier") if name in one}
        facts |= {"organisation": _organisation(one), "amount_cents": one["amount"] * 100 if "amount" in one else None}
        rows.put_partner(facts=facts, **here)
    for one in known.get("milestone", []):
        facts = {"title": one["title"], "due_on": _day(one, "due_in", today), "done_on": _day(one, "done_in", today)}
        rows.put_milestone(facts=facts, **here)
    for one in known.get("job", []):
        facts = {
            "kind": one["kind"], "organisation": _organisation(one), "fte": Decimal(one["fte"]),
            "on": _day(one, "in_days", today), "evidence": one["evidence"], "attribution": one.get("attribution", ""),
        }  # fmt: skip
        rows.put_job_figure(facts=facts, **here)
    for one in known.get("outcome", []):
        facts = {name: one[name] for name in ("domain", "label", "unit", "scope", "source") if name in one}
        facts |= {name: Decimal(one[name]) for name in ("expected", "reached") if name in one}
        rows.put_outcome(facts=facts | {"on": _day(one, "in_days", today)}, **here)


def _organisation(one: Mapping[str, Any]) -> Organisation:
    return Organisation.objects.get(name=one["organisation"])


def _day(one: Mapping[str, Any], name: str, today: date) -> date | None:
    return today + timedelta(days=one[name]) if name in one else None
