"""Addresses of the scan and of kept scans, each with who may enter."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern

from essaim.apps.scenarios.rules import can_keep
from essaim.kit.limits import limited
from essaim.kit.routes import anyone, route
from essaim.web.scan import files, kept_files, pages, saved


def _writes(request: HttpRequest) -> bool:
    return request.method == "POST"


urlpatterns: list[URLPattern] = [
    route("reperage/", anyone, pages.scan, "scan"),
    *files.routes(),
    route("reperage/calculer/", anyone, limited("scan", pages.count, _writes), "scan-count"),
    route("reperage/enregistrer/", can_keep, saved.save, "scenario-save"),
    route("reperage/partage/<str:token>/", anyone, saved.shared, "scenario-shared"),
    route("mes-reperages/", can_keep, saved.listing, "scenarios"),
    route("mes-reperages/comparer/", can_keep, saved.compare, "scenario-compare"),
    route("mes-reperages/<str:uid>/", can_keep, saved.scenario, "scenario"),
    *kept_files.routes(),
    route("mes-reperages/<str:uid>/recalculer/", can_keep, limited("scan", saved.recount), "scenario-count"),
    route("mes-reperages/<str:uid>/nom/", can_keep, saved.rename, "scenario-rename"),
    route("mes-reperages/<str:uid>/effacer/", can_keep, saved.delete, "scenario-delete"),
    route("mes-reperages/<str:uid>/partager/", can_keep, saved.share, "scenario-share"),
    route("mes-reperages/<str:uid>/retirer-le-lien/", can_keep, saved.withdraw, "scenario-withdraw"),
]
