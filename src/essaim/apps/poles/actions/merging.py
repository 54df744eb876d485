"""Two records of one organisation become one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from essaim.apps.accounts.actions import move_grants
from essaim.apps.accounts.enums import Role
from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.poles.actions.organisations import EDITABLE, ORGANISATION, assign
from essaim.apps.poles.models import Membership, Organisation, Pole
from essaim.apps.poles.rules import can_merge_organisations
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.errors import ChangedMeanwhile, NotAllowed
from essaim.kit.snapshots import changed, snapshot

_NUMBERS = ("siren", "siret", "rna")


@transaction.atomic
def merge_organisations(
    *,
    kept: Organisation,
    gone: Organisation,
    values: Mapping[str, Any],
    seen_versions: tuple[int, int],
    by: Actor,
    at: datetime,
) -> Organisation:
    """``gone`` becomes part of ``kept``: memberships, carried poles and representatives move; its address leads there.

    Args:
        values: what the kept record says from now on, column by column; what is not named stays.
        seen_versions: of the kept and of the other, as read.

    Raises:
        NotAllowed: it touches several poles, so it is for network officers and administrators.
        InvalidValue: one and the same, or one that was merged already.
        ChangedMeanwhile: somebody saved one of the two since.
    """
    if not can_merge_organisations(by):
        raise NotAllowed()
    if kept.pk == gone.pk:
        raise InvalidValue(_("C'est la même fiche."), _("Choisissez-en une autre."))
    rows = {row.pk: row for row in Organisation.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk])}
    kept, gone = rows[kept.pk], rows[gone.pk]
    if (kept.version, gone.version) != seen_versions or kept.merged_into_id or gone.merged_into_id:
        raise ChangedMeanwhile()
    before_kept, before_gone = snapshot(kept), snapshot(gone)
    moved = _move_memberships(kept, gone)
    Pole.every.filter(carrier=gone).update(carrier=kept, version=F("version") + 1, changed_at=at)
    Organisation.objects.filter(merged_into=gone).update(merged_into=kept)
    people = move_grants(role=Role.REPRESENTATIVE, key=gone.uid, to=kept.uid, by=by, at=at)
    _close(gone, kept, values, at)
    assign(kept, {key: value for key, value in values.items() if key in EDITABLE})
    kept.version += 1
    kept.changed_at = at
    kept.save()
    old, new = changed(before_kept, snapshot(kept))
    told = {"merged": gone.uid, "memberships": moved, "representatives": people}
    record(
        action="merge_organisation", object_type=ORGANISATION, object_id=kept.uid, by=by, at=at,
        before=old, after=new | told,
    )  # fmt: skip
    record(
        action="merged_into", object_type=ORGANISATION, object_id=gone.uid, by=by, at=at,
        before=before_gone, after={"merged_into": kept.uid},
    )  # fmt: skip
    return kept


def _close(gone: Organisation, kept: Organisation, values: Mapping[str, Any], at: datetime) -> None:
    """A number that the kept record takes leaves the other: it is unique. The others stay, and lead to the kept one."""
    for number in _NUMBERS:
        if values.get(number) and values[number] == getattr(gone, number):
            setattr(gone, number, None)
    gone.merged_into = kept
    gone.version += 1
    gone.changed_at = at
    gone.save()


def _move_memberships(kept: Organisation, gone: Organisation) -> list[str]:
    """Every membership of ``gone`` goes to ``kept``; one that both have running in the same circle becomes one, with
    the earlier known date of entry."""
    there = {(m.pole_id, m.circle): m for m in Membership.objects.filter(organisation=kept, until=None)}
    moved = []
    for membership in Membership.objects.select_for_update().filter(organisation=gone):
        same = there.get((membership.pole_id, membership.circle)) if membership.until is None else None
        if same is None:
            membership.organisation = kept
            membership.version += 1
            membership.save(update_fields=["organisation", "version"])
        else:
            known = [day for day in (same.since, membership.since) if day]
            same.since = min(known) if known else None
            same.college = same.college or membership.college
            same.version += 1
            membership.delete()
            same.save(update_fields=["since", "college", "version"])
        moved.append(membership.uid)
    return moved
