"""Addresses of imports, each with who may enter."""

from __future__ import annotations

from django.urls import URLPattern

from essaim.apps.accounts.rules import is_signed_in
from essaim.kit.routes import anyone, route
from essaim.web.intake import files, review, upload

urlpatterns: list[URLPattern] = [
    route("poles/<slug:slug>/importer/", is_signed_in, upload.upload, "import-members"),
    route("importations/modele.<slug:form>", anyone, files.model, "import-model"),
    route("importations/<slug:uid>/", is_signed_in, review.review, "import"),
    route("importations/<slug:uid>/rapport.<slug:form>", is_signed_in, files.report, "import-report"),
]
