"""The directory as files: the poles that are on screen, with the same filter, and nothing private."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from essaim.apps.poles.models import Pole
from essaim.apps.poles.places import point_of
from essaim.apps.poles.queries import Filters, exported_poles
from essaim.engine.language import gettext as _
from essaim.engine.territories import Territories, load_territories
from essaim.engine.values import Source
from essaim.kit.dates import iso
from essaim.tables.table import Column, Table
from essaim.tables.writing import write_to
from essaim.web import labels
from essaim.web.directory.asking import as_query, asked_filters
from essaim.web.directory.lines import Places

LICENCE = "Licence Ouverte 2.0"


def csv_french(request: HttpRequest) -> HttpResponse:
    """CSV for French spreadsheets."""
    return _file(request, "csv", "text/csv; charset=utf-8", "poles.csv")


def csv_plain(request: HttpRequest) -> HttpResponse:
    """CSV for programs."""
    return _file(request, "csv_plain", "text/csv; charset=utf-8", "poles-brut.csv")


def geojson(request: HttpRequest) -> HttpResponse:
    """GeoJSON; poles without a known commune have no geometry."""
    return _file(request, "geojson", "application/geo+json", "poles.geojson")


def json_ld(request: HttpRequest) -> HttpResponse:
    """JSON-LD in the vocabulary of schema.org."""
    filters = asked_filters(request)
    places = Places(load_territories())
    found = [_organisation(request, pole, places) for pole in exported_poles(filters)]
    graph = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": _("Annuaire des PTCE"),
        "license": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
        "url": request.build_absolute_uri(reverse("directory") + as_query(filters)),
        "hasPart": found,
    }
    text = json.dumps(graph, ensure_ascii=False, indent=1)
    return _answer(text.encode(), "application/ld+json", "poles.jsonld")


def directory_table(filters: Filters, t: Territories, address: str) -> Table:
    """The poles as a table: one line each, several values of one kind joined."""
    places = Places(t)
    return Table(
        title=_("Annuaire des PTCE"),
        columns=_columns(),
        rows=[_row(pole, places, address) for pole in exported_poles(filters)],
        notes=(
            _("Une case vide : non renseigné. Ce n'est ni zéro, ni « non »."),
            _("Une reconnaissance est un événement daté : il n'existe pas de label PTCE."),
        ),
        sources=(Source("essaim", _("Annuaire des PTCE, Essaim"), licence=LICENCE), *t.sources),
    )


def _file(request: HttpRequest, form: str, kind: str, name: str) -> HttpResponse:
    table = directory_table(asked_filters(request), load_territories(), request.build_absolute_uri("/")[:-1])
    target = BytesIO()
    write_to(table, form, target)
    return _answer(target.getvalue(), kind, name)


def _answer(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _columns() -> tuple[Column, ...]:
    return (
        Column("slug", _("Identifiant")),
        Column("name", _("Nom")),
        Column("other_names", _("Autres noms")),
        Column("commune", _("Commune (INSEE)"), "code"),
        Column("commune_name", _("Commune")),
        Column("commune_to_confirm", _("Commune à confirmer")),
        Column("department", _("Département"), "code"),
        Column("region", _("Région (INSEE)"), "code"),
        Column("region_name", _("Région")),
        Column("place", _("Lieu en mots")),
        Column("stage", _("Étape")),
        Column("domains", _("Domaines")),
        Column("founded_year", _("Année de création"), "code"),
        Column("legal_form", _("Forme juridique")),
        Column("recognitions", _("Reconnaissances")),
        Column("networks", _("Réseaux")),
        Column("website", _("Site")),
        Column("page", _("Fiche")),
        Column("sources", _("Sources")),
    )


def _row(pole: Pole, places: Places, address: str) -> dict[str, Any]:
    where = places.of(pole)
    point = point_of(places.t, pole.commune)
    row: dict[str, Any] = {
        "slug": pole.slug, "name": pole.name, "other_names": pole.other_names, "commune": pole.commune,
        "commune_name": where.commune, "commune_to_confirm": pole.commune_to_confirm if pole.commune else None,
        "department": pole.department, "region": pole.region, "region_name": where.region, "place": pole.place,
        "stage": str(pole.get_stage_display()) if pole.stage else "",
        "domains": [labels.domain(domain.key) for domain in pole.domains.all()],
        "founded_year": str(pole.founded_year) if pole.founded_year else "",
        "legal_form": labels.legal_form(pole.legal_form) if pole.legal_form else "",
        "recognitions": _recognitions(pole), "networks": [network.name for network in pole.networks.all()],
        "website": pole.website, "page": address + pole.get_absolute_url(), "sources": pole.urls,
    }  # fmt: skip
    row = {key: value if value not in ("", []) else None for key, value in row.items()}
    return {**row, "lon": point[0], "lat": point[1]} if point else row


def _recognitions(pole: Pole) -> list[str]:
    return [
        f"{labels.scheme(event.scheme)} ({iso(event.on, event.precision)})" if event.on else labels.scheme(event.scheme)
        for event in pole.recognitions.all()
    ]


def _organisation(request: HttpRequest, pole: Pole, places: Places) -> dict[str, Any]:
    where, point = places.of(pole), point_of(places.t, pole.commune)
    address = {"addressLocality": where.commune, "addressRegion": where.region}
    known = {
        "@type": "Organization",
        "@id": request.build_absolute_uri(pole.get_absolute_url()),
        "name": pole.name,
        "alternateName": pole.other_names,
        "description": pole.summary,
        "url": pole.website,
        "foundingDate": str(pole.founded_year or ""),
        "dissolutionDate": iso(pole.ended_on, pole.ended_precision) if pole.ended_on else "",
        "keywords": [labels.domain(domain.key) for domain in pole.domains.all()],
        "award": _recognitions(pole),
        "citation": pole.urls,
        "address": {"@type": "PostalAddress", "addressCountry": "FR", **{k: v for k, v in address.items() if v}},
        "location": _location(point) if point else "",
    }
    return {key: value for key, value in known.items() if value not in ("", [])}


def _location(point: tuple[float, float]) -> dict[str, Any]:
    geo = {"@type": "GeoCoordinates", "longitude": round(point[0], 6), "latitude": round(point[1], 6)}
    return {"@type": "Place", "geo": geo}
