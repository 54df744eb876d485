"""Dedicated funds (fonds dédiés): what of a support was not spent at the end of an accounting year, and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.financing.actions.holding import hold_support
from essaim.apps.financing.models import DedicatedFund, Receipt, Support
from essaim.apps.financing.queries.dedicated import running
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.dates import DAY, date_in_words
from essaim.kit.errors import Duplicate
from essaim.kit.snapshots import changed, snapshot
from essaim.tables.formats import euros

DEDICATED = "dedicated_fund"
FIELDS = ("closes_on", "carried_cents", "taken_back_cents", "note")


@transaction.atomic
def put_dedicated_fund(
    *, support: Support, row: DedicatedFund | None, facts: Mapping[str, Any], seen_version: int, by: Actor,
    at: datetime,
) -> DedicatedFund:  # fmt: skip
    """Write what was carried over (689) and taken back (789) at the end of a year, or correct it.

    Raises:
        NotAllowed, ChangedMeanwhile. Duplicate: that year is written already. InvalidValue: nothing is written, more is
        taken back than was carried over, or more is left over than was granted or received.
    """
    current = hold_support(support, seen_version=seen_version, by=by, at=at)
    kept = row or DedicatedFund(support=current)
    before = snapshot(kept) if row else {}
    for name in FIELDS:
        value = facts[name]
        setattr(kept, name, value.replace("\0", "").strip() if isinstance(value, str) else value)
    kept.carried_cents, kept.taken_back_cents = kept.carried_cents or 0, kept.taken_back_cents or 0
    others = DedicatedFund.objects.filter(support=current).exclude(pk=kept.pk)
    if others.filter(closes_on=kept.closes_on).exists():
        raise Duplicate(_("Cet exercice est déjà noté pour cette aide."), _("Corrigez sa ligne."))
    if not kept.carried_cents and not kept.taken_back_cents:
        raise InvalidValue(_("Écrivez ce qui est reporté, ou ce qui est repris."))
    _must_hold(current, [*others, kept])
    kept.save()
    old, new = changed(before, snapshot(kept))
    record(
        action="put_dedicated_fund", object_type=DEDICATED, object_id=kept.uid, by=by, at=at, before=old, after=new
    )  # fmt: skip
    return kept


@transaction.atomic
def remove_dedicated_fund(*, row: DedicatedFund, seen_version: int, by: Actor, at: datetime) -> None:
    """Remove a year written by mistake.

    Raises:
        NotAllowed, ChangedMeanwhile. InvalidValue: a later year takes back what it carried over.
    """
    current = hold_support(row.support, seen_version=seen_version, by=by, at=at)
    _must_hold(current, list(DedicatedFund.objects.filter(support=current).exclude(pk=row.pk)))
    record(
        action="remove_dedicated_fund", object_type=DEDICATED, object_id=row.uid, by=by, at=at, before=snapshot(row)
    )  # fmt: skip
    row.delete()


def _must_hold(support: Support, rows: list[DedicatedFund]) -> None:
    """Each year: no more is taken back than was left, no more is left than was granted or received by then."""
    for one in running(rows):
        words = {"day": date_in_words(one.row.closes_on, DAY), "before": euros(one.before), "after": euros(one.after)}
        if one.row.taken_back_cents > one.before:
            raise InvalidValue(
                _("Au %(day)s, il ne restait que %(before)s de fonds dédiés à reprendre.") % words,
                _("Notez d'abord ce qui a été reporté les années d'avant, ou corrigez la reprise."),
            )
        sure = _acquired(support, one.row.closes_on)
        if one.after > sure:
            raise InvalidValue(
                _("Au %(day)s, les fonds dédiés (%(after)s) dépasseraient ce qui était accordé ou reçu (%(sum)s).")
                % {**words, "sum": euros(sure)},
                _("Corrigez le report, ou notez d'abord la décision ou le versement qui manque."),
            )


def _acquired(support: Support, closing: date) -> int:
    """What the support was worth at a closing: the grant once decided, paid or not (ANC 2018-06), else what came."""
    received = Receipt.objects.filter(support=support, received_on__lte=closing)
    sure = received.aggregate(sum=Sum("received_cents"))["sum"] or 0
    decided = support.decided_on is not None and support.decided_on <= closing
    return max(sure, support.granted_cents or 0) if decided else sure
