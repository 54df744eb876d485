"""A joint project: begun, described, moved from state to state, removed when it was a mistake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.documents.actions import file_document, withdraw_document
from essaim.apps.documents.models import Document
from essaim.apps.documents.queries import documents_of
from essaim.apps.poles.models import Pole
from essaim.apps.projects.actions.holding import PROJECT, hold_project
from essaim.apps.projects.enums import TRANSITIONS, ProjectState
from essaim.apps.projects.models import Project, ProjectDomain
from essaim.apps.projects.rules import keeps_work
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.engine.sources.poles import load_domains
from essaim.engine.territories.search_index import search_form
from essaim.kit.errors import NotAllowed
from essaim.kit.snapshots import changed, snapshot

MOST_PROJECTS, MOST_DOCUMENTS = 500, 60
_EDITABLE = frozenset(
    {"title", "code", "summary", "need", "actions_text", "place", "starts_on", "ends_on", "budget_cents"}
)  # fmt: skip


@transaction.atomic
def start_project(*, pole: Pole, title: str, by: Actor, at: datetime, **facts: Any) -> Project:
    """Begin a project of a pole: an idea, until it is moved.

    Raises:
        NotAllowed: not the pole's own people.
        InvalidValue: no title, dates in the wrong order, too many projects.
    """
    if not keeps_work(by, pole):
        raise NotAllowed()
    if Project.objects.filter(pole=pole).count() >= MOST_PROJECTS:
        raise InvalidValue(_("Un pôle a cinq cents projets au plus."), _("Retirez ceux qui ne servent plus."))
    project = Project(pole=pole, state_on=at.date(), created_at=at, changed_at=at)
    _assign(project, {**facts, "title": title})
    project.save(force_insert=True)
    record(action="start_project", object_type=PROJECT, object_id=project.uid, by=by, at=at, after=snapshot(project))
    return project


@transaction.atomic
def edit_project(
    *, project: Project, changes: Mapping[str, Any], seen_version: int | None, by: Actor, at: datetime
) -> Project:  # fmt: skip
    """Describe a project.

    Raises:
        NotAllowed, ChangedMeanwhile. InvalidValue: no title, dates in the wrong order.
    """
    current = hold_project(project, seen_version=seen_version, by=by, at=at)
    before = snapshot(current)
    _assign(current, changes)
    current.save()
    old, new = changed(before, snapshot(current))
    record(
        action="edit_project", object_type=PROJECT, object_id=current.uid, by=by, at=at, before=old,
        after=new | {"project_fields": sorted(new)},
    )  # fmt: skip
    return current


@transaction.atomic
def set_project_domains(
    *, project: Project, keys: Sequence[str], seen_version: int | None, by: Actor, at: datetime
) -> None:  # fmt: skip
    """The domains of a project, the main one first.

    Raises:
        NotAllowed, ChangedMeanwhile. InvalidValue: a domain that is not in the vocabulary.
    """
    current = hold_project(project, seen_version=seen_version, by=by, at=at)
    known = {one.key for one in load_domains()}
    wanted = list(dict.fromkeys(keys))
    if set(wanted) - known:
        raise InvalidValue(_("Ce domaine n'est pas dans le vocabulaire."), _("Choisissez-en un de la liste."))
    before = [one.key for one in current.domains.all()]
    current.domains.all().delete()
    ProjectDomain.objects.bulk_create(
        ProjectDomain(project=current, key=key, place=place) for place, key in enumerate(wanted)
    )
    record(
        action="set_project_domains", object_type=PROJECT, object_id=current.uid, by=by, at=at,
        before={"domains": before}, after={"domains": wanted},
    )  # fmt: skip


@transaction.atomic
def move_project(
    *, project: Project, state: str, on: date, reason: str = "", seen_version: int | None, by: Actor, at: datetime
) -> Project:  # fmt: skip
    """Say that a project is now at another state, since a day; a dropped one says why.

    Raises:
        NotAllowed, ChangedMeanwhile. InvalidValue: that state may not follow, or the reason is not said.
    """
    current = hold_project(project, seen_version=seen_version, by=by, at=at)
    if state not in TRANSITIONS[current.state]:
        raise InvalidValue(
            _("Un projet ne passe pas de « %(old)s » à cet état.") % {"old": current.get_state_display()},
            _("Choisissez un état que la page propose."),
        )
    reason = reason.replace("\0", "").strip()
    if state == ProjectState.DROPPED and not reason:
        raise InvalidValue(_("Dites pourquoi le projet est abandonné."), _("C'est ce que d'autres apprendront de lui."))
    before = snapshot(current)
    current.state, current.state_on = state, on
    current.dropped_reason = reason if state == ProjectState.DROPPED else ""
    current.save()
    old, new = changed(before, snapshot(current))
    record(
        action="move_project", object_type=PROJECT, object_id=current.uid, by=by, at=at,
        before=old | {"project_state": before["state"]}, after=new | {"project_state": str(state)},
    )  # fmt: skip
    return current


@transaction.atomic
def remove_project(*, project: Project, seen_version: int, by: Actor, at: datetime) -> None:
    """Remove a project begun by mistake: nobody takes part in it yet and no money stands on it.

    Raises:
        NotAllowed, ChangedMeanwhile. InvalidValue: it has partners, jobs, outcomes, a plan or supports.
    """
    current = hold_project(project, seen_version=seen_version, by=by, at=at)
    # Plans, supports and expenses stand above: they are asked through the relations that they declare.
    above = [one.get_accessor_name() for one in current._meta.related_objects]
    used = [name for name in above if name not in {"domains", "milestones"} and getattr(current, str(name)).exists()]
    if used:
        raise InvalidValue(
            _("Ce projet a des partenaires, des résultats ou un budget."), _("Marquez-le plutôt comme abandonné.")
        )
    for document in documents_of(PROJECT, current.uid):
        withdraw_document(document=document, by=by, at=at)
    record(action="remove_project", object_type=PROJECT, object_id=current.uid, by=by, at=at, before=snapshot(current))
    current.delete()


@transaction.atomic
def file_project_document(
    *, project: Project, title: str, file_name: str, content: bytes, by: Actor, at: datetime
) -> Document:  # fmt: skip
    """File a document of the project.

    Raises:
        NotAllowed. InvalidValue: a kind of file that may not be filed, or too many.
    """
    current = hold_project(project, seen_version=None, by=by, at=at)
    if len(documents_of(PROJECT, current.uid)) >= MOST_DOCUMENTS:
        raise InvalidValue(_("Un projet a soixante documents au plus."), _("Retirez ceux qui ne servent plus."))
    return file_document(
        owner_kind=PROJECT, owner_key=current.uid, title=title, file_name=file_name, content=content, by=by, at=at
    )


@transaction.atomic
def withdraw_project_document(*, project: Project, document: Document, by: Actor, at: datetime) -> None:
    """Erase a document of the project.

    Raises:
        NotAllowed.
    """
    hold_project(project, seen_version=None, by=by, at=at)
    withdraw_document(document=document, by=by, at=at)


def _assign(project: Project, facts: Mapping[str, Any]) -> None:
    for name in _EDITABLE & facts.keys():
        value = facts[name]
        setattr(project, name, value.replace("\0", "").strip() if isinstance(value, str) else value)
    if not project.title:
        raise InvalidValue(_("Un projet a un titre."))
    if project.starts_on and project.ends_on and project.ends_on < project.starts_on:
        raise InvalidValue(_("Le projet finit avant de commencer."), _("Corrigez l'une des deux dates."))
    project.search_text = search_form(f"{project.title} {project.code}")
