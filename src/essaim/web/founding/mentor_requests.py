"""What founders ask of a pole, for those who keep it: read, then accept or decline with a word."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.founding.actions.mentoring import answer_founders
from essaim.apps.founding.queries.foundings import pattern_of
from essaim.apps.founding.queries.mentoring import request_by_uid, requests_to
from essaim.apps.founding.rules import can_answer_founders
from essaim.apps.poles.models import Pole
from essaim.apps.poles.queries import kept_pole
from essaim.engine.language import gettext
from essaim.kit.forms import attempt
from essaim.kit.language import gettext_lazy as _
from essaim.kit.routes import must
from essaim.web.acting import acting
from essaim.web.letters.words import territory_words


class AnswerForm(forms.Form):
    """Yes or no, with a word."""

    accepts = forms.ChoiceField(
        label=_("Votre réponse"), widget=forms.RadioSelect,
        choices=[("yes", _("Nous acceptons")), ("no", _("Nous ne pouvons pas"))],
    )  # fmt: skip
    answer = forms.CharField(
        label=_("Un mot aux fondateurs"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4000, required=False,
        help_text=_("Quand venir, qui appeler ; ou pourquoi ce n'est pas possible, et vers qui se tourner."),
    )  # fmt: skip


def received(request: HttpRequest, slug: str) -> HttpResponse:
    """What was asked of this pole."""
    pole = _kept(request, slug)
    shown = {"section": "my-space", "pole": pole, "requests": requests_to(pole)}
    return render(request, "founding/mentor_requests.html", shown)


def answer(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """One request, and its answer."""
    pole = _kept(request, slug)
    asked = request_by_uid(pole, uid)
    if asked is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = settings.ADDRESS + reverse("founding-mentoring", args=[asked.founding.pole.slug, asked.uid])
        typed, by, at = form.cleaned_data, acting(request), timezone.now()
        done = attempt(
            form,
            lambda: answer_founders(
                asked=asked, accepts=typed["accepts"] == "yes", answer=typed["answer"], address=address, by=by, at=at
            ),
        )
        if done is not None:
            messages.success(request, gettext("Votre réponse est partie."))
            return redirect("mentor-requests", slug=slug)
    shown = {
        "section": "my-space", "pole": pole, "asked": asked, "form": form, "place": territory_words(asked.founding),
        "pattern": pattern_of(asked.founding), "open": not asked.answered_by,
    }  # fmt: skip
    return render(request, "founding/mentor_request.html", shown)


def _kept(request: HttpRequest, slug: str) -> Pole:
    pole = kept_pole(slug)
    if pole is None or pole.is_draft:
        raise Http404
    must(can_answer_founders(acting(request), pole))
    return pole
