"""The two-page note on a plan, as a PDF and an ODT."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.financing.models import Plan
from essaim.web.cash.access import read_as, read_plan
from essaim.web.cash.forms import CALENDARS
from essaim.web.cash.note_odt import write_note
from essaim.web.cash.note_words import note_words
from essaim.web.cash.page import shown
from essaim.web.documents.answers import at_once, whole
from essaim.web.documents.odt_parts import MEDIA
from essaim.web.documents.pdf import document_pdf
from essaim.web.documents.terms import site_of

_STEM = "note-budget"


def page(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """What the note says, to be read before it is taken away."""
    plan = read_plan(request, slug, uid)
    words = _words(request, plan, "")
    return render(request, "cash/note.html", {**shown(request, plan, "plan-note"), "note": words})


def pdf(request: HttpRequest, slug: str, uid: str) -> HttpResponseBase:
    """The note to print and to pass on."""
    return at_once(document_pdf(_addressed(request, slug, uid), "note.typ"), "application/pdf", f"{_STEM}.pdf")


def odt(request: HttpRequest, slug: str, uid: str) -> HttpResponseBase:
    """The note to be edited."""
    words = _addressed(request, slug, uid)
    return whole(lambda target: write_note(words, target), MEDIA, f"{_STEM}.odt")


def _addressed(request: HttpRequest, slug: str, uid: str) -> dict[str, Any]:
    plan = read_plan(request, slug, uid)
    return _words(request, plan, site_of(request) + reverse("plan-cash", args=[slug, uid]))


def _words(request: HttpRequest, plan: Plan, address: str) -> dict[str, Any]:
    is_followed = CALENDARS not in request.GET
    return note_words(plan, address, timezone.localdate(), read_as(request, plan), as_followed=is_followed)
