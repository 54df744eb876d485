"""Who may, about poles."""

from __future__ import annotations

from essaim.apps.accounts.rules import is_administrator
from essaim.apps.audit.actors import Actor


def can_edit_pole(user: Actor | None, pole: object = None) -> bool:
    """Administrators, until coordinators and network officers have their accounts."""
    return is_administrator(user)
