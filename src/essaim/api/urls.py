"""Addresses of the API: open to all, read only, no more often than one visitor may ask."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern

from essaim.api.endpoints import api
from essaim.kit.limits import limited
from essaim.kit.routes import View, anyone, route

PREFIX = "api/v1/"


def openapi(request: HttpRequest) -> JsonResponse:
    """The description of the API, for programs that read OpenAPI 3.1."""
    return JsonResponse(api.get_openapi_schema(path_prefix=f"/{PREFIX}"), json_dumps_params={"ensure_ascii": False})


def _routes() -> list[URLPattern]:
    patterns, _app, _namespace = api.urls
    # ninja also offers its own description and a root page: ours is below, and a root says nothing.
    asked = [one for one in patterns if isinstance(one, URLPattern) and one.name not in ("openapi-json", "api-root")]
    return [
        route(f"{PREFIX}{one.pattern}", anyone, limited("api", cast(View, one.callback)), f"api-{one.name}")
        for one in asked
    ]


urlpatterns: list[URLPattern] = [*_routes(), route("api/openapi.json", anyone, openapi, "api-openapi")]
