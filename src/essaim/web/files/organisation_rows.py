"""Organisations as lines of a file, and as things of schema.org: what they publish themselves, and their poles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from essaim.apps.poles.enums import Circle
from essaim.apps.poles.models import Membership, Organisation
from essaim.apps.poles.queries import FiledOrganisation, organisations_for_files
from essaim.engine.language import gettext as _
from essaim.engine.register.nomenclature import legal_label, naf_label
from essaim.engine.territories import load_territories
from essaim.tables.json_files import items_under
from essaim.tables.table import Column, Flow, Row
from essaim.web.documents.terms import LICENCE_ADDRESS, notes, own_source, site_of
from essaim.web.files.communes import Communes
from essaim.web.files.pole_rows import location
from essaim.web.organisations.listing import as_query, asked_filters
from essaim.web.organisations.wording import family

Page = Callable[[Organisation], str]


def organisation_table(request: HttpRequest) -> Flow:
    """The organisations on screen, one a line."""
    t = load_territories()
    communes, page = Communes(t), _pages(site_of(request))
    rows = (_row(one, communes, page) for one in organisations_for_files(asked_filters(request)))
    return Flow(_("Organisations des PTCE"), columns(), rows, notes(), (own_source(), *t.sources))


def organisation_graph(request: HttpRequest) -> Iterator[str]:
    """The organisations on screen, in one Dataset."""
    filters, communes, site = asked_filters(request), Communes(load_territories()), site_of(request)
    page = _pages(site)
    head = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": _("Organisations des PTCE"),
        "license": LICENCE_ADDRESS,
        "url": site + reverse("organisations") + as_query(filters).rstrip("?"),
    }
    found = organisations_for_files(filters)
    return items_under(head, "hasPart", (_node(one, communes, site, page) for one in found))


def columns() -> tuple[Column, ...]:
    """The columns of the file of organisations."""
    return (
        Column("uid", _("Identifiant"), "code"),
        Column("name", _("Nom")),
        Column("siren", "SIREN", "code"),
        Column("siret", "SIRET", "code"),
        Column("rna", "RNA", "code"),
        Column("family", _("Famille")),
        Column("legal_form", _("Forme juridique")),
        Column("activity", _("Activité (NAF)"), "code"),
        Column("activity_name", _("Activité en mots")),
        Column("description", _("Ce qu'elle fait")),
        Column("commune", _("Commune (INSEE)"), "code"),
        Column("commune_name", _("Commune")),
        Column("department", _("Département"), "code"),
        Column("region", _("Région (INSEE)"), "code"),
        Column("site", _("Adresse publique")),
        Column("website", _("Site")),
        Column("public_email", _("Adresse électronique publique")),
        Column("public_phone", _("Téléphone public"), "code"),
        Column("poles", _("Pôles (cercle, dates)")),
        Column("pole_slugs", _("Identifiants des pôles")),
        Column("source_title", _("Source")),
        Column("source_url", _("Adresse de la source")),
        Column("page", _("Fiche")),
    )


def _row(filed: FiledOrganisation, communes: Communes, page: Page) -> Row:
    one = filed.organisation
    commune = communes.of(one.commune)
    row: dict[str, Any] = {
        "uid": one.uid, "name": one.name, "siren": one.siren, "siret": one.siret, "rna": one.rna,
        "family": _family(one.main_family or one.family), "legal_form": one.legal_form or _legal(one.legal_category),
        "activity": one.activity, "activity_name": _activity(one.activity), "description": one.description,
        "commune": one.commune, "commune_name": commune.name, "department": one.department or commune.department,
        "region": one.region or commune.region, "site": one.site, "website": one.website,
        "public_email": one.public_email, "public_phone": one.public_phone,
        "poles": " ; ".join(_places(filed)), "pole_slugs": _slugs(filed),
        "source_title": one.source_title, "source_url": one.source_url, "page": page(one),
    }  # fmt: skip
    row = {key: value if value not in ("", []) else None for key, value in row.items()}
    return {**row, "lon": commune.point[0], "lat": commune.point[1]} if commune.point else row


def _places(one: FiledOrganisation) -> list[str]:
    found = [f"{member.pole.name} ({_role(member)})" for member in one.memberships]
    carrying = {member.pole_id for member in one.memberships if member.circle == Circle.CARRIER}
    carried = [pole for pole in one.carried if pole.pk not in carrying]
    return [f"{pole.name} ({Circle.CARRIER.label})" for pole in carried] + found


def _role(member: Membership) -> str:
    parts = [str(member.get_circle_display())]
    if member.since:
        parts.append(_("depuis le %(day)s") % {"day": member.since.isoformat()})
    if member.until:
        parts.append(_("jusqu'au %(day)s") % {"day": member.until.isoformat()})
    return ", ".join(parts)


def _slugs(one: FiledOrganisation) -> list[str]:
    slugs = [pole.slug for pole in one.carried] + [member.pole.slug for member in one.memberships]
    return list(dict.fromkeys(slugs))


def _node(filed: FiledOrganisation, communes: Communes, site: str, page: Page) -> dict[str, Any]:
    one = filed.organisation
    commune = communes.of(one.commune)
    numbers = (("SIREN", one.siren), ("SIRET", one.siret), ("RNA", one.rna))
    known = {
        "@type": "Organization",
        "@id": page(one),
        "name": one.name,
        "identifier": [_number(name, value) for name, value in numbers if value],
        "description": one.description,
        "keywords": _activity(one.activity),
        "url": one.website,
        "email": one.public_email,
        "telephone": one.public_phone,
        "address": {
            "@type": "PostalAddress", "addressCountry": "FR",
            **({"streetAddress": one.site} if one.site else {}),
            **({"addressLocality": commune.name} if commune.name else {}),
        },
        "location": location(commune.point) if commune.point else "",
        "memberOf": [_membership(member, site) for member in filed.memberships],
    }  # fmt: skip
    return {key: value for key, value in known.items() if value not in ("", [])}


def _number(name: str, value: str) -> dict[str, str]:
    return {"@type": "PropertyValue", "propertyID": name, "value": value}


def _membership(member: Membership, site: str) -> dict[str, Any]:
    pole = {"@type": "Organization", "@id": site + member.pole.get_absolute_url(), "name": member.pole.name}
    dates = {"startDate": member.since, "endDate": member.until}
    known = {key: day.isoformat() for key, day in dates.items() if day}
    return {"@type": "Role", "roleName": str(member.get_circle_display()), **known, "memberOf": pole}


def _family(key: str) -> str:
    return family(key) if key else ""


def _pages(site: str) -> Page:
    """The address of each organisation's page; looking the pattern up once is enough."""
    pattern = site + reverse("organisation", args=["0uid0"])
    return lambda one: pattern.replace("0uid0", one.uid)


@cache
def _activity(code: str) -> str:
    return (naf_label(code) or naf_label(code, "naf2025")) if code else ""


@cache
def _legal(code: str) -> str:
    return legal_label(code) if code else ""
