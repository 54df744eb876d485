"""People who sign in. How they do (code by e-mail, passkey) comes later."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _


class User(AbstractBaseUser):
    """A person: an e-mail address to sign in, an opaque identifier everywhere else."""

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    email = models.EmailField(_("adresse électronique"), unique=True)
    name = models.CharField(_("nom"), max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(default=False)
    joined_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = BaseUserManager["User"]()

    class Meta:
        constraints = (
            # Two spellings of one address would be two people.
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_in_lower_case"),
        )

    def __str__(self) -> str:
        return self.name or self.uid
