"""What the API answers, field by field: null is "not known", never zero nor no."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from ninja import Field, Schema

from essaim.apps.poles.models import Membership, Observation, Pole, Recognition
from essaim.apps.poles.places import point_of
from essaim.engine.territories import Territories
from essaim.kit.dates import iso


class PoleShape(Schema):
    """A pole as a line of the directory."""

    slug: str
    name: str
    commune: str | None = Field(description="INSEE code; null when not known")
    commune_to_confirm: bool
    departement: str | None
    region: str | None
    longitude: float | None = Field(description="of the commune's town hall; never of a centroid")
    latitude: float | None
    stage: str | None = Field(description="idea, emerging, running, ended; null when not known")
    domains: list[str] = Field(description="keys of /domains, the main one first")
    networks: list[str]
    founded_year: int | None
    url: str = Field(description="the sheet")


class RecognitionShape(Schema):
    """A dated event; there is no label, hence no flag."""

    scheme: str = Field(description="key of /schemes")
    on: str | None = Field(description="year, month or day, as precise as the source")
    confirmed: bool
    sources: list[str]
    source_title: str | None


class ObservationShape(Schema):
    """A figure as a source gives it. Figures of different scopes are never to be added."""

    indicator: str = Field(description="key of /measures")
    value: Decimal
    value_max: Decimal | None
    bound: str | None = Field(description="about, at_least, at_most, less_than, more_than; null when given as exact")
    unit: str
    scope: str | None
    on: str | None
    sources: list[str]
    source_title: str | None
    sourcing: str


class MemberShape(Schema):
    """A member organisation; natural persons are a number, never named."""

    organisation: str | None = Field(description="name; null for natural persons")
    siren: str | None
    persons: int | None
    circle: str
    college: str | None
    since: date | None
    until: date | None


class PoleDetailShape(PoleShape):
    """A pole with all that its sheet says."""

    summary: str | None
    website: str | None
    legal_form: str | None
    ended_on: str | None
    ended_reason: str | None
    communes: list[str] = Field(description="INSEE codes of its territory")
    recognitions: list[RecognitionShape]
    observations: list[ObservationShape]
    members: list[MemberShape]
    sources: list[str]
    source_title: str | None


class PolePage(Schema):
    """Some poles, and how many there are."""

    count: int
    items: list[PoleShape]


class WordShape(Schema):
    """A key of a vocabulary, and what people read."""

    key: str
    label: str


class Refusal(Schema):
    """Why nothing is answered."""

    detail: str


def pole_shape(pole: Pole, t: Territories, address: str) -> dict[str, Any]:
    """The fields of ``PoleShape``."""
    point = point_of(t, pole.commune)
    return {
        "slug": pole.slug, "name": pole.name, "commune": pole.commune or None,
        "commune_to_confirm": bool(pole.commune) and pole.commune_to_confirm, "departement": pole.department or None,
        "region": pole.region or None, "longitude": point[0] if point else None,
        "latitude": point[1] if point else None,
        "stage": pole.stage or None, "domains": [domain.key for domain in pole.domains.all()],
        "networks": [network.key for network in pole.networks.all()], "founded_year": pole.founded_year,
        "url": address + pole.get_absolute_url(),
    }  # fmt: skip


def pole_detail_shape(pole: Pole, t: Territories, address: str) -> dict[str, Any]:
    """The fields of ``PoleDetailShape``."""
    return {
        **pole_shape(pole, t, address), "summary": pole.summary or None, "website": pole.website or None,
        "legal_form": pole.legal_form or None, "ended_reason": pole.ended_reason or None,
        "ended_on": iso(pole.ended_on, pole.ended_precision) if pole.ended_on else None,
        "communes": [commune.code for commune in pole.communes.all()],
        "recognitions": [_recognition(event) for event in pole.recognitions.all()],
        "observations": [_observation(figure) for figure in pole.observations.all()],
        "members": [_member(membership) for membership in pole.memberships.all()], "sources": pole.urls,
        "source_title": pole.source_title or None,
    }  # fmt: skip


def _recognition(event: Recognition) -> dict[str, Any]:
    return {
        "scheme": event.scheme, "on": iso(event.on, event.precision) if event.on else None,
        "confirmed": event.confirmed, "sources": event.urls, "source_title": event.source_title or None,
    }  # fmt: skip


def _observation(figure: Observation) -> dict[str, Any]:
    return {
        "indicator": figure.indicator, "value": figure.value, "value_max": figure.value_max,
        "bound": figure.bound or None, "unit": figure.unit, "scope": figure.scope or None,
        "on": iso(figure.on, figure.precision) if figure.on else None, "sources": figure.urls,
        "source_title": figure.source_title or None, "sourcing": figure.sourcing,
    }  # fmt: skip


def _member(membership: Membership) -> dict[str, Any]:
    organisation = membership.organisation
    return {
        "organisation": organisation.name if organisation else None,
        "siren": organisation.siren if organisation else None,
        "persons": None if organisation else membership.persons, "circle": membership.circle,
        "college": membership.college or None, "since": membership.since, "until": membership.until,
    }  # fmt: skip
