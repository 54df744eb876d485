"""Who acts: a person or a programme, known by an opaque identifier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    """Whoever an action is done by."""

    @property
    def uid(self) -> str:
        """The opaque identifier kept in the log."""

    @property
    def is_administrator(self) -> bool:
        """Whether the whole platform is theirs to edit."""

    def holds(self, role: str, key: str = "") -> bool:
        """Whether they have a role on the thing known by ``key``."""


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme that writes by itself, such as the one that enters the product's own data."""

    uid: str
    is_administrator: bool = True

    def holds(self, role: str, key: str = "") -> bool:
        """A programme holds no role: it is trusted, or it is not."""
        return False


SEED = Programme("essaim-seed")
