"""What partners' shares make of a budget, of a project or of a call's dossier."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from essaim.engine.language import gettext as _
from essaim.tables.formats import euros


def shares_of(amounts: Sequence[int | None], budget: int | None) -> dict[str, Any]:
    """The whole budget, the shares said, and what is left. A share that nobody said makes what is left a most.

    Args:
        amounts: cents that each partner brings; None: nobody said.
        budget: cents of the whole; None: nobody said.
    """
    brought, unsaid = sum(one or 0 for one in amounts), list(amounts).count(None)
    return {
        "whole": euros(budget) if budget is not None else "",
        "brought": euros(brought) if unsaid < len(amounts) else "",
        "unsaid": unsaid,
        "left": euros(budget - brought) if budget is not None and budget >= brought else "",
        "over": euros(brought - budget) if budget is not None and brought > budget else "",
    }


def shares_in_words(amounts: Sequence[int | None], budget: int | None) -> list[str]:
    """The same in sentences."""
    known = shares_of(amounts, budget)
    if not known["brought"]:
        return [_("Aucune part n'est encore dite.")]
    said = [_("Parts dites : %(sum)s.") % {"sum": known["brought"]}]
    if known["left"] and known["unsaid"]:
        said.append(_("Reste à trouver, au plus : %(sum)s.") % {"sum": known["left"]})
    elif known["left"]:
        said.append(_("Reste à trouver : %(sum)s.") % {"sum": known["left"]})
    if known["over"]:
        said.append(_("Les parts dépassent le budget de %(sum)s.") % {"sum": known["over"]})
    return said
