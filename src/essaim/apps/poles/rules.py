"""Who may, about organisations, poles and networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.rules import has_role, is_administrator, is_state_officer, keys_of
from essaim.apps.audit.actors import Actor

if TYPE_CHECKING:
    from essaim.apps.poles.models import Network, Organisation, Pole


def coordinates(user: Actor | None, pole: Pole) -> bool:
    """Somebody who coordinates the pole."""
    return has_role(user, Role.COORDINATOR, pole.uid)


def founds(user: Actor | None, pole: Pole) -> bool:
    """Somebody who prepares this draft. Founding gives rights on the draft alone, none on the directory."""
    return pole.is_draft and has_role(user, Role.FOUNDER, pole.uid)


def animates(user: Actor | None, network: Network) -> bool:
    """An officer of the network, or an administrator."""
    return is_administrator(user) or has_role(user, Role.NETWORK_OFFICER, network.key)


def follows(user: Actor | None, pole: Pole) -> bool:
    """An officer of one of the pole's networks."""
    held = keys_of(user, Role.NETWORK_OFFICER)
    return bool(held) and any(network.key in held for network in pole.networks.all())


def can_edit_pole(user: Actor | None, pole: Pole | None = None) -> bool:
    """Its coordinators, a draft's founders, its networks' officers, administrators; the directory (None): the last."""
    if is_administrator(user):
        return True
    return pole is not None and (coordinates(user, pole) or founds(user, pole) or follows(user, pole))


def can_add_pole(user: Actor | None, thing: object = None) -> bool:
    """Officers of a network, for it, and administrators."""
    return is_administrator(user) or bool(keys_of(user, Role.NETWORK_OFFICER))


def can_enter_draft(user: Actor | None, thing: object = None) -> bool:
    """Who lets a pole that its founders prepared into the directory: those who may add one to it."""
    return can_add_pole(user)


def can_add_organisation(user: Actor | None, thing: object = None) -> bool:
    """Whoever keeps a pole or a network, and administrators."""
    return is_administrator(user) or any(keys_of(user, role) for role in (Role.COORDINATOR, Role.NETWORK_OFFICER))


def can_edit_organisation(user: Actor | None, organisation: Organisation) -> bool:
    """Its representatives, those who may edit a pole it belongs to, administrators."""
    if is_administrator(user) or has_role(user, Role.REPRESENTATIVE, organisation.uid):
        return True
    return any(can_edit_pole(user, membership.pole) for membership in organisation.memberships.all())


def can_merge_organisations(user: Actor | None, thing: object = None) -> bool:
    """Administrators and network officers: a merge touches several poles."""
    return is_administrator(user) or bool(keys_of(user, Role.NETWORK_OFFICER))


def can_record_recognition(user: Actor | None, pole: Pole) -> bool:
    """The State's services say whom they recognised; so may officers of the pole's networks and administrators."""
    return is_administrator(user) or is_state_officer(user) or follows(user, pole)


def keeps_poles(user: Actor | None, thing: object = None) -> bool:
    """Somebody who has at least one pole or network to keep, or an administrator."""
    return can_add_organisation(user)


def can_note(user: Actor | None, code: str) -> bool:
    """Who reads and writes the private notes on an EPCI: its agents, and administrators."""
    return is_administrator(user) or has_role(user, Role.TERRITORIAL_AGENT, code)


def can_entrust_pole(user: Actor | None, pole: Pole) -> bool:
    """Who may say who coordinates a pole: those who may edit it."""
    return can_edit_pole(user, pole)


def can_entrust_organisation(user: Actor | None, organisation: Organisation) -> bool:
    """Who may say who represents an organisation: those who may edit a pole of which it is a member now."""
    if is_administrator(user):
        return True
    return any(can_edit_pole(user, one.pole) for one in organisation.memberships.all() if one.until is None)


def can_entrust_network(user: Actor | None, network: Network) -> bool:
    """Who may say who its officers are: its officers."""
    return animates(user, network)


def can_keep_register(user: Actor | None, thing: object = None) -> bool:
    """Who loads the register of establishments: administrators."""
    return is_administrator(user)
