"""What is changed in a call that is public: in words, for its page and for those whose dossier is under way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from essaim.apps.audit.queries import history_of, history_since
from essaim.apps.calls.enums import WRITING
from essaim.apps.calls.models import Call
from essaim.engine.language import gettext as _

# The order of questions alone changes nothing of what is asked.
CHANGING = (
    "edit_call",
    "set_phases",
    "set_own_rules",
    "put_question",
    "remove_question",
    "add_call_document",
    "remove_call_document",
)
_MOST = 60


@dataclass(frozen=True, slots=True)
class Change:
    """What one save changed, and when."""

    at: datetime
    what: str


def changes_of(call: Call) -> list[Change]:
    """What changed since the call was published, the latest first; in one query."""
    if call.published_at is None:
        return []
    found: dict[datetime, list[str]] = {}
    for event in history_since(history_of("call", call.uid, CHANGING), "publish_call")[:_MOST]:
        what = change_in_words(call, event.action, event.before, event.after)
        if what:
            found.setdefault(event.at, []).append(what)
    return [Change(at, " ; ".join(dict.fromkeys(what))) for at, what in found.items()]


def change_in_words(call: Call, action: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """One event of a call's log as its readers are told it; "" when it changes nothing for them."""
    if action == "edit_call":
        return ", ".join(words for key, words in _parts().items() if key in after)
    if action == "set_phases":
        return _phases(call, before["phases"], after["phases"])
    if action == "set_own_rules":
        return _("règles d'éligibilité")
    if action == "add_call_document":
        return _("document ajouté « %(document)s »") % {"document": after["title"]}
    if action == "remove_call_document":
        return _("document retiré « %(document)s »") % {"document": before["title"]}
    label = {"question": after.get("label", "") or before.get("label", "")}
    if action == "remove_question":
        return _("question retirée « %(question)s »") % label
    return (_("question corrigée « %(question)s »") if before else _("question ajoutée « %(question)s »")) % label


def _parts() -> dict[str, str]:
    return {
        "title": _("titre"), "organiser": _("organisateur"), "summary": _("résumé"), "text": _("texte de l'avis"),
        "rules": _("règles d'éligibilité"), "place": _("territoire"), "zone": _("fuseau horaire"),
        "contact": _("contact"), "form_address": _("adresse de la démarche en ligne"),
    }  # fmt: skip


def _phases(call: Call, before: list[list[str]], after: list[list[str]]) -> str:
    if [_dates(one) for one in before] == [_dates(one) for one in after]:
        # The first phases logged had no names: what else changed in them is a name.
        renamed = sum(_name(one) != _name(other) for one, other in zip(before, after, strict=True))
        return _("nom d'une phase") if renamed <= 1 else _("noms des phases")
    closing = _closing(after)
    if not closing or closing == _closing(before):
        return _("dates des phases")
    return _("dates, avec une nouvelle clôture le %(at)s") % {"at": call.in_words(datetime.fromisoformat(closing))}


def _closing(phases: list[list[str]]) -> str:
    """The closing of the last phase in which dossiers are written, as it was logged."""
    return next((closes for kind, _opens, closes in map(_dates, reversed(phases)) if kind in WRITING), "")


def _dates(phase: list[str]) -> tuple[str, str, str]:
    """A phase as it was logged, without its name: its kind, its opening, its closing."""
    kind, opens, closes = phase[:3]
    return kind, opens, closes


def _name(phase: list[str]) -> str:
    return phase[3] if len(phase) > 3 else ""
