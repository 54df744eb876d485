"""The check that every action makes first."""

from __future__ import annotations

from essaim.apps.audit.actors import Actor
from essaim.apps.poles.models import Pole
from essaim.apps.poles.rules import can_edit_pole
from essaim.kit.errors import NotAllowed


def must_edit(by: Actor, pole: Pole | None = None) -> None:
    """Refuse whoever may not write on this pole (None: on the directory).

    Raises:
        NotAllowed: it is not theirs to edit.
    """
    if not can_edit_pole(by, pole):
        raise NotAllowed()
