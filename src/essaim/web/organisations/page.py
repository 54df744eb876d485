"""The public page of an organisation, and its history."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.poles.models import Organisation
from essaim.apps.poles.queries import merged_parts, organisation_by_uid
from essaim.apps.poles.rules import can_edit_organisation, can_entrust_organisation, can_merge_organisations
from essaim.web.acting import person
from essaim.web.directory.history import read_history
from essaim.web.organisations import wording


def organisation(request: HttpRequest, uid: str) -> HttpResponse | HttpResponsePermanentRedirect:
    """What is known of it; the address of a record that was merged leads to the one that was kept."""
    found = organisation_or_404(uid)
    if found.merged_into is not None:
        return redirect("organisation", uid=found.merged_into.uid, permanent=True)
    memberships = list(found.memberships.all())
    reader = person(request)
    there = {one.pole_id for one in memberships}
    shown = {
        "section": "organisations",
        "organisation": found,
        "described": wording.described(found),
        "memberships": memberships,
        "today": timezone.localdate(),
        "carried": [pole for pole in found.carried.all() if pole.pk not in there],
        "parts": merged_parts(found),
        "may_edit": reader is not None and can_edit_organisation(reader, found),
        "may_merge": can_merge_organisations(reader),
        "may_entrust": reader is not None and can_entrust_organisation(reader, found),
    }
    return render(request, "organisations/organisation.html", shown)


def history(request: HttpRequest, uid: str) -> HttpResponse:
    """Everything written about an organisation; the record that was merged keeps its own."""
    found = organisation_or_404(uid)
    kind, page = request.GET.get("sorte", ""), request.GET.get("page", "1")
    shown = {
        "section": "organisations",
        "organisation": found,
        "history": read_history("organisation", found.uid, kind=kind, page=page),
        "parts": merged_parts(found),
    }
    return render(request, "organisations/history.html", shown)


def organisation_or_404(uid: str) -> Organisation:
    """The organisation of an address.

    Raises:
        Http404: there is none.
    """
    found = organisation_by_uid(uid)
    if found is None:
        raise Http404
    return found
