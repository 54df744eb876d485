"""An organisation to put on the board of prospects, and what became of several put there at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from essaim.apps.founding.enums import ProspectSource
from essaim.apps.founding.models import Prospect

EDITABLE = ("name", "siret", "commune", "family", "role", "source_note", "in_charge", "next_step", "next_on")


@dataclass(frozen=True, slots=True)
class Wanted:
    """An organisation to put on the board, as it was found."""

    name: str
    siret: str = ""
    commune: str = ""
    family: str = ""
    role: str = ""
    source: str = ProspectSource.TYPED
    source_note: str = ""
    in_charge: str = ""
    next_step: str = ""
    next_on: date | None = None


@dataclass(slots=True)
class Added:
    """What became of several organisations put on the board at once: none is lost without a word.

    Attributes:
        new: those added.
        completed: already there; what was blank is filled.
        known: already there; nothing to write.
        refused: name or number, and why.
    """

    new: list[Prospect] = field(default_factory=list)
    completed: list[Prospect] = field(default_factory=list)
    known: list[Prospect] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
