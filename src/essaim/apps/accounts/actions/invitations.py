"""Offering a role to an address: letter, acceptance, withdrawal.

The rule here is that of the platform: administrators. Apps above check narrower ones, then act as ``trusted(by)``.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from essaim.apps.accounts.actions.people import grant_role, trusted
from essaim.apps.accounts.enums import SCOPE_OF, Role, Scope
from essaim.apps.accounts.errors import InvitationGone, NotForYou
from essaim.apps.accounts.models import PENDING, Grant, RoleInvitation, User
from essaim.apps.accounts.queries import token_hash
from essaim.apps.accounts.rules import is_administrator
from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor, Programme
from essaim.apps.jobs.actions import queue_message
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.errors import Duplicate, NotAllowed

INVITATION = "role_invitation"
INVITATION_MAIL = "role_invitation"
VALID, KEPT = timedelta(days=14), timedelta(days=365)
_BETWEEN_TWO = timedelta(minutes=10)
Address = Callable[[str], str]


@transaction.atomic
def invite_to_role(
    *, email: str, role: str, key: str = "", about: str = "", address: Address, by: Actor, at: datetime
) -> RoleInvitation:
    """Offer ``role`` to whoever reads the mail of ``email``, known or not, for fourteen days.

    Args:
        about: the name of what ``key`` designates, as people read it.
        address: the whole address that a secret opens, made by the entry point.

    Raises:
        NotAllowed: ``by`` may not give roles.
        InvalidValue: not an address; the role asks for a key, or for none.
        Duplicate: held or offered already.
    """
    if not is_administrator(by):
        raise NotAllowed()
    if (SCOPE_OF[Role(role)] == Scope.PLATFORM) != (key == ""):
        raise InvalidValue(_("Ce rôle se donne sur une chose précise, ou sur toute la plateforme."))
    to = _address(email)
    if Grant.objects.filter(user__email=to, role=role, key=key).exists():
        raise Duplicate(_("Cette personne a déjà ce rôle."))
    RoleInvitation.objects.filter(PENDING, email=to, role=role, key=key, expires_at__lte=at).update(withdrawn_at=at)
    token = secrets.token_urlsafe(32)
    values = {"about": about[:300], "token_hash": token_hash(token), "invited_by": by.uid, "invited_at": at,
              "sent_at": at, "expires_at": at + VALID}  # fmt: skip
    # Two people who invite at the same instant make one invitation.
    invitation, new = RoleInvitation.objects.filter(PENDING).get_or_create(
        email=to, role=role, key=key, defaults=values
    )
    if not new:
        raise Duplicate(
            _("Une invitation attend déjà une réponse à cette adresse."),
            _("Vous pouvez la renvoyer depuis la liste des invitations."),
        )
    _record("invite_to_role", invitation, by, at)
    _write(invitation, address(token), by, at)
    return invitation


@transaction.atomic
def send_invitation_again(*, invitation: RoleInvitation, address: Address, by: Actor, at: datetime) -> RoleInvitation:
    """Write again, with a new link, for fourteen days more; the former link no longer opens anything.

    Raises:
        NotAllowed: ``by`` may not give roles.
        InvitationGone: answered or withdrawn.
        InvalidValue: it was sent a moment ago.
    """
    current = _open(invitation, by)
    if at < current.sent_at + _BETWEEN_TWO:
        raise InvalidValue(_("Cette invitation vient de partir : attendez dix minutes avant de la renvoyer."))
    token = secrets.token_urlsafe(32)
    current.token_hash, current.sent_at, current.expires_at = token_hash(token), at, at + VALID
    current.save(update_fields=["token_hash", "sent_at", "expires_at"])
    _record("send_invitation_again", current, by, at)
    _write(current, address(token), by, at)
    return current


@transaction.atomic
def withdraw_invitation(*, invitation: RoleInvitation, by: Actor, at: datetime) -> None:
    """No longer offer a role: the link stops working.

    Raises:
        NotAllowed: ``by`` may not give roles.
        InvitationGone: answered or withdrawn already.
    """
    current = _open(invitation, by)
    current.withdrawn_at = at
    current.save(update_fields=["withdrawn_at"])
    _record("withdraw_invitation", current, by, at)


@transaction.atomic
def accept_invitation(*, invitation: RoleInvitation, by: User, at: datetime) -> Grant:
    """Take the role that was offered to one's address; once.

    Raises:
        NotForYou: it was written to another address.
        InvitationGone: accepted, withdrawn, too old.
    """
    current = RoleInvitation.objects.select_for_update().get(pk=invitation.pk)
    must_be_open(current, at)
    if by.email != current.email:
        raise NotForYou()
    current.accepted_at, current.accepted_by = at, by.uid
    current.save(update_fields=["accepted_at", "accepted_by"])
    _record("accept_invitation", current, by, at)
    # Whoever invited gives the role: the right to do so was checked then, and invitations fall with that right.
    return grant_role(user=by, role=current.role, key=current.key, by=Programme(current.invited_by), at=at)


def erase_old_invitations(*, at: datetime) -> int:
    """Erase invitations, whatever became of them, a year after they were last sent; how many."""
    return RoleInvitation.objects.filter(sent_at__lt=at - KEPT).delete()[0]


def must_be_open(invitation: RoleInvitation | None, at: datetime) -> RoleInvitation:
    """The invitation, if it can still be accepted.

    Raises:
        InvitationGone: with what happened to it.
    """
    advice = _("Demandez-en une nouvelle à la personne qui vous a invité.")
    if invitation is None:
        raise InvitationGone(_("Cette invitation n'existe pas, ou un lien plus récent l'a remplacée."), advice)
    if invitation.accepted_at is not None:
        raise InvitationGone(
            _("Cette invitation a déjà servi."), _("Connectez-vous : votre rôle est dans votre espace.")
        )
    if invitation.withdrawn_at is not None:
        raise InvitationGone(_("Cette invitation a été retirée."), advice)
    if invitation.expires_at <= at:
        raise InvitationGone(_("Cette invitation n'est plus valable : elle l'était quatorze jours."), advice)
    return invitation


def _open(invitation: RoleInvitation, by: Actor) -> RoleInvitation:
    if not is_administrator(by):
        raise NotAllowed()
    current = RoleInvitation.objects.select_for_update().get(pk=invitation.pk)
    if current.accepted_at is not None or current.withdrawn_at is not None:
        raise InvitationGone(_("Cette invitation n'attend plus de réponse."))
    return current


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise InvalidValue(_("Ce n'est pas une adresse électronique."), _("Par exemple : camille@exemple.fr")) from None
    return address


def _record(action: str, invitation: RoleInvitation, by: Actor, at: datetime) -> None:
    """Never the address: the log is kept for ever."""
    record(action=action, object_type=INVITATION, object_id=invitation.uid, by=trusted(by), at=at,
           after={"role": invitation.role, "key": invitation.key})  # fmt: skip


def _write(invitation: RoleInvitation, address: str, by: Actor, at: datetime) -> None:
    what = Role(invitation.role).label
    last = timezone.localtime(invitation.expires_at).strftime("%d/%m/%Y")
    inviter = User.objects.filter(uid=by.uid).exclude(name="").first()
    sender = _("Cette invitation vous est envoyée par %(name)s.") % {"name": inviter.name} if inviter else ""
    offered = f"{what} : {invitation.about}" if invitation.about else what
    text = _(
        "Bonjour,\n\n"
        "Vous êtes invité à un rôle sur Essaim, l'annuaire ouvert des pôles territoriaux de coopération économique.\n\n"
        "Ce rôle : %(offered)s\n\n"
        "Pour l'accepter, ouvrez ce lien puis connectez-vous avec cette adresse (un code vous sera envoyé, il n'y a "
        "pas de mot de passe) :\n%(address)s\n\n"
        "Le lien sert une fois, jusqu'au %(last)s. Si cette invitation ne vous concerne pas, ne faites rien.\n"
    )
    filled = text % {"offered": offered, "address": address, "last": last}
    queue_message(
        to=invitation.email, subject=_("Invitation sur Essaim"), text=f"{filled}\n{sender}".strip(),
        kind=INVITATION_MAIL, about=invitation.key, by=by, at=at, useless_after=invitation.expires_at,
    )  # fmt: skip
