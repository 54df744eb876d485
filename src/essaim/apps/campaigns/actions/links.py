"""Links that open a questionnaire without account, and the mail that carries them.

A secret is drawn for each sending and kept nowhere: a reminder carries a link of its own, and earlier ones go on
working until they are revoked or the campaign is over.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.campaigns.actions.permission import CAMPAIGN, INVITATION, locked, must_run
from essaim.apps.campaigns.enums import Phase, Standing
from essaim.apps.campaigns.errors import CampaignClosed
from essaim.apps.campaigns.models import Campaign, Invitation, Link
from essaim.apps.campaigns.queries import hash_of, recipients, to_remind
from essaim.apps.jobs.actions import queue_message
from essaim.engine.language import gettext as _

INVITATION_MAIL, REMINDER_MAIL = "campaign_invitation", "campaign_reminder"


@transaction.atomic
def issue_link(*, invitation: Invitation, by: Actor, at: datetime, revoke_others: bool = False) -> str:
    """A new secret for one pole's questionnaire: said once, here.

    Raises:
        CampaignClosed: the campaign is not open.
    """
    must_run(by, invitation.campaign)
    _must_be_open(invitation.campaign, at)
    if revoke_others:
        _revoke(invitation, at)
    token = secrets.token_urlsafe(32)
    Link.objects.create(invitation=invitation, token_hash=hash_of(token), issued_at=at)
    if invitation.invited_at is None:
        _mark_invited(locked(invitation), at)
    record(action="issue_link", object_type=INVITATION, object_id=invitation.uid, by=by, at=at,
           after={"revoked_others": revoke_others})  # fmt: skip
    return token


@transaction.atomic
def revoke_links(*, invitation: Invitation, by: Actor, at: datetime) -> int:
    """Close every link of a questionnaire; how many worked until then."""
    must_run(by, invitation.campaign)
    gone = _revoke(invitation, at)
    record(action="revoke_links", object_type=INVITATION, object_id=invitation.uid, by=by, at=at, after={"links": gone})
    return gone


@transaction.atomic
def invite(
    *, campaign: Campaign, address: Callable[[str], str], by: Actor, at: datetime
) -> tuple[int, list[Invitation]]:
    """Write to every pole that was not invited yet; how many were, and those for whom no address is known.

    Args:
        address: the whole address that a secret opens, made by the entry point.
    """
    must_run(by, campaign)
    _must_be_open(campaign, at)
    sent, without = 0, []
    rows = campaign.invitations.filter(standing=Standing.WAITING).select_related("pole", "campaign__network")
    for invitation in rows:
        to = recipients(invitation)
        if not to:
            without.append(invitation)
            continue
        _write(invitation, to, address, reminder=False, by=by, at=at)
        sent += 1
    record(action="invite", object_type=CAMPAIGN, object_id=campaign.uid, by=by, at=at,
           after={"sent": sent, "without_address": len(without)})  # fmt: skip
    return sent, without


@transaction.atomic
def remind(*, campaign: Campaign, address: Callable[[str], str], by: Actor, at: datetime) -> int:
    """Write again to those that have not validated, at most once per delay of the campaign; how many were."""
    must_run(by, campaign)
    _must_be_open(campaign, at)
    sent = 0
    for row in to_remind(campaign, at):
        to = recipients(row)
        if not to:
            continue
        _write(row, to, address, reminder=True, by=by, at=at)
        Invitation.objects.filter(pk=row.pk).update(last_reminder_at=at, reminders=row.reminders + 1)
        sent += 1
    record(action="remind", object_type=CAMPAIGN, object_id=campaign.uid, by=by, at=at, after={"sent": sent})
    return sent


def mail_subject(campaign: Campaign, pole_name: str, reminder: bool) -> str:
    """The subject of an invitation, or of a reminder."""
    text = _("Rappel : la fiche de %(pole)s à vérifier") if reminder else _("La fiche de %(pole)s à vérifier")
    return " ".join((text % {"pole": pole_name}).split())


def mail_text(campaign: Campaign, pole_name: str, address: str) -> str:
    """The text of an invitation: the officer's message, what to do, until when, and what becomes of it."""
    closing = timezone.localtime(campaign.closes_at).strftime("%d/%m/%Y %H:%M")
    lines = [
        campaign.message.strip(),
        _("Voici le lien du questionnaire de %(pole)s. Il s'ouvre sans compte :") % {"pole": pole_name},
        address,
        _("Plusieurs personnes du pôle peuvent y revenir avec ce lien. Ne le publiez pas."),
        _("Réponses jusqu'au %(closing)s (heure de Paris).") % {"closing": closing},
        _("%(network)s vous écrit au sujet de l'annuaire des pôles. Pour ne plus être sollicité, répondez-lui.")
        % {"network": campaign.network.name},
    ]
    return "\n\n".join(lines) + "\n"


def _write(
    invitation: Invitation, to: list[str], address: Callable[[str], str], *, reminder: bool, by: Actor, at: datetime
) -> None:
    campaign = invitation.campaign
    token = issue_link(invitation=invitation, by=by, at=at)
    text = mail_text(campaign, invitation.pole.name, address(token))
    for one in to:
        queue_message(
            to=one, subject=mail_subject(campaign, invitation.pole.name, reminder), text=text,
            kind=REMINDER_MAIL if reminder else INVITATION_MAIL, about=campaign.uid, by=by, at=at,
            useless_after=campaign.closes_at,
        )  # fmt: skip


def _revoke(invitation: Invitation, at: datetime) -> int:
    return invitation.links.filter(revoked_at=None).update(revoked_at=at)


def _mark_invited(current: Invitation, at: datetime) -> None:
    current.invited_at = at
    if current.standing == Standing.WAITING:
        current.standing = Standing.INVITED
    current.save()


def _must_be_open(campaign: Campaign, at: datetime) -> None:
    if campaign.phase_at(at) != Phase.OPEN:
        raise CampaignClosed()
