"""Who may, about people."""

from __future__ import annotations

from essaim.apps.audit.actors import Actor


def is_administrator(user: Actor | None, thing: object = None) -> bool:
    """Somebody to whom the whole platform is entrusted."""
    return bool(getattr(user, "is_administrator", False))


def can_register_people(user: Actor | None) -> bool:
    """Administrators and our own programmes."""
    return is_administrator(user)
