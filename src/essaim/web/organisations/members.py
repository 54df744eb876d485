"""A pole's members for whoever keeps them: list, add, correct, end, remove a mistake."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.poles.actions import add_member, change_membership, remove_membership
from essaim.apps.poles.enums import Circle
from essaim.apps.poles.models import Membership, Organisation, Pole
from essaim.apps.poles.queries import (
    MemberFilters,
    colleges_of,
    found_organisations,
    members_of,
    membership_by_uid,
    organisation_by_uid,
    pole_by_slug,
)
from essaim.apps.poles.rules import can_edit_pole
from essaim.engine.language import gettext as _
from essaim.kit.forms import attempt
from essaim.kit.routes import must
from essaim.web.acting import acting
from essaim.web.directory.asking import asked_page
from essaim.web.organisations.forms import MembershipForm, PersonsForm
from essaim.web.organisations.listing import asked_text, pages
from essaim.web.sure import asked_first

PAGE_SIZE = 50
_FOUND = 10
_NAMES = {"q": "words", "cercle": "circle", "etat": "state", "tri": "sort"}


def keep(request: HttpRequest, slug: str) -> HttpResponse:
    """The list, with what may be done on each line."""
    pole = _kept_pole(request, slug)
    asked = {meaning: asked_text(request, name) for name, meaning in _NAMES.items()}
    paginator = Paginator(members_of(pole, MemberFilters(**asked), timezone.localdate()), PAGE_SIZE)
    page = paginator.get_page(asked_page(request))
    written = [(name, asked[meaning]) for name, meaning in _NAMES.items() if asked[meaning]]
    shown = {
        "pole": pole,
        "asked": asked,
        "circles": Circle.choices,
        "states": [("", _("présents")), ("past", _("partis")), ("all", _("tous"))],
        "sorts": [("", _("nom")), ("circle", _("cercle")), ("college", _("collège")), ("since", _("date d'entrée"))],
        "page": page,
        "pages": pages(page, lambda number: f"?{urlencode([*written, ('page', str(number))])}"),
        "count": paginator.count,
    }
    return render(request, "organisations/keep.html", shown)


def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Find the organisation, or say that they are persons; then its place in the pole."""
    pole = _kept_pole(request, slug)
    organisation = _asked_organisation(request)
    persons = "personnes" in request.GET
    if organisation is None and not persons:
        words = asked_text(request, "q")
        shown = {"pole": pole, "words": words, "known": found_organisations(words, _FOUND)}
        return render(request, "organisations/member_find.html", shown)
    kind = PersonsForm if persons else MembershipForm
    form = kind(request.POST) if request.method == "POST" else kind()
    if request.method == "POST" and form.is_valid():
        asked = _asked_carrier(request, pole, organisation, form.facts())
        if asked is not None:
            return asked
        new = attempt(
            form,
            lambda: add_member(
                pole=pole, organisation=organisation, by=acting(request), at=timezone.now(), **form.facts()
            ),
        )
        if new is not None:
            messages.success(request, _("Le membre est ajouté."))
            return redirect("members-keep", slug=pole.slug)
    return _form_page(request, pole, form, organisation=organisation)


def change(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Correct a membership, or end it by giving the date of leaving."""
    pole = _kept_pole(request, slug)
    membership = _membership_or_404(pole, uid)
    kind = MembershipForm if membership.organisation_id else PersonsForm
    form = kind(request.POST) if request.method == "POST" else kind(initial=_initial(membership))
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen_version"] or 0
        asked = _asked_carrier(request, pole, membership.organisation, form.facts())
        if asked is not None:
            return asked
        done = attempt(
            form,
            lambda: change_membership(
                membership=membership, changes=form.facts(), seen_version=seen, by=acting(request), at=timezone.now()
            ),
        )
        if done is not None:
            messages.success(request, _("La ligne est enregistrée."))
            return redirect("members-keep", slug=pole.slug)
    return _form_page(request, pole, form, organisation=membership.organisation, membership=membership)


def remove(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Ask, then remove a membership that never was."""
    pole = _kept_pole(request, slug)
    membership = _membership_or_404(pole, uid)
    if request.method == "POST":
        remove_membership(membership=membership, by=acting(request), at=timezone.now())
        messages.success(request, _("La ligne est retirée ; l'historique de la fiche la garde."))
        return redirect("members-keep", slug=pole.slug)
    return render(request, "organisations/member_remove.html", {"pole": pole, "membership": membership})


def _asked_carrier(
    request: HttpRequest, pole: Pole, organisation: Organisation | None, facts: dict[str, Any]
) -> HttpResponse | None:
    """Ask before an organisation takes the place of the one that carries the pole; None when nobody's is taken."""
    until, former = facts.get("until"), pole.carrier
    takes = facts.get("circle") == Circle.CARRIER and (until is None or until > timezone.localdate())
    if organisation is None or former is None or former == organisation or not takes:
        return None
    places = {"new": organisation.name, "old": former.name}
    lead = _(
        "« %(old)s » ne porte plus le pôle sur sa fiche : ce sera « %(new)s », si elle l'est depuis plus récemment."
    )
    return asked_first(
        request, title=_("Remplacer la structure porteuse par « %(new)s » ?") % places, lead=lead % places,
        back=reverse("members-keep", args=[pole.slug]), back_label=_("Membres"), send=_("Changer de porteur"),
    )  # fmt: skip


def _form_page(
    request: HttpRequest,
    pole: Pole,
    form: MembershipForm,
    *,
    organisation: Organisation | None,
    membership: Membership | None = None,
) -> HttpResponse:
    stale = bool(membership and form.is_bound and form.cleaned_data.get("seen_version") != membership.version)
    shown = {
        "pole": pole,
        "form": form,
        "organisation": organisation,
        "membership": membership,
        "stale": stale,
        "colleges": colleges_of(pole),
    }
    return render(request, "organisations/member_form.html", shown)


def _initial(membership: Membership) -> dict[str, Any]:
    keys = ("circle", "college", "since", "until", "persons")
    return {key: getattr(membership, key) for key in keys} | {"seen_version": membership.version}


def _kept_pole(request: HttpRequest, slug: str) -> Pole:
    pole = pole_by_slug(slug, drafts=True)
    if pole is None:
        raise Http404
    must(can_edit_pole(acting(request), pole))
    return pole


def _membership_or_404(pole: Pole, uid: str) -> Membership:
    membership = membership_by_uid(pole, uid)
    if membership is None:
        raise Http404
    return membership


def _asked_organisation(request: HttpRequest) -> Organisation | None:
    uid = asked_text(request, "organisation")
    found = organisation_by_uid(uid) if uid else None
    return (found.merged_into or found) if found else None
