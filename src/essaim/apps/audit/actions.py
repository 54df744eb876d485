"""Writing in the log: called by the actions of the other apps, inside their transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from essaim.apps.audit.actors import Actor
from essaim.apps.audit.models import Event


def record(
    *,
    action: str,
    object_type: str,
    object_id: str,
    by: Actor,
    at: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> Event:
    """Add one event. ``before`` and ``after`` hold JSON values."""
    return Event.objects.create(
        at=at, actor=by.uid, action=action, object_type=object_type, object_id=object_id,
        before=before or {}, after=after or {},
    )  # fmt: skip
