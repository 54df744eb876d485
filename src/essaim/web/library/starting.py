"""Beginning a model: from nothing, from another model of the library, or from a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify

from essaim.apps.accounts.models import User
from essaim.apps.accounts.rules import is_administrator
from essaim.apps.library import actions
from essaim.apps.library.queries import networks_for, shelf, shelved
from essaim.apps.poles.models import Network
from essaim.engine.language import gettext
from essaim.engine.patterns import as_data
from essaim.kit.forms import attempt
from essaim.kit.language import gettext_lazy as _
from essaim.web.acting import acting
from essaim.web.organisations.listing import asked_text

_LONGEST_KEY = 60


class StartForm(forms.Form):
    """What every new model needs: a title, whose it is."""

    title = forms.CharField(label=_("Titre"), max_length=200)
    key = forms.CharField(
        label=_("Nom court"), max_length=_LONGEST_KEY, required=False,
        help_text=_("Il fait l'adresse du modèle et ne change plus. Vide : il est tiré du titre."),
    )  # fmt: skip
    network = forms.ChoiceField(label=_("Réseau qui l'écrit"), required=False)

    def __init__(self, *args: Any, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.networks = {one.key: one for one in networks_for(by)}
        listed = [(one.key, one.name) for one in self.networks.values()]
        nobody = [("", gettext("aucun : l'administration de la plateforme"))] if is_administrator(by) else []
        field = self.fields["network"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*listed, *nobody]

    def clean_key(self) -> str:
        """The short name, from the title when none is given."""
        return str(self.cleaned_data["key"]).strip() or slugify(self.cleaned_data.get("title", ""))[:_LONGEST_KEY]

    def chosen_network(self) -> Network | None:
        """The network that writes it."""
        return self.networks.get(self.cleaned_data["network"])


class ModelForm(StartForm):
    """A new model, from nothing or from another."""

    parent = forms.ChoiceField(label=_("Partir de"), required=False)
    reason = forms.CharField(
        label=_("Ce que vous adaptez, et pourquoi"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Seulement si vous partez d'un autre modèle ; à compléter avant de publier."),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["parent"]
        assert isinstance(field, forms.ChoiceField)
        models = [(one.pattern.key, one.pattern.label()) for one in shelf()]
        field.choices = [("", gettext("une page blanche")), *models]


def new(request: HttpRequest) -> HttpResponse:
    """Begin a model: blank, or from another one, which is then named as its parent."""
    by = acting(request)
    if request.method != "POST":
        form = ModelForm(by=by, initial={"parent": asked_text(request, "depuis")})
        return render(request, "library/new.html", {"section": "models", "form": form})
    form = ModelForm(request.POST, by=by)
    started = attempt(form, lambda: _start(form, by)) if form.is_valid() else None
    if started is None:
        return render(request, "library/new.html", {"section": "models", "form": form})
    messages.success(request, gettext("Le brouillon est ouvert. Rien n'est public avant que vous le publiiez."))
    return redirect("model-edit", key=started)


def _start(form: ModelForm, by: User) -> str:
    told = form.cleaned_data
    parent, data = ("", ""), {}
    if told["parent"]:
        pattern = shelved(told["parent"]).pattern
        parent, data = (pattern.key, pattern.version), as_data(pattern)
    version = actions.start_model(
        key=told["key"], network=form.chosen_network(), data={**data, "title": told["title"]}, parent=parent,
        reason=told["reason"] if parent[0] else "", by=by, at=timezone.now(),
    )  # fmt: skip
    return version.model.key
