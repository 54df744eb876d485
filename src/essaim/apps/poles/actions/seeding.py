"""Enter the product's own data: the real poles and networks that it knows, each fact with its source.

What is already in the directory is left as people made it: entering the data again adds only what is new.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from essaim.apps.audit.actors import Actor
from essaim.apps.poles.actions.describing import list_item, set_domains
from essaim.apps.poles.actions.facts import record_observation, record_recognition
from essaim.apps.poles.actions.networks import add_network
from essaim.apps.poles.actions.permission import must_edit
from essaim.apps.poles.actions.poles import add_pole
from essaim.apps.poles.enums import Heading, Stage
from essaim.apps.poles.models import FormerSlug, Network, Pole
from essaim.engine.sources import poles as sources
from essaim.kit.dates import DatedAs, dated


@dataclass(frozen=True, slots=True)
class Seeded:
    """How many poles and networks were entered, and how many were there already."""

    poles: int
    networks: int
    kept: int


@transaction.atomic
def enter_own_data(*, by: Actor, at: datetime) -> Seeded:
    """Enter every pole and network of the product that the directory does not have yet."""
    must_edit(by)
    known = set(Pole.every.values_list("slug", flat=True)) | set(FormerSlug.objects.values_list("slug", flat=True))
    new = [record for record in sources.load_poles() if record.slug not in known]
    for record in new:
        _enter_pole(record, by, at)
    there = set(Network.objects.values_list("key", flat=True))
    joining = [network for network in sources.load_networks() if network.key not in there]
    for network in joining:
        _enter_network(network, by, at)
    return Seeded(len(new), len(joining), len(sources.load_poles()) - len(new))


def _enter_pole(known: sources.PoleRecord, by: Actor, at: datetime) -> None:
    stage = known.stage
    said = _date(stage.as_of) if stage else None
    ended = _date(stage.date) if stage and stage.key == Stage.ENDED else None
    pole = add_pole(
        by=by, at=at, slug=known.slug, name=known.name, summary=known.note, place=known.place,
        other_names=", ".join((*known.other_names, *known.former_names)), commune=known.commune or "",
        commune_to_confirm=known.commune_to_confirm, department=known.departement, region=known.region,
        founded_year=known.founded, founded_note=known.founded_note, legal_form=known.legal_form,
        legal_form_note=known.legal_form_note, source_urls="\n".join(known.sources),
        stage=stage.key if stage else Stage.UNKNOWN, stage_urls="\n".join(stage.sources) if stage else "",
        stage_on=said.day if said else None, stage_precision=said.precision if said else "",
        ended_on=ended.day if ended else None, ended_precision=ended.precision if ended else "",
        ended_reason=stage.reason if stage else "",
    )  # fmt: skip
    set_domains(pole=pole, keys=known.domains, by=by, at=at)
    for event in known.recognitions:
        record_recognition(
            pole=pole, scheme=event.scheme, when=_date(event.date), confirmed=not event.to_confirm, note=event.note,
            source_urls="\n".join(event.sources), sourcing=event.sourcing.value, by=by, at=at,
        )  # fmt: skip
    _enter_figures(pole, known, by, at)
    for means in known.means:
        list_item(
            pole=pole, heading=Heading.ACTIVITIES, kind=means.kind, label=means.label,
            source_urls="\n".join(means.sources), by=by, at=at,
        )  # fmt: skip
    for money in known.funding:
        list_item(
            pole=pole, heading=Heading.ECONOMY, kind=money.kind, label=money.label,
            amount_cents=None if money.amount_eur is None else 100 * money.amount_eur,
            source_urls="\n".join(money.sources), by=by, at=at,
        )  # fmt: skip


def _enter_figures(pole: Pole, known: sources.PoleRecord, by: Actor, at: datetime) -> None:
    for figure in known.observations:
        record_observation(
            pole=pole, indicator=figure.indicator, value=Decimal(str(figure.value)), bound=figure.bound,
            value_max=None if figure.value_max is None else Decimal(str(figure.value_max)), unit=figure.unit,
            scope=figure.scope, when=_date(figure.as_of), note=figure.note, source_urls="\n".join(figure.sources),
            sourcing=figure.sourcing.value, by=by, at=at,
        )  # fmt: skip


def _enter_network(known: sources.Network, by: Actor, at: datetime) -> None:
    add_network(
        key=known.key, name=known.name_now, name_2012=known.name_2012,
        note=" ".join(part for part in (known.note, known.to_confirm) if part),
        source_urls="\n".join(dict.fromkeys((*known.sources_2012, *known.sources_now))), by=by, at=at,
    )  # fmt: skip


def _date(text: str) -> DatedAs | None:
    return dated(text) if text else None
