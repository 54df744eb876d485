"""Who may, about imports."""

from __future__ import annotations

from essaim.apps.audit.actors import Actor
from essaim.apps.poles.models import Pole
from essaim.apps.poles.rules import can_edit_pole


def can_import_members(user: Actor | None, pole: Pole) -> bool:
    """Whoever may edit the pole: its coordinators, the officers of its networks, administrators."""
    return can_edit_pole(user, pole)
