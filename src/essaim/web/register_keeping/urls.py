"""Addresses where administrators load the register of establishments."""

from __future__ import annotations

from django.urls import URLPattern

from essaim.apps.poles.rules import can_keep_register
from essaim.kit.routes import route
from essaim.web.register_keeping import loading, versions

_VERSION = "administration/registre/versions/<slug:version>/"

urlpatterns: list[URLPattern] = [
    route("administration/registre/", can_keep_register, versions.overview, "register-keeping"),
    route("administration/registre/deposer/", can_keep_register, loading.upload, "register-upload"),
    route("administration/registre/telecharger/", can_keep_register, loading.download, "register-download"),
    route(_VERSION, can_keep_register, versions.version, "register-version"),
    route(f"{_VERSION}refusees.csv", can_keep_register, versions.rejected, "register-rejected"),
    route(f"{_VERSION}utiliser/", can_keep_register, versions.use, "register-use"),
]
