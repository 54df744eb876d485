"""Proposals of visitors, and what was said about each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from essaim.apps.corrections.enums import OPEN, Kind, Part, State
from essaim.apps.poles.models import Organisation, Pole
from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _


class Proposal(models.Model):
    """What somebody, known or not, proposes to correct or to add.

    ``uid`` is also the address where whoever sent it reads the answer: it cannot be guessed. ``email`` is personal:
    it is read by moderators only, and erased some time after the end.
    """

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    kind = models.CharField(_("sorte"), max_length=12, choices=Kind.choices)
    pole = models.ForeignKey(Pole, on_delete=models.CASCADE, null=True, blank=True, related_name="proposals")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="proposals"
    )
    witness = models.CharField(max_length=60, blank=True)
    part = models.CharField(_("partie"), max_length=14, choices=Part.choices, blank=True)
    title = models.CharField(_("en quelques mots"), max_length=200)
    text = models.TextField(_("ce qui est proposé"))
    source = models.TextField(_("comment le savez-vous ?"), blank=True)
    facts = models.JSONField(default=dict, blank=True)
    email = models.EmailField(_("adresse pour répondre"), blank=True)
    language = models.CharField(max_length=2, default="fr")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    received_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-received_at", "-id")
        indexes = (models.Index(fields=("state", "-received_at"), name="proposal_by_state"),)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="proposal_kind_known"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="proposal_state_known"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by="", state__in=OPEN)
                | (~Q(ended_at=None) & ~Q(ended_by="") & ~Q(state__in=OPEN)),
                name="proposal_ended_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.CORRECTION) | ~Q(pole=None, organisation=None),
                name="proposal_corrects_something",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether an answer is still awaited."""
        return self.state in OPEN


class Exchange(models.Model):
    """One thing said about a proposal, by a moderator or by whoever sent it (``author`` is then "")."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="exchanges")
    author = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State.choices)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = (models.CheckConstraint(condition=Q(state__in=State.values), name="exchange_state_known"),)

    def __str__(self) -> str:
        return self.text[:40]
