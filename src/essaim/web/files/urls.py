"""Addresses of the files, each with who may have it."""

from __future__ import annotations

from django.urls import URLPattern

from essaim.kit.routes import anyone, route
from essaim.web.files import catalogue

urlpatterns: list[URLPattern] = [
    route("donnees/fichiers/", anyone, catalogue.files, "files"),
    *catalogue.routes(),
]
