"""Who may, about what a pole does together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.rules import keys_of
from essaim.apps.audit.actors import Actor
from essaim.apps.poles.rules import coordinates, founds

if TYPE_CHECKING:
    from essaim.apps.poles.models import Pole


def keeps_work(user: Actor | None, pole: Pole) -> bool:
    """Its coordinators, or a draft's founders. Networks and administrators keep the sheet, not the pole's business."""
    return coordinates(user, pole) or founds(user, pole)


def reads_work(user: Actor | None, pole: Pole) -> bool:
    """Those who keep it, and representatives of its present members (``pole.memberships`` with their organisation)."""
    if keeps_work(user, pole):
        return True
    held = keys_of(user, Role.REPRESENTATIVE)
    return bool(held) and any(
        one.organisation is not None and one.organisation.uid in held
        for one in pole.memberships.all()
        if one.until is None
    )
