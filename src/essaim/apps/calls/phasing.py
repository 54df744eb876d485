"""Phases of one call that contradict each other: which, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from essaim.apps.calls.enums import WRITING, PhaseKind
from essaim.engine.language import gettext as _


class Dated(Protocol):
    """A phase, planned or kept."""

    @property
    def kind(self) -> str: ...
    @property
    def opens_at(self) -> datetime: ...
    @property
    def closes_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What is wrong with the phase at ``place``, and the ``field`` to mend: ``opens_at`` or ``closes_at``."""

    place: int
    field: str
    why: str


def contradictions(phases: Sequence[Dated], said: Callable[[datetime], str]) -> list[Contradiction]:
    """What contradicts, by phase; moments are ``said`` as the reader is told them.

    Dossiers are written until the closing of the last phase that lets them be; the rest comes once they may be.
    """
    writing = sorted((one for one in phases if one.kind in WRITING), key=lambda one: one.opens_at)
    if not writing:
        return []
    opens, closes = writing[0].opens_at, writing[-1].closes_at
    found = []
    for place, one in enumerate(phases):
        if one.kind in WRITING:
            if closes is not None and (one.closes_at is None or one.closes_at > closes):
                why = _("Les dossiers s'y écriraient encore après la clôture, le %(at)s.") % {"at": said(closes)}
                found.append(Contradiction(place, "closes_at", why))
        elif one.opens_at < opens:
            why = _("Cette phase est hors de l'appel : les dossiers ne s'écrivent qu'à partir du %(at)s.")
            found.append(Contradiction(place, "opens_at", why % {"at": said(opens)}))
        elif one.kind == PhaseKind.RESULTS and closes is not None and one.opens_at < closes:
            why = _("Les résultats ne peuvent pas être publics avant la clôture, le %(at)s.") % {"at": said(closes)}
            found.append(Contradiction(place, "opens_at", why))
    return found
