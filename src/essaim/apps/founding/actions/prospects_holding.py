"""What every write about a prospect does first: check who may, hold the row, say in the log only what changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.founding.models import Founding, Prospect
from essaim.apps.founding.rules import can_found
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.errors import ChangedMeanwhile, Duplicate, NotAllowed

PROSPECT = "prospect"


class SameProspect(Duplicate):
    """The organisation is on the board already: by its number, which is final, or by its name and place."""

    def __init__(self, found: Sequence[Prospect], *, by_number: bool) -> None:
        self.found = list(found)
        self.by_number = by_number
        super().__init__(
            _("« %(name)s » est déjà sur le tableau.") % {"name": self.found[0].name},
            "" if by_number else _("Ouvrez sa fiche, ou dites que c'en est une autre."),
        )


def must_found(by: Actor, founding: Founding) -> None:
    """Refuse whoever is no founder of the draft.

    Raises:
        NotAllowed: it is not theirs.
    """
    if not can_found(by, founding):
        raise NotAllowed()


def hold_board(founding: Founding, by: Actor) -> Founding:
    """The draft's row, held so that two people do not add the same prospect at once.

    Raises:
        NotAllowed: it is not theirs.
    """
    must_found(by, founding)
    return Founding.objects.select_for_update().get(pk=founding.pk)


def held_prospect(prospect: Prospect, by: Actor, seen_version: int | None = None) -> Prospect:
    """The prospect as it is now, held until the end of the transaction.

    Raises:
        NotAllowed: it is not theirs. ChangedMeanwhile: somebody removed it, or saved it since ``seen_version``.
    """
    must_found(by, prospect.founding)
    current = Prospect.objects.select_for_update().filter(pk=prospect.pk).first()
    if current is None or (seen_version is not None and current.version != seen_version):
        raise ChangedMeanwhile()
    return current


def saved(current: Prospect, action: str, by: Actor, at: datetime, after: dict[str, Any], **before: Any) -> Prospect:
    """Write the row with its next version, and the event: never a name, an address or what was said."""
    current.version += 1
    current.changed_at = at
    current.save()
    record(action=action, object_type=PROSPECT, object_id=current.uid, by=by, at=at, before=before, after=after)
    return current


def clean(text: str, longest: int) -> str:
    """What was typed, without the signs that no database keeps.

    Raises:
        InvalidValue: longer than what is kept.
    """
    said = text.replace("\0", "").replace("\r\n", "\n").strip()
    if len(said) > longest:
        raise InvalidValue(_("Ce texte est trop long : %(n)d signes au plus.") % {"n": longest}, _("Raccourcissez-le."))
    return said
