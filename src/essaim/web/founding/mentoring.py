"""A pole to help the founders: found, asked, visited; the agreement, and what was learnt."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.queries import holders_of
from essaim.apps.documents.enums import ACCEPT
from essaim.apps.founding.actions.mentoring import ask_mentor, file_agreement, follow_mentoring
from essaim.apps.founding.enums import MentoringState
from essaim.apps.founding.models import Founding, Mentoring
from essaim.apps.founding.queries.mentoring import mentoring_by_uid, mentorings_of
from essaim.apps.poles.queries import Filters, listed_poles, pole_by_slug
from essaim.engine.language import gettext
from essaim.engine.territories import load_territories
from essaim.kit.forms import attempt
from essaim.kit.language import gettext_lazy as _
from essaim.web.acting import acting
from essaim.web.directory.lines import short_lines
from essaim.web.documents.answers import at_once
from essaim.web.documents.pdf import document_pdf
from essaim.web.editing.fields import PartForm, day_field
from essaim.web.editing.saving import Part, edited
from essaim.web.filing import bounded
from essaim.web.founding.access import own_founding
from essaim.web.founding.agreement_words import agreement_words
from essaim.web.founding.mentors import suggested_mentors
from essaim.web.letters.odt import MEDIA, write_letter
from essaim.web.organisations.listing import asked_text

_FOUND = 10


class AskForm(forms.Form):
    """What the founders ask a pole."""

    message = forms.CharField(
        label=_("Votre demande"), widget=forms.Textarea(attrs={"rows": 8}), max_length=4000,
        help_text=_("Qui vous êtes, ce que vous préparez, ce que vous aimeriez voir, comment vous joindre."),
    )  # fmt: skip


class FollowForm(PartForm):
    """How far the founders are with a mentor."""

    state = forms.ChoiceField(label=_("Où en êtes-vous ?"), choices=MentoringState.choices)
    visit_on = day_field(label=_("Visite le"))
    learnt = forms.CharField(
        label=_("Ce que nous avons appris"), widget=forms.Textarea(attrs={"rows": 6}), max_length=8000, required=False,
        help_text=_("Ce qui a marché chez eux, ce qu'ils referaient autrement, ce que vous en gardez."),
    )  # fmt: skip
    learnt_is_public = forms.BooleanField(
        label=_("Publier ce que nous avons appris"), required=False,
        help_text=_(
            "Une fois votre pôle dans l'annuaire, ce texte paraît sur sa fiche, et sur celle du pôle qui vous a aidés "
            "s'il a accepté sur ce site. Ne nommez personne."
        ),
    )  # fmt: skip


class AgreementForm(forms.Form):
    """The signed agreement."""

    file = forms.FileField(
        label=_("Convention signée"), help_text=_("PDF, image ou document, sans macros ; 10 Mo au plus."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}), max_length=200,
    )  # fmt: skip

    def clean_file(self) -> object:
        """A bounded size, before anything is read."""
        return bounded(self.cleaned_data["file"])


def mentors(request: HttpRequest, slug: str) -> HttpResponse:
    """The poles that were asked, and those worth asking; another is looked up by its name."""
    founding = own_founding(request, slug)
    asked, t = mentorings_of(founding), load_territories()
    known = {one.mentor_id for one in asked} | {founding.pole_id}
    words = asked_text(request, "q")
    found = listed_poles(Filters(words=words)).exclude(pk__in=known)[:_FOUND] if words else []
    shown = {
        "section": "my-space", "founding": founding, "pole": founding.pole, "asked": asked, "words": words,
        "found": short_lines(found, t), "suggested": suggested_mentors(founding, known, t),
    }  # fmt: skip
    return render(request, "founding/mentors.html", shown)


def ask(request: HttpRequest, slug: str, mentor: str) -> HttpResponse:
    """Ask one pole for help."""
    founding, pole = own_founding(request, slug), pole_by_slug(mentor)
    if pole is None or pole.pk == founding.pole_id:
        raise Http404
    already = next((one for one in mentorings_of(founding) if one.mentor_id == pole.pk), None)
    if already is not None:
        return redirect("founding-mentoring", slug=slug, uid=already.uid)
    told = bool(holders_of(Role.COORDINATOR, pole.uid))
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = settings.ADDRESS + reverse("mentor-requests", args=[pole.slug])
        message, by, at = form.cleaned_data["message"], acting(request), timezone.now()
        new = attempt(
            form, lambda: ask_mentor(founding=founding, mentor=pole, message=message, address=address, by=by, at=at)
        )
        if new is not None:
            messages.success(request, _sent(told))
            return redirect("founding-mentoring", slug=slug, uid=new.uid)
    shown = {"section": "my-space", "founding": founding, "pole": founding.pole, "mentor": pole, "told": told}
    return render(request, "founding/mentor_ask.html", {**shown, "form": form})


def mentoring(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """One mentor: the request, its answer, and how far the founders are."""
    founding, asked = _own(request, slug, uid)
    part = Part(
        title=asked.mentor.name, back=reverse("founding-mentor", args=[slug]), back_label=gettext("Entraide"),
        version=asked.version,
        present={
            "state": asked.state, "visit_on": asked.visit_on, "learnt": asked.learnt,
            "learnt_is_public": asked.learnt_is_public,
        },
        make=FollowForm, template="founding/mentoring.html",
        shown={
            "section": "my-space", "founding": founding, "pole": founding.pole, "asked": asked,
            "told": bool(holders_of(Role.COORDINATOR, asked.mentor.uid)),
        },
        save=lambda typed, seen, by, at: follow_mentoring(
            asked=asked, seen_version=seen, by=by, at=at,
            **{key: typed[key] for key in ("state", "visit_on", "learnt", "learnt_is_public")},
        ),
    )  # fmt: skip
    return edited(request, part)


def agreement(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """File the signed agreement; a former one is replaced."""
    founding, asked = _own(request, slug, uid)
    form = AgreementForm(request.POST, request.FILES) if request.method == "POST" else AgreementForm()
    if request.method == "POST" and form.is_valid():
        file, by, at = form.cleaned_data["file"], acting(request), timezone.now()
        if attempt(
            form, lambda: file_agreement(asked=asked, file_name=file.name, content=file.read(), by=by, at=at)
        ):  # fmt: skip
            messages.success(request, gettext("La convention est déposée."))
            return redirect("founding-mentoring", slug=slug, uid=uid)
    shown: dict[str, Any] = {"section": "my-space", "founding": founding, "pole": founding.pole, "asked": asked}
    return render(request, "founding/agreement.html", {**shown, "form": form})


def agreement_file(request: HttpRequest, slug: str, uid: str, form: str) -> HttpResponse:
    """The agreement to adapt and sign."""
    _founding, asked = _own(request, slug, uid)
    if form not in ("pdf", "odt"):
        raise Http404
    words = agreement_words(asked, timezone.localdate())
    name = f"convention-d-entraide-{asked.founding.pole.slug}.{form}"
    if form == "pdf":
        return at_once(document_pdf(words.laid_out(), "letter.typ"), "application/pdf", name)
    target = BytesIO()
    write_letter(words, target)
    return at_once(target.getvalue(), MEDIA, name)


def _own(request: HttpRequest, slug: str, uid: str) -> tuple[Founding, Mentoring]:
    founding = own_founding(request, slug)
    found = mentoring_by_uid(founding, uid)
    if found is None:
        raise Http404
    return founding, found


def _sent(told: bool) -> str:
    if told:
        return gettext("Votre demande est partie. Les personnes qui coordonnent ce pôle la lisent sur ce site.")
    return gettext(
        "Votre demande est écrite. Personne ne tient encore la fiche de ce pôle ici : appelez-le vous-mêmes."
    )
