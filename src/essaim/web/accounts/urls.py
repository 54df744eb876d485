"""Addresses about people, each with who may enter. Signing in is in ``web.sign_in``."""

from __future__ import annotations

from django.urls import URLPattern

from essaim.apps.accounts.rules import is_administrator, is_signed_in
from essaim.kit.limits import limited
from essaim.kit.routes import View, anyone, route
from essaim.web.accounts import administration, entrusting, invitations, letters, own_data, space


def _sending(view: View) -> View:
    """Letters to addresses that somebody types: not by the hundred."""
    return limited("invitation", view, lambda request: request.method == "POST")


urlpatterns: list[URLPattern] = [
    route("messages/<str:token>/", anyone, letters.letters, "letters"),
    route("messages/<str:token>/arreter/<str:kind>/", anyone, letters.stop, "letters-stop"),
    route("mon-espace/", is_signed_in, space.my_space, "my-space"),
    route("mon-espace/nom/", is_signed_in, space.my_name, "my-name"),
    route("mon-espace/messages/", is_signed_in, letters.my_letters, "my-letters"),
    route("mon-espace/donnees.zip", is_signed_in, limited("export", own_data.data), "my-data"),
    route("mon-espace/effacer/", is_signed_in, own_data.erase, "my-erasure"),
    route("mon-espace/invitations/<slug:uid>/", is_signed_in, invitations.accept, "role-invitation-accept"),
    route("invitation/<str:token>/", anyone, invitations.invitation, "role-invitation"),
    route("invitations/<slug:uid>/renvoyer/", is_signed_in, _sending(entrusting.send_again), "role-invitation-again"),
    route("invitations/<slug:uid>/retirer/", is_signed_in, entrusting.withdraw_invitation, "role-invitation-withdraw"),
    route("roles/<int:number>/reprendre/", is_signed_in, entrusting.withdraw_role, "role-withdraw"),
    route("poles/<slug:slug>/personnes/", is_signed_in, _sending(entrusting.pole_people), "pole-people"),
    route(
        "organisations/<slug:uid>/personnes/",
        is_signed_in,
        _sending(entrusting.organisation_people),
        "organisation-people",
    ),
    route("reseaux/<slug:key>/personnes/", is_signed_in, _sending(entrusting.network_people), "network-people"),
    route("administration/personnes/", is_administrator, administration.people, "people"),
    route("administration/personnes/<slug:uid>/", is_administrator, administration.person, "person"),
    route("administration/personnes/<slug:uid>/effacer/", is_administrator, administration.erase, "person-erase"),
    route("administration/roles/", is_administrator, _sending(administration.platform), "platform-people"),
]
