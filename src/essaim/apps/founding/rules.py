"""Who may, about poles being founded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from essaim.apps.accounts.rules import is_administrator
from essaim.apps.audit.actors import Actor
from essaim.apps.poles.rules import can_edit_pole, can_enter_draft, coordinates, founds

if TYPE_CHECKING:
    from essaim.apps.founding.models import Founding
    from essaim.apps.poles.models import Pole


def can_found(user: Actor | None, founding: Founding) -> bool:
    """Who reads and writes a draft, its prospects and their notes: its founders, then those who coordinate the pole.

    Not the officers of its networks: prospects may be persons, who are told who reads about them.
    """
    return reads_founding(user, founding.pole)


def reads_founding(user: Actor | None, pole: Pole) -> bool:
    """Who reads how a pole was founded: the same, whether it was founded here or not."""
    return is_administrator(user) or founds(user, pole) or coordinates(user, pole)


def can_moderate_founding(user: Actor | None, thing: object = None) -> bool:
    """Who says whether a draft enters the directory; they read its sheet, never its prospects."""
    return can_enter_draft(user)


def can_answer_founders(user: Actor | None, mentor: Pole) -> bool:
    """Who answers in the name of a pole that is asked for help: those who keep it."""
    return can_edit_pole(user, mentor)
