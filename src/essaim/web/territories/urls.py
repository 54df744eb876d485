"""Addresses of territories: open to all, but for the notes of their agents."""

from __future__ import annotations

from django.urls import URLPattern

from essaim.apps.accounts.rules import is_signed_in
from essaim.kit.routes import anyone, route
from essaim.web.territories import notes, pages

_NOTES = "territoires/epci/<slug:code>/notes/"

urlpatterns: list[URLPattern] = [
    route("territoires/", anyone, pages.search, "territories"),
    route("territoires/<slug:level>/<slug:code>/", anyone, pages.territory, "territory"),
    route(_NOTES, is_signed_in, notes.notes, "territory-notes"),
    route(f"{_NOTES}<slug:uid>/modifier/", is_signed_in, notes.note, "territory-note"),
    route(f"{_NOTES}<slug:uid>/effacer/", is_signed_in, notes.remove, "territory-note-remove"),
]
