"""Every write about people."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from essaim.apps.accounts.models import User
from essaim.apps.accounts.rules import can_register_people
from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.kit.errors import NotAllowed


@transaction.atomic
def register_user(*, email: str, name: str = "", by: Actor, at: datetime) -> User:
    """Create a person without password. The log says that somebody came, not who: no address is kept in it."""
    if not can_register_people(by):
        raise NotAllowed()
    user = User(email=email.strip().lower(), name=name, joined_at=at)
    user.set_unusable_password()
    user.save()
    record(action="register_user", object_type="user", object_id=user.uid, by=by, at=at)
    return user
