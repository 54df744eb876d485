"""Projects with what their pages show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from essaim.apps.poles.models import Organisation, Pole
from essaim.apps.projects.enums import JobKind
from essaim.apps.projects.models import JobFigure, Milestone, Outcome, Project, ProjectPartner
from essaim.engine.territories.search_index import search_form

SORTS = {
    "": ("search_text", "pk"), "state": ("state", "search_text", "pk"), "start": ("starts_on", "pk"),
    "end": ("ends_on", "pk"), "-changed": ("-changed_at", "pk"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProjectFilters:
    """What the list is asked; "" asks nothing."""

    words: str = ""
    state: str = ""
    domain: str = ""
    sort: str = ""


def projects_of(pole: Pole, filters: ProjectFilters = ProjectFilters()) -> QuerySet[Project]:
    """The projects of a pole as filtered, with domains, partners and milestones."""
    found = Project.objects.filter(pole=pole)
    for word in search_form(filters.words).split():
        found = found.filter(search_text__contains=word)
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.domain:
        found = found.filter(domains__key=filters.domain)
    return found.order_by(*SORTS.get(filters.sort, SORTS[""])).prefetch_related("domains", "partners", "milestones")


def project_by_uid(pole: Pole, uid: str) -> Project | None:
    """One project of that pole with all its rows; None when there is none."""
    return (
        Project.objects.filter(pole=pole, uid=uid)
        .select_related("pole")
        .prefetch_related("domains", "partners__organisation", "milestones", "jobs__organisation", "outcomes")
        .first()
    )


def domains_used(pole: Pole) -> list[str]:
    """The domains of the pole's projects."""
    found = Project.objects.filter(pole=pole, domains__key__gt="").values_list("domains__key", flat=True)
    return sorted(set(found))


def present_members(pole: Pole) -> list[Organisation]:
    """The organisations that are members of the pole now, by name: who may be a partner, first."""
    members = pole.memberships.filter(until=None).exclude(organisation=None).select_related("organisation")
    found = {one.organisation.pk: one.organisation for one in members if one.organisation is not None}
    return sorted(found.values(), key=lambda one: one.name.casefold())


def late_milestones(project: Project, today: date) -> list[Milestone]:
    """What was due before today and is not done, on a project read with its milestones."""
    return [one for one in project.milestones.all() if one.done_on is None and one.due_on and one.due_on < today]


def jobs_by_kind(project: Project) -> list[tuple[JobKind, list[JobFigure]]]:
    """The four rows of jobs, each apart: they are never added together."""
    figures = list(project.jobs.all())
    return [(kind, [one for one in figures if one.kind == kind]) for kind in JobKind]


def counted_elsewhere(project: Project) -> set[int]:
    """Organisations (by number) of this project's jobs that another project, of any pole, also counts jobs of.

    The same establishment under two records is known by its SIRET.
    """
    organisations = [one.organisation for one in project.jobs.all() if one.organisation is not None]
    sirets = {one.siret for one in organisations if one.siret}
    others = list(
        JobFigure.objects.exclude(project=project)
        .filter(Q(organisation__in=organisations) | Q(organisation__siret__in=sirets))
        .values_list("organisation", "organisation__siret")
    )
    numbers, known = {number for number, _siret in others}, {found for _number, found in others if found}
    return {one.pk for one in organisations if one.pk in numbers or (one.siret and one.siret in known)}


def called(row: ProjectPartner | Milestone | JobFigure | Outcome) -> str:
    """How people tell a row of a project from others."""
    if isinstance(row, JobFigure):
        return ", ".join(part for part in (str(row.get_kind_display()), row.employer) if part)
    return str(row)
