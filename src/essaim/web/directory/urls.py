"""Addresses of the directory, each with who may enter."""

from __future__ import annotations

from django.urls import URLPattern

from essaim.kit.routes import anyone, route
from essaim.web.directory import listing, sheet

urlpatterns: list[URLPattern] = [
    route("poles/", anyone, listing.directory, "directory"),
    route("carte/", anyone, listing.pole_map, "map"),
    route("carte/points.json", anyone, listing.points, "map-points"),
    route("carte/fond.json", anyone, listing.ground, "map-ground"),
    route("carte/fiches.json", anyone, listing.pole_details, "map-details"),
    route("poles/<slug:slug>/", anyone, sheet.pole, "pole"),
    route("poles/<slug:slug>/historique/", anyone, sheet.history, "pole-history"),
]
