"""Addresses where poles and networks are kept, each with who may enter."""

from __future__ import annotations

from django.urls import URLPattern

from essaim.apps.accounts.rules import is_signed_in
from essaim.apps.poles.rules import can_add_pole
from essaim.kit.routes import anyone, route
from essaim.web.keeping import creating, facts, identity, networks, overview, rows, territory, texts

_EDIT = "poles/<slug:slug>/modifier/"

urlpatterns: list[URLPattern] = [
    route("tenir/", is_signed_in, overview.kept, "kept-poles"),
    route("tenir/nouveau-pole/", can_add_pole, creating.create, "create-pole"),
    route("poles/<slug:slug>/tenir/", is_signed_in, overview.overview, "keep-pole"),
    route("poles/<slug:slug>/historique/<int:number>/remettre/", is_signed_in, overview.put_back, "put-back"),
    route(f"{_EDIT}identite/", is_signed_in, identity.identity, "edit-identity"),
    route(f"{_EDIT}domaines/", is_signed_in, identity.domains, "edit-domains"),
    route(f"{_EDIT}territoire/", is_signed_in, territory.territory, "edit-territory"),
    route(f"{_EDIT}cadres/", is_signed_in, rows.frames, "edit-frames"),
    route(f"{_EDIT}axes/", is_signed_in, rows.axes, "edit-axes"),
    route(f"{_EDIT}reseaux/", is_signed_in, networks.pole_networks, "edit-networks"),
    route(f"{_EDIT}textes/<slug:heading>/", is_signed_in, texts.section, "edit-section"),
    route(f"{_EDIT}textes/<slug:heading>/ajouter/", is_signed_in, texts.add_item, "add-item"),
    route(f"{_EDIT}elements/<int:number>/", is_signed_in, texts.change_item, "change-item"),
    route(f"{_EDIT}elements/<int:number>/retirer/", is_signed_in, texts.remove_item, "remove-item"),
    route(f"{_EDIT}chiffres/ajouter/", is_signed_in, facts.add_figure, "add-figure"),
    route(f"{_EDIT}chiffres/<slug:uid>/", is_signed_in, facts.correct_figure, "figure-correct"),
    route(f"{_EDIT}chiffres/<slug:uid>/retirer/", is_signed_in, facts.withdraw_figure, "figure-withdraw"),
    route(f"{_EDIT}reconnaissances/ajouter/", is_signed_in, facts.add_recognition, "add-recognition"),
    route(f"{_EDIT}reconnaissances/<slug:uid>/", is_signed_in, facts.correct_recognition, "recognition-correct"),
    route(f"{_EDIT}reconnaissances/<slug:uid>/retirer/", is_signed_in, facts.remove_recognition, "recognition-remove"),
    route(
        f"{_EDIT}reconnaissances/<slug:uid>/confirmer/", is_signed_in, facts.confirm_recognition, "recognition-confirm"
    ),
    route("reseaux/", anyone, networks.network_list, "networks"),
    route("reseaux/<slug:key>/", anyone, networks.network_page, "network"),
    route("reseaux/<slug:key>/historique/", anyone, networks.network_history, "network-history"),
    route("reseaux/<slug:key>/modifier/", is_signed_in, networks.edit_network, "edit-network"),
    route("reseaux/<slug:key>/poles/", is_signed_in, networks.attach, "attach-pole"),
]
