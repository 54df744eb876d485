"""What stands on a project: who takes part, what is due when, jobs, outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.projects.actions.holding import PROJECT, hold_project
from essaim.apps.projects.models import JobFigure, Milestone, Outcome, Project, ProjectPartner
from essaim.apps.projects.queries.projects import called
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.engine.values import siret, with_valid_key
from essaim.kit.dates import must_be_past
from essaim.kit.errors import Duplicate
from essaim.kit.snapshots import changed, snapshot

MOST_ROWS = 300
Row = TypeVar("Row", ProjectPartner, Milestone, JobFigure, Outcome)
_NAMES = {
    ProjectPartner: "project_partner", Milestone: "milestone", JobFigure: "job_figure", Outcome: "outcome",
}  # fmt: skip


@transaction.atomic
def put_partner(
    *, project: Project, row: ProjectPartner | None, facts: Mapping[str, Any], seen_version: int | None, by: Actor,
    at: datetime,
) -> ProjectPartner:  # fmt: skip
    """Add who takes part, or correct it. One of them carries the project: saying so of one takes it from the former.

    Args:
        facts: organisation, name, siret, role, commitment, amount_cents, is_carrier.

    Raises:
        NotAllowed, ChangedMeanwhile. Duplicate: it is there already. InvalidValue: no name, a wrong SIRET.
    """
    current = hold_project(project, seen_version=seen_version, by=by, at=at)
    found, before = _begun(ProjectPartner, current, row)
    _assign(found, facts, ("organisation", "name", "siret", "role", "commitment", "amount_cents", "is_carrier"))
    if found.organisation is not None:
        found.name, found.siret = found.organisation.name[:200], found.organisation.siret or ""
    if not found.name:
        raise InvalidValue(_("Dites qui est ce partenaire."))
    if found.siret:
        found.siret = str(with_valid_key(siret(found.siret)))
    others = ProjectPartner.objects.filter(project=current).exclude(pk=found.pk)
    if any(_same(found, one) for one in others):
        raise Duplicate(_("Ce partenaire est déjà dans le projet."), _("Corrigez plutôt sa ligne."))
    if found.is_carrier:
        others.update(is_carrier=False)
    return _kept(found, before, by, at)


@transaction.atomic
def put_milestone(
    *, project: Project, row: Milestone | None, facts: Mapping[str, Any], seen_version: int | None, by: Actor,
    at: datetime,
) -> Milestone:  # fmt: skip
    """Add a milestone, correct it, or say that it is done.

    Args:
        facts: title, due_on, done_on, note.

    Raises:
        NotAllowed, ChangedMeanwhile. InvalidValue: no title.
    """
    current = hold_project(project, seen_version=seen_version, by=by, at=at)
    found, before = _begun(Milestone, current, row)
    _assign(found, facts, ("title", "due_on", "done_on", "note"))
    if not found.title:
        raise InvalidValue(_("Dites quelle est cette étape."))
    must_be_past(found.done_on, _("Cette étape est faite après aujourd'hui."), at)
    return _kept(found, before, by, at)


@transaction.atomic
def put_job_figure(
    *, project: Project, row: JobFigure | None, facts: Mapping[str, Any], seen_version: int | None, by: Actor,
    at: datetime,
) -> JobFigure:  # fmt: skip
    """Add jobs of one of the four rows, or correct them.

    Args:
        facts: kind, organisation, employer, fte, on, evidence, attribution, note.

    Raises:
        NotAllowed, ChangedMeanwhile. InvalidValue: no evidence, a number below zero or beyond what a place can hold.
    """
    current = hold_project(project, seen_version=seen_version, by=by, at=at)
    found, before = _begun(JobFigure, current, row)
    _assign(found, facts, ("kind", "organisation", "employer", "fte", "on", "evidence", "attribution", "note"))
    if not found.evidence:
        raise InvalidValue(_("Dites ce qui montre ces emplois."), _("Par exemple : contrats, bulletins, déclaration."))
    if found.fte is None or not 0 <= Decimal(found.fte) < 100_000:
        raise InvalidValue(_("Ce nombre d'équivalents temps plein ne peut pas être."), _("Écrivez 0,5 ou 3."))
    if found.organisation is not None:
        found.employer = found.organisation.name[:200]
    return _kept(found, before, by, at)


@transaction.atomic
def put_outcome(
    *, project: Project, row: Outcome | None, facts: Mapping[str, Any], seen_version: int | None, by: Actor,
    at: datetime,
) -> Outcome:  # fmt: skip
    """Add what the project aims at or reached, or correct it.

    Args:
        facts: domain, label, expected, reached, unit, on, scope, source, note.

    Raises:
        NotAllowed, ChangedMeanwhile. InvalidValue: no label; something reached without its day and its source.
    """
    current = hold_project(project, seen_version=seen_version, by=by, at=at)
    found, before = _begun(Outcome, current, row)
    _assign(found, facts, ("domain", "label", "expected", "reached", "unit", "on", "scope", "source", "note"))
    if not found.label:
        raise InvalidValue(_("Dites ce qui est visé ou atteint."), _("Par exemple : repas servis."))
    if found.reached is not None and (found.on is None or not found.source):
        raise InvalidValue(
            _("Un résultat atteint porte sa date et sa source."), _("Donnez les deux, ou laissez « atteint » vide.")
        )
    return _kept(found, before, by, at)


@transaction.atomic
def remove_row(
    *, project: Project, row: ProjectPartner | Milestone | JobFigure | Outcome, seen_version: int, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """Remove a partner, a milestone, jobs or an outcome written by mistake; the log keeps it.

    Raises:
        NotAllowed, ChangedMeanwhile.
    """
    hold_project(project, seen_version=seen_version, by=by, at=at)
    name = _NAMES[type(row)]
    record(
        action=f"remove_{name}", object_type=PROJECT, object_id=project.uid, by=by, at=at,
        before={"project_row": called(row), "row": snapshot(row)},
    )  # fmt: skip
    row.delete()


def _begun(kind: type[Row], project: Project, row: Row | None) -> tuple[Row, dict[str, Any]]:
    if row is not None:
        return row, snapshot(row)
    if kind._default_manager.filter(project=project).count() >= MOST_ROWS:
        raise InvalidValue(_("Trois cents lignes au plus."), _("Retirez-en, ou faites un autre projet."))
    return kind(project=project), {}


def _kept(row: Row, before: dict[str, Any], by: Actor, at: datetime) -> Row:
    row.save()
    old, new = changed(before, snapshot(row))
    name = _NAMES[type(row)]
    # In the log of its project: a row is not looked for by itself.
    record(
        action=f"put_{name}", object_type=PROJECT, object_id=row.project.uid, by=by, at=at,
        before={"row": old} if before else None,
        after={"project_row": called(row), "project_row_fields": [] if not before else sorted(new), "row": new},
    )  # fmt: skip
    return row


def _assign(
    row: ProjectPartner | Milestone | JobFigure | Outcome, facts: Mapping[str, Any], names: tuple[str, ...]
) -> None:
    for name in names:
        if name in facts:
            value = facts[name]
            setattr(row, name, value.replace("\0", "").strip() if isinstance(value, str) else value)


def _same(one: ProjectPartner, other: ProjectPartner) -> bool:
    if one.organisation_id is not None and one.organisation_id == other.organisation_id:
        return True
    if one.siret and other.siret:
        return one.siret == other.siret
    return one.name.casefold() == other.name.casefold()
