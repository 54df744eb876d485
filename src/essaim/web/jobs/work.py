"""Long work: how far it is, what came of it, how to stop it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from essaim.apps.accounts.models import User
from essaim.apps.jobs.actions import cancel_job
from essaim.apps.jobs.models import Job
from essaim.apps.jobs.queries import jobs_of
from essaim.apps.jobs.registry import title_of
from essaim.apps.jobs.rules import can_see_job, can_stop_job
from essaim.engine.language import gettext as _
from essaim.kit.routes import must

_ON_A_PAGE = 20
_SECONDS_BETWEEN = 5


def my_jobs(request: HttpRequest) -> HttpResponse:
    """What whoever asks had done, the latest first."""
    page = Paginator(jobs_of(_person(request).uid), _ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "jobs/list.html", {"page": page, "jobs": [(job, title_of(job.kind)) for job in page]})


def job(request: HttpRequest, uid: str) -> HttpResponse:
    """One piece of work; its page comes again by itself as long as it lasts, unless one prefers to ask."""
    found = get_object_or_404(Job, uid=uid)
    must(can_see_job(_person(request), found))
    link = str(found.result.get("url", ""))
    shown = {
        "job": found,
        "title": title_of(found.kind),
        "share": _share(found),
        "may_stop": can_stop_job(_person(request), found),
        "link": link if url_has_allowed_host_and_scheme(link, allowed_hosts=None) else "",
        "label": found.result.get("label") or _("Voir le résultat"),
        "follows": request.GET.get("suivre") != "0",
        "says": found.result.get("message", ""),
    }
    response = render(request, "jobs/job.html", shown)
    if not found.is_over and shown["follows"]:
        # As a header: no script, and nothing in the page that a content policy would have to allow.
        response.headers["Refresh"] = str(_SECONDS_BETWEEN)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
def stop(request: HttpRequest, uid: str) -> HttpResponse:
    """Ask that the work stop."""
    found = get_object_or_404(Job, uid=uid)
    must(can_see_job(_person(request), found))
    stopped = cancel_job(job=found, by=_person(request), at=timezone.now())
    if stopped.cancel_asked_at is not None:
        messages.success(request, _("Arrêt demandé."))
    return redirect("job", uid=uid)


def _person(request: HttpRequest) -> User:
    """Whoever asks: the routes let nobody else in."""
    return cast(User, request.user)


def _share(job: Job) -> int | None:
    return min(100, job.done * 100 // job.total) if job.total else None
