"""Writing people and what they are entrusted with."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from essaim.apps.accounts.actions.notices import notify
from essaim.apps.accounts.enums import SCOPE_OF, Role, Scope
from essaim.apps.accounts.errors import LastAdministrator
from essaim.apps.accounts.models import PENDING, Grant, RoleInvitation, User
from essaim.apps.accounts.notice_kinds import ROLES
from essaim.apps.accounts.rules import can_register_people, is_administrator
from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor, Programme
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
        user.read_again()
        record(
            action="grant_role", object_type=USER, object_id=user.uid, by=by, at=at, after={"role": role, "key": key}
        )
    return grant


@transaction.atomic
def withdraw_role(*, user: User, role: str, key: str = "", about: str = "", by: Actor, at: datetime) -> None:
    """Take back a role, or give up one's own; not held, it changes nothing.

    What this person offered and nobody accepted yet is no longer offered. They are told, with ``about``, the name of
    what the role was held on.

    Raises:
        NotAllowed: ``by`` may not take roles back.
        LastAdministrator: nobody would be left to run the site.
    """
    if not is_administrator(by) and by.uid != user.uid:
        raise NotAllowed()
    if role == Role.ADMINISTRATOR:
        must_leave_an_administrator(user)
    gone, _kinds = user.grants.filter(role=role, key=key).delete()
    if gone:
        user.read_again()
        RoleInvitation.objects.filter(PENDING, invited_by=user.uid).update(withdrawn_at=at)
        record(
            action="withdraw_role",
            object_type=USER,
            object_id=user.uid,
            by=by,
            at=at,
            before={"role": role, "key": key},
        )
        if by.uid != user.uid:
            _tell_withdrawn(user, role, about, by, at)


def _tell_withdrawn(user: User, role: str, about: str, by: Actor, at: datetime) -> None:
    what = f"{Role(role).label} : {about}" if about else str(Role(role).label)
    text = _(
        "Ce rôle ne vous est plus confié sur Essaim : %(what)s.\n\n"
        "Votre compte reste ouvert. Si c'est une erreur, parlez-en à la personne qui tient cette fiche."
    )
    notify(user=user, kind=ROLES, subject=_("Un rôle vous est retiré"), text=text % {"what": what}, by=by, at=at)


def trusted(by: Actor) -> Programme:
    """The same person, for an app above that has checked a narrower rule of its own: the log still names them."""
    return Programme(by.uid)


def must_leave_an_administrator(user: User) -> None:
    """Refuse what would leave the site to nobody. Rows are locked: two administrators cannot leave together.

    Raises:
        LastAdministrator: ``user`` is the only one who administers, and is active.
    """
    grants = Grant.objects.select_for_update().filter(role=Role.ADMINISTRATOR, user__is_active=True)
    holders = set(grants.values_list("user_id", flat=True))
    if holders == {user.pk}:
        raise LastAdministrator()


@transaction.atomic
def make_administrator(*, email: str, by: Actor, at: datetime) -> tuple[User, bool]:
    """Entrust the whole platform to whoever has this address, known or not; also whether the person is new.

    Raises:
        NotAllowed: ``by`` may not give roles.
    """
    address = email.strip().lower()
    user = User.objects.filter(email=address).first()
    new = user is None
    person = user or register_user(email=address, by=by, at=at)
    grant_role(user=person, role=Role.ADMINISTRATOR, by=by, at=at)
    return person, new


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
