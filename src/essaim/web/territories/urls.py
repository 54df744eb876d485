"""Addresses of territories: open to all, but for the notes of their agents."""

from __future__ import annotations

from django.urls import URLPattern

from essaim.apps.accounts.rules import is_signed_in
from essaim.kit.limits import limited
from essaim.kit.routes import anyone, route
from essaim.web.territories import briefing_files, candidate_files, candidates, choosing, comparing, notes, pages

_NOTES = "territoires/epci/<slug:code>/notes/"

urlpatterns: list[URLPattern] = [
    route("territoires/", anyone, choosing.choose, "territories"),
    route("territoires/candidats/", anyone, candidates.candidates, "territory-candidates"),
    *candidate_files.routes(),
    route("territoires/carte/<slug:code>/", anyone, choosing.department, "territory-map"),
    route("territoires/lieu/", anyone, pages.any_place, "territory-place"),
    route("territoires/note.odt", anyone, limited("export", briefing_files.odt), "territory-briefing-odt"),
    route("territoires/note.pdf", anyone, limited("export", briefing_files.pdf), "territory-briefing-pdf"),
    route("territoires/poles/", anyone, comparing.compared, "territory-peers"),
    route("territoires/liste/", anyone, choosing.listed, "territory-list"),
    route("territoires/<slug:level>/<slug:code>/", anyone, pages.territory, "territory"),
    route(_NOTES, is_signed_in, notes.notes, "territory-notes"),
    route(f"{_NOTES}<slug:uid>/modifier/", is_signed_in, notes.note, "territory-note"),
    route(f"{_NOTES}<slug:uid>/effacer/", is_signed_in, notes.remove, "territory-note-remove"),
]
