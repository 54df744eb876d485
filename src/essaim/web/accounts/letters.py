"""How often letters come: chosen signed in, or by the link that stands at the foot of each letter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from essaim.apps.accounts.actions import choose_frequency, stop_letters
from essaim.apps.accounts.enums import Frequency
from essaim.apps.accounts.models import User
from essaim.apps.accounts.queries import mail_choices, person_of_preferences
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.web.acting import acting


class LettersForm(forms.Form):
    """One choice for each kind of letters."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, frequency in mail_choices(user):
            self.fields[kind.key] = forms.ChoiceField(
                label=kind.title, choices=Frequency.choices, initial=frequency, widget=forms.RadioSelect
            )


def my_letters(request: HttpRequest) -> HttpResponse:
    """One's own letters."""
    return _choose(request, acting(request), reverse("my-letters"))


def letters(request: HttpRequest, token: str) -> HttpResponse:
    """The letters of whoever received this link, without signing in."""
    response = _choose(request, _person(token), reverse("letters", args=[token]), by_link=True)
    response.headers["Cache-Control"] = "no-store"
    return response


@csrf_exempt
def stop(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """No longer send letters of one kind: asked by mail programmes (RFC 8058), or by people after a question."""
    person = _person(token)
    if request.method == "POST":
        try:
            stop_letters(user=person, kind=kind, by=person, at=timezone.now())
        except EssaimError:
            raise Http404 from None
        messages.success(request, _("C'est fait : ces messages ne vous seront plus envoyés."))
        return redirect("letters", token=token)
    return render(request, "accounts/stop.html", {"choose": reverse("letters", args=[token])})


def _choose(request: HttpRequest, person: User, here: str, by_link: bool = False) -> HttpResponse:
    form = LettersForm(request.POST or None, user=person)
    if request.method == "POST" and form.is_valid():
        at = timezone.now()
        for kind, frequency in form.cleaned_data.items():
            choose_frequency(user=person, kind=kind, frequency=frequency, by=person, at=at)
        messages.success(request, _("Vos choix sont enregistrés."))
        return redirect(here)
    return render(request, "accounts/letters.html", {"form": form, "by_link": by_link})


def _person(token: str) -> User:
    person = person_of_preferences(token)
    if person is None:
        raise Http404
    return person
