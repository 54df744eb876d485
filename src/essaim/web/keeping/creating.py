"""Creating a pole, after a look at those that may be the same."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.accounts.rules import is_administrator
from essaim.apps.poles import actions
from essaim.apps.poles.enums import Stage
from essaim.apps.poles.models import Network
from essaim.apps.poles.queries import networks, poles_like
from essaim.apps.poles.rules import animates
from essaim.engine.language import gettext
from essaim.engine.territories import load_territories
from essaim.kit.forms import attempt
from essaim.kit.language import gettext_lazy as _
from essaim.web.acting import acting
from essaim.web.commune_field import CommuneForm
from essaim.web.directory.lines import short_lines
from essaim.web.editing.fields import Addresses


class PoleForm(CommuneForm):
    """What is enough to open a sheet; the rest is filled afterwards."""

    name = forms.CharField(label=_("Nom du pôle"), max_length=200)
    network = forms.ChoiceField(label=_("Réseau"), required=False)
    stage = forms.ChoiceField(label=_("Étape"), required=False, choices=Stage.choices)
    source_title = forms.CharField(
        label=_("Source"), max_length=300, required=False, help_text=_("Qui dit que ce pôle existe.")
    )
    source_urls = Addresses(label=_("Adresses de la source"))
    field_order = ("name", "commune", "commune_choice", "network", "stage", "source_title", "source_urls")

    def __init__(self, *args: Any, keepable: list[Network], any_network: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        chosen = self.fields["network"]
        assert isinstance(chosen, forms.ChoiceField)
        blank = [("", gettext("aucun"))] if any_network else []
        chosen.choices = [*blank, *((network.key, network.name) for network in keepable)]
        chosen.required = not any_network

    def clean(self) -> dict[str, Any]:
        """A sheet opens with a source."""
        cleaned = super().clean()
        if "source_urls" in cleaned and not (cleaned.get("source_title") or cleaned["source_urls"]):
            self.add_error(
                "source_title", gettext("Dites d'où vous le savez : une fiche a une source dès le premier jour.")
            )
        return cleaned


def create(request: HttpRequest) -> HttpResponse:
    """Open the sheet of a new pole; when poles look like it, they are shown first."""
    by = acting(request)
    keepable = [network for network in networks() if animates(by, network)]
    options: dict[str, Any] = {"keepable": keepable, "any_network": is_administrator(by)}
    if request.method != "POST":
        return render(request, "keeping/create.html", {"form": PoleForm(**options)})
    form = PoleForm(request.POST, **options)
    if not form.is_valid():
        return render(request, "keeping/create.html", {"form": form})
    typed = form.cleaned_data
    alike = poles_like(typed["name"], typed["commune"])
    if alike and request.POST.get("anyway") != "1":
        shown = {"form": form, "alike": short_lines(alike, load_territories())}
        return render(request, "keeping/create.html", shown)
    network = next((one for one in keepable if one.key == typed["network"]), None)
    pole = attempt(
        form,
        lambda: actions.add_pole(
            name=typed["name"], network=network, commune=typed["commune"], stage=typed["stage"],
            source_title=typed["source_title"], source_urls=typed["source_urls"], by=by, at=timezone.now(),
        ),
    )  # fmt: skip
    if pole is None:
        return render(request, "keeping/create.html", {"form": form})
    messages.success(request, gettext("La fiche est ouverte : complétez ce que vous savez."))
    return redirect("keep-pole", slug=pole.slug)
