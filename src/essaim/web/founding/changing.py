"""Follow another model; give the draft up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.founding.actions.founding import choose_model, give_up
from essaim.apps.library.queries import all_models
from essaim.engine.language import gettext
from essaim.kit.forms import attempt
from essaim.kit.language import gettext_lazy as _
from essaim.web.acting import acting
from essaim.web.founding.access import own_founding


class ModelForm(forms.Form):
    """Which model."""

    modele = forms.ChoiceField(label=_("Modèle à suivre"), required=False)
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        model = self.fields["modele"]
        assert isinstance(model, forms.ChoiceField)
        model.choices = choices


class NameForm(forms.Form):
    """The draft's name, typed, so that nobody gives it up by mistake."""

    name = forms.CharField(label=_("Pour confirmer, écrivez le nom du pôle"), max_length=200)


def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the model that the draft follows."""
    founding, patterns = own_founding(request, slug), all_models()
    choices = [("", gettext("aucun")), *((one.key, one.label()) for one in patterns)]
    first = {"modele": founding.model_key, "seen_version": founding.version}
    form = ModelForm(request.POST or None, initial=first, choices=choices)
    if request.method == "POST" and form.is_valid():
        pattern = next((one for one in patterns if one.key == form.cleaned_data["modele"]), None)
        seen, by, at = form.cleaned_data["seen_version"], acting(request), timezone.now()
        chosen = attempt(
            form, lambda: choose_model(founding=founding, pattern=pattern, seen_version=seen, by=by, at=at)
        )  # fmt: skip
        if chosen is not None:
            messages.success(request, gettext("C'est enregistré."))
            return redirect("founding", slug=slug)
    return render(request, "founding/model.html", {"founding": founding, "pole": founding.pole, "form": form})


def give_up_draft(request: HttpRequest, slug: str) -> HttpResponse:
    """Erase the draft, once its name is typed."""
    founding = own_founding(request, slug)
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["name"].strip().casefold() != founding.pole.name.strip().casefold():
            form.add_error("name", gettext("Ce n'est pas le nom du pôle : rien n'est effacé."))
        elif attempt(form, lambda: give_up(founding=founding, by=acting(request), at=timezone.now()) or True):
            messages.success(request, gettext("Le brouillon est effacé, avec ses contacts et ses notes."))
            return redirect("my-space")
    return render(request, "founding/give_up.html", {"founding": founding, "pole": founding.pole, "form": form})
