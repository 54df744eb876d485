"""Addresses of the files, each with who may have it."""

from __future__ import annotations

from django.urls import URLPattern

from essaim.apps.accounts.rules import is_signed_in
from essaim.kit.limits import limited
from essaim.kit.routes import anyone, route
from essaim.web.files import catalogue, sheet_files

urlpatterns: list[URLPattern] = [
    route("donnees/fichiers/", anyone, catalogue.files, "files"),
    *catalogue.routes(),
    route("poles/<slug:slug>/fiche.pdf", anyone, limited("export", sheet_files.pdf), "pole-pdf"),
    route("poles/<slug:slug>/fiche.odt", anyone, limited("export", sheet_files.odt), "pole-odt"),
    route("poles/<slug:slug>/fiche.jsonld", anyone, limited("export", sheet_files.json_ld), "pole-jsonld"),
    route("poles/<slug:slug>/donnees.zip", is_signed_in, limited("export", sheet_files.everything), "pole-everything"),
]
