"""What the public directory of enterprises answered about a territory or a number: kept, dated, asked again on demand.

A table and not the cache: an answer outlives an outage and a restart; establishments are found in it by their number.
"""

from __future__ import annotations

import hashlib

from django.db import models
from django.db.models import Q

from essaim.kit.language import gettext_lazy as _

LONGEST_WORDS = 100
LONGEST_ACTIVITIES = 500


class LookUp(models.Model):
    """One question and its last answer. Who asked is not kept.

    ``place`` is a perimeter in one line, "" for a number (then in ``words``); ``activities`` are the only ones
    asked for, "" for any. A failure leaves the answer before it.
    """

    key = models.CharField(max_length=64, unique=True, editable=False)
    place = models.TextField(_("territoire"), blank=True)
    family = models.CharField(_("famille"), max_length=40, blank=True)
    words = models.CharField(_("mots"), max_length=LONGEST_WORDS, blank=True)
    activities = models.CharField(_("activités"), max_length=LONGEST_ACTIVITIES, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    address = models.CharField(max_length=200, blank=True)
    total = models.PositiveIntegerField(default=0)
    complete = models.BooleanField(default=False)
    cut = models.CharField(max_length=300, blank=True)
    natural_persons = models.PositiveIntegerField(default=0)
    not_public = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-asked_at", "-id")
        indexes = (models.Index(fields=("asked_at",), name="look_up_by_age"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(failed_at__isnull=True, failure="") | (Q(failed_at__isnull=False) & ~Q(failure="")),
                name="look_up_failure_is_said",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=False) | Q(failed_at__isnull=False), name="look_up_has_an_outcome"
            ),
        )

    def __str__(self) -> str:
        return f"{self.place} {self.family} {self.words}".strip()


class LookUpLine(models.Model):
    """One establishment of an answer, as the engine's ``Found`` without what may not be shown."""

    look_up = models.ForeignKey(LookUp, on_delete=models.CASCADE, related_name="lines")
    siret = models.CharField("SIRET", max_length=14)
    facts = models.JSONField()

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("siret",), name="look_up_line_by_siret"),)
        constraints = (models.UniqueConstraint(fields=("look_up", "siret"), name="look_up_line_once"),)

    def __str__(self) -> str:
        return self.siret


def look_up_key(place: str, family: str, words: str, activities: str = "") -> str:
    """What makes a question the same as another."""
    said = (place, family, words.casefold(), *([activities] if activities else []))
    return hashlib.sha256("\n".join(said).encode()).hexdigest()
