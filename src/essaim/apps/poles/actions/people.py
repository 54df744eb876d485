"""Saying who keeps a pole, an organisation or a network: invitations and withdrawals by those who keep it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from essaim.apps.accounts import actions as accounts
from essaim.apps.accounts.actions.invitations import Address
from essaim.apps.accounts.actions.people import trusted
from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.models import RoleInvitation, User
from essaim.apps.audit.actors import Actor
from essaim.apps.poles.models import Network, Organisation, Pole
from essaim.apps.poles.rules import can_entrust_network, can_entrust_organisation, can_entrust_pole
from essaim.kit.errors import NotAllowed

Thing = Pole | Organisation | Network


def role_on(thing: Thing) -> tuple[str, str]:
    """The role that is held on a thing, and the key of that thing."""
    if isinstance(thing, Pole):
        return (Role.FOUNDER if thing.is_draft else Role.COORDINATOR), thing.uid
    if isinstance(thing, Organisation):
        return Role.REPRESENTATIVE, thing.uid
    return Role.NETWORK_OFFICER, thing.key


def can_entrust(user: Actor | None, thing: Thing) -> bool:
    """Whether ``user`` may say who keeps ``thing``."""
    if isinstance(thing, Pole):
        return can_entrust_pole(user, thing)
    if isinstance(thing, Organisation):
        return can_entrust_organisation(user, thing)
    return can_entrust_network(user, thing)


@transaction.atomic
def invite_to(*, thing: Thing, email: str, address: Address, by: Actor, at: datetime) -> RoleInvitation:
    """Invite somebody to keep a pole or a network, or to represent an organisation.

    Raises:
        NotAllowed: not theirs to entrust.
        InvalidValue, Duplicate: see ``accounts.actions.invite_to_role``.
    """
    role, key = _must_entrust(by, thing)
    return accounts.invite_to_role(
        email=email, role=role, key=key, about=thing.name, address=address, by=trusted(by), at=at
    )


@transaction.atomic
def send_again_to(*, thing: Thing, invitation: RoleInvitation, address: Address, by: Actor, at: datetime) -> None:
    """Send an invitation to keep ``thing`` again.

    Raises:
        NotAllowed: not theirs to entrust, or an invitation to something else.
    """
    _must_be_on(invitation, _must_entrust(by, thing))
    accounts.send_invitation_again(invitation=invitation, address=address, by=trusted(by), at=at)


@transaction.atomic
def withdraw_invitation_to(*, thing: Thing, invitation: RoleInvitation, by: Actor, at: datetime) -> None:
    """Withdraw an invitation to keep ``thing``.

    Raises:
        NotAllowed: not theirs to entrust, or an invitation to something else.
    """
    _must_be_on(invitation, _must_entrust(by, thing))
    accounts.withdraw_invitation(invitation=invitation, by=trusted(by), at=at)


@transaction.atomic
def withdraw_from(*, thing: Thing, user: User, by: Actor, at: datetime) -> None:
    """Take back from ``user`` the role held on ``thing``.

    Raises:
        NotAllowed: not theirs to entrust.
    """
    role, key = _must_entrust(by, thing)
    accounts.withdraw_role(user=user, role=role, key=key, about=thing.name, by=trusted(by), at=at)


def _must_entrust(by: Actor, thing: Thing) -> tuple[str, str]:
    if not can_entrust(by, thing):
        raise NotAllowed()
    return role_on(thing)


def _must_be_on(invitation: RoleInvitation, held: tuple[str, str]) -> None:
    if (invitation.role, invitation.key) != held:
        raise NotAllowed()
