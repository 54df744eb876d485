"""Every write about people."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from essaim.apps.accounts.enums import SCOPE_OF, Role, Scope
from essaim.apps.accounts.models import Grant, User
from essaim.apps.accounts.rules import can_register_people, is_administrator
from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.errors import NotAllowed

USER = "user"


@transaction.atomic
def register_user(*, email: str, name: str = "", by: Actor, at: datetime) -> User:
    """Create a person without password. The log says that somebody came, not who: no address is kept in it."""
    if not can_register_people(by):
        raise NotAllowed()
    user = User(email=email.strip().lower(), name=name, joined_at=at)
    user.set_unusable_password()
    user.save()
    # Made now, unproved: the library would otherwise make it while a page is only read.
    EmailAddress.objects.create(user=user, email=user.email, primary=True)
    record(action="register_user", object_type=USER, object_id=user.uid, by=by, at=at)
    return user


@transaction.atomic
def grant_role(*, user: User, role: str, key: str = "", by: Actor, at: datetime) -> Grant:
    """Entrust ``user`` with ``role`` on what ``key`` names; done already, it changes nothing.

    The rule is that of the platform: administrators. Apps above offer narrower ones (a coordinator invites another) and
    call this as the programme that applies them.

    Raises:
        NotAllowed: ``by`` may not give roles.
        InvalidValue: the role asks for a key, or for none.
    """
    if not is_administrator(by):
        raise NotAllowed()
    if (SCOPE_OF[Role(role)] == Scope.PLATFORM) != (key == ""):
        raise InvalidValue(_("Ce rôle se donne sur une chose précise, ou sur toute la plateforme."))
    grant, new = Grant.objects.get_or_create(
        user=user, role=role, key=key, defaults={"granted_by": by.uid, "granted_at": at}
    )
    if new:
        user.__dict__.pop("held", None)
        record(
            action="grant_role", object_type=USER, object_id=user.uid, by=by, at=at, after={"role": role, "key": key}
        )
    return grant


@transaction.atomic
def withdraw_role(*, user: User, role: str, key: str = "", by: Actor, at: datetime) -> None:
    """Take back a role; not held, it changes nothing.

    Raises:
        NotAllowed: ``by`` may not take roles back.
    """
    if not is_administrator(by):
        raise NotAllowed()
    gone, _kinds = user.grants.filter(role=role, key=key).delete()
    if gone:
        user.__dict__.pop("held", None)
        record(
            action="withdraw_role",
            object_type=USER,
            object_id=user.uid,
            by=by,
            at=at,
            before={"role": role, "key": key},
        )


@transaction.atomic
def move_grants(*, role: str, key: str, to: str, by: Actor, at: datetime) -> int:
    """Two things became one: whoever held ``role`` on ``key`` holds it on ``to``. Called by the action that joins them,
    which has checked its own rule.

    Returns:
        How many people are concerned.
    """
    moved = 0
    for grant in Grant.objects.select_for_update().filter(role=role, key=key).select_related("user"):
        there = {"role": role, "key": to}
        if Grant.objects.filter(user=grant.user, **there).exists():
            grant.delete()
        else:
            Grant.objects.filter(pk=grant.pk).update(key=to)
        moved += 1
        record(
            action="move_grant", object_type=USER, object_id=grant.user.uid, by=by, at=at,
            before={"role": role, "key": key}, after=there,
        )  # fmt: skip
    return moved


@transaction.atomic
def change_name(*, user: User, name: str, by: Actor, at: datetime) -> User:
    """Change how somebody is called; the log says that it changed, not how: names are personal.

    Raises:
        NotAllowed: it is somebody else's name.
    """
    if by.uid != user.uid and not is_administrator(by):
        raise NotAllowed()
    user.name = name.replace("\0", "").strip()
    user.save(update_fields=["name"])
    record(action="change_name", object_type=USER, object_id=user.uid, by=by, at=at)
    return user
