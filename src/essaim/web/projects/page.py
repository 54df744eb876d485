"""One project: all that is known of it, and its writing."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.documents.queries import documents_of
from essaim.apps.financing.queries.plans import plans_of_project
from essaim.apps.poles.models import Pole
from essaim.apps.projects.actions import projects as actions
from essaim.apps.projects.actions.holding import PROJECT
from essaim.apps.projects.enums import TRANSITIONS, ProjectState
from essaim.apps.projects.models import Project
from essaim.apps.projects.queries.projects import counted_elsewhere, jobs_by_kind, late_milestones, project_by_uid
from essaim.apps.projects.rules import keeps_work
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.kit.numbers import typed_version
from essaim.tables.formats import typed_euros
from essaim.web import labels
from essaim.web.access import own_pole, read_pole
from essaim.web.acting import acting, person
from essaim.web.directory.history import read_history
from essaim.web.editing.saving import Part, confirmed, edited
from essaim.web.filing import Shelf, attachment, shelf_page, shelved
from essaim.web.keeping.identity import domains_present
from essaim.web.projects.forms import MoveForm, ProjectDomainsForm, ProjectForm
from essaim.web.shares import shares_of

_FIELDS = (
    "title", "summary", "need", "actions_text", "place", "starts_on", "ends_on", "budget_cents", "code",
)  # fmt: skip


def own_project(request: HttpRequest, slug: str, uid: str) -> tuple[Pole, Project]:
    """The pole and one of its projects, for its own people.

    Raises:
        Http404: there is none. PermissionDenied: it is not theirs.
    """
    pole = own_pole(request, slug)
    return pole, _found(pole, uid)


def project(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """All that is known of a project; amounts for the pole's own people alone."""
    pole = read_pole(request, slug)
    found, today = _found(pole, uid), timezone.localdate()
    keeps = keeps_work(person(request), pole)
    elsewhere = counted_elsewhere(found)
    shown: dict[str, Any] = {
        "pole": pole, "project": found, "keeps": keeps, "today": today,
        "domains": [labels.domain(one.key) for one in found.domains.all()],
        "moves": [(state, ProjectState(state).label) for state in TRANSITIONS[found.state]],
        "partners": list(found.partners.all()), "late": len(late_milestones(found, today)),
        "jobs": [
            (kind, [(one, one.organisation_id in elsewhere) for one in figures])
            for kind, figures in jobs_by_kind(found)
        ],
        "outcomes": [(one, labels.domain(one.domain) if one.domain else "") for one in found.outcomes.all()],
        "documents": documents_of(PROJECT, found.uid),
        "plans": plans_of_project(found) if keeps else [],
        "history": read_history(PROJECT, found.uid, with_names=True).changes[:5] if keeps else [],
        **(shares_of([one.amount_cents for one in found.partners.all()], found.budget_cents) if keeps else {}),
    }  # fmt: skip
    return render(request, "projects/project.html", shown)


def edit(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Describe a project."""
    _pole, found = own_project(request, slug, uid)
    present = {name: getattr(found, name) for name in _FIELDS} | {"budget_cents": typed_euros(found.budget_cents)}
    part = Part(
        title=_("Décrire le projet"), back=reverse("project", args=[slug, uid]), back_label=found.title,
        version=found.version, present=present, make=ProjectForm,
        save=lambda typed, seen, by, at: actions.edit_project(
            project=found, changes={name: typed[name] for name in _FIELDS}, seen_version=seen, by=by, at=at
        ),
    )  # fmt: skip
    return edited(request, part)


def domains(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Choose the domains of a project."""
    _pole, found = own_project(request, slug, uid)
    part = Part(
        title=_("Domaines du projet"), back=reverse("project", args=[slug, uid]), back_label=found.title,
        version=found.version, present=domains_present([one.key for one in found.domains.all()]),
        make=ProjectDomainsForm,
        save=lambda typed, seen, by, at: actions.set_project_domains(
            project=found, keys=typed["keys"], seen_version=seen, by=by, at=at
        ),
    )  # fmt: skip
    return edited(request, part)


def move(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """To another state: at once and today from the board, else on a page that asks the day, or why it is dropped."""
    _pole, found = own_project(request, slug, uid)
    state = request.POST.get("vers", "") or request.GET.get("vers", "")
    if state not in TRANSITIONS[found.state]:
        messages.info(request, _("Ce projet a déjà changé d'état : choisissez parmi ceux qui peuvent suivre."))
        return redirect("project", slug, uid)
    if request.POST.get("do") == "at_once" and state != ProjectState.DROPPED:
        return _moved(request, slug, found, state)
    if request.POST.get("do") == "at_once":
        return redirect(f"{reverse('project-move', args=[slug, uid])}?vers={state}")
    part = Part(
        title=_("Marquer le projet : %(state)s") % {"state": ProjectState(state).label},
        back=reverse("project", args=[slug, uid]), back_label=found.title, version=found.version,
        present={"on": timezone.localdate()},
        make=lambda *args, **options: MoveForm(*args, asks_reason=state == ProjectState.DROPPED, **options),
        save=lambda typed, seen, by, at: actions.move_project(
            project=found, state=state, on=typed["on"], reason=typed.get("reason", ""), seen_version=seen, by=by, at=at
        ),
    )  # fmt: skip
    return edited(request, part)


def remove(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Ask before removing a project begun by mistake."""
    _pole, found = own_project(request, slug, uid)
    return confirmed(
        request, title=_("Retirer « %(title)s »") % {"title": found.title},
        lead=_("Ses étapes et ses documents partent avec lui. Un projet qui a vécu se marque plutôt « abandonné »."),
        back=reverse("project", args=[slug, uid]), back_label=found.title, version=found.version,
        remove=partial(actions.remove_project, project=found), done=_("Le projet est retiré."),
        then=reverse("projects", args=[slug]),
    )  # fmt: skip


def history(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """All that was written about a project and its rows: when, by whom, what."""
    pole, found = own_project(request, slug, uid)
    read = read_history(PROJECT, found.uid, page=request.GET.get("page", "1"), with_names=True)
    # Plain: all of it is of one sort.
    shown = {"pole": pole, "project": found, "history": read, "plain": True}
    return render(request, "projects/history.html", shown)


def documents(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The documents of a project: filed, withdrawn."""
    _pole, found = own_project(request, slug, uid)
    shelf = Shelf(
        kind=PROJECT, key=found.uid, file=partial(actions.file_project_document, project=found),
        withdraw=partial(actions.withdraw_project_document, project=found),
        back=reverse("project", args=[slug, uid]), back_label=found.title,
        address=reverse("project-documents", args=[slug, uid]),
        given=lambda document: reverse("project-document", args=[slug, uid, document.uid]),
        lead=_("Les membres du pôle qui lisent ses projets lisent aussi ces documents."),
    )  # fmt: skip
    return shelf_page(request, shelf)


def download(request: HttpRequest, slug: str, uid: str, document: str) -> HttpResponse:
    """A document of a project, for those who read it."""
    found = _found(read_pole(request, slug), uid)
    return attachment(shelved(PROJECT, found.uid, document))


def _found(pole: Pole, uid: str) -> Project:
    found = project_by_uid(pole, uid)
    if found is None:
        raise Http404
    return found


def _moved(request: HttpRequest, slug: str, found: Project, state: str) -> HttpResponse:
    seen = typed_version(request.POST.get("version", ""))
    try:
        actions.move_project(
            project=found, state=state, on=timezone.localdate(), seen_version=seen, by=acting(request),
            at=timezone.now(),
        )  # fmt: skip
    except EssaimError as refusal:
        messages.error(request, str(refusal))
    else:
        said = {"title": found.title, "state": ProjectState(state).label}
        messages.success(request, _("« %(title)s » : %(state)s.") % said)
    return redirect("projects", slug)
