"""Who may answer what visitors propose."""

from __future__ import annotations

from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.rules import is_administrator, keys_of
from essaim.apps.audit.actors import Actor
from essaim.apps.corrections.models import Proposal
from essaim.apps.poles.rules import can_edit_organisation, can_edit_pole


def can_moderate(user: Actor | None, proposal: Proposal) -> bool:
    """Those who may edit what it is about; for a pole not there yet, network officers and administrators."""
    if is_administrator(user):
        return True
    if proposal.pole is not None:
        return can_edit_pole(user, proposal.pole)
    if proposal.organisation is not None:
        return can_edit_organisation(user, proposal.organisation)
    return bool(keys_of(user, Role.NETWORK_OFFICER))
