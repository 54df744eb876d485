"""A scan that somebody named and kept: what was asked, what was found, on which data."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from essaim.apps.accounts.models import User
from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _

NAME_LENGTH = 120


class Scenario(models.Model):
    """A scan kept by a person.

    Attributes:
        pattern: the model's full data, as it was then; ``digest`` is that of the model with the minimums asked for.
        level, radius_km, part, minimums: see ``Question``.
        register_version, territories_version, engine_version: what it was made with.
        sources: lines that name the sources with their vintage. synthetic: some of them are made up.
        found: what each territory answered, packed (see ``findings``).
        share_hash: fingerprint of the secret of the link that opens it to whoever has it; None: it is not shared.
    """

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField(_("nom du repérage"), max_length=NAME_LENGTH)
    pattern = models.JSONField()
    digest = models.CharField(max_length=64)
    level = models.CharField(max_length=31)
    radius_km = models.PositiveSmallIntegerField(null=True, blank=True)
    part = models.CharField(max_length=64, blank=True)
    minimums: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    register_version = models.CharField(max_length=64)
    territories_version = models.CharField(max_length=64)
    engine_version = models.CharField(max_length=40)
    sources: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    synthetic = models.BooleanField(default=False)
    found = models.TextField()
    saved_at = models.DateTimeField()
    share_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    shared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-saved_at", "-id")
        indexes = (models.Index(fields=("owner", "-saved_at"), name="scenario_of_whom"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(share_hash__isnull=True, shared_at__isnull=True)
                | Q(share_hash__isnull=False, shared_at__isnull=False),
                name="scenario_shared_is_dated",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="scenario_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name
