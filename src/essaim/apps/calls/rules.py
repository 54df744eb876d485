"""Who may, about calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.rules import has_role, is_administrator, is_state_officer, keys_of
from essaim.apps.audit.actors import Actor
from essaim.apps.poles.rules import can_edit_pole

if TYPE_CHECKING:
    from essaim.apps.calls.models import Call, Dossier


def can_open_call(user: Actor | None, thing: object = None) -> bool:
    """Who may prepare a call: officers of a network, the State's services, administrators."""
    return is_administrator(user) or is_state_officer(user) or bool(keys_of(user, Role.NETWORK_OFFICER))


def can_run_call(user: Actor | None, call: Call) -> bool:
    """Who runs a call: officers of its network; the State's services for one of theirs; administrators."""
    if is_administrator(user):
        return True
    if call.network is None:
        return is_state_officer(user)
    return has_role(user, Role.NETWORK_OFFICER, call.network.key)


def can_write_dossier(user: Actor | None, dossier: Dossier) -> bool:
    """Who writes a dossier: those who found or keep its pole. Whether it is still time is asked apart."""
    return can_edit_pole(user, dossier.pole)
