"""Every read about people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from allauth.mfa.models import Authenticator
from django.core import signing
from django.db.models import Q, QuerySet

from essaim.apps.accounts.enums import SCOPE_OF, Frequency, Scope
from essaim.apps.accounts.models import PENDING, Grant, RoleInvitation, User
from essaim.apps.accounts.notice_kinds import NoticeKind, notice_kinds
from essaim.apps.audit.models import Event

_PREFERENCES = "essaim.mail-preferences"


def person_by_uid(uid: str) -> User | None:
    """A person with their roles; None when there is none."""
    return User.objects.filter(uid=uid).prefetch_related("grants").first()


def person_by_address(email: str) -> User | None:
    """Whoever signs in with this address."""
    return User.objects.filter(email=email.strip().lower()).first()


def people(words: str = "", role: str = "") -> QuerySet[User]:
    """People whose name or address holds ``words``, and who hold ``role`` if asked, with their roles, by name."""
    found = User.objects.prefetch_related("grants").order_by("name", "email")
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return found.filter(pk__in=Grant.objects.filter(role=role).values("user")) if role else found


def holders_of(role: str, key: str = "") -> list[Grant]:
    """Who has ``role`` on what ``key`` names, by name."""
    return list(Grant.objects.filter(role=role, key=key).select_related("user").order_by("user__name", "user__email"))


def grant_by_number(number: int) -> Grant | None:
    """One role held by somebody; None when there is none."""
    return Grant.objects.select_related("user").filter(pk=number).first()


def platform_grants() -> QuerySet[Grant]:
    """Roles on the whole platform and on territories, with who holds them."""
    here = [role for role, scope in SCOPE_OF.items() if scope in (Scope.PLATFORM, Scope.TERRITORY)]
    found = Grant.objects.filter(role__in=here).select_related("user")
    return found.order_by("role", "key", "user__name", "user__email")


def personal_data(user: User) -> dict[str, Any]:
    """All that is held about a person, by subject, as JSON values."""
    offered = RoleInvitation.objects.filter(Q(email=user.email) | Q(invited_by=user.uid))
    events = Event.objects.filter(Q(actor=user.uid) | Q(object_type="user", object_id=user.uid))
    return {
        "compte": {"adresse": user.email, "nom": user.name, "identifiant": user.uid, "ouvert_le": user.joined_at},
        "cles_d_acces": [
            {"nom": one.wrap().name, "ajoutee_le": one.created_at, "servie_le": one.last_used_at}
            for one in Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
        ],
        "roles": list(user.grants.values("role", "key", "granted_at")),
        "invitations": [
            {"role": one.role, "sur": one.about, "le": one.invited_at, "acceptee_le": one.accepted_at,
             "recue": one.email == user.email}
            for one in offered
        ],
        "messages_choisis": {kind.key: str(frequency) for kind, frequency in mail_choices(user)},
        "messages_en_attente": list(user.notices.values("kind", "subject", "text", "noted_at")),
        "journal": list(events.values("at", "action", "object_type", "object_id", "before", "after")),
    }  # fmt: skip


def pending_invitations(role: str = "", key: str | None = None) -> QuerySet[RoleInvitation]:
    """Invitations that wait for an answer, the latest first; those that are too old too: they may be sent again."""
    found = RoleInvitation.objects.filter(PENDING)
    if role:
        found = found.filter(role=role)
    return found if key is None else found.filter(key=key)


def invitations_to(user: User, at: datetime) -> list[RoleInvitation]:
    """What is offered to this person's address and can still be accepted."""
    return list(RoleInvitation.objects.filter(PENDING, email=user.email, expires_at__gt=at))


def invitation_by_uid(uid: str) -> RoleInvitation | None:
    """One invitation; None when there is none."""
    return RoleInvitation.objects.filter(uid=uid).first()


def invitation_by_token(token: str) -> RoleInvitation | None:
    """The invitation that a link opens, in whatever state; None when there is none."""
    return RoleInvitation.objects.filter(token_hash=token_hash(token)).first()


def token_hash(token: str) -> str:
    """What is kept of a link's secret."""
    return sha256(token.encode()).hexdigest()


def mail_choices(user: User) -> Sequence[tuple[NoticeKind, str]]:
    """Each kind of letters with how often this person wants it."""
    chosen = dict(user.mail_choices.values_list("kind", "frequency"))
    return [(kind, chosen.get(kind.key, kind.unless_chosen)) for kind in notice_kinds()]


def frequency_of(user: User, kind: NoticeKind) -> str:
    """How often this person wants letters of this kind."""
    choice = user.mail_choices.filter(kind=kind.key).first()
    return choice.frequency if choice else Frequency(kind.unless_chosen)


def preferences_token(user: User) -> str:
    """What opens the choice of this person's letters without signing in; it never grows old, and opens nothing else."""
    return signing.dumps(user.uid, salt=_PREFERENCES)


def person_of_preferences(token: str) -> User | None:
    """Whose letters a token speaks of; None when it was not made here, or the person is gone."""
    try:
        uid = signing.loads(token, salt=_PREFERENCES)
    except signing.BadSignature:
        return None
    return User.objects.filter(uid=uid).first()
