"""Networks: the list, the page of each with its poles, its history, and what its officers edit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.poles import actions
from essaim.apps.poles.models import Network
from essaim.apps.poles.queries import (
    kept_pole,
    network_by_key,
    networks_with_counts,
    poles_of_network,
    poles_outside_network,
)
from essaim.apps.poles.rules import animates, can_edit_pole
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext
from essaim.engine.territories import load_territories
from essaim.kit.language import gettext_lazy as _
from essaim.kit.routes import must
from essaim.web.acting import acting, person
from essaim.web.directory.history import read_history
from essaim.web.directory.lines import lines
from essaim.web.editing.fields import SourcedForm
from essaim.web.editing.saving import Part, edited
from essaim.web.keeping.rights import editable_pole

_PAGE, _FOUND = 30, 20


class NetworkForm(SourcedForm):
    """What a network says of itself."""

    name = forms.CharField(label=_("Nom"), max_length=200)
    name_2012 = forms.CharField(
        label=_("Nom en 2012"), max_length=200, required=False,
        help_text=_("Pour les réseaux qui portaient la démarche en 2012."),
    )  # fmt: skip
    website = forms.URLField(label=_("Site"), max_length=300, required=False, assume_scheme="https")
    note = forms.CharField(label=_("Note"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5}))
    field_order = ("name", "name_2012", "website", "note", "source_title", "source_urls")


def network_list(request: HttpRequest) -> HttpResponse:
    """Every network, with how many poles of the directory belong to it."""
    return render(request, "keeping/networks.html", {"networks": networks_with_counts()})


def network_page(request: HttpRequest, key: str) -> HttpResponse:
    """A network: its names, its note, its poles."""
    network = _network(key)
    page = Paginator(poles_of_network(network), _PAGE).get_page(request.GET.get("page"))
    keeps = animates(person(request), network)
    words = request.GET.get("ajouter", "").replace("\0", "")[:100] if keeps else ""
    shown = {
        "network": network,
        "page": page,
        "lines": lines(page.object_list, load_territories()),
        "keeps": keeps,
        "words": words,
        "found": list(poles_outside_network(network, words, _FOUND)) if words else None,
    }
    return render(request, "keeping/network.html", shown)


def network_history(request: HttpRequest, key: str) -> HttpResponse:
    """Everything written about a network."""
    network = _network(key)
    keeps = animates(person(request), network)
    kind, page = request.GET.get("sorte", ""), request.GET.get("page", "1")
    shown: dict[str, Any] = {
        "network": network,
        "history": read_history("network", network.key, kind=kind, page=page, with_names=keeps),
        "undone": set(),
    }
    return render(request, "keeping/network_history.html", shown)


def edit_network(request: HttpRequest, key: str) -> HttpResponse:
    """Edit what a network says of itself."""
    network = _network(key)
    must(animates(person(request), network))
    names = ("name", "name_2012", "website", "note", "source_title", "source_urls")
    part = Part(
        title=gettext("Modifier le réseau"), back=network.get_absolute_url(), back_label=network.name,
        version=network.version, present={name: getattr(network, name) for name in names}, make=NetworkForm,
        save=lambda typed, seen, by, at: actions.edit_network(
            network=network, changes={name: typed[name] for name in names}, seen_version=seen, by=by, at=at
        ),
    )  # fmt: skip
    return edited(request, part)


def attach(request: HttpRequest, key: str) -> HttpResponse:
    """Say that a pole belongs to the network, or no longer: by the buttons of its page."""
    network = _network(key)
    must(animates(person(request), network))
    pole = kept_pole(request.POST.get("pole", "").replace("\0", ""))
    if request.method == "POST" and pole is not None:
        leaves = request.POST.get("gesture") == "leave"
        action = actions.leave_network if leaves else actions.join_network
        action(pole=pole, network=network, by=acting(request), at=timezone.now())
        said = (
            gettext("« %(name)s » est détaché du réseau.")
            if leaves
            else gettext("« %(name)s » est rattaché au réseau.")
        )
        messages.success(request, said % {"name": pole.name})
    return redirect(network.get_absolute_url())


def pole_networks(request: HttpRequest, slug: str) -> HttpResponse:
    """The networks of a pole: whoever keeps it takes it out of one, an officer brings it into theirs."""
    pole = editable_pole(request, slug)
    if request.method == "POST":
        network = _network(request.POST.get("network", "").replace("\0", ""))
        action = actions.leave_network if request.POST.get("gesture") == "leave" else actions.join_network
        try:
            action(pole=pole, network=network, by=acting(request), at=timezone.now())
            messages.success(request, gettext("C'est enregistré."))
        except EssaimError as refusal:
            messages.error(request, str(refusal))
        # An officer who takes the pole out of their own network no longer keeps it.
        keeps = can_edit_pole(person(request), kept_pole(pole.slug))
        return redirect("edit-networks", slug=pole.slug) if keeps else redirect(pole.get_absolute_url())
    inside = list(pole.networks.all())
    outside = [network for network in networks_with_counts() if network not in inside]
    shown = {
        "pole": pole,
        "inside": inside,
        "offered": [network for network in outside if animates(person(request), network)],
    }
    return render(request, "keeping/pole_networks.html", shown)


def _network(key: str) -> Network:
    network = network_by_key(key)
    if network is None:
        raise Http404
    return network
