"""A draft asks to enter the directory; whoever moderates reads its sheet, lets it in or sends it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.calls.actions.following import recognise_laureate
from essaim.apps.calls.queries.calls import calls_answered_by
from essaim.apps.founding.actions.publishing import ask_publication, lacking, publish, send_back, take_back_request
from essaim.apps.founding.enums import FoundingState, ProspectState
from essaim.apps.founding.models import Founding
from essaim.apps.founding.queries.foundings import alike_near
from essaim.apps.founding.queries.prospects import founders_of
from essaim.apps.founding.queries.publishing import waiting_publication, waiting_publications
from essaim.apps.founding.rules import can_moderate_founding
from essaim.apps.poles.models import Pole
from essaim.apps.poles.queries import pole_by_slug, poles_like
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext, ngettext
from essaim.engine.territories import load_territories
from essaim.kit.forms import attempt
from essaim.kit.language import gettext_lazy as _
from essaim.kit.numbers import typed_version
from essaim.kit.routes import must
from essaim.web import labels
from essaim.web.acting import acting
from essaim.web.directory.asking import asked_page
from essaim.web.directory.lines import Places, short_lines
from essaim.web.directory.sheet import parts
from essaim.web.founding.access import own_founding

PAGE_SIZE = 20
_ALIKE = 8
# Where each thing that lacks is written.
_WRITTEN = {"summary": "edit-identity", "communes": "edit-territory", "domains": "edit-domains", "carrier": "prospects"}


@dataclass(frozen=True, slots=True)
class Advice:
    """What would help readers and does not stop anything: what, and where it is written."""

    text: str
    address: str


class RemarksForm(forms.Form):
    """What is to be mended before the draft enters the directory."""

    remarks = forms.CharField(
        label=_("Remarques aux fondateurs"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4000,
        help_text=_("Ce qui est à compléter, à corriger ou à éclaircir ; elles leur arrivent par courriel."),
    )  # fmt: skip


def publication(request: HttpRequest, slug: str) -> HttpResponse:
    """For the founders: what is missing, what will happen, the request."""
    founding = own_founding(request, slug)
    if not founding.pole.is_draft:
        return redirect(founding.pole.get_absolute_url())
    if request.method == "POST":
        return _asked(request, founding)
    committed = founding.prospects.filter(state=ProspectState.COMMITTED).prefetch_related("letters")
    shown: dict[str, Any] = {
        "section": "my-space",
        "founding": founding,
        "pole": founding.pole,
        "missing": [(text, reverse(_WRITTEN[key], args=[slug])) for key, text in lacking(founding).items()],
        "advice": _advice(founding),
        "members": [(one, any(letter.is_in_force for letter in one.letters.all())) for one in committed],
        "asked": founding.state == FoundingState.ASKED,
        "sent_back": founding.state == FoundingState.SENT_BACK,
    }
    return render(request, "founding/publish.html", shown)


def publications(request: HttpRequest) -> HttpResponse:
    """For those who moderate: the drafts that ask."""
    must(can_moderate_founding(acting(request)))
    page = Paginator(waiting_publications(), PAGE_SIZE).get_page(asked_page(request))
    return render(request, "founding/publications.html", {"section": "my-space", "page": page})


def moderated(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them: its sheet, never whom it talks to; accept it, or send it back."""
    must(can_moderate_founding(acting(request)))
    founding, pole = waiting_publication(slug), pole_by_slug(slug, drafts=True)
    if founding is None or pole is None:
        raise Http404
    founding.pole = pole
    form = RemarksForm(request.POST if request.POST.get("do") == "send_back" else None)
    if request.method == "POST":
        done = _sent_back(request, founding, form) if form.is_bound else _published(request, founding)
        if done is not None:
            return done
        pole = pole_by_slug(slug, drafts=True) or pole
    t = load_territories()
    shown = {
        "section": "my-space", "founding": founding, "pole": pole, "form": form,
        "people": [one.name or one.email for one in founders_of(founding)],
        "alike": _alike(pole), **_sheet(pole, Places(t)),
    }  # fmt: skip
    return render(request, "founding/publication.html", shown)


def _asked(request: HttpRequest, founding: Founding) -> HttpResponse:
    slug, by, at = founding.pole.slug, acting(request), timezone.now()
    try:
        if request.POST.get("do") == "take_back":
            take_back_request(founding=founding, by=by, at=at)
            messages.success(request, gettext("La demande est retirée ; le brouillon reste à vous."))
        else:
            address = settings.ADDRESS + reverse("publication", args=[slug])
            ask_publication(founding=founding, address=address, by=by, at=at)
            messages.success(request, gettext("La publication est demandée. Vous recevrez la réponse par courriel."))
    except EssaimError as refusal:
        messages.error(request, str(refusal))
    return redirect("founding-publish", slug=slug)


def _sent_back(request: HttpRequest, founding: Founding, form: RemarksForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    address = settings.ADDRESS + reverse("founding", args=[founding.pole.slug])
    remarks, by, at = form.cleaned_data["remarks"], acting(request), timezone.now()
    if attempt(form, lambda: send_back(founding=founding, remarks=remarks, address=address, by=by, at=at)) is None:
        return None
    messages.success(request, gettext("Le brouillon est renvoyé à ses fondateurs avec vos remarques."))
    return redirect("publications")


def _published(request: HttpRequest, founding: Founding) -> HttpResponse | None:
    pole, by, at = founding.pole, acting(request), timezone.now()
    seen = request.POST.get("version", "")
    address = settings.ADDRESS + reverse("pole", args=[pole.slug])
    calls = {one.slug: settings.ADDRESS + reverse("call", args=[one.slug]) for one in calls_answered_by(pole)}
    try:
        with transaction.atomic():
            version = typed_version(seen)
            left = publish(founding=founding, seen_version=version, address=address, by=by, at=at)
            recognise_laureate(pole=pole, address_of=calls, by=by, at=at)
    except EssaimError as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, gettext("« %(name)s » est dans l'annuaire.") % {"name": pole.name})
    if left:
        said = ngettext(
            "%(n)d organisation engagée n'a pas pu devenir membre : les fondateurs savent laquelle.",
            "%(n)d organisations engagées n'ont pas pu devenir membres : les fondateurs savent lesquelles.", left,
        )  # fmt: skip
        messages.warning(request, said % {"n": left})
    return redirect("pole", slug=pole.slug)


def _advice(founding: Founding) -> list[Advice]:
    pole = founding.pole

    def here(name: str, *more: object) -> str:
        return reverse(name, args=[pole.slug, *more])

    wanted = [
        (pole.website, gettext("un site, ou une page, où l'on vous joint"), here("edit-identity")),
        (pole.stage, gettext("l'étape où vous en êtes"), here("edit-identity")),
        (pole.carrier_id, gettext("la structure porteuse"), here("members-keep")),
        (pole.axes.all(), gettext("les premiers axes de votre stratégie"), here("edit-axes")),
        (pole.sections.all(), gettext("quelques lignes sous les rubriques de la fiche"), here("keep-pole")),
        (founding.mentorings.all(), gettext("l'avis d'un pôle qui l'a déjà fait"), here("founding-mentor")),
    ]
    return [Advice(text, address) for present, text, address in wanted if not present]


def _alike(pole: Pole) -> list[Any]:
    """Poles of the directory that may be the same, by name or by place."""
    codes = [one.code for one in pole.communes.all()]
    near = alike_near(codes, [one.key for one in pole.domains.all()])
    found = {one.pk: one for one in (*poles_like(pole.name, pole.commune), *near)}
    return short_lines(list(found.values())[:_ALIKE], load_territories())


def _sheet(pole: Pole, places: Places) -> dict[str, Any]:
    return {
        "communes": [places.commune(row.code) for row in pole.communes.all()],
        "where": short_lines([pole], places.t)[0].where,
        "domains": [labels.domain(one.key) for one in pole.domains.all()],
        "legal_form": labels.legal_form(pole.legal_form) if pole.legal_form else "",
        "parts": [part for part in parts(pole) if part.section or part.items],
        "members": [one for one in pole.memberships.all() if one.organisation_id],
    }
