"""Who may, about kept scans."""

from __future__ import annotations

from essaim.apps.accounts.rules import is_signed_in
from essaim.apps.audit.actors import Actor
from essaim.apps.scenarios.models import Scenario


def can_keep(user: Actor | None, thing: object = None) -> bool:
    """Whoever is signed in keeps scans of their own."""
    return is_signed_in(user)


def can_tend(user: Actor | None, scenario: Scenario) -> bool:
    """Read, rename, share, erase: whoever kept it, nobody else."""
    return user is not None and is_signed_in(user) and user.uid == scenario.owner.uid
