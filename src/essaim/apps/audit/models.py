"""One row for each thing done. Rows are added, never changed."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """Something was written: by whom, when, what it was before and after.

    The actor is text and no foreign key: erasing a person must not erase what was decided.
    """

    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    action = models.CharField(max_length=64)
    object_type = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ("-at", "-id")
        indexes = (models.Index(fields=("object_type", "object_id", "-at"), name="event_of_object"),)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(actor="") & ~models.Q(action="") & ~models.Q(object_id=""), name="event_is_whole"
            ),
        )

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"
