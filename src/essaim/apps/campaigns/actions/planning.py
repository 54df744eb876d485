"""Preparing a campaign, opening and closing it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.campaigns.actions.permission import CAMPAIGN, must_run
from essaim.apps.campaigns.enums import Fact, Kind, Phase
from essaim.apps.campaigns.errors import NotInThisPhase
from essaim.apps.campaigns.models import Campaign, Invitation, Question
from essaim.apps.poles.enums import Heading
from essaim.apps.poles.models import Network, Pole
from essaim.apps.poles.rules import animates
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.engine.sources.poles import load_measures
from essaim.kit.dates import DatedAs
from essaim.kit.errors import ChangedMeanwhile, NotAllowed
from essaim.kit.snapshots import changed, snapshot

_EDITABLE = frozenset({"name", "message", "opens_at", "closes_at", "reminder_days", "contact_months"})
_WHEN_OPEN = frozenset({"message", "closes_at", "reminder_days", "contact_months"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to ask. A figure has a scope, a unit and a reference date; the rest has none."""

    kind: str
    key: str
    scope: str = ""
    unit: str = ""
    when: DatedAs | None = None


@transaction.atomic
def plan_campaign(*, network: Network, facts: Mapping[str, Any], by: Actor, at: datetime) -> Campaign:
    """Begin a campaign, in preparation: nobody is written to.

    Raises:
        NotAllowed: ``by`` does not animate the network.
        InvalidValue: it closes before it opens.
    """
    if not animates(by, network):
        raise NotAllowed()
    campaign = Campaign(network=network, created_at=at)
    _assign(campaign, facts, _EDITABLE)
    campaign.save(force_insert=True)
    _record("plan_campaign", campaign, by, at, after=snapshot(campaign))
    return campaign


@transaction.atomic
def edit_campaign(
    *, campaign: Campaign, changes: Mapping[str, Any], seen_version: int, by: Actor, at: datetime
) -> Campaign:
    """Change a campaign; once open, its message, closing and delays only.

    Raises:
        ChangedMeanwhile: somebody saved it since.
        NotInThisPhase: it is closed.
    """
    must_run(by, campaign)
    current = Campaign.objects.select_for_update(of=("self",)).select_related("network").get(pk=campaign.pk)
    if current.version != seen_version:
        raise ChangedMeanwhile()
    if current.phase_at(at) == Phase.CLOSED:
        raise NotInThisPhase(_("Cette campagne est close."), _("Préparez-en une nouvelle."))
    before = snapshot(current)
    _assign(current, changes, _EDITABLE if current.phase == Phase.DRAFT else _WHEN_OPEN)
    current.version += 1
    current.save()
    old, new = changed(before, snapshot(current))
    _record("edit_campaign", current, by, at, before=old, after=new)
    return current


@transaction.atomic
def choose_questions(*, campaign: Campaign, asked: Sequence[Asked], by: Actor, at: datetime) -> list[Question]:
    """What the campaign asks, in order.

    Raises:
        NotInThisPhase: it is open already: poles are answering.
        InvalidValue: nothing is asked, or something that no list knows.
    """
    _must_prepare(by, campaign)
    if not asked:
        raise InvalidValue(_("Cette campagne ne demande rien."), _("Choisissez au moins une question."))
    for one in asked:
        _check(one)
    campaign.questions.all().delete()
    rows = [
        Question(
            campaign=campaign, kind=one.kind, key=one.key, scope=one.scope, unit=one.unit, place=place,
            on=one.when.day if one.when else None, precision=one.when.precision if one.when else "",
        )
        for place, one in enumerate(dict.fromkeys(asked))
    ]  # fmt: skip
    Question.objects.bulk_create(rows)
    _record("choose_questions", campaign, by, at, after={"questions": [str(row) for row in rows]})
    return rows


@transaction.atomic
def choose_poles(*, campaign: Campaign, poles: Collection[Pole], by: Actor, at: datetime) -> None:
    """The poles that are asked. Once open, poles may join; those that were invited stay.

    Raises:
        InvalidValue: a pole is not of the network.
    """
    must_run(by, campaign)
    if campaign.phase_at(at) == Phase.CLOSED:
        raise NotInThisPhase(_("Cette campagne est close."), _("Préparez-en une nouvelle."))
    wanted = {pole.pk: pole for pole in poles}
    members = set(campaign.network.poles.filter(pk__in=wanted).values_list("pk", flat=True))
    if members != set(wanted):
        raise InvalidValue(_("Un pôle choisi n'est pas du réseau."), _("Ajoutez-le d'abord au réseau."))
    present = set(campaign.invitations.values_list("pole_id", flat=True))
    campaign.invitations.filter(invited_at=None, standing="waiting").exclude(pole_id__in=wanted).delete()
    Invitation.objects.bulk_create(
        Invitation(campaign=campaign, pole=pole) for pk, pole in wanted.items() if pk not in present
    )
    now = sorted(campaign.invitations.values_list("pole__uid", flat=True))
    _record("choose_poles", campaign, by, at, after={"poles": now})


@transaction.atomic
def open_campaign(*, campaign: Campaign, by: Actor, at: datetime) -> Campaign:
    """Open it: links may be sent, and answer from its opening date to its closing.

    Raises:
        NotInThisPhase: it is not in preparation.
        InvalidValue: no question, no pole, or a closing already past.
    """
    _must_prepare(by, campaign)
    if not campaign.questions.exists() or not campaign.invitations.exists():
        raise InvalidValue(_("Il manque des questions ou des pôles."), _("Choisissez-les avant d'ouvrir."))
    if campaign.closes_at <= at:
        raise InvalidValue(_("La clôture est déjà passée."), _("Choisissez une date à venir."))
    campaign.phase, campaign.opened_at = Phase.OPEN, at
    campaign.save()
    _record("open_campaign", campaign, by, at, after={"phase": campaign.phase})
    return campaign


@transaction.atomic
def close_campaign(*, campaign: Campaign, by: Actor, at: datetime) -> Campaign:
    """Close it before its date; closed already, it changes nothing."""
    must_run(by, campaign)
    if campaign.phase_at(at) == Phase.CLOSED:
        return campaign
    if campaign.phase != Phase.OPEN:
        raise NotInThisPhase(_("Cette campagne n'est pas ouverte."), _("Elle ne peut pas être close."))
    campaign.phase, campaign.closed_at = Phase.CLOSED, at
    campaign.save()
    _record("close_campaign", campaign, by, at, after={"phase": campaign.phase})
    return campaign


@transaction.atomic
def publish_rate(*, campaign: Campaign, publish: bool, by: Actor, at: datetime) -> Campaign:
    """Publish, or withdraw, the dates and the response rate of a closed campaign. No pole's answer is in them."""
    must_run(by, campaign)
    if publish and campaign.phase_at(at) != Phase.CLOSED:
        raise NotInThisPhase(_("Cette campagne n'est pas close."), _("Publiez son bilan après la clôture."))
    campaign.published_at = at if publish else None
    campaign.save()
    _record("publish_rate", campaign, by, at, after={"published": publish})
    return campaign


def _must_prepare(by: Actor, campaign: Campaign) -> None:
    must_run(by, campaign)
    if campaign.phase != Phase.DRAFT:
        raise NotInThisPhase(_("Cette campagne est déjà ouverte."), _("Ses questions ne changent plus."))


def _assign(campaign: Campaign, facts: Mapping[str, Any], allowed: frozenset[str]) -> None:
    for key in allowed & set(facts):
        setattr(campaign, key, facts[key])
    if not campaign.name.strip() or not campaign.message.strip():
        raise InvalidValue(_("Il manque le nom de la campagne ou son message."), _("Écrivez-les."))
    if campaign.closes_at <= campaign.opens_at:
        raise InvalidValue(_("La clôture vient avant l'ouverture."), _("Corrigez l'une des deux dates."))


def _check(one: Asked) -> None:
    measures = load_measures()
    if one.kind == Kind.FACT:
        fine = one.key in Fact.values
    elif one.kind == Kind.SECTION:
        fine = one.key in Heading.values
    else:
        word = measures.indicators.get(one.key)
        fine = word is not None and one.unit in word.units and one.scope in {"", *measures.scopes} and bool(one.when)
    if not fine:
        raise InvalidValue(
            _("« %(key)s » ne peut pas être demandé ainsi.") % {"key": one.key},
            _("Un chiffre demande une unité de sa liste et une date de référence."),
        )


def _record(
    action: str,
    campaign: Campaign,
    by: Actor,
    at: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    record(action=action, object_type=CAMPAIGN, object_id=campaign.uid, by=by, at=at, before=before, after=after)
