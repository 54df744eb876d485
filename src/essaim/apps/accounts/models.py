"""People who sign in, and what they are entrusted with."""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from essaim.apps.accounts.enums import SCOPE_OF, Role, Scope
from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _


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
                condition=Q(key="", role__in=[role for role in SCOPE_OF if SCOPE_OF[role] == Scope.PLATFORM])
                | (~Q(key="") & Q(role__in=[role for role in SCOPE_OF if SCOPE_OF[role] != Scope.PLATFORM])),
                name="grant_key_as_the_role_asks",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.key}".strip()
