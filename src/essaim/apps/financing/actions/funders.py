"""Who funds a pole: entering, correcting, removing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.financing.models import Funder
from essaim.apps.financing.rules import keeps_money
from essaim.apps.poles.models import Pole
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.errors import ChangedMeanwhile, Duplicate, NotAllowed
from essaim.kit.snapshots import changed, snapshot

FUNDER = "funder"
_EDITABLE = frozenset(
    {
        "name", "kind", "is_public", "usual_delay", "note", "organisation", "ceiling", "ceiling_counts_valued",
        "ceiling_text", "yearly_cents",
    }
)  # fmt: skip


@transaction.atomic
def add_funder(*, pole: Pole, name: str, by: Actor, at: datetime, **facts: Any) -> Funder:
    """Enter a funder.

    Raises:
        NotAllowed: not the pole's own people.
        Duplicate: it has one of that name already.
        InvalidValue: no name.
    """
    if not keeps_money(by, pole):
        raise NotAllowed()
    funder = Funder(pole=pole, name=_named(name))
    _assign(funder, facts)
    _must_be_new(funder)
    funder.save(force_insert=True)
    record(action="add_funder", object_type=FUNDER, object_id=funder.uid, by=by, at=at, after=snapshot(funder))
    return funder


@transaction.atomic
def edit_funder(
    *, funder: Funder, changes: Mapping[str, Any], seen_version: int, by: Actor, at: datetime
) -> Funder:  # fmt: skip
    """Correct a funder.

    Raises:
        NotAllowed, ChangedMeanwhile, Duplicate, InvalidValue.
    """
    current = _held(funder, by)
    if current.version != seen_version:
        raise ChangedMeanwhile()
    before = snapshot(current)
    _assign(current, {**changes, "name": _named(str(changes.get("name", current.name)))})
    _must_be_new(current)
    current.version += 1
    current.save()
    old, new = changed(before, snapshot(current))
    record(action="edit_funder", object_type=FUNDER, object_id=current.uid, by=by, at=at, before=old, after=new)
    return current


@transaction.atomic
def remove_funder(*, funder: Funder, by: Actor, at: datetime) -> None:
    """Remove a funder that nothing uses.

    Raises:
        NotAllowed. InvalidValue: a support or a line of a plan names it.
    """
    current = _held(funder, by)
    if current.supports.exists() or current.lines.exists():
        raise InvalidValue(
            _("Ce financeur a des aides ou des lignes de budget."), _("Retirez-les d'abord, ou gardez-le.")
        )
    record(action="remove_funder", object_type=FUNDER, object_id=current.uid, by=by, at=at, before=snapshot(current))
    current.delete()


def _held(funder: Funder, by: Actor) -> Funder:
    current = Funder.objects.select_for_update(of=("self",)).select_related("pole").get(pk=funder.pk)
    if not keeps_money(by, current.pole):
        raise NotAllowed()
    return current


def _named(name: str) -> str:
    found = " ".join(name.replace("\0", "").split())[:200]
    if not found:
        raise InvalidValue(_("Un financeur a un nom."))
    return found


def _must_be_new(funder: Funder) -> None:
    alike = Funder.objects.filter(pole=funder.pole, name__iexact=funder.name).exclude(pk=funder.pk)
    if alike.exists():
        raise Duplicate(_("Ce pôle a déjà un financeur de ce nom."), _("Servez-vous de celui qui existe."))


def _assign(funder: Funder, facts: Mapping[str, Any]) -> None:
    for name in _EDITABLE & facts.keys():
        value = facts[name]
        setattr(funder, name, value.replace("\0", "") if isinstance(value, str) else value)
