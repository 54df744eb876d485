"""Entering and correcting an organisation: picked in the register or typed, looked for before it is added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.poles.actions import SameOrganisation, add_organisation, edit_organisation
from essaim.apps.poles.looking_up import asked_number, is_on
from essaim.apps.poles.models import Organisation, Pole
from essaim.apps.poles.queries import found_organisations, look_alikes, pole_by_slug
from essaim.apps.poles.register import suggest
from essaim.apps.poles.rules import can_add_organisation, can_edit_organisation, can_edit_pole
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.engine.territories.search_index import search_form
from essaim.kit.errors import ChangedMeanwhile
from essaim.kit.routes import must
from essaim.web.acting import acting
from essaim.web.commune_field import commune_text
from essaim.web.organisations.forms import COLUMNS, OrganisationForm, initial_of
from essaim.web.organisations.listing import asked_text
from essaim.web.organisations.page import organisation_or_404

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field that somebody else changed meanwhile: theirs, and what is typed here."""

    label: str
    theirs: str
    yours: str


def add(request: HttpRequest) -> HttpResponse:
    """First look (in the directory, then in the register), then the form, then the look-alikes, then it is added."""
    must(can_add_organisation(acting(request)))
    pole = _pole(request)
    if request.method == "POST":
        return _add(request, pole)
    picked, words = asked_text(request, "siret"), asked_text(request, "q")
    if picked or request.GET.get("manuel"):
        facts = _picked(picked, pole)
        form = OrganisationForm(initial=facts | {"picked": picked} if facts else {"name": words})
        return _form_page(request, form, pole)
    shown = {
        "section": "organisations",
        "pole": pole,
        "words": words,
        "known": found_organisations(words, _SHOWN),
        "suggested": suggest(words, near=pole, commune=asked_text(request, "commune")),
        "end": _end(pole),
        "number": asked_number(words),
        "may_ask": is_on(),
        "back": request.get_full_path(),
    }
    return render(request, "organisations/find.html", shown)


def edit(request: HttpRequest, uid: str) -> HttpResponse:
    """Correct a record; when somebody saved it meanwhile, both values are shown and what was typed stays."""
    found = organisation_or_404(uid)
    if found.merged_into is not None:
        return redirect("organisation-edit", uid=found.merged_into.uid)
    must(can_edit_organisation(acting(request), found))
    if request.method != "POST":
        return _form_page(request, OrganisationForm(initial=initial_of(found)), None, organisation=found)
    form = OrganisationForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, None, organisation=found)
    return _edit(request, found, form)


def _edit(request: HttpRequest, found: Organisation, form: OrganisationForm) -> HttpResponse:
    try:
        edit_organisation(
            organisation=found, changes=form.facts(), seen_version=form.cleaned_data["seen_version"] or 0,
            by=acting(request), at=timezone.now(), is_another=bool(request.POST.get("is_another")),
        )  # fmt: skip
    except SameOrganisation as same:
        return _form_page(request, form, None, organisation=found, same=same)
    except ChangedMeanwhile:
        return _conflict_page(request, found, form)
    except EssaimError as refusal:
        form.add_error(None, str(refusal))
        return _form_page(request, form, None, organisation=found)
    messages.success(request, _("La fiche est enregistrée."))
    return redirect(found)


def _add(request: HttpRequest, pole: Pole | None) -> HttpResponse:
    form = OrganisationForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, pole)
    facts = form.facts()
    siret = form.cleaned_data["picked"]
    if siret and facts["siret"] in ("", siret):
        facts["marks"] = _picked(siret, pole).get("marks", "")
    is_another = bool(request.POST.get("is_another"))
    alike = [] if is_another else _alike(facts)
    if alike:
        return _form_page(request, form, pole, alike=alike)
    try:
        new = add_organisation(by=acting(request), at=timezone.now(), is_another=is_another, **facts)
    except SameOrganisation as same:
        return _form_page(request, form, pole, same=same)
    except EssaimError as refusal:
        form.add_error(None, str(refusal))
        return _form_page(request, form, pole)
    messages.success(request, _("« %(name)s » est dans l'annuaire.") % {"name": new.name})
    if pole is not None:
        return redirect(reverse("member-add", args=[pole.slug]) + f"?{urlencode({'organisation': new.uid})}")
    return redirect(new)


def _alike(facts: dict[str, Any]) -> list[Organisation]:
    """Those to be looked at before it is added: of that name there, or somewhere unknown."""
    asked = Organisation(
        search_text=search_form(facts["name"])[:200], commune=facts["commune"],
        siren=None if facts["siret"] else facts["siren"] or None,
    )  # fmt: skip
    return list(look_alikes(asked, anywhere=True).prefetch_related("memberships__pole")[:_SHOWN])


def _form_page(
    request: HttpRequest,
    form: OrganisationForm,
    pole: Pole | None,
    *,
    organisation: Organisation | None = None,
    same: SameOrganisation | None = None,
    alike: list[Organisation] | None = None,
) -> HttpResponse:
    shown = {
        "section": "organisations",
        "form": form,
        "pole": pole,
        "organisation": organisation,
        "final": bool(same and same.by_number),
        "alike": [one.merged_into or one for one in (same.found if same else alike or [])],
        "end": _end(pole),
    }
    return render(request, "organisations/form.html", shown)


def _conflict_page(request: HttpRequest, found: Organisation, form: OrganisationForm) -> HttpResponse:
    """The form again, as typed, on top of the present version: saving now is knowing what is replaced."""
    now = organisation_or_404(found.uid)
    typed = form.facts()
    conflicts = [
        Conflict(str(form.fields[key].label), _words(key, getattr(now, key)), _words(key, typed[key]))
        for key in COLUMNS
        if (getattr(now, key) or "") != (typed[key] or "")
    ]
    data = request.POST.copy()
    data["seen_version"] = str(now.version)
    shown = {
        "section": "organisations",
        "form": OrganisationForm(data),
        "organisation": now,
        "conflicts": conflicts,
    }
    return render(request, "organisations/form.html", shown)


def _words(key: str, value: object) -> str:
    return commune_text(str(value)) if key == "commune" and value else str(value or "")


def _picked(siret: str, pole: Pole | None) -> dict[str, str]:
    if len(siret) != 14:
        return {}
    found = suggest(siret, near=pole).by_siret(siret)
    if found is None:
        return {}
    return found.facts | {"commune": commune_text(found.facts["commune"]) if found.facts["commune"] else ""}


def _pole(request: HttpRequest) -> Pole | None:
    """The pole that the organisation will join, when one comes from its members."""
    slug = asked_text(request, "pole")
    pole = pole_by_slug(slug, drafts=True) if slug else None
    return pole if pole is not None and can_edit_pole(acting(request), pole) else None


def _end(pole: Pole | None) -> str:
    return urlencode({"pole": pole.slug}) if pole else ""
