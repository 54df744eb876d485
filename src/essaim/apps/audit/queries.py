"""Reading the log."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from essaim.apps.audit.models import Event


def history_of(object_type: str, object_id: str, actions: Collection[str] | None = None) -> QuerySet[Event]:
    """What was done to one thing, the latest first; ``actions`` keeps those kinds only."""
    found = Event.objects.filter(object_type=object_type, object_id=object_id)
    return found if actions is None else found.filter(action__in=actions)


def history_since(found: QuerySet[Event], action: str) -> QuerySet[Event]:
    """What was done from the last ``action`` on; all of it when there was none. Asks no query of its own."""
    last = Event.objects.filter(object_type=OuterRef("object_type"), object_id=OuterRef("object_id"), action=action)
    return found.filter(pk__gte=Coalesce(Subquery(last.order_by("-pk").values("pk")[:1]), 0))


def event_of(object_type: str, object_id: str, number: int) -> Event | None:
    """One event of a thing's history; None when there is none of that number."""
    return history_of(object_type, object_id).filter(pk=number).first()
