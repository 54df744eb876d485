"""Addresses of the follow-up of funds. Each page asks again whether the pole is its reader's."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern

from essaim.apps.accounts.rules import is_signed_in
from essaim.kit.limits import limited
from essaim.kit.routes import anyone, route
from essaim.web.funds import coming, overview, rows, supports

_FUNDS = "poles/<slug:slug>/financeurs/"
_SUPPORT = f"{_FUNDS}aides/<slug:uid>/"


def _writes(request: HttpRequest) -> bool:
    return request.method == "POST"


_documents = limited("upload", supports.documents, _writes)

urlpatterns: list[URLPattern] = [
    route(_FUNDS, is_signed_in, overview.funds, "funds"),
    route(f"{_FUNDS}nouveau/", is_signed_in, overview.add_funder, "funder-add"),
    route(f"{_FUNDS}a-venir/", is_signed_in, coming.coming, "funds-coming"),
    route(f"{_FUNDS}a-venir.<slug:form>", is_signed_in, coming.coming_file, "funds-coming-file"),
    route(f"{_FUNDS}agenda/", is_signed_in, coming.feed, "funds-feed"),
    route(f"{_FUNDS}aides.<slug:form>", is_signed_in, overview.supports_file, "supports-file"),
    route(f"{_FUNDS}aides/nouvelle/", is_signed_in, supports.add, "support-add"),
    route(_SUPPORT, is_signed_in, supports.support, "support"),
    route(f"{_SUPPORT}modifier/", is_signed_in, supports.edit, "support-edit"),
    route(f"{_SUPPORT}retirer/", is_signed_in, supports.remove, "support-remove"),
    route(f"{_SUPPORT}etat/<slug:state>/", is_signed_in, supports.move, "support-move"),
    route(f"{_SUPPORT}documents/", is_signed_in, _documents, "support-documents"),
    route(f"{_SUPPORT}documents/<slug:document>/", is_signed_in, supports.download, "support-document"),
    route(f"{_SUPPORT}suivi/<slug:what>/ajouter/", is_signed_in, rows.add, "support-row-add"),
    route(f"{_SUPPORT}suivi/<slug:what>/<slug:row>/", is_signed_in, rows.change, "support-row"),
    route(f"{_FUNDS}qui/<slug:uid>/", is_signed_in, overview.funder, "funder"),
    # The secret in the address is the key, as for the links of letters.
    route("agenda/<slug:token>.ics", anyone, coming.calendar, "funds-calendar"),
]
