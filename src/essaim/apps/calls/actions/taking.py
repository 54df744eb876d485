"""Filling a dossier with what the pole has written already: its partners, one of its projects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.calls.actions.answering import MOST_PARTNERS, held_dossier, is_same, raise_version
from essaim.apps.calls.models import Dossier, Partner
from essaim.apps.calls.queries.dossiers import DOSSIER
from essaim.apps.projects.models import Project, ProjectPartner
from essaim.apps.projects.rules import keeps_work
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Taken:
    """What a project brought to a dossier: partners added, those completed, and whether its budget was taken."""

    added: int
    completed: int
    budget: bool


@transaction.atomic
def take_project(*, dossier: Dossier, project: Project, by: Actor, at: datetime) -> Taken:
    """Enter the partners of a project, with role, commitment and share, and its whole budget.

    What is written in the dossier stays: a partner that is there is only completed where it says nothing, and the
    budget is taken when none is said. Doing it again adds nothing.

    Raises:
        NotAllowed, Closed. InvalidValue: a project of another pole.
    """
    current = held_dossier(dossier, by, at)
    # Networks and administrators may write a pole's dossier; its projects' amounts are its own people's.
    if not keeps_work(by, current.pole):
        raise NotAllowed()
    if project.pole_id != current.pole_id:
        raise InvalidValue(_("Ce projet est celui d'un autre pôle."))
    there = list(current.partners.all())
    added = completed = 0
    for one in project.partners.select_related("organisation"):
        wanted = _partner(current, one)
        known = next((each for each in there if is_same(wanted, each)), None)
        if known is not None:
            completed += _complete(known, wanted)
        elif len(there) < MOST_PARTNERS:
            wanted.place = len(there)
            wanted.is_applicant = one.is_carrier and not any(each.is_applicant for each in there)
            wanted.save()
            there.append(wanted)
            added += 1
    budget = current.budget_cents is None and project.budget_cents is not None
    if budget:
        Dossier.objects.filter(pk=current.pk).update(budget_cents=project.budget_cents)
        current.budget_cents = project.budget_cents
    if added or completed or budget:
        raise_version(current, at)
        record(
            action="take_project", object_type=DOSSIER, object_id=current.uid, by=by, at=at,
            after={"project": project.uid, "added": added, "completed": completed, "budget": budget},
        )  # fmt: skip
    return Taken(added, completed, budget)


def _partner(dossier: Dossier, one: ProjectPartner) -> Partner:
    organisation = one.organisation
    return Partner(
        dossier=dossier, organisation=organisation, name=one.name, siret=one.siret, role=one.role,
        commitment=one.commitment, amount_cents=one.amount_cents,
        family=organisation.main_family if organisation else "",
        legal_category=organisation.legal_category if organisation else "",
    )  # fmt: skip


def _complete(known: Partner, wanted: Partner) -> bool:
    """Write where the dossier says nothing; whether anything was."""
    blank = [
        name
        for name in ("role", "commitment", "amount_cents", "siret", "family", "legal_category")
        if getattr(known, name) in ("", None) and getattr(wanted, name) not in ("", None)
    ]
    for name in blank:
        setattr(known, name, getattr(wanted, name))
    if blank:
        known.save(update_fields=blank)
    return bool(blank)
