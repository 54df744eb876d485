"""Reading the log."""

from __future__ import annotations

from django.db.models import QuerySet

from essaim.apps.audit.models import Event


def history_of(object_type: str, object_id: str) -> QuerySet[Event]:
    """What was done to one thing, the latest first."""
    return Event.objects.filter(object_type=object_type, object_id=object_id)
