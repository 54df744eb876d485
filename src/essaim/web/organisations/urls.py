"""Addresses of organisations and members, each with who may enter."""

from __future__ import annotations

from django.urls import URLPattern

from essaim.apps.accounts.rules import is_signed_in
from essaim.apps.poles.rules import can_add_organisation, can_merge_organisations
from essaim.kit.routes import anyone, route
from essaim.web.organisations import editing, listing, members, merging, outline, page

urlpatterns: list[URLPattern] = [
    route("organisations/", anyone, listing.organisations, "organisations"),
    route("organisations/ajouter/", can_add_organisation, editing.add, "organisation-add"),
    route("organisations/<slug:uid>/", anyone, page.organisation, "organisation"),
    route("organisations/<slug:uid>/historique/", anyone, page.history, "organisation-history"),
    route("organisations/<slug:uid>/modifier/", is_signed_in, editing.edit, "organisation-edit"),
    route("organisations/<slug:uid>/reunir/", can_merge_organisations, merging.merge, "organisation-merge"),
    route("poles/<slug:slug>/membres/", anyone, outline.members, "pole-members"),
    route("poles/<slug:slug>/membres/tenir/", is_signed_in, members.keep, "members-keep"),
    route("poles/<slug:slug>/membres/ajouter/", is_signed_in, members.add, "member-add"),
    route("poles/<slug:slug>/membres/<slug:uid>/", is_signed_in, members.change, "member-change"),
    route("poles/<slug:slug>/membres/<slug:uid>/retirer/", is_signed_in, members.remove, "member-remove"),
]
