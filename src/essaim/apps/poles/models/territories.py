"""What people write about territories."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _

LONGEST_NOTE = 10_000


class TerritoryNote(models.Model):
    """A private note on an EPCI, shared by its agents; administrators read it too, nobody else does.

    ``author`` and ``edited_by`` are opaque identifiers, no foreign keys: the memory of a territory outlives accounts.
    """

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    code = models.CharField(max_length=16)
    text = models.TextField(_("note"), max_length=LONGEST_NOTE)
    author = models.CharField(max_length=64)
    written_at = models.DateTimeField()
    edited_by = models.CharField(max_length=64, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-written_at", "-id")
        indexes = (models.Index(fields=("code", "-written_at"), name="territory_note_by_code"),)
        constraints = (
            models.CheckConstraint(condition=~Q(code="") & ~Q(text=""), name="territory_note_says_something"),
            models.CheckConstraint(
                condition=Q(edited_at=None, edited_by="") | (~Q(edited_at=None) & ~Q(edited_by="")),
                name="territory_note_edited_by_whom",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.written_at}"
