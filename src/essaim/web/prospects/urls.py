"""Addresses of a draft's prospects: signed in on the route, a founder of the draft in the view."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern

from essaim.apps.accounts.rules import is_administrator, is_signed_in
from essaim.kit.limits import limited
from essaim.kit.routes import route
from essaim.web.prospects import adding, board, candidates, erasing, files, page

_DRAFT = "fonder/<slug:slug>/"
_BOARD = f"{_DRAFT}prospects/"
_ONE = f"{_BOARD}<slug:uid>/"


def _sends(request: HttpRequest) -> bool:
    return request.method == "POST"


urlpatterns: list[URLPattern] = [
    route("administration/personnes-a-joindre/", is_administrator, erasing.erase, "prospects-erase"),
    route(_BOARD, is_signed_in, board.prospects, "prospects"),
    route(f"{_BOARD}ajouter/", is_signed_in, adding.add, "prospects-add"),
    route(f"{_BOARD}candidats/", is_signed_in, candidates.candidates, "prospects-candidates"),
    route(f"{_BOARD}imprimer/", is_signed_in, board.printed, "prospects-print"),
    route(f"{_BOARD}tableau.<str:form>", is_signed_in, limited("export", files.file), "prospects-file"),
    route(f"{_BOARD}importer/", is_signed_in, limited("upload", files.bring, _sends), "prospects-import"),
    route(f"{_BOARD}importer/<slug:uid>/", is_signed_in, files.sheet, "prospects-sheet"),
    route(_ONE, is_signed_in, page.prospect, "prospect"),
    route(f"{_ONE}deplacer/", is_signed_in, board.move, "prospect-move"),
    route(f"{_ONE}modifier/", is_signed_in, page.edit, "prospect-edit"),
    route(f"{_ONE}personne/", is_signed_in, page.contact, "prospect-contact"),
    route(f"{_ONE}personne/effacer/", is_signed_in, page.forget_contact, "prospect-contact-forget"),
    route(f"{_ONE}notes/<slug:note>/effacer/", is_signed_in, page.forget_note, "prospect-note-forget"),
    route(f"{_ONE}retirer/", is_signed_in, page.remove, "prospect-remove"),
]
