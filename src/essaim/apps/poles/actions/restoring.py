"""Putting back what a part of a pole was before an event of its history: a new write like any other."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from essaim.apps.audit.actors import Actor
from essaim.apps.audit.models import Event
from essaim.apps.poles.actions.describing import set_axes, set_domains, set_frames, set_territory, write_section
from essaim.apps.poles.actions.poles import edit_pole
from essaim.apps.poles.models import Organisation, Pole
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _

_PARTS = frozenset({"edit_pole", "write_section", "set_domains", "set_territory", "set_frames", "set_axes"})
# What follows from other columns, or from the write itself.
_NOT_PUT_BACK = frozenset({"slug", "version", "changed_at", "uid", "sourcing"})
_PLACE = ("commune", "department", "region")


def can_be_put_back(event: Event) -> bool:
    """Whether the event tells all that is needed to go back to what was before it."""
    return event.object_type == "pole" and event.action in _PARTS and bool(event.before)


@transaction.atomic
def put_back(*, pole: Pole, event: Event, seen_version: int, by: Actor, at: datetime) -> None:
    """Give the part that ``event`` changed its former value again.

    Raises:
        NotAllowed: the pole is not theirs to edit.
        InvalidValue: the event is of another record, or of a kind that cannot be put back.
        ChangedMeanwhile: somebody saved the pole since ``seen_version``.
    """
    if event.object_id != pole.uid or not can_be_put_back(event):
        raise InvalidValue(_("Cette écriture ne peut pas être annulée."), _("Corrigez la fiche à la main."))
    former = event.before
    if event.action == "edit_pole":
        edit_pole(pole=pole, changes=_columns(pole, former), seen_version=seen_version, by=by, at=at)
    elif event.action == "write_section":
        write_section(
            pole=pole, heading=former["heading"], text=former["text"], source_title=former["source_title"],
            source_urls=former["source_urls"], seen_version=seen_version, by=by, at=at,
        )  # fmt: skip
    elif event.action == "set_domains":
        set_domains(pole=pole, keys=former["domains"], seen_version=seen_version, by=by, at=at)
    elif event.action == "set_territory":
        set_territory(pole=pole, communes=former["communes"], seen_version=seen_version, by=by, at=at)
    elif event.action == "set_frames":
        set_frames(pole=pole, frames=_pairs(former["frames"]), seen_version=seen_version, by=by, at=at)
    else:
        set_axes(pole=pole, axes=_pairs(former["axes"]), seen_version=seen_version, by=by, at=at)


def _columns(pole: Pole, former: dict[str, Any]) -> dict[str, Any]:
    """The columns as they were: days are days again, the carrier is an organisation again."""
    changes = {key: value for key, value in former.items() if key not in _NOT_PUT_BACK}
    for key in ("stage_on", "ended_on"):
        if changes.get(key):
            changes[key] = date.fromisoformat(changes[key])
    if changes.get("carrier"):
        # An organisation that was removed, or merged, since then cannot be the carrier again.
        changes["carrier"] = Organisation.objects.filter(uid=changes["carrier"]).first() or pole.carrier
    if any(key in changes for key in _PLACE):
        place = {key: changes.get(key, getattr(pole, key)) for key in _PLACE}
        # A commune says the rest by itself.
        changes |= {"commune": place["commune"], "department": "", "region": ""} if place["commune"] else place
    return changes


def _pairs(rows: list[list[str]]) -> list[tuple[str, str]]:
    return [(first, second) for first, second in rows]
