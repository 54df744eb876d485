"""Forgetting a person without account who asks for it: administrators find her address on every board, and erase it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from essaim.apps.founding.actions.prospects_contact import erase_person
from essaim.apps.founding.queries.prospects import contacts_of, notes_saying
from essaim.engine.language import gettext as _
from essaim.kit.language import gettext_lazy
from essaim.web.acting import acting


class PersonForm(forms.Form):
    """An address: sent by POST, so that no log of addresses keeps it."""

    email = forms.EmailField(label=gettext_lazy("Adresse électronique de la personne"))


@never_cache
def erase(request: HttpRequest) -> HttpResponse:
    """Look for an address; then, when it is confirmed, forget it."""
    form = PersonForm(request.POST or None)
    shown = {"section": "my-space", "form": form, "sought": False}
    if request.method != "POST" or not form.is_valid():
        return render(request, "prospects/erase.html", shown)
    email = form.cleaned_data["email"]
    if request.POST.get("do") == "erase":
        contacts, notes = erase_person(email=email, by=acting(request), at=timezone.now())
        said = _("Effacé : personnes à joindre, %(contacts)d ; notes, %(notes)d.")
        messages.success(request, said % {"contacts": contacts, "notes": notes})
        return redirect("prospects-erase")
    shown |= {"sought": True, "email": email, "contacts": contacts_of(email), "notes": notes_saying(email)}
    return render(request, "prospects/erase.html", shown)
