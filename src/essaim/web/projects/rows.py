"""What stands on a project, a row at a time: partners, milestones, jobs, outcomes. One page for the four."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from essaim.apps.poles.models import Organisation, Pole
from essaim.apps.projects.actions import rows as actions
from essaim.apps.projects.models import JobFigure, Milestone, Outcome, Project, ProjectPartner
from essaim.apps.projects.queries.projects import called
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.kit.numbers import typed_version
from essaim.tables.formats import number, typed_euros
from essaim.web.acting import acting
from essaim.web.editing.saving import Part, confirmed, edited
from essaim.web.projects.forms import JobForm, MilestoneForm, OutcomeForm, PartnerForm
from essaim.web.projects.page import own_project

Row = ProjectPartner | Milestone | JobFigure | Outcome


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of rows: those of a project, the fields of its form and record, the action that writes one."""

    rows: Callable[[Project], Any]
    fields: tuple[str, ...]
    put: Callable[..., object]
    form: Callable[..., Any]
    names_members: bool = False


KINDS = {
    "partenaires": Kind(
        lambda project: project.partners.all(),
        ("organisation", "name", "siret", "role", "commitment", "amount_cents", "is_carrier"),
        actions.put_partner, PartnerForm, names_members=True,
    ),
    "etapes": Kind(
        lambda project: project.milestones.all(), ("title", "due_on", "done_on", "note"), actions.put_milestone,
        MilestoneForm,
    ),
    "emplois": Kind(
        lambda project: project.jobs.all(),
        ("kind", "organisation", "employer", "fte", "on", "evidence", "attribution", "note"),
        actions.put_job_figure, JobForm, names_members=True,
    ),
    "resultats": Kind(
        lambda project: project.outcomes.all(),
        ("domain", "label", "expected", "reached", "unit", "on", "scope", "source", "note"),
        actions.put_outcome, OutcomeForm,
    ),
}  # fmt: skip


def add(request: HttpRequest, slug: str, uid: str, what: str) -> HttpResponse:
    """A new partner, milestone, jobs or outcome."""
    pole, found = own_project(request, slug, uid)
    return _edited(request, pole, found, what, None)


def change(request: HttpRequest, slug: str, uid: str, what: str, row: str) -> HttpResponse:
    """One row corrected, done, or removed once one was asked: it may have been written by mistake."""
    pole, found = own_project(request, slug, uid)
    present = next((one for one in _kind(what).rows(found) if one.uid == row), None)
    if present is None:
        raise Http404
    if "retirer" in request.GET:
        return _removed(request, slug, found, present)
    if request.POST.get("do") == "done" and isinstance(present, Milestone):
        return _done(request, slug, found, present)
    return _edited(request, pole, found, what, present)


def _edited(request: HttpRequest, pole: Pole, found: Project, what: str, row: Row | None) -> HttpResponse:
    kind = _kind(what)
    more: dict[str, Any] = {}
    if kind.names_members:
        more = {"pole": pole, "present": getattr(row, "organisation", None)}
    part = Part(
        title=_titles()[what][0 if row is None else 1], back=reverse("project", args=[pole.slug, found.uid]),
        back_label=found.title, version=found.version,
        present=_present(row, kind) if row else {},
        make=lambda *args, **options: kind.form(*args, **more, **options), template="editing/row.html",
        shown={"row": row},
        save=lambda typed, seen, by, at: kind.put(
            project=found, row=row, facts={name: typed[name] for name in kind.fields}, seen_version=seen, by=by, at=at
        ),
    )  # fmt: skip
    return edited(request, part)


def _removed(request: HttpRequest, slug: str, found: Project, row: Row) -> HttpResponse:
    return confirmed(
        request, title=_("Retirer « %(title)s »") % {"title": called(row)},
        lead=_("L'historique du projet en garde la trace."), back=request.path, back_label=called(row),
        version=found.version, remove=partial(actions.remove_row, project=found, row=row),
        done=_("C'est retiré ; l'historique le garde."), then=reverse("project", args=[slug, found.uid]),
    )  # fmt: skip


def _done(request: HttpRequest, slug: str, found: Project, row: Milestone) -> HttpResponse:
    """Without a form: this milestone was done today."""
    seen, by, at = typed_version(request.POST.get("version", "")), acting(request), timezone.now()
    facts = {"done_on": timezone.localdate()}
    try:
        actions.put_milestone(project=found, row=row, facts=facts, seen_version=seen, by=by, at=at)
    except EssaimError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("C'est fait."))
    return redirect("project", slug, found.uid)


def _kind(what: str) -> Kind:
    if what not in KINDS:
        raise Http404
    return KINDS[what]


def _present(row: Row, kind: Kind) -> dict[str, Any]:
    """What stands on a row; of a member, its choice alone: the name beside is for others."""
    said = {name: _shown(getattr(row, name), name) for name in kind.fields}
    if said.get("organisation"):
        said |= {name: "" for name in ("name", "siret", "employer") if name in said}
    return said


def _shown(value: Any, name: str) -> Any:
    if name.endswith("cents"):
        return typed_euros(value)
    if isinstance(value, Organisation):
        return value.uid
    if isinstance(value, Decimal):
        return number(float(value), 2)
    return value if isinstance(value, date | bool) or value else ""


def _titles() -> dict[str, tuple[str, str]]:
    return {
        "partenaires": (_("Ajouter un partenaire"), _("Corriger un partenaire")),
        "etapes": (_("Ajouter une étape"), _("Corriger une étape")),
        "emplois": (_("Ajouter des emplois"), _("Corriger des emplois")),
        "resultats": (_("Ajouter un résultat"), _("Corriger un résultat")),
    }
