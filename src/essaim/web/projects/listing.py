"""The projects of a pole: a board by state, and the same as a table and as files."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.projects.actions import projects as actions
from essaim.apps.projects.enums import TRANSITIONS, ProjectState
from essaim.apps.projects.models import Project
from essaim.apps.projects.queries.projects import ProjectFilters, domains_used, late_milestones, projects_of
from essaim.apps.projects.rules import keeps_work
from essaim.engine.language import gettext as _
from essaim.kit.forms import attempt
from essaim.tables.formats import euros
from essaim.tables.table import Column, Row, Table
from essaim.web import labels
from essaim.web.access import own_pole, read_pole
from essaim.web.acting import acting, person
from essaim.web.lists import asked, given, page_of, table_file
from essaim.web.projects.forms import ProjectFields


def listed(request: HttpRequest, slug: str) -> HttpResponse:
    """The board and the table, for the pole's people; its members read them without amounts."""
    pole, today = read_pole(request, slug), timezone.localdate()
    keeps, filters = keeps_work(person(request), pole), filters_of(request)
    page = page_of(request, projects_of(pole, filters))
    lines = [line_of(one, today) for one in page]
    shown: dict[str, Any] = {
        "pole": pole, "keeps": keeps, "filters": filters, "page": page, "lines": lines, "asked": asked(request),
        "columns": [(state, [one for one in lines if one["project"].state == state]) for state in ProjectState],
        "states": ProjectState.choices, "domains": [(key, labels.domain(key)) for key in domains_used(pole)],
        "is_filtered": filters != ProjectFilters(sort=filters.sort),
    }  # fmt: skip
    return render(request, "projects/list.html", shown)


def listed_file(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """The projects as filtered, one a row; amounts for the pole's own people alone."""
    pole = read_pole(request, slug)
    keeps, found = keeps_work(person(request), pole), projects_of(pole, filters_of(request))
    return table_file(lambda: projects_table(pole.name, list(found), with_amounts=keeps), form, f"projets-{pole.slug}")


def start(request: HttpRequest, slug: str) -> HttpResponse:
    """A new project: a title is enough."""
    pole = own_pole(request, slug)
    form = ProjectFields(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said, by, at = form.cleaned_data, acting(request), timezone.now()
        made = attempt(form, lambda: actions.start_project(pole=pole, by=by, at=at, **said))
        if made is not None:
            messages.success(request, _("Le projet est commencé : dites maintenant qui y prend part."))
            return redirect("project", slug, made.uid)
    return render(request, "projects/start.html", {"pole": pole, "form": form})


def filters_of(request: HttpRequest) -> ProjectFilters:
    """What the list is asked, cleaned."""
    said = given(request, "q", "etat", "domaine", "tri")
    state = said["etat"] if said["etat"] in ProjectState.values else ""
    return ProjectFilters(said["q"], state, said["domaine"], said["tri"])


def line_of(project: Project, today: date) -> dict[str, Any]:
    """A project as lists show it."""
    partners = list(project.partners.all())
    return {
        "project": project,
        "domains": ", ".join(labels.domain(one.key) for one in project.domains.all()),
        "carrier": next((one.name for one in partners if one.is_carrier), ""),
        "partners": len(partners),
        "late": len(late_milestones(project, today)),
        "moves": [(state, ProjectState(state).label) for state in TRANSITIONS[project.state]],
        "budget": euros(project.budget_cents) if project.budget_cents is not None else "",
    }


def projects_table(pole: str, projects: list[Project], *, with_amounts: bool) -> Table:
    """One row a project; what nobody said stays empty."""
    columns = (
        Column("title", _("Projet")), Column("code", _("Code analytique"), "code"), Column("state", _("État")),
        Column("state_on", _("Depuis le")), Column("domains", _("Domaines")), Column("starts_on", _("Début")),
        Column("ends_on", _("Fin")), Column("carrier", _("Porté par")), Column("partners", _("Partenaires")),
        *((Column("budget", _("Budget total"), "float", 2, "€"),) if with_amounts else ()),
        Column("reason", _("Raison de l'abandon")), Column("summary", _("En bref")),
    )  # fmt: skip
    title = _("Projets du pôle « %(pole)s »") % {"pole": pole}
    return Table(title, columns, [_row(one) for one in projects], (_("Une case vide : personne ne l'a dit."),))


def _row(project: Project) -> Row:
    partners = list(project.partners.all())
    days = {name: getattr(project, name) for name in ("state_on", "starts_on", "ends_on")}
    return {
        "title": project.title, "code": project.code, "state": project.get_state_display(),
        **{name: day.isoformat() if day else "" for name, day in days.items()},
        "domains": ", ".join(labels.domain(one.key) for one in project.domains.all()),
        "carrier": next((one.name for one in partners if one.is_carrier), ""),
        "partners": ", ".join(one.name for one in partners),
        "budget": None if project.budget_cents is None else project.budget_cents / 100,
        "reason": project.dropped_reason, "summary": project.summary,
    }  # fmt: skip
