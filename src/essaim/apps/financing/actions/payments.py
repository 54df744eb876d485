"""What is claimed from a funder, what is due, what was received."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Sum

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.financing.actions.holding import hold_support
from essaim.apps.financing.actions.supports import received_of
from essaim.apps.financing.enums import SupportState
from essaim.apps.financing.models import Claim, Receipt, Report, Support
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.dates import must_be_past
from essaim.kit.snapshots import changed, snapshot

CLAIM, RECEIPT, REPORT = "claim", "receipt", "report"
_DECIDED = (SupportState.GRANTED, SupportState.ENDED)
Row = TypeVar("Row", Claim, Receipt, Report)


@transaction.atomic
def put_claim(
    *, support: Support, claim: Claim | None, facts: Mapping[str, Any], seen_version: int, by: Actor, at: datetime
) -> Claim:  # fmt: skip
    """Write a claim, or correct one.

    Args:
        facts: claimed_on, cents, starts_on, ends_on, reference, note.

    Raises:
        NotAllowed, ChangedMeanwhile. InvalidValue: nothing was granted yet, more is claimed than granted, a period that
        ends before it begins.
    """
    current = hold_support(support, seen_version=seen_version, by=by, at=at)
    _must_be_decided(current, _("Enregistrez d'abord la décision du financeur, puis la demande de paiement."))
    row = claim or Claim(support=current)
    before = snapshot(row) if claim else {}
    _assign(row, facts, ("claimed_on", "cents", "starts_on", "ends_on", "reference", "note"))
    must_be_past(row.claimed_on, _("Cette demande de paiement est datée d'après aujourd'hui."), at)
    if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
        raise InvalidValue(_("La période finit avant de commencer."), _("Corrigez l'une des deux dates."))
    others = Claim.objects.filter(support=current).exclude(pk=row.pk).aggregate(sum=Sum("cents"))["sum"] or 0
    if current.granted_cents is not None and others + row.cents > current.granted_cents:
        raise InvalidValue(
            _("Ces demandes dépassent le montant accordé."),
            _("Corrigez le montant demandé ou, si un avenant l'a changé, le montant accordé."),
        )
    return _kept(row, CLAIM, before, by, at)


@transaction.atomic
def put_receipt(
    *, support: Support, receipt: Receipt | None, facts: Mapping[str, Any], seen_version: int, by: Actor, at: datetime
) -> Receipt:  # fmt: skip
    """Write a payment due or received, or correct one.

    Args:
        facts: label, due_on, due_cents, received_on, received_cents, claim, note.

    Raises:
        NotAllowed, ChangedMeanwhile. InvalidValue: received before the decision or the agreement, without its day or
        its amount, more than what was granted.
    """
    current = hold_support(support, seen_version=seen_version, by=by, at=at)
    row = receipt or Receipt(support=current)
    before = snapshot(row) if receipt else {}
    _assign(row, facts, ("label", "due_on", "due_cents", "received_on", "received_cents", "claim", "note"))
    if row.claim is not None and row.claim.support_id != current.pk:
        raise InvalidValue(_("Cette demande de paiement est celle d'une autre aide."))
    if (row.received_on is None) != (row.received_cents is None):
        raise InvalidValue(_("Un versement reçu a sa date et son montant."), _("Donnez les deux, ou aucun des deux."))
    if row.received_on is None and row.due_on is None and row.due_cents is None:
        raise InvalidValue(_("Dites au moins quand ce versement est attendu, ou combien."))
    if row.received_on is not None and row.received_cents is not None:
        must_be_past(row.received_on, _("Ce versement est reçu après aujourd'hui : notez-le comme attendu."), at)
        _must_follow(current, row.received_on)
        others = received_of(current) - (before.get("received_cents") or 0)
        if current.granted_cents is not None and others + row.received_cents > current.granted_cents:
            raise InvalidValue(
                _("Les versements reçus dépassent le montant accordé."),
                _("Corrigez ce montant ou, si un avenant l'a changé, le montant accordé."),
            )
    return _kept(row, RECEIPT, before, by, at)


@transaction.atomic
def put_report(
    *, support: Support, report: Report | None, facts: Mapping[str, Any], seen_version: int, by: Actor, at: datetime
) -> Report:  # fmt: skip
    """Write what a funder waits to be told, or that it was sent.

    Args:
        facts: kind, title, due_on, sent_on, note.

    Raises:
        NotAllowed, ChangedMeanwhile.
    """
    current = hold_support(support, seen_version=seen_version, by=by, at=at)
    row = report or Report(support=current)
    before = snapshot(row) if report else {}
    due = row.due_on
    _assign(row, facts, ("kind", "title", "due_on", "sent_on", "note"))
    must_be_past(row.sent_on, _("Ce bilan est rendu après aujourd'hui."), at)
    if due != row.due_on:
        row.reminded_on = None
    return _kept(row, REPORT, before, by, at)


@transaction.atomic
def remove_row(
    *, support: Support, row: Claim | Receipt | Report, seen_version: int, by: Actor, at: datetime
) -> None:  # fmt: skip
    """Remove a claim, a payment or a report written by mistake.

    Raises:
        NotAllowed, ChangedMeanwhile.
    """
    hold_support(support, seen_version=seen_version, by=by, at=at)
    kind = {Claim: CLAIM, Receipt: RECEIPT, Report: REPORT}[type(row)]
    record(action=f"remove_{kind}", object_type=kind, object_id=row.uid, by=by, at=at, before=snapshot(row))
    row.delete()


def _kept(row: Row, kind: str, before: dict[str, Any], by: Actor, at: datetime) -> Row:
    row.save()
    old, new = changed(before, snapshot(row))
    record(action=f"put_{kind}", object_type=kind, object_id=row.uid, by=by, at=at, before=old, after=new)
    return row


def _assign(row: Claim | Receipt | Report, facts: Mapping[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        if name in facts:
            value = facts[name]
            setattr(row, name, value.replace("\0", "").strip() if isinstance(value, str) else value)


def _must_be_decided(support: Support, advice: str) -> None:
    if support.state not in _DECIDED:
        raise InvalidValue(_("Cette aide n'est pas encore accordée."), advice)


def _must_follow(support: Support, received: date) -> None:
    """Money comes after the decision and the agreement: one of the dates is wrong otherwise."""
    _must_be_decided(support, _("Enregistrez d'abord la décision du financeur, puis le versement."))
    if support.decided_on and received < support.decided_on:
        raise InvalidValue(
            _("Ce versement est daté d'avant la décision."), _("Corrigez sa date, ou celle de la décision.")
        )
    if support.agreed_on and received < support.agreed_on:
        raise InvalidValue(
            _("Ce versement est daté d'avant la signature de la convention."),
            _("Corrigez sa date, ou celle de la convention."),
        )
