"""Erasing a person: what they decided stays in the log, under an identifier that no longer names anybody."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from essaim.apps.accounts.actions.people import USER, must_leave_an_administrator
from essaim.apps.accounts.models import PENDING, RoleInvitation, User
from essaim.apps.accounts.rules import is_administrator
from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.jobs.actions import erase_messages_to
from essaim.kit.errors import NotAllowed


@transaction.atomic
def erase_account(*, user: User, by: Actor, at: datetime) -> None:
    """Erase a person, with their roles, passkeys, choices, letters, and the invitations they received or sent.

    Raises:
        NotAllowed: it is somebody else's account.
        LastAdministrator: nobody would be left to run the site.
    """
    if by.uid != user.uid and not is_administrator(by):
        raise NotAllowed()
    current = User.objects.select_for_update().get(pk=user.pk)
    must_leave_an_administrator(current)
    RoleInvitation.objects.filter(email=current.email).delete()
    RoleInvitation.objects.filter(PENDING, invited_by=current.uid).update(withdrawn_at=at)
    erase_messages_to(address=current.email)
    current.delete()
    record(action="erase_account", object_type=USER, object_id=user.uid, by=by, at=at)
