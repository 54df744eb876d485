"""Addresses of the guide, each with who may enter."""

from __future__ import annotations

from django.urls import URLPattern

from essaim.kit.routes import anyone, route
from essaim.web.help import pages

urlpatterns: list[URLPattern] = [
    route("aide/", anyone, pages.index, "help"),
    route("aide/<slug:name>/", anyone, pages.page, "help-page"),
]
