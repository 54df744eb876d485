"""The event log in words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from essaim.apps.audit.actors import SEED
from essaim.apps.audit.models import Event
from essaim.engine.language import gettext as _

_HIDDEN = frozenset({"uid", "pole", "version", "changed_at", "recorded_at", "author", "superseded_by"})


@dataclass(frozen=True, slots=True)
class Change:
    """One event in words: what was done, when, by whom, and each value before and after."""

    at: datetime
    what: str
    actor: str
    values: list[tuple[str, str, str]]


def changes(event: Event) -> Change:
    """An event as people read it. Empty values that stay empty are left out."""
    keys = [key for key in event.after if key not in _HIDDEN]
    rows = [(key, _shown(event.before.get(key)), _shown(event.after[key])) for key in keys]
    return Change(
        at=event.at,
        what=_actions().get(event.action, event.action),
        actor=_("Essaim, données de départ") if event.actor == SEED.uid else event.actor,
        values=[row for row in rows if row[1] or row[2]],
    )


def _shown(value: Any) -> str:
    if value in (None, "", [], {}, False):
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _actions() -> dict[str, str]:
    return {
        "add_pole": _("Fiche créée"),
        "edit_pole": _("Fiche modifiée"),
        "set_domains": _("Domaines indiqués"),
        "set_territory": _("Territoire indiqué"),
        "write_section": _("Texte écrit"),
        "list_item": _("Élément ajouté"),
        "record_recognition": _("Reconnaissance ajoutée"),
        "record_observation": _("Chiffre ajouté"),
        "join_network": _("Réseau indiqué"),
        "add_member": _("Membre ajouté"),
        "end_membership": _("Départ d'un membre"),
        "change_membership": _("Membre corrigé"),
        "remove_member": _("Membre retiré par erreur de saisie"),
        "add_organisation": _("Fiche créée"),
        "edit_organisation": _("Fiche modifiée"),
        "remove_organisation": _("Fiche retirée"),
        "merge_organisation": _("Fiche réunie avec une autre"),
        "merged_into": _("Fiche réunie à une autre, qui est gardée"),
    }
