"""Addresses of the look-up: open to all; asking is bounded, reading asks nothing of the outside."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern

from essaim.apps.poles.rules import can_add_organisation
from essaim.kit.limits import limited
from essaim.kit.routes import anyone, route
from essaim.web.lookup import asking, files, page


def _asks(request: HttpRequest) -> bool:
    return request.method == "POST"


urlpatterns: list[URLPattern] = [
    route("territoires/annuaire/", anyone, page.page, "territory-lookup"),
    *files.routes(),
    route(
        "territoires/annuaire/interroger/", anyone, limited("look-up", asking.ask_place, _asks), "territory-lookup-ask"
    ),
    route("territoires/annuaire/numero/", can_add_organisation, limited("look-up", asking.ask_number), "number-lookup"),
]
