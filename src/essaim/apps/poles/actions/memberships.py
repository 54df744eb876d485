"""Writing memberships: who belongs to a pole, how closely, from when to when. The pole's carrier follows."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.poles.actions.permission import must_edit
from essaim.apps.poles.enums import Circle
from essaim.apps.poles.models import Membership, Organisation, Pole
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.errors import ChangedMeanwhile, Duplicate
from essaim.kit.snapshots import changed, snapshot

_CHANGEABLE = frozenset({"circle", "college", "since", "until", "persons"})


@transaction.atomic
def add_member(
    *,
    pole: Pole,
    by: Actor,
    at: datetime,
    organisation: Organisation | None = None,
    persons: int = 0,
    circle: str = Circle.MEMBER,
    college: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Membership:
    """An organisation, or a number of natural persons, becomes a member of the pole.

    Raises:
        NotAllowed: the pole is not theirs to edit.
        InvalidValue: neither or both, or dates in the wrong order.
        Duplicate: the organisation is a member in that circle already.
    """
    must_edit(by, pole)
    membership = Membership(
        pole=pole, organisation=organisation, persons=persons, circle=circle, college=college, since=since, until=until
    )
    _check(membership)
    _save(membership, new=True)
    _follow_carrier(pole, at, membership)
    record(action="add_member", object_type="pole", object_id=pole.uid, by=by, at=at, after=snapshot(membership))
    return membership


@transaction.atomic
def change_membership(
    *, membership: Membership, changes: Mapping[str, Any], seen_version: int, by: Actor, at: datetime
) -> Membership:
    """Correct the circle, the college, the dates or the number of persons of a membership read at ``seen_version``.

    Raises:
        NotAllowed, InvalidValue, Duplicate: as for a new one.
        ChangedMeanwhile: somebody saved it since.
    """
    must_edit(by, membership.pole)
    unknown = set(changes) - _CHANGEABLE
    if unknown:
        raise TypeError(f"not columns of a membership that change: {sorted(unknown)}")
    current = Membership.objects.select_for_update().filter(pk=membership.pk).first()
    if current is None or current.version != seen_version:
        raise ChangedMeanwhile()
    was, before = copy(current), snapshot(current)
    for key, value in changes.items():
        setattr(current, key, value)
    current.version += 1
    _check(current)
    _save(current, new=False)
    _follow_carrier(membership.pole, at, was, current)
    old, new = changed(before, snapshot(current))
    named = {key: before[key] for key in ("uid", "organisation")}
    record(
        action="change_membership", object_type="pole", object_id=membership.pole.uid, by=by, at=at,
        before=named | old, after=named | new,
    )  # fmt: skip
    return current


@transaction.atomic
def end_membership(*, membership: Membership, until: date, by: Actor, at: datetime) -> Membership:
    """The member leaves; the past stays readable."""
    must_edit(by, membership.pole)
    before = snapshot(membership)
    membership.until = until
    membership.version += 1
    _check(membership)
    membership.save(update_fields=["until", "version"])
    _follow_carrier(membership.pole, at, membership)
    record(
        action="end_membership", object_type="pole", object_id=membership.pole.uid, by=by, at=at,
        before=before, after=snapshot(membership),
    )  # fmt: skip
    return membership


@transaction.atomic
def remove_membership(*, membership: Membership, by: Actor, at: datetime) -> None:
    """Take out a membership that never was; somebody who left is ended, not removed. The log keeps what it said."""
    pole = membership.pole
    must_edit(by, pole)
    record(action="remove_member", object_type="pole", object_id=pole.uid, by=by, at=at, before=snapshot(membership))
    was = copy(membership)
    membership.delete()
    _follow_carrier(pole, at, was)


def _check(membership: Membership) -> None:
    if (membership.organisation_id is None) == (membership.persons <= 0):
        raise InvalidValue(_("Un membre est soit une organisation, soit un nombre de personnes."))
    if membership.circle == Circle.CARRIER and membership.organisation_id is None:
        raise InvalidValue(_("La structure porteuse est une organisation."))
    if membership.since and membership.until and membership.until < membership.since:
        raise InvalidValue(_("La date de sortie est avant la date d'entrée."), _("Corrigez l'une des deux."))


def _save(membership: Membership, *, new: bool) -> None:
    try:
        with transaction.atomic():
            membership.save(force_insert=new)
    except IntegrityError:
        raise Duplicate(
            _("Cette organisation est déjà membre du pôle dans ce cercle."), _("Modifiez sa ligne dans la liste.")
        ) from None


def _follow_carrier(pole: Pole, at: datetime, was: Membership, now: Membership | None = None) -> None:
    """The pole's carrier is the organisation whose carrier membership runs.

    When none runs, the one that ``was`` carrying no longer is; a carrier told otherwise, on the sheet, stays.
    """
    if Circle.CARRIER not in (was.circle, now.circle if now else ""):
        Pole.every.filter(pk=pole.pk).update(changed_at=at)
        return
    running = (
        Membership.objects.filter(Q(until=None) | Q(until__gt=at.date()), pole=pole, circle=Circle.CARRIER)
        .order_by(F("since").desc(nulls_last=True), "-pk")
        .first()
    )
    current = Pole.every.select_for_update().get(pk=pole.pk)
    wanted = current.carrier_id
    if running is not None:
        wanted = running.organisation_id
    elif was.circle == Circle.CARRIER and was.organisation_id == wanted:
        wanted = None
    moved = {} if wanted == current.carrier_id else {"carrier": wanted, "version": F("version") + 1}
    Pole.every.filter(pk=pole.pk).update(changed_at=at, **moved)
