"""Private notes of the agents of a territory. The log says who wrote and when, never what."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.poles.models import TerritoryNote
from essaim.apps.poles.rules import can_note
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.engine.territories import load_territories
from essaim.kit.errors import ChangedMeanwhile, NotAllowed

TERRITORY, EPCI = "territory", "epci"


@transaction.atomic
def write_note(*, code: str, text: str, by: Actor, at: datetime) -> TerritoryNote:
    """Add a note on an EPCI.

    Raises:
        NotAllowed: neither one of its agents, nor an administrator.
        UnknownTerritory: no EPCI has this code.
        InvalidValue: nothing is written.
    """
    if not can_note(by, code):
        raise NotAllowed()
    load_territories().level(EPCI).index(code)
    note = TerritoryNote.objects.create(code=code, text=_said(text), author=by.uid, written_at=at)
    _record("write_note", note, by, at)
    return note


@transaction.atomic
def rewrite_note(*, note: TerritoryNote, text: str, seen_version: int, by: Actor, at: datetime) -> TerritoryNote:
    """Change the text of a note that was read at ``seen_version``.

    Raises:
        NotAllowed: neither an agent of that EPCI, nor an administrator.
        ChangedMeanwhile: somebody saved or removed it since.
        InvalidValue: nothing is written.
    """
    current = _held(note, seen_version, by)
    said = _said(text)
    if said == current.text:
        return current
    current.text, current.edited_by, current.edited_at = said, by.uid, at
    current.version += 1
    current.save()
    _record("rewrite_note", current, by, at)
    return current


@transaction.atomic
def remove_note(*, note: TerritoryNote, seen_version: int, by: Actor, at: datetime) -> None:
    """Erase a note that was read at ``seen_version``; nothing of its text is kept.

    Raises:
        NotAllowed, ChangedMeanwhile: see ``rewrite_note``.
    """
    current = _held(note, seen_version, by)
    _record("remove_note", current, by, at)
    current.delete()


def _held(note: TerritoryNote, seen_version: int, by: Actor) -> TerritoryNote:
    """The note, locked, when ``by`` may write it and nobody did meanwhile."""
    if not can_note(by, note.code):
        raise NotAllowed()
    current = TerritoryNote.objects.select_for_update().filter(pk=note.pk).first()
    if current is None or current.version != seen_version:
        raise ChangedMeanwhile()
    return current


def _said(text: str) -> str:
    said = text.replace("\r\n", "\n").strip()
    if not said:
        raise InvalidValue(_("Écrivez votre note."))
    return said


def _record(action: str, note: TerritoryNote, by: Actor, at: datetime) -> None:
    record(action=action, object_type=TERRITORY, object_id=note.code, by=by, at=at, after={"note": note.uid})
