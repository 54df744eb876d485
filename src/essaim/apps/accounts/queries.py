"""Every read about people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.core import signing
from django.db.models import Q, QuerySet

from essaim.apps.accounts.enums import Frequency
from essaim.apps.accounts.models import PENDING, Grant, RoleInvitation, User
from essaim.apps.accounts.notice_kinds import NoticeKind, notice_kinds

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
