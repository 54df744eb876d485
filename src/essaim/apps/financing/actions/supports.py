"""A support from the application to the end: what is asked, decided, agreed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Min, Sum

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.documents.actions import file_document, withdraw_document
from essaim.apps.documents.models import Document
from essaim.apps.documents.queries import documents_of
from essaim.apps.financing.actions.holding import SUPPORT, hold_support
from essaim.apps.financing.actions.linking import fill_linked_lines
from essaim.apps.financing.enums import SUPPORT_TRANSITIONS, SupportState
from essaim.apps.financing.models import Funder, Receipt, Support
from essaim.apps.financing.rules import keeps_money
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.dates import must_be_past
from essaim.kit.errors import NotAllowed
from essaim.kit.snapshots import changed, snapshot

_EDITABLE = frozenset(
    {
        "title", "kind", "project", "apply_before", "requested_on", "requested_cents", "decided_on", "granted_cents",
        "decision_note", "reference", "agreed_on", "starts_on", "ends_on", "republican_contract_on", "note",
    }
)  # fmt: skip


@transaction.atomic
def start_support(*, funder: Funder, title: str, by: Actor, at: datetime, **facts: Any) -> Support:
    """Note a support to ask a funder for.

    Raises:
        NotAllowed: not the pole's own people.
        InvalidValue: no title, dates that contradict one another, a project of another pole.
    """
    if not keeps_money(by, funder.pole):
        raise NotAllowed()
    support = Support(pole=funder.pole, funder=funder, changed_at=at)
    _assign(support, {**facts, "title": title})
    support.save(force_insert=True)
    record(action="start_support", object_type=SUPPORT, object_id=support.uid, by=by, at=at, after=snapshot(support))
    return support


@transaction.atomic
def edit_support(
    *, support: Support, changes: Mapping[str, Any], seen_version: int, by: Actor, at: datetime
) -> Support:  # fmt: skip
    """Correct what is known of a support.

    Raises:
        NotAllowed, ChangedMeanwhile. InvalidValue: dates that contradict one another, less granted than received.
    """
    current = hold_support(support, seen_version=seen_version, by=by, at=at)
    before = snapshot(current)
    _assign(current, changes)
    if current.granted_cents is not None and current.granted_cents < received_of(current):
        raise InvalidValue(
            _("Le montant accordé est plus petit que ce qui est déjà reçu."),
            _("Corrigez le montant accordé, ou le versement qui dépasse."),
        )
    _must_precede_money(current)
    current.save()
    old, new = changed(before, snapshot(current))
    record(action="edit_support", object_type=SUPPORT, object_id=current.uid, by=by, at=at, before=old, after=new)
    return current


@transaction.atomic
def move_support(
    *, support: Support, state: str, on: date | None, cents: int | None, seen_version: int, by: Actor, at: datetime
) -> Support:  # fmt: skip
    """Say that a support is requested, granted, refused… on a day, for an amount; the lines it pays are told.

    Raises:
        NotAllowed, ChangedMeanwhile. InvalidValue: that state may not follow, or its day or amount is not said.
    """
    current = hold_support(support, seen_version=seen_version, by=by, at=at)
    if state not in SUPPORT_TRANSITIONS[current.state]:
        raise InvalidValue(_("Cette aide ne passe pas de son état à celui-là."), _("Rechargez la page."))
    before = snapshot(current)
    current.state = state
    facts: dict[str, Any] = {}
    if state == SupportState.REQUESTED:
        facts = {"requested_on": _said(on), "requested_cents": cents if cents is not None else current.requested_cents}
    elif state == SupportState.GRANTED and before["state"] != SupportState.ENDED:
        if cents is None:
            raise InvalidValue(_("Dites le montant accordé."), _("Il est écrit dans la décision ou la convention."))
        facts = {"decided_on": _said(on), "granted_cents": cents}
    elif state == SupportState.REFUSED:
        facts = {"decided_on": _said(on)}
    _assign(current, facts)
    _must_precede_money(current)
    current.save()
    old, new = changed(before, snapshot(current))
    record(action="move_support", object_type=SUPPORT, object_id=current.uid, by=by, at=at, before=old, after=new)
    fill_linked_lines(current, by=by, at=at)
    return current


@transaction.atomic
def remove_support(*, support: Support, seen_version: int, by: Actor, at: datetime) -> None:
    """Remove a support noted by mistake: nothing was claimed, received or charged on it.

    Raises:
        NotAllowed, ChangedMeanwhile. InvalidValue: something stands on it.
    """
    current = hold_support(support, seen_version=seen_version, by=by, at=at)
    used = current.claims.exists() or current.expenses.exists() or current.dedicated_funds.exists()
    if used or current.receipts.exclude(received_on=None).exists():
        raise InvalidValue(
            _("Cette aide a des versements, des demandes ou des dépenses."),
            _("Marquez-la plutôt comme refusée, abandonnée ou soldée : rien ne sera perdu."),
        )
    for document in documents_of(SUPPORT, current.uid):
        withdraw_document(document=document, by=by, at=at)
    record(action="remove_support", object_type=SUPPORT, object_id=current.uid, by=by, at=at, before=snapshot(current))
    current.delete()


@transaction.atomic
def file_support_document(
    *, support: Support, title: str, file_name: str, content: bytes, by: Actor, at: datetime
) -> Document:  # fmt: skip
    """File the decision, the agreement, the signed republican contract…

    Raises:
        NotAllowed. InvalidValue: a kind of file that may not be filed.
    """
    hold_support(support, seen_version=None, by=by, at=at)
    return file_document(
        owner_kind=SUPPORT, owner_key=support.uid, title=title, file_name=file_name, content=content, by=by, at=at
    )


@transaction.atomic
def sign_republican_contract(
    *, support: Support, on: date, title: str, file: tuple[str, bytes] | None, seen_version: int, by: Actor,
    at: datetime,
) -> Support:  # fmt: skip
    """Say on which day the republican contract was signed, and file it when it is at hand.

    Args:
        title: what the document is filed as.
        file: its name and content.

    Raises:
        NotAllowed, ChangedMeanwhile. InvalidValue: a day to come, a kind of file that may not be filed.
    """
    must_be_past(on, _("Ce contrat est signé après aujourd'hui."), at)
    signed = edit_support(
        support=support, changes={"republican_contract_on": on}, seen_version=seen_version, by=by, at=at
    )
    if file is not None:
        name, content = file
        file_support_document(support=signed, title=title, file_name=name, content=content, by=by, at=at)
    return signed


@transaction.atomic
def withdraw_support_document(*, support: Support, document: Document, by: Actor, at: datetime) -> None:
    """Erase a document of the support.

    Raises:
        NotAllowed.
    """
    hold_support(support, seen_version=None, by=by, at=at)
    withdraw_document(document=document, by=by, at=at)


def received_of(support: Support) -> int:
    """What was received of a support, in cents."""
    return Receipt.objects.filter(support=support).aggregate(sum=Sum("received_cents"))["sum"] or 0


def _must_precede_money(support: Support) -> None:
    """The decision and the agreement come before the money that was received."""
    first = Receipt.objects.filter(support=support).aggregate(first=Min("received_on"))["first"]
    if first is None:
        return
    if support.decided_on and first < support.decided_on:
        raise InvalidValue(
            _("Un versement est daté d'avant la décision."), _("Corrigez sa date, ou celle de la décision.")
        )
    if support.agreed_on and first < support.agreed_on:
        raise InvalidValue(
            _("Un versement est daté d'avant la signature de la convention."),
            _("Corrigez sa date, ou celle de la convention."),
        )


def _said(on: date | None) -> date:
    if on is None:
        raise InvalidValue(_("Dites quel jour."), _("La date est sur le courrier ou l'accusé de réception."))
    return on


def _assign(support: Support, facts: Mapping[str, Any]) -> None:
    for name in _EDITABLE & facts.keys():
        value = facts[name]
        setattr(support, name, value.replace("\0", "").strip() if isinstance(value, str) else value)
    if not support.title:
        raise InvalidValue(_("Dites l'objet de l'aide."), _("Par exemple : animation du pôle en 2027."))
    if support.project is not None and support.project.pole_id != support.pole_id:
        raise InvalidValue(_("Ce projet est celui d'un autre pôle."))
    if support.starts_on and support.ends_on and support.ends_on < support.starts_on:
        raise InvalidValue(_("La période finit avant de commencer."), _("Corrigez l'une des deux dates."))
    if support.requested_on and support.decided_on and support.decided_on < support.requested_on:
        raise InvalidValue(_("La décision est datée d'avant la demande."), _("Corrigez l'une des deux dates."))
    # An agreement may be signed with the decision, never before it.
    if support.decided_on and support.agreed_on and support.agreed_on < support.decided_on:
        raise InvalidValue(_("La convention est datée d'avant la décision."), _("Corrigez l'une des deux dates."))
