"""Addresses of the sandbox."""

from __future__ import annotations

from django.urls import URLPattern

from essaim.kit.routes import route
from essaim.web.sandbox import views

urlpatterns: list[URLPattern] = [
    route("essayer/", views.in_sandbox, views.doors, "sandbox"),
    route("essayer/remettre-a-zero/", views.in_sandbox, views.reset, "sandbox-reset"),
    route("essayer/<slug:key>/", views.in_sandbox, views.enter, "sandbox-enter"),
]
