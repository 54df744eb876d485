"""Writing what is known: recognitions and figures. No figure is ever overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.poles.actions.holding import hold
from essaim.apps.poles.actions.permission import must_edit
from essaim.apps.poles.actions.sourcing import must_have_source
from essaim.apps.poles.enums import Sourcing
from essaim.apps.poles.models import Observation, Pole, Recognition
from essaim.apps.poles.rules import can_edit_pole, can_record_recognition
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.dates import DatedAs
from essaim.kit.errors import NotAllowed
from essaim.kit.snapshots import changed, snapshot

_RECOGNITION = frozenset({"scheme", "on", "precision", "confirmed", "note", "source_title", "source_urls", "sourcing"})


@transaction.atomic
def record_recognition(
    *,
    pole: Pole,
    scheme: str,
    when: DatedAs | None,
    by: Actor,
    at: datetime,
    source_title: str = "",
    source_urls: str = "",
    sourcing: str = Sourcing.CITED,
    confirmed: bool = True,
    note: str = "",
    seen_version: int | None = None,
) -> Recognition:
    """Add a dated event of recognition, with its source.

    A coordinator may say that the pole was recognised: it stands "to be confirmed" until somebody of the State's
    services or of a network confirms it.

    Raises:
        NotAllowed: neither one of them, nor somebody who keeps the pole.
        InvalidValue: no source.
        ChangedMeanwhile: somebody saved the pole since ``seen_version``.
    """
    if not (can_record_recognition(by, pole) or can_edit_pole(by, pole)):
        raise NotAllowed()
    must_have_source(source_title, source_urls, sourcing)
    hold(pole, at=at, seen_version=seen_version)
    event = Recognition.objects.create(
        pole=pole, scheme=scheme, on=when.day if when else None, precision=when.precision if when else "",
        confirmed=confirmed and can_record_recognition(by, pole), note=note, source_title=source_title,
        source_urls=source_urls, sourcing=sourcing,
    )  # fmt: skip
    record(action="record_recognition", object_type="pole", object_id=pole.uid, by=by, at=at, after=snapshot(event))
    return event


@transaction.atomic
def correct_recognition(
    *, event: Recognition, changes: Mapping[str, Any], by: Actor, at: datetime, seen_version: int | None = None
) -> Recognition:
    """Correct an event of recognition; the log keeps what it said. Whoever may not confirm leaves it to be confirmed.

    Raises:
        NotAllowed, InvalidValue, ChangedMeanwhile: as for a new one.
    """
    pole = event.pole
    if not (can_record_recognition(by, pole) or can_edit_pole(by, pole)):
        raise NotAllowed()
    unknown = set(changes) - _RECOGNITION
    if unknown:
        raise TypeError(f"not columns of a recognition that change: {sorted(unknown)}")
    hold(pole, at=at, seen_version=seen_version)
    before = snapshot(event)
    for key, value in changes.items():
        setattr(event, key, value)
    if not can_record_recognition(by, pole):
        event.confirmed = False
    must_have_source(event.source_title, event.source_urls, event.sourcing)
    event.save()
    _record_recognition("correct_recognition", event, before, by, at)
    return event


@transaction.atomic
def confirm_recognition(*, event: Recognition, by: Actor, at: datetime) -> Recognition:
    """The event is confirmed by whoever may: the State's services, officers of the pole's networks, administrators.

    Raises:
        NotAllowed: none of them.
    """
    if not can_record_recognition(by, event.pole):
        raise NotAllowed()
    hold(event.pole, at=at)
    before = snapshot(event)
    event.confirmed = True
    event.save(update_fields=["confirmed"])
    _record_recognition("confirm_recognition", event, before, by, at)
    return event


@transaction.atomic
def remove_recognition(*, event: Recognition, reason: str, by: Actor, at: datetime) -> None:
    """Take out an event that never was, and say why; the log keeps it.

    Raises:
        NotAllowed: as for a new one.
        InvalidValue: no reason is given.
    """
    pole = event.pole
    if not (can_record_recognition(by, pole) or can_edit_pole(by, pole)):
        raise NotAllowed()
    _must_have_reason(reason)
    hold(pole, at=at)
    record(
        action="remove_recognition", object_type="pole", object_id=pole.uid, by=by, at=at, before=snapshot(event),
        after={"reason": reason},
    )  # fmt: skip
    event.delete()


@transaction.atomic
def record_observation(
    *,
    pole: Pole,
    indicator: str,
    value: Decimal | int,
    unit: str,
    scope: str,
    when: DatedAs | None,
    by: Actor,
    at: datetime,
    source_title: str = "",
    source_urls: str = "",
    sourcing: str = Sourcing.CITED,
    note: str = "",
    bound: str = "",
    value_max: Decimal | int | None = None,
    replaces: Observation | None = None,
) -> Observation:
    """Add a figure. ``replaces`` is the one it corrects, which is kept and marked; others stand beside it."""
    must_edit(by, pole)
    must_have_source(source_title, source_urls, sourcing)
    if value_max is not None and value_max < value:
        raise InvalidValue(_("La valeur haute est plus petite que la valeur."), _("Échangez les deux."))
    hold(pole, at=at)
    if replaces is not None:
        replaces = _still_current(replaces, pole)
    figure = Observation.objects.create(
        pole=pole, indicator=indicator, value=value, unit=unit, scope=scope, on=when.day if when else None,
        precision=when.precision if when else "", note=note, bound=bound, value_max=value_max, author=by.uid,
        recorded_at=at, source_title=source_title, source_urls=source_urls, sourcing=sourcing,
    )  # fmt: skip
    before = {}
    if replaces is not None:
        before = snapshot(replaces)
        replaces.superseded_by = figure
        replaces.save(update_fields=["superseded_by"])
    record(
        action="record_observation", object_type="pole", object_id=pole.uid, by=by, at=at,
        before=before, after=snapshot(figure),
    )  # fmt: skip
    return figure


@transaction.atomic
def withdraw_observation(*, figure: Observation, reason: str, by: Actor, at: datetime) -> Observation:
    """Take a figure off the sheet, and say why; it is kept.

    Raises:
        NotAllowed: the pole is not theirs to edit.
        InvalidValue: no reason, or the figure is no longer current.
    """
    must_edit(by, figure.pole)
    _must_have_reason(reason)
    hold(figure.pole, at=at)
    current = _still_current(figure, figure.pole)
    before = snapshot(current)
    current.withdrawn_at, current.withdrawn_reason = at, reason.strip()
    current.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    record(
        action="withdraw_observation", object_type="pole", object_id=figure.pole.uid, by=by, at=at,
        before=before, after={"reason": reason.strip()},
    )  # fmt: skip
    return current


def _still_current(figure: Observation, pole: Pole) -> Observation:
    """The figure as it stands now that the pole is held."""
    current = Observation.objects.select_for_update().get(pk=figure.pk)
    if current.pole_id != pole.pk or current.superseded_by_id is not None or current.withdrawn_at is not None:
        raise InvalidValue(
            _("Ce chiffre ne peut plus être changé : il a déjà été corrigé ou retiré, ou il est d'un autre pôle."),
            _("Rechargez la page pour voir celui qui vaut aujourd'hui."),
        )
    return current


def _record_recognition(action: str, event: Recognition, before: dict[str, Any], by: Actor, at: datetime) -> None:
    old, new = changed(before, snapshot(event))
    if "on" in new:
        old["precision"], new["precision"] = before["precision"], event.precision
    named = {"scheme": event.scheme}
    if new:
        record(
            action=action, object_type="pole", object_id=event.pole.uid, by=by, at=at, before=named | old,
            after=named | new,
        )  # fmt: skip


def _must_have_reason(reason: str) -> None:
    if not reason.strip():
        raise InvalidValue(_("Dites pourquoi, en quelques mots."))
