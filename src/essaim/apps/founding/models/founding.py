"""The draft itself: the model it follows, how far it is, what was changed of the model and why."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from essaim.apps.founding.enums import FoundingState, ModelPart
from essaim.apps.poles.models import Pole
from essaim.kit.language import gettext_lazy as _


class Founding(models.Model):
    """What founding adds to a draft pole; it stays after publication, as the memory of how the pole began.

    ``place`` is the territory in one line (``engine.territories.written``). ``model_data`` is the whole model as it was
    when it was chosen (``engine.patterns.as_data``), so that a later version of the library changes nothing here; {}
    when the founders follow none. What the model still misses is computed, never kept.
    """

    pole = models.OneToOneField(Pole, on_delete=models.CASCADE, related_name="founding")
    place = models.TextField(_("territoire"), blank=True)
    model_key = models.CharField(_("modèle"), max_length=80, blank=True)
    model_digest = models.CharField(max_length=64, blank=True)
    model_data = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=FoundingState.choices, default=FoundingState.DRAFT)
    started_by = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=64, blank=True)
    remarks = models.TextField(_("remarques de qui modère"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        indexes = (models.Index(fields=("state", "asked_at"), name="founding_to_moderate"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=FoundingState.values), name="founding_state_known"),
            models.CheckConstraint(
                condition=~Q(state=FoundingState.ASKED) | Q(asked_at__isnull=False), name="founding_asked_is_dated"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pole_id} {self.state}"


class Step(models.Model):
    """A line of the founders' list of things to do. ``key`` names a proposed one; "" for their own."""

    founding = models.ForeignKey(Founding, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField(max_length=40, blank=True)
    text = models.CharField(_("à faire"), max_length=300, blank=True)
    due_on = models.DateField(_("pour le"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=64, blank=True)
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("place", "id")
        constraints = (
            models.UniqueConstraint(fields=("founding", "key"), condition=~Q(key=""), name="step_proposed_once"),
            models.CheckConstraint(condition=~Q(key="") | ~Q(text=""), name="step_says_something"),
        )

    def __str__(self) -> str:
        return self.key or self.text


class Adaptation(models.Model):
    """Something of the model that the founders do otherwise, and why: what the next ones learn from.

    ``key`` names the role or the condition concerned, "" for the part as a whole; ``is_core``: the model would keep it.
    """

    founding = models.ForeignKey(Founding, on_delete=models.CASCADE, related_name="adaptations")
    part = models.CharField(_("partie du modèle"), max_length=20, choices=ModelPart.choices)
    key = models.CharField(max_length=80, blank=True)
    what = models.TextField(_("ce qui change"))
    why = models.TextField(_("pourquoi"))
    is_core = models.BooleanField(default=False)
    noted_by = models.CharField(max_length=64)
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ("noted_at", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(what="") & ~Q(why=""), name="adaptation_says_what_and_why"),
            models.CheckConstraint(condition=Q(part__in=ModelPart.values), name="adaptation_part_known"),
        )

    def __str__(self) -> str:
        return f"{self.part} {self.key}".strip()
