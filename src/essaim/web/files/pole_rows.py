"""Poles as lines of a file, and as things of schema.org."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from essaim.apps.poles.models import Pole
from essaim.apps.poles.queries import poles_for_files
from essaim.engine.language import gettext as _
from essaim.engine.territories import load_territories
from essaim.kit.dates import iso
from essaim.tables.json_files import items_under
from essaim.tables.table import Column, Flow, Row
from essaim.web import labels
from essaim.web.directory.asking import as_query, asked_filters
from essaim.web.documents.terms import LICENCE_ADDRESS, notes, own_source, site_of
from essaim.web.files.communes import Communes


def pole_table(request: HttpRequest) -> Flow:
    """The poles on screen, one a line; several values of one kind are joined."""
    t = load_territories()
    communes, site = Communes(t), site_of(request)
    rows = (_row(pole, communes, site) for pole in poles_for_files(asked_filters(request)))
    return Flow(_("Annuaire des PTCE"), columns(), rows, notes(), (own_source(), *t.sources))


def pole_graph(request: HttpRequest) -> Iterator[str]:
    """The poles on screen as one Dataset of organisations."""
    filters, communes, site = asked_filters(request), Communes(load_territories()), site_of(request)
    head = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": _("Annuaire des PTCE"),
        "license": LICENCE_ADDRESS,
        "url": site + reverse("directory") + as_query(filters),
    }
    return items_under(head, "hasPart", (pole_node(pole, communes, site) for pole in poles_for_files(filters)))


def columns() -> tuple[Column, ...]:
    """The columns of the file of poles."""
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
        Column("territory", _("Communes du territoire (INSEE)")),
        Column("stage", _("Étape")),
        Column("stage_on", _("Étape constatée en"), "code"),
        Column("ended_on", _("Fin"), "code"),
        Column("domains", _("Domaines")),
        Column("founded_year", _("Année de création"), "code"),
        Column("legal_form", _("Forme juridique")),
        Column("carrier", _("Structure porteuse")),
        Column("recognitions", _("Reconnaissances")),
        Column("networks", _("Réseaux")),
        Column("website", _("Site")),
        Column("page", _("Fiche")),
        Column("sources", _("Sources")),
    )


def _row(pole: Pole, communes: Communes, site: str) -> Row:
    commune = communes.of(pole.commune)
    row: dict[str, Any] = {
        "slug": pole.slug, "name": pole.name, "other_names": pole.other_names, "commune": pole.commune,
        "commune_name": commune.name, "commune_to_confirm": pole.commune_to_confirm if pole.commune else None,
        "department": pole.department, "region": pole.region,
        "region_name": communes.regions.get(pole.region, ""), "place": pole.place,
        "territory": [row.code for row in pole.communes.all()],
        "stage": str(pole.get_stage_display()) if pole.stage else "",
        "stage_on": iso(pole.stage_on, pole.stage_precision) if pole.stage_on else "",
        "ended_on": iso(pole.ended_on, pole.ended_precision) if pole.ended_on else "",
        "domains": [labels.domain(domain.key) for domain in pole.domains.all()],
        "founded_year": str(pole.founded_year) if pole.founded_year else "",
        "legal_form": labels.legal_form(pole.legal_form) if pole.legal_form else "",
        "carrier": pole.carrier.name if pole.carrier else "",
        "recognitions": recognitions_of(pole), "networks": [network.name for network in pole.networks.all()],
        "website": pole.website, "page": site + pole.get_absolute_url(), "sources": pole.cited,
    }  # fmt: skip
    row = {key: value if value not in ("", []) else None for key, value in row.items()}
    return {**row, "lon": commune.point[0], "lat": commune.point[1]} if commune.point else row


def recognitions_of(pole: Pole) -> list[str]:
    """Each recognition with its date as machines read it."""
    return [
        f"{labels.scheme(event.scheme)} ({iso(event.on, event.precision)})" if event.on else labels.scheme(event.scheme)
        for event in pole.recognitions.all()
    ]


def pole_node(pole: Pole, communes: Communes, site: str) -> dict[str, Any]:
    """One pole as an Organization of schema.org: only what is known."""
    commune = communes.of(pole.commune)
    address = {"addressLocality": commune.name, "addressRegion": communes.regions.get(pole.region, "")}
    known = {
        "@type": "Organization",
        "@id": site + pole.get_absolute_url(),
        "name": pole.name,
        "alternateName": pole.other_names,
        "description": pole.summary,
        "url": pole.website,
        "foundingDate": str(pole.founded_year or ""),
        "dissolutionDate": iso(pole.ended_on, pole.ended_precision) if pole.ended_on else "",
        "keywords": [labels.domain(domain.key) for domain in pole.domains.all()],
        "parentOrganization": {"@type": "Organization", "name": pole.carrier.name} if pole.carrier else "",
        "award": recognitions_of(pole),
        "citation": pole.cited,
        "address": {"@type": "PostalAddress", "addressCountry": "FR", **{k: v for k, v in address.items() if v}},
        "location": location(commune.point) if commune.point else "",
    }
    return {key: value for key, value in known.items() if value not in ("", [])}


def location(point: tuple[float, float]) -> dict[str, Any]:
    """A point as a Place."""
    geo = {"@type": "GeoCoordinates", "longitude": round(point[0], 6), "latitude": round(point[1], 6)}
    return {"@type": "Place", "geo": geo}
