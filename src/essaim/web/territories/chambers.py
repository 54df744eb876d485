"""Whom to ask about those who are never named: the chamber of their activity."""

from __future__ import annotations

from collections.abc import Iterable

from essaim.engine.language import gettext as _

FARMS, ARTS = {1, 2, 3}, {90}
CRAFTS = {*range(10, 34), 41, 42, 43, 95, 96}


def chamber(activity: str) -> str:
    """Whom to ask about sole traders of an activity, a code or a division."""
    number = int(activity[:2]) if activity[:2].isdigit() else 0
    if number in FARMS:
        return _("chambre d'agriculture")
    if number in CRAFTS:
        return _("chambre de métiers et de l'artisanat")
    if number in ARTS:
        return _("Drac, réseaux d'artistes")
    return _("chambre de commerce et d'industrie")


def rank(activity: str) -> int:
    """Farmers, then craftspeople, then artists, then the others: the order in which poles look for them."""
    number = int(activity[:2])
    return next((place for place, one in enumerate((FARMS, CRAFTS, ARTS)) if number in one), 3)


def chambers(activities: Iterable[str]) -> str:
    """Whom to ask about several activities, in a line; any of the chambers when none is said."""
    found = dict.fromkeys(chamber(one) for one in activities)
    return " ; ".join(found) or _("chambre d'agriculture, de métiers ou de commerce")
