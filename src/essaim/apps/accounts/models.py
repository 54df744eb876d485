"""People who sign in, and what they are entrusted with."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from essaim.apps.accounts.enums import SCOPE_OF, Frequency, Role, Scope
from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _

# Invitations that nobody answered and nobody took back; they may be too old.
PENDING = Q(accepted_at=None, withdrawn_at=None)
KIND_LENGTH = 40


def _key_as_role_asks() -> Q:
    """A role on the platform has no key, the others have one."""
    on_platform = [role for role in SCOPE_OF if SCOPE_OF[role] == Scope.PLATFORM]
    return Q(key="", role__in=on_platform) | (~Q(key="") & ~Q(role__in=on_platform))


class User(AbstractBaseUser):
    """A person: an e-mail address to sign in, an opaque identifier everywhere else."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    email = models.EmailField(_("adresse électronique"), unique=True)
    name = models.CharField(_("nom"), max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = BaseUserManager["User"]()

    class Meta:
        constraints = (
            # Two spellings of one address would be two people.
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_in_lower_case"),
        )

    def __str__(self) -> str:
        return self.name or self.uid

    @cached_property
    def held(self) -> frozenset[tuple[str, str]]:
        """Every (role, key of what it is held on), read once for a request."""
        return frozenset(self.grants.values_list("role", "key"))

    def read_again(self) -> None:
        """Forget what was read of the roles held: one was given or taken since. (A page's user is wrapped: ask it.)"""
        self.__dict__.pop("held", None)

    def holds(self, role: str, key: str = "") -> bool:
        """Whether this person has ``role`` on the thing known by ``key``."""
        return self.is_active and (role, key) in self.held

    @property
    def is_administrator(self) -> bool:
        """Whether the whole platform is entrusted to this person."""
        return self.holds(Role.ADMINISTRATOR)


class Grant(models.Model):
    """A role given to a person on one thing.

    ``key`` is the public key of that thing (a pole's or an organisation's ``uid``, a network's ``key``, the code of an
    EPCI), "" for the whole platform. It is text and no foreign key: accounts stand below what roles are held on.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(_("rôle"), max_length=20, choices=Role.choices)
    key = models.CharField(max_length=64, blank=True)
    granted_by = models.CharField(max_length=64)
    granted_at = models.DateTimeField()

    class Meta:
        ordering = ("role", "key")
        indexes = (models.Index(fields=("role", "key"), name="grant_by_key"),)
        constraints = (
            models.UniqueConstraint(fields=("user", "role", "key"), name="grant_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="grant_role_known"),
            models.CheckConstraint(
                condition=_key_as_role_asks(),
                name="grant_key_as_the_role_asks",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.key}".strip()


class RoleInvitation(models.Model):
    """A role offered to an address, until it is accepted, withdrawn, or too old.

    The secret of its link is in the letter alone: only its fingerprint is kept. ``about`` is the name of what the role
    is held on, as it was: accounts do not know it.
    """

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    email = models.EmailField(_("adresse électronique"))
    role = models.CharField(_("rôle"), max_length=20, choices=Role.choices)
    key = models.CharField(max_length=64, blank=True)
    about = models.CharField(max_length=300, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.CharField(max_length=64)
    invited_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.CharField(max_length=64, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-invited_at", "-id")
        indexes = (
            models.Index(fields=("role", "key"), name="role_invitation_by_key"),
            models.Index(fields=("email",), name="role_invitation_by_address"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(email=Lower("email")), name="role_invitation_in_lower_case"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_invitation_role_known"),
            models.CheckConstraint(condition=_key_as_role_asks(), name="role_invitation_key_as_asked"),
            models.UniqueConstraint(fields=("email", "role", "key"), condition=PENDING, name="role_invitation_once"),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.key}".strip()


class MailChoice(models.Model):
    """How often a person wants letters of one kind; without a row, the kind's own default."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mail_choices")
    kind = models.CharField(max_length=KIND_LENGTH)
    frequency = models.CharField(_("fréquence"), max_length=10, choices=Frequency.choices)

    class Meta:
        ordering = ("kind",)
        constraints = (
            models.UniqueConstraint(fields=("user", "kind"), name="mail_choice_once"),
            models.CheckConstraint(condition=Q(frequency__in=Frequency.values), name="mail_choice_known"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.frequency}"


class Notice(models.Model):
    """Something to tell a person in the next daily letter; erased once it is in it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=KIND_LENGTH)
    subject = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ("noted_at", "id")
        indexes = (models.Index(fields=("noted_at",), name="notice_waiting"),)

    def __str__(self) -> str:
        return self.kind
