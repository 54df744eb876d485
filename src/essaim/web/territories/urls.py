"""Addresses of territories: open to all."""

from __future__ import annotations

from django.urls import URLPattern

from essaim.kit.routes import anyone, route
from essaim.web.territories import pages

urlpatterns: list[URLPattern] = [
    route("territoires/", anyone, pages.search, "territories"),
    route("territoires/<slug:level>/<slug:code>/", anyone, pages.territory, "territory"),
]
