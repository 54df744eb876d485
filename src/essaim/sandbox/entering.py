"""Entering the made-up records, through the same actions as everybody."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction

from essaim.apps.accounts.actions import grant_role, register_user
from essaim.apps.accounts.models import User
from essaim.apps.audit.actors import Programme
from essaim.apps.poles import actions
from essaim.apps.poles.models import Network, Organisation, Pole
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.engine.territories import load_territories
from essaim.kit.dates import dated
from essaim.sandbox.calling import enter_call
from essaim.sandbox.doors import ADDRESS
from essaim.sandbox.drafting import enter_draft
from essaim.sandbox.financing import enter_plan
from essaim.sandbox.funds import enter_funds
from essaim.sandbox.version import note_version
from essaim.sandbox.working import enter_project

SANDBOX = Programme("essaim-sandbox")
SOURCE = "Donnée inventée pour le bac à sable"


def is_entered() -> bool:
    """Whether the made-up records are there."""
    return Pole.objects.exists()


def reset_sandbox(*, at: datetime) -> None:
    """Empty the sandbox's database and enter the made-up records again.

    Raises:
        InvalidValue: this is not the sandbox; nothing is touched.
    """
    if not settings.SANDBOX:
        raise InvalidValue(_("Seul le bac à sable peut être remis à zéro."))
    call_command("flush", interactive=False, verbosity=0)
    cache.clear()
    _enter(_content(), at)
    note_version()


@transaction.atomic
def _enter(content: dict[str, Any], at: datetime) -> None:
    facts = content["network"]
    network = actions.add_network(
        key=facts["key"], name=facts["name"], note=facts["note"], source_title=SOURCE, by=SANDBOX, at=at
    )
    for known in content["pole"]:
        _enter_pole(known, network, at)
    for person in content["person"]:
        _enter_person(person, at)
    founder = User.objects.get(email=ADDRESS.format(key=content["draft"]["founder"]))
    draft = enter_draft(content["draft"], founder, at)
    for known in content["call"]:
        enter_call(known, network, answered_by=draft.pole, at=at)
    plan = _content("financing.toml")["plan"]
    coordinator = User.objects.get(email=ADDRESS.format(key=plan["by"]))
    entered = enter_plan(plan, coordinator, at)
    for known in _content("projects.toml")["project"]:
        enter_project(known, coordinator, at)
    enter_funds(_content("funds.toml"), entered, coordinator, at)


def _enter_pole(known: dict[str, Any], network: Network, at: datetime) -> None:
    said = dated(known["stage_on"]) if "stage_on" in known else None
    pole = actions.add_pole(
        by=SANDBOX, at=at, slug=known["slug"], name=known["name"], summary=known["summary"],
        commune=known.get("commune", ""), stage=known.get("stage", ""), founded_year=known.get("founded"),
        stage_on=said.day if said else None, stage_precision=said.precision if said else "",
        ended_reason=known.get("ended_reason", ""), source_title=SOURCE,
    )  # fmt: skip
    actions.set_domains(pole=pole, keys=known["domains"], by=SANDBOX, at=at)
    actions.set_axes(pole=pole, axes=[tuple(axis) for axis in known.get("axes", [])], by=SANDBOX, at=at)
    actions.set_frames(pole=pole, frames=[tuple(frame) for frame in known.get("frames", [])], by=SANDBOX, at=at)
    if "epci" in known:
        t = load_territories()
        level = t.level("epci")
        communes = [str(t.codes[place]) for place in level.communes(level.index(known["epci"]))]
        actions.set_territory(pole=pole, communes=communes, by=SANDBOX, at=at)
    for heading, text in known.get("sections", {}).items():
        actions.write_section(pole=pole, heading=heading, text=text, source_title=SOURCE, by=SANDBOX, at=at)
    _enter_facts(pole, known, at)
    for member in known.get("member", []):
        _enter_member(pole, member, at)
    _enter_carrier(pole, known, at)
    actions.join_network(pole=pole, network=network, by=SANDBOX, at=at)


def _enter_facts(pole: Pole, known: dict[str, Any], at: datetime) -> None:
    for event in known.get("recognition", []):
        actions.record_recognition(
            pole=pole, scheme=event["scheme"], when=dated(event["date"]), note=event.get("note", ""),
            source_title=SOURCE, by=SANDBOX, at=at,
        )  # fmt: skip
    for figure in known.get("observation", []):
        actions.record_observation(
            pole=pole, indicator=figure["indicator"], value=Decimal(str(figure["value"])), unit=figure["unit"],
            scope=figure["scope"], when=dated(figure["as_of"]), bound=figure.get("bound", ""),
            note=figure.get("note", ""), source_title=SOURCE, by=SANDBOX, at=at,
        )  # fmt: skip


def _enter_member(pole: Pole, member: dict[str, Any], at: datetime) -> None:
    organisation = None
    if "name" in member:
        evidence = member.get("responsible_evidence", "")
        organisation = actions.add_organisation(
            name=member["name"], commune=member["commune"], legal_category=member.get("legal_category", ""),
            activity=member.get("activity", ""), responsible="declared" if evidence else "",
            responsible_evidence=evidence, by=SANDBOX, at=at,
        )  # fmt: skip
    membership = actions.add_member(
        pole=pole, organisation=organisation, persons=member.get("persons", 0), circle=member["circle"],
        college=member["college"], since=date.fromisoformat(member["since"]), by=SANDBOX, at=at,
    )  # fmt: skip
    if "until" in member:
        actions.end_membership(membership=membership, until=date.fromisoformat(member["until"]), by=SANDBOX, at=at)


def _enter_carrier(pole: Pole, known: dict[str, Any], at: datetime) -> None:
    if "carrier" not in known:
        return
    carrier = Organisation.objects.get(name=known["carrier"])
    pole.refresh_from_db()
    actions.edit_pole(pole=pole, changes={"carrier": carrier}, seen_version=pole.version, by=SANDBOX, at=at)


def _enter_person(person: dict[str, Any], at: datetime) -> None:
    user = register_user(email=ADDRESS.format(key=person["key"]), name=person["name"], by=SANDBOX, at=at)
    if "role" in person:
        grant_role(user=user, role=person["role"], key=_key(person.get("on", "")), by=SANDBOX, at=at)


def _key(on: str) -> str:
    """The public key of what a role is held on: ``pole:slug`` and ``member:name`` are looked up, others stand."""
    kind, found, name = on.partition(":")
    if not found:
        return on
    return Pole.objects.get(slug=name).uid if kind == "pole" else Organisation.objects.get(name=name).uid


def _content(name: str = "sandbox.toml") -> dict[str, Any]:
    return tomllib.loads((files("essaim") / "data" / "sandbox" / name).read_text(encoding="utf-8"))
