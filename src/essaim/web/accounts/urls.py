"""Addresses about people, each with who may enter. Signing in is in ``web.people``."""

from __future__ import annotations

from django.urls import URLPattern

from essaim.apps.accounts.rules import is_signed_in
from essaim.kit.routes import anyone, route
from essaim.web.accounts import letters

urlpatterns: list[URLPattern] = [
    route("messages/<str:token>/", anyone, letters.letters, "letters"),
    route("messages/<str:token>/arreter/<str:kind>/", anyone, letters.stop, "letters-stop"),
    route("mon-espace/messages/", is_signed_in, letters.my_letters, "my-letters"),
]
