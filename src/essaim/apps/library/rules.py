"""Who may, about models of poles: all read what is published; a network owns the models it makes."""

from __future__ import annotations

from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.rules import is_administrator, keys_of
from essaim.apps.audit.actors import Actor
from essaim.apps.library.models import WrittenModel
from essaim.apps.poles.models import Network
from essaim.apps.poles.rules import animates


def can_write_models(user: Actor | None, thing: object = None) -> bool:
    """Officers of a network, for it, and administrators."""
    return is_administrator(user) or bool(keys_of(user, Role.NETWORK_OFFICER))


def can_write_for(user: Actor | None, network: Network | None) -> bool:
    """Officers of the network; what belongs to no network is the administrators'."""
    return is_administrator(user) if network is None else animates(user, network)


def can_edit_model(user: Actor | None, model: WrittenModel) -> bool:
    """Officers of the network that owns it, and administrators; they alone see its draft."""
    return can_write_for(user, model.network)
