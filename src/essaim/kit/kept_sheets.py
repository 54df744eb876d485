"""A spreadsheet that somebody brought: kept until it is confirmed, then what it did, so that it can be undone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from essaim.kit.errors import ChangedMeanwhile
from essaim.kit.identifiers import LENGTH, opaque_id
from essaim.kit.language import gettext_lazy as _

# How long its cells wait for a confirmation; how long what it did can be undone.
KEPT_FOR, UNDONE_WITHIN = timedelta(hours=24), timedelta(days=30)


class SheetState(models.TextChoices):
    """Where a spreadsheet stands. Nothing is written before it is done."""

    PENDING = "pending", _("à confirmer")
    DONE = "done", _("fait")
    UNDONE = "undone", _("défait")


class KeptSheet(models.Model):
    """One file. The whole row is erased at ``expires_at``.

    ``header`` and ``lines`` are the cells as they were read, [[line, [cells…]]…]: erased once it is done. ``report``
    tells what each line became.
    """

    uid = models.CharField(max_length=LENGTH, unique=True, default=opaque_id, editable=False)
    state = models.CharField(_("état"), max_length=10, choices=SheetState.choices, default=SheetState.PENDING)
    file_name = models.CharField(_("fichier"), max_length=200)
    header = models.JSONField(default=list)
    lines = models.JSONField(default=list)
    report = models.JSONField(default=list)
    created_by = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ("-created_at", "-id")
        indexes = (models.Index(fields=("expires_at",), name="%(class)s_to_forget"),)
        constraints = (
            models.CheckConstraint(condition=Q(state__in=SheetState.values), name="%(class)s_state_known"),
            models.CheckConstraint(
                condition=Q(state=SheetState.PENDING, done_at=None)
                | (~Q(state=SheetState.PENDING) & Q(done_at__isnull=False)),
                name="%(class)s_done_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(state=SheetState.UNDONE, undone_at__isnull=False)
                | (~Q(state=SheetState.UNDONE) & Q(undone_at=None)),
                name="%(class)s_undone_is_dated",
            ),
        )

    def __str__(self) -> str:
        return self.file_name

    def is_expired(self, at: datetime) -> bool:
        """Whether nobody confirmed it in time."""
        return self.state == SheetState.PENDING and self.expires_at < at

    def must_be_pending(self, at: datetime) -> None:
        """Go on only while it waits for its confirmation.

        Raises:
            ChangedMeanwhile: it is done, or too old.
        """
        if self.state != SheetState.PENDING or self.expires_at < at:
            raise ChangedMeanwhile()

    def must_be_done(self) -> None:
        """Go on only once it is done, and not undone.

        Raises:
            ChangedMeanwhile: it is not.
        """
        if self.state != SheetState.DONE:
            raise ChangedMeanwhile()
