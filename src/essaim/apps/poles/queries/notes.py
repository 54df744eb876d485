"""Private notes on territories: to be shown to those whom ``rules.can_note`` allows."""

from __future__ import annotations

from typing import Any

from essaim.apps.poles.models import TerritoryNote


def notes_on(code: str) -> list[TerritoryNote]:
    """The notes on an EPCI, the latest first."""
    return list(TerritoryNote.objects.filter(code=code))


def note_on(code: str, uid: str) -> TerritoryNote | None:
    """One note on that EPCI; None when there is none."""
    return TerritoryNote.objects.filter(code=code, uid=uid).first()


def notes_written_by(uid: str) -> list[dict[str, Any]]:
    """What a person wrote, for them to take away."""
    rows = TerritoryNote.objects.filter(author=uid).values("code", "text", "written_at", "edited_at")
    return [dict(row) for row in rows]
