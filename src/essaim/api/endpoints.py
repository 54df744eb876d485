"""The questions that programs may ask. Each bound is written: an endless number or text is refused, not tried."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import NinjaAPI, Path, Query, Schema
from ninja.responses import Status
from pydantic import StringConstraints

from essaim import __version__
from essaim.api.shapes import (
    PoleDetailShape,
    PolePage,
    Refusal,
    WordShape,
    pole_detail_shape,
    pole_shape,
)
from essaim.apps.poles.queries import Filters, listed_poles, networks, pole_by_slug, present_slug
from essaim.engine.sources.poles import Word, load_domains, load_measures, load_schemes
from essaim.engine.territories import load_territories

LARGEST_PAGE, LAST_ROW = 100, 100_000
# No control character: databases differ on them.
Text = Annotated[str, StringConstraints(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]
Slug = Annotated[str, StringConstraints(max_length=80, pattern=r"^[a-z0-9-]+$")]

api = NinjaAPI(
    title="Essaim",
    version=__version__,
    description=(
        "Directory of territorial poles of economic cooperation (PTCE), read only. "
        "Licence Ouverte 2.0: cite the directory and the date of your request. "
        "Null means not known; figures of different scopes or dates do not add up; there is no PTCE label."
    ),
    urls_namespace="api",
    docs_url=None,
)


class Asked(Schema):
    """What is asked of the directory; nothing asked: every pole."""

    q: Text = ""
    domain: Text = ""
    stage: Text = ""
    region: Text = ""
    departement: Text = ""
    scheme: Text = ""
    network: Text = ""
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 50
    offset: Annotated[int, Query(ge=0, le=LAST_ROW)] = 0


@api.get("/poles", response=PolePage, summary="Poles of the directory, by name", operation_id="poles")
def poles(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Poles that match every filter given, sorted by name, ``limit`` of them from ``offset`` on."""
    filters = Filters(
        words=asked.q, domain=asked.domain, stage=asked.stage, region=asked.region, department=asked.departement,
        scheme=asked.scheme, network=asked.network, sort="name",
    )  # fmt: skip
    found = listed_poles(filters)
    t, address = load_territories(), _address(request)
    rows = found[asked.offset : asked.offset + asked.limit]
    return {"count": found.count(), "items": [pole_shape(pole, t, address) for pole in rows]}


@api.get(
    "/poles/{slug}", response={200: PoleDetailShape, 404: Refusal}, summary="One pole, with its sources",
    operation_id="pole",
)  # fmt: skip
def pole(request: HttpRequest, slug: Annotated[Slug, Path()]) -> Any:
    """One pole by its present or a former identifier."""
    found = pole_by_slug(slug) or pole_by_slug(present_slug(slug) or "")
    if found is None:
        return Status(404, {"detail": "no such pole"})
    return Status(200, pole_detail_shape(found, load_territories(), _address(request)))


@api.get("/domains", response=list[WordShape], summary="Vocabulary of domains", operation_id="domains")
def domains(request: HttpRequest) -> list[dict[str, str]]:
    """Domains of activity."""
    return _words(load_domains())


@api.get("/schemes", response=list[WordShape], summary="Forms of recognition", operation_id="schemes")
def schemes(request: HttpRequest) -> list[dict[str, str]]:
    """Forms of recognition: dated events, none of them a label."""
    return _words(load_schemes())


@api.get("/measures", response=dict[str, list[WordShape]], summary="Indicators, units, scopes", operation_id="measures")
def measures(request: HttpRequest) -> dict[str, list[dict[str, str]]]:
    """What figures count, in which unit, of whom."""
    known = load_measures()
    return {
        "indicators": _words(known.indicators.values()),
        "units": _words(known.units.values()),
        "scopes": _words(known.scopes.values()),
    }


@api.get("/networks", response=list[WordShape], summary="Networks of the field", operation_id="networks")
def all_networks(request: HttpRequest) -> list[dict[str, str]]:
    """Networks that share the platform."""
    return [{"key": network.key, "label": network.name} for network in networks()]


def _words(words: Any) -> list[dict[str, str]]:
    return [{"key": word.key, "label": word.label()} for word in words if isinstance(word, Word)]


def _address(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")[:-1]
