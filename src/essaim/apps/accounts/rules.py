"""Who may, about people."""

from __future__ import annotations

from essaim.apps.accounts.enums import Role
from essaim.apps.audit.actors import Actor


def is_signed_in(user: Actor | None, thing: object = None) -> bool:
    """Somebody whom we know."""
    return user is not None and bool(getattr(user, "is_authenticated", True))


def is_administrator(user: Actor | None, thing: object = None) -> bool:
    """Somebody to whom the whole platform is entrusted."""
    return bool(getattr(user, "is_administrator", False))


def has_role(user: Actor | None, role: str, key: str = "") -> bool:
    """Whether ``user`` has ``role`` on what ``key`` names; nobody has any."""
    return user is not None and is_signed_in(user) and user.holds(role, key)


def keys_of(user: Actor | None, role: str) -> frozenset[str]:
    """Everything on which ``user`` has ``role``."""
    held: frozenset[tuple[str, str]] = getattr(user, "held", frozenset()) if is_signed_in(user) else frozenset()
    return frozenset(key for found, key in held if found == role)


def is_state_officer(user: Actor | None, thing: object = None) -> bool:
    """Somebody of the State's services."""
    return has_role(user, Role.STATE_OFFICER)


def can_register_people(user: Actor | None) -> bool:
    """Administrators and our own programmes."""
    return is_administrator(user)
