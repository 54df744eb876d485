"""De minimis aid of members, and who is one undertaking with whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.financing.models import DeMinimisAid, SingleUndertaking
from essaim.apps.financing.rules import keeps_money
from essaim.apps.poles.models import Organisation, Pole
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.errors import ChangedMeanwhile, Duplicate, NotAllowed
from essaim.kit.snapshots import changed, snapshot

AID, UNDERTAKING = "de_minimis_aid", "undertaking"
_FIELDS = ("organisation", "support", "regulation", "granted_on", "cents", "granted_by", "source")
Row = TypeVar("Row", DeMinimisAid, SingleUndertaking)


@transaction.atomic
def put_aid(
    *, pole: Pole, aid: DeMinimisAid | None, facts: Mapping[str, Any], seen_version: int, by: Actor, at: datetime
) -> DeMinimisAid:  # fmt: skip
    """Note an aid that an organisation was granted, or correct one.

    Args:
        facts: organisation, support, regulation, granted_on, cents, granted_by, source.

    Raises:
        NotAllowed, ChangedMeanwhile. InvalidValue: no amount, no source, another pole's support.
    """
    row = _held(pole, DeMinimisAid, aid, seen_version, by)
    before = snapshot(row) if aid else {}
    for name in _FIELDS:
        if name in facts:
            setattr(row, name, _clean(facts[name]))
    if not row.cents or row.cents <= 0:
        raise InvalidValue(_("Écrivez le montant de l'aide."), _("Il est sur la lettre qui l'accorde."))
    if not row.source:
        raise InvalidValue(_("Dites d'où vous le savez."), _("Par exemple : lettre de la région du 3 mars."))
    if row.support is not None and row.support.pole_id != pole.pk:
        raise InvalidValue(_("Cette aide est celle d'un autre pôle."))
    row.recorded_by, row.recorded_at = by.uid, at
    row.save()
    old, new = changed(before, snapshot(row))
    record(action="put_de_minimis_aid", object_type=AID, object_id=row.uid, by=by, at=at, before=old, after=new)
    return row


@transaction.atomic
def remove_aid(*, aid: DeMinimisAid, seen_version: int, by: Actor, at: datetime) -> None:
    """Remove an aid noted by mistake.

    Raises:
        NotAllowed, ChangedMeanwhile.
    """
    row = _held(aid.pole, DeMinimisAid, aid, seen_version, by)
    record(
        action="remove_de_minimis_aid", object_type=AID, object_id=row.uid, by=by, at=at, before=snapshot(row)
    )  # fmt: skip
    row.delete()


@transaction.atomic
def put_undertaking(
    *, pole: Pole, undertaking: SingleUndertaking | None, name: str, note: str, organisations: Sequence[Organisation],
    seen_version: int, by: Actor, at: datetime,
) -> SingleUndertaking:  # fmt: skip
    """Note that organisations count as one undertaking.

    Raises:
        NotAllowed, ChangedMeanwhile. Duplicate: the pole has a group of that name. InvalidValue: fewer than two
        organisations, or one that is in another group.
    """
    row = _held(pole, SingleUndertaking, undertaking, seen_version, by)
    before = _group_values(row) if undertaking else {}
    row.name, row.note = _clean(name), _clean(note)
    chosen = list({one.pk: one for one in organisations})
    if len(chosen) < 2:
        raise InvalidValue(_("Un groupe a au moins deux organisations."), _("Cochez celles que le groupe réunit."))
    others = SingleUndertaking.objects.filter(pole=pole).exclude(pk=row.pk)
    if others.filter(name=row.name).exists():
        raise Duplicate(_("Un groupe porte déjà ce nom."), _("Complétez-le, ou donnez un autre nom."))
    taken = Organisation.objects.filter(pk__in=chosen, undertakings__in=others).first()
    if taken is not None:
        raise InvalidValue(
            _("« %(name)s » est déjà dans un autre groupe.") % {"name": taken.name}, _("Retirez-la d'abord de l'autre.")
        )
    row.save()
    row.organisations.set(chosen)
    old, new = changed(before, _group_values(row))
    record(action="put_undertaking", object_type=UNDERTAKING, object_id=row.uid, by=by, at=at, before=old, after=new)
    return row


@transaction.atomic
def remove_undertaking(*, undertaking: SingleUndertaking, seen_version: int, by: Actor, at: datetime) -> None:
    """Say that these organisations are not one undertaking; their aids stay.

    Raises:
        NotAllowed, ChangedMeanwhile.
    """
    row = _held(undertaking.pole, SingleUndertaking, undertaking, seen_version, by)
    record(
        action="remove_undertaking", object_type=UNDERTAKING, object_id=row.uid, by=by, at=at,
        before=_group_values(row),
    )  # fmt: skip
    row.delete()


def _held(pole: Pole, kind: type[Row], row: Row | None, seen_version: int, by: Actor) -> Row:
    """A new row, or the present one locked with its version raised. The pole is locked: groups are compared."""
    if not keeps_money(by, pole):
        raise NotAllowed()
    Pole.every.select_for_update(of=("self",)).get(pk=pole.pk)
    if row is None:
        return kind(pole=pole)
    current = kind._default_manager.filter(pole=pole, pk=row.pk).first()
    if current is None or current.version != seen_version:
        raise ChangedMeanwhile()
    current.version += 1
    return current


def _group_values(row: SingleUndertaking) -> dict[str, Any]:
    return {"name": row.name, "note": row.note, "organisations": sorted(one.uid for one in row.organisations.all())}


def _clean(value: Any) -> Any:
    return value.replace("\0", "").strip() if isinstance(value, str) else value
