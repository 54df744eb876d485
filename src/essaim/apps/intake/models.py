"""A spreadsheet that came in, until it is confirmed; then what it did, line by line, so that it can be undone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from essaim.apps.intake.enums import State
from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _


class MemberImport(models.Model):
    """One file of a pole's members.

    ``lines`` are the cells as they were read, [[line, [cells…]]…]: they are erased once the import is done, and the
    whole row is when it expires unconfirmed. ``matching`` gives each column of the file its meaning, "" for none.
    ``report`` holds one entry a line: line, name, outcome, sentence, and the uids of what was created.
    """

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    pole = models.ForeignKey("poles.Pole", on_delete=models.CASCADE, related_name="imports")
    state = models.CharField(_("état"), max_length=10, choices=State.choices, default=State.PENDING)
    file_name = models.CharField(_("fichier"), max_length=200)
    header = models.JSONField(default=list)
    matching = models.JSONField(default=list)
    lines = models.JSONField(default=list)
    report = models.JSONField(default=list)
    created_by = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")
        indexes = (models.Index(fields=("state", "expires_at"), name="import_by_expiry"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=State.values), name="import_state_known"),
            models.CheckConstraint(
                condition=Q(state=State.PENDING, done_at=None) | (~Q(state=State.PENDING) & ~Q(done_at=None)),
                name="import_done_has_its_date",
            ),
            models.CheckConstraint(
                condition=(Q(state=State.UNDONE) & ~Q(undone_at=None)) | (~Q(state=State.UNDONE) & Q(undone_at=None)),
                name="import_undone_has_its_date",
            ),
        )

    def __str__(self) -> str:
        return self.file_name
