"""Calls and dossiers for whoever may run or write them; to others, what is not public is not there."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpRequest
from django.urls import reverse

from essaim.apps.accounts.models import User
from essaim.apps.calls.models import Call, Dossier, Submission
from essaim.apps.calls.queries.calls import call_by_slug
from essaim.apps.calls.queries.dossiers import dossier_by_uid
from essaim.apps.calls.rules import can_run_call, can_write_dossier
from essaim.web.acting import acting, person


def run_call(request: HttpRequest, slug: str) -> Call:
    """The call of that address, for somebody who runs it.

    Raises:
        Http404: there is none, or it is somebody else's and not public.
    """
    call = call_by_slug(slug)
    if call is None or not can_run_call(acting(request), call):
        raise Http404
    return call


def written_dossier(request: HttpRequest, uid: str) -> Dossier:
    """The dossier of that address, for somebody who writes it.

    Raises:
        Http404: there is none, or it is somebody else's.
    """
    dossier = dossier_by_uid(uid)
    if dossier is None or not can_write_dossier(acting(request), dossier):
        raise Http404
    return dossier


def handed_dossier(request: HttpRequest, uid: str) -> Dossier:
    """A dossier that was handed in, for somebody who runs its call.

    Raises:
        Http404: there is none, it was not handed in, or the call is somebody else's.
    """
    dossier = dossier_by_uid(uid)
    if dossier is None or dossier.submitted_at is None or not can_run_call(acting(request), dossier.call):
        raise Http404
    return dossier


def read_submission(request: HttpRequest, uid: str, number: int) -> tuple[Dossier, Submission]:
    """A dossier and one of its frozen copies, for those who wrote it and those who run the call.

    Raises:
        Http404: there is none, or it is neither theirs nor for their call.
    """
    dossier, reader = dossier_by_uid(uid), acting(request)
    if dossier is None or not (can_write_dossier(reader, dossier) or can_run_call(reader, dossier.call)):
        raise Http404
    made = next((one for one in dossier.submissions.all() if one.number == number), None)
    if made is None:
        raise Http404
    return dossier, made


def runs(request: HttpRequest, call: Call) -> User | None:
    """Whoever reads, when they run the call; None otherwise."""
    reader = person(request)
    return reader if reader is not None and can_run_call(reader, call) else None


def page_of(request: HttpRequest, dossier: Dossier) -> str:
    """The whole address of a dossier's page, for letters."""
    return request.build_absolute_uri(reverse("dossier", args=[dossier.uid]))


def desk_of(request: HttpRequest, dossier: Dossier) -> str:
    """The whole address of a dossier's page for those who run the call, for letters."""
    return request.build_absolute_uri(reverse("dossier-read", args=[dossier.uid]))


def notice_address(request: HttpRequest, call: Call) -> str:
    """The whole address of a call's public page, for letters."""
    return request.build_absolute_uri(reverse("call", args=[call.slug]))


def moment(call: Call, at: datetime | None) -> str:
    """A moment in the call's own time, with its zone in words; "" when there is none."""
    return "" if at is None else call.in_words(at)
