"""Addresses of joint projects. Each page asks again whether the pole is its reader's."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern

from essaim.apps.accounts.rules import is_signed_in
from essaim.kit.limits import limited
from essaim.kit.routes import route
from essaim.web.projects import action_sheet, listing, page, rows, timeline

_PROJECTS = "poles/<slug:slug>/projets/"
_PROJECT = f"{_PROJECTS}<slug:uid>/"


def _writes(request: HttpRequest) -> bool:
    return request.method == "POST"


_documents = limited("upload", page.documents, _writes)

urlpatterns: list[URLPattern] = [
    route(_PROJECTS, is_signed_in, listing.listed, "projects"),
    route("poles/<slug:slug>/projets.<slug:form>", is_signed_in, listing.listed_file, "projects-file"),
    route(f"{_PROJECTS}calendrier/", is_signed_in, timeline.timeline, "projects-timeline"),
    route(f"{_PROJECTS}nouveau/", is_signed_in, listing.start, "project-start"),
    route(_PROJECT, is_signed_in, page.project, "project"),
    route(f"{_PROJECT}fiche-action.<slug:form>", is_signed_in, limited("export", action_sheet.sheet), "project-sheet"),
    route(f"{_PROJECT}modifier/", is_signed_in, page.edit, "project-edit"),
    route(f"{_PROJECT}domaines/", is_signed_in, page.domains, "project-domains"),
    route(f"{_PROJECT}etat/", is_signed_in, page.move, "project-move"),
    route(f"{_PROJECT}historique/", is_signed_in, page.history, "project-history"),
    route(f"{_PROJECT}retirer/", is_signed_in, page.remove, "project-remove"),
    route(f"{_PROJECT}documents/", is_signed_in, _documents, "project-documents"),
    route(f"{_PROJECT}documents/<slug:document>/", is_signed_in, page.download, "project-document"),
    route(f"{_PROJECT}<slug:what>/ajouter/", is_signed_in, rows.add, "project-row-add"),
    route(f"{_PROJECT}<slug:what>/<slug:row>/", is_signed_in, rows.change, "project-row"),
]
