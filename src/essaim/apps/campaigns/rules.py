"""Who may, about campaigns. Whoever holds a pole's link acts through it, without account: see ``queries.by_token``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.rules import is_administrator, keys_of
from essaim.apps.audit.actors import Actor
from essaim.apps.poles.rules import animates

if TYPE_CHECKING:
    from essaim.apps.campaigns.models import Campaign, Invitation


def animates_a_network(user: Actor | None, thing: object = None) -> bool:
    """An officer of at least one network, or an administrator."""
    return is_administrator(user) or bool(keys_of(user, Role.NETWORK_OFFICER))


def can_run_campaign(user: Actor | None, campaign: Campaign) -> bool:
    """Officers of the network that asks, and administrators."""
    return animates(user, campaign.network)


def can_answer_for(user: Actor | None, invitation: Invitation) -> bool:
    """Whoever came by the pole's link, and the officers who type what came on paper or by telephone."""
    return getattr(user, "uid", "") == answering_uid(invitation) or can_run_campaign(user, invitation.campaign)


def answering_uid(invitation: Invitation) -> str:
    """How the log names whoever answers by link: by the questionnaire, as no person is known."""
    return f"questionnaire:{invitation.uid}"
