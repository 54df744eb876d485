"""Which long work exists: each app declares its own in its ``tasks.py``.

    @job_kind("export-directory", title=_("Export de l'annuaire"))
    def export_directory(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
        for number, pole in enumerate(poles, start=1):
            progress.advance(number, total, _("Fiches écrites"))
        return {"url": address, "label": _("Télécharger l'export")}

What it returns is kept for whoever asked: JSON values; ``url`` and ``label`` become a link on the page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _


class Progress(Protocol):
    """What a piece of work says while it lasts."""

    asked_by: str

    def advance(self, done: int, total: int | None = None, message: str = "") -> None:
        """Say how far it is.

        Raises:
            Stopped: whoever asked no longer wants it; let it pass.
        """


class Stopped(Exception):
    """Somebody asked the work to stop, or it was given to another worker."""


Work = Callable[[dict[str, Any], Progress], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of long work. ``tries`` above 1: done again from the start when its worker was killed."""

    key: str
    title: Any
    work: Work
    tries: int


_kinds: dict[str, Kind] = {}


def job_kind(key: str, *, title: Any, tries: int = 1) -> Callable[[Work], Work]:
    """Declare the function that does the work ``key``; ``title`` is read by people (``gettext_lazy``)."""

    def declare(work: Work) -> Work:
        _kinds[key] = Kind(key, title, work, tries)
        return work

    return declare


def kind_of(key: str) -> Kind:
    """The kind of work called ``key``.

    Raises:
        InvalidValue: no app declares it.
    """
    if key not in _kinds:
        raise InvalidValue(_("Le travail « %(key)s » n'est pas connu.") % {"key": key})
    return _kinds[key]


def title_of(key: str) -> str:
    """What people read; the key itself for a kind that is gone."""
    return str(_kinds[key].title) if key in _kinds else key
