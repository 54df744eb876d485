"""The checks that every action makes first."""

from __future__ import annotations

from datetime import datetime

from essaim.apps.audit.actors import Actor
from essaim.apps.campaigns.enums import Standing
from essaim.apps.campaigns.errors import CampaignClosed, NotInThisPhase
from essaim.apps.campaigns.models import Campaign, Invitation
from essaim.apps.campaigns.rules import can_answer_for, can_run_campaign
from essaim.engine.language import gettext as _
from essaim.kit.errors import ChangedMeanwhile, NotAllowed

CAMPAIGN, INVITATION = "campaign", "invitation"


def must_run(by: Actor, campaign: Campaign) -> None:
    """Refuse whoever is no officer of the network that asks."""
    if not can_run_campaign(by, campaign):
        raise NotAllowed()


def may_answer(by: Actor, invitation: Invitation, at: datetime) -> None:
    """Refuse answers from elsewhere, outside the campaign's dates, or after validation.

    Officers may type what came on paper after the closing: it was given before.
    """
    if not can_answer_for(by, invitation):
        raise NotAllowed()
    campaign = invitation.campaign
    late = campaign.phase_at(at) == "closed" and can_run_campaign(by, campaign)
    if not campaign.takes_answers(at) and not late:
        raise CampaignClosed()
    if invitation.standing == Standing.VALIDATED:
        raise NotInThisPhase(
            _("Ce questionnaire est validé : il ne change plus."), _("Demandez sa réouverture au réseau.")
        )


def locked(invitation: Invitation, seen_version: int | None = None) -> Invitation:
    """The row as it is now, held until the end of the transaction.

    Raises:
        ChangedMeanwhile: it is no longer at ``seen_version``.
    """
    current = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("campaign__network", "pole")
        .get(pk=invitation.pk)
    )
    if seen_version is not None and current.version != seen_version:
        raise ChangedMeanwhile()
    return current
