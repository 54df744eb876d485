"""Addresses of the letters of a draft's prospects: signed in on the route, a founder of the draft in the view."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern

from essaim.apps.accounts.rules import is_signed_in
from essaim.kit.limits import limited
from essaim.kit.routes import route
from essaim.web.letters import pages

_DRAFT = "fonder/<slug:slug>/"
_ONE = f"{_DRAFT}prospects/<slug:uid>/"
_LETTER = f"{_DRAFT}lettres/<slug:uid>/"


def _sends(request: HttpRequest) -> bool:
    return request.method == "POST"


urlpatterns: list[URLPattern] = [
    route(f"{_ONE}lettres/preparer/", is_signed_in, pages.make, "letter-make"),
    route(
        f"{_DRAFT}lettres/vierge/<slug:kind>.<str:form>", is_signed_in, limited("export", pages.blank), "letter-blank"
    ),
    route(f"{_LETTER}document.<str:form>", is_signed_in, limited("export", pages.file), "letter-file"),
    route(f"{_LETTER}modifier/", is_signed_in, pages.change, "letter-change"),
    route(f"{_LETTER}retirer/", is_signed_in, pages.remove, "letter-remove"),
    route(f"{_LETTER}signee/", is_signed_in, limited("upload", pages.file_signed, _sends), "letter-signed"),
    route(f"{_LETTER}signature-retiree/", is_signed_in, pages.withdraw, "letter-withdraw"),
    route(f"{_DRAFT}documents/<slug:uid>/", is_signed_in, pages.document, "founding-document"),
]
