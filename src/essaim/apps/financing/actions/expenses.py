"""Expenses with their evidence: charged to a project, a plan's line, a support, never above their amount."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.documents.actions import file_document, withdraw_document
from essaim.apps.documents.models import Document
from essaim.apps.documents.queries import documents_of
from essaim.apps.financing.enums import LineSide
from essaim.apps.financing.models import Expense
from essaim.apps.financing.models.following import EXPENSE
from essaim.apps.financing.rules import keeps_money
from essaim.apps.poles.models import Pole
from essaim.engine.errors import InvalidValue
from essaim.engine.financing import Side, load_form
from essaim.engine.language import gettext as _
from essaim.kit.dates import must_be_past
from essaim.kit.errors import ChangedMeanwhile, NotAllowed
from essaim.kit.snapshots import changed, snapshot
from essaim.tables.formats import euros

# Free texts, in which somebody's name may stand: the log keeps that they changed, not what they said.
_UNLOGGED = frozenset({"supplier", "label", "note"})
FIELDS = (
    "on", "label", "cents", "charged_cents", "supplier", "reference", "paid_on", "project", "support", "claim", "line",
    "form_line", "note",
)  # fmt: skip


@transaction.atomic
def put_expense(
    *, pole: Pole, expense: Expense | None, facts: Mapping[str, Any], seen_version: int, by: Actor, at: datetime
) -> Expense:  # fmt: skip
    """Write an expense, or correct one.

    Args:
        facts: those of ``FIELDS``.

    Raises:
        NotAllowed, ChangedMeanwhile. InvalidValue: no amount or no object, dated after today, charged above its amount
        (here or with the other times it is written), a project, support, claim or line of another pole.
    """
    hold(pole, by)
    row, before = Expense(pole=pole), {}
    if expense is not None:
        row = _present(pole, expense, seen_version)
        before = snapshot(row)
    _assign(row, facts, at)
    row.save()
    old, new = _logged(*changed(before, snapshot(row)))
    record(action="put_expense", object_type=EXPENSE, object_id=row.uid, by=by, at=at, before=old, after=new)
    return row


@transaction.atomic
def note_expense(
    *, pole: Pole, facts: Mapping[str, Any], evidence: tuple[str, bytes] | None, by: Actor, at: datetime
) -> Expense:  # fmt: skip
    """Write an expense with its evidence (a file's name and content), or none of both.

    Raises:
        NotAllowed. InvalidValue: see ``put_expense``; a kind of file that may not be filed.
    """
    row = put_expense(pole=pole, expense=None, facts=facts, seen_version=0, by=by, at=at)
    if evidence is not None:
        _filed(row, "", *evidence, by=by, at=at)
    return row


@transaction.atomic
def remove_expense(*, expense: Expense, seen_version: int, by: Actor, at: datetime) -> None:
    """Remove an expense written by mistake, with its evidence.

    Raises:
        NotAllowed, ChangedMeanwhile.
    """
    hold(expense.pole, by)
    row = _present(expense.pole, expense, seen_version)
    for document in documents_of(EXPENSE, row.uid):
        withdraw_document(document=document, by=by, at=at)
    gone, _nothing = _logged(snapshot(row), {})
    record(action="remove_expense", object_type=EXPENSE, object_id=row.uid, by=by, at=at, before=gone)
    row.delete()


@transaction.atomic
def file_evidence(
    *, expense: Expense, title: str, file_name: str, content: bytes, by: Actor, at: datetime
) -> Document:  # fmt: skip
    """File an invoice, a payslip, a receipt…

    Raises:
        NotAllowed. InvalidValue: a kind of file that may not be filed.
    """
    hold(expense.pole, by)
    return _filed(expense, title, file_name, content, by=by, at=at)


@transaction.atomic
def withdraw_evidence(*, expense: Expense, document: Document, by: Actor, at: datetime) -> None:
    """Erase a document of the expense.

    Raises:
        NotAllowed.
    """
    hold(expense.pole, by)
    withdraw_document(document=document, by=by, at=at)


def _filed(expense: Expense, title: str, file_name: str, content: bytes, *, by: Actor, at: datetime) -> Document:
    return file_document(
        owner_kind=EXPENSE, owner_key=expense.uid, title=title, file_name=file_name, content=content, by=by, at=at
    )


def _logged(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What of a change the log keeps."""
    kept = [{key: value for key, value in side.items() if key not in _UNLOGGED} for side in (before, after)]
    rewritten = sorted(_UNLOGGED & after.keys())
    return kept[0], {**kept[1], "rewritten": rewritten} if rewritten else kept[1]


def hold(pole: Pole, by: Actor) -> None:
    """The pole is locked: what is charged twice is compared with its other expenses.

    Raises:
        NotAllowed: its money is not theirs.
    """
    if not keeps_money(by, pole):
        raise NotAllowed()
    Pole.every.select_for_update(of=("self",)).get(pk=pole.pk)


def _present(pole: Pole, expense: Expense, seen_version: int) -> Expense:
    current = Expense.objects.select_related("project", "support", "claim", "line__plan").filter(
        pole=pole, pk=expense.pk
    ).first()  # fmt: skip
    if current is None or current.version != seen_version:
        raise ChangedMeanwhile()
    current.version += 1
    return current


def _assign(row: Expense, facts: Mapping[str, Any], at: datetime) -> None:
    for name in FIELDS:
        if name in facts:
            value = facts[name]
            setattr(row, name, value.replace("\0", "").strip() if isinstance(value, str) else value)
    _must_be_whole(row, at)
    _must_be_of_the_pole(row)
    if row.line is not None:
        row.form_line = row.line.form_line
    elif row.form_line:
        found = load_form().find(row.form_line)
        if found is None or found.side != Side.CHARGE:
            raise InvalidValue(_("Cette ligne n'est pas une charge du formulaire."), _("Choisissez-en une autre."))
    if row.charged_cents is not None and row.charged_cents > row.cents:
        raise InvalidValue(
            _("La part imputée dépasse le montant de la pièce."), _("Corrigez l'une ou l'autre.")
        )  # fmt: skip
    _must_not_be_charged_twice(row)


def _must_be_whole(row: Expense, at: datetime) -> None:
    if not row.label:
        raise InvalidValue(_("Dites l'objet de la dépense."), _("Par exemple : loyer de mars."))
    if not row.cents or row.cents <= 0:
        raise InvalidValue(_("Écrivez le montant de la pièce."), _("Il est plus grand que 0 €."))
    if row.on is None:
        raise InvalidValue(_("Dites la date de la pièce."), _("C'est celle de la facture ou du bulletin de paie."))
    if row.on > timezone.localdate(at):
        raise InvalidValue(
            _("La pièce est datée d'après aujourd'hui."),
            _("Corrigez la date ; une dépense à venir se note dans le plan."),
        )
    must_be_past(row.paid_on, _("Elle est payée après aujourd'hui."), at)


def _must_be_of_the_pole(row: Expense) -> None:
    if row.claim is not None:
        row.support = row.support or row.claim.support
        if row.claim.support_id != row.support.pk:
            raise InvalidValue(
                _("Cette demande de paiement est celle d'une autre aide."), _("Choisissez l'aide de la demande.")
            )
    if row.line is not None and row.line.side != LineSide.CHARGE:
        raise InvalidValue(_("Une dépense s'impute sur une charge du plan."), _("Choisissez une autre ligne."))
    owners = {
        row.project and row.project.pole_id, row.support and row.support.pole_id, row.line and row.line.plan.pole_id
    }  # fmt: skip
    if owners - {None, row.pole_id}:
        raise InvalidValue(_("Ce projet, cette aide ou cette ligne sont d'un autre pôle."))


def _must_not_be_charged_twice(row: Expense) -> None:
    """One piece may be shared between supports: together, no more than its amount."""
    others = list(_same_piece(row))
    if row.reference and any(one.cents != row.cents for one in others):
        raise InvalidValue(
            _("La pièce n° %(number)s est déjà notée pour %(sum)s.")
            % {"number": row.reference, "sum": euros(others[0].cents)},
            _("Écrivez le même montant de pièce, et dans « dont imputé » la part comptée ici ; ou corrigez le numéro."),
        )
    already = sum(one.charged for one in others)
    if not others or already + row.charged <= row.cents:
        return
    left = max(0, row.cents - already)
    words = {"sum": euros(row.cents), "already": euros(already), "left": euros(left)}
    advice = _("Il n'en reste rien à imputer. Si ce sont deux pièces, donnez à chacune son numéro.")
    if left:
        advice = _("Imputez ici %(left)s au plus. Si ce sont deux pièces, donnez à chacune son numéro.") % words
    raise InvalidValue(_("Cette pièce de %(sum)s est déjà imputée pour %(already)s.") % words, advice)


def _same_piece(row: Expense) -> QuerySet[Expense]:
    """The other times this piece is written: the same number of the same supplier that year, else all alike."""
    others = Expense.objects.filter(pole=row.pole, supplier__iexact=row.supplier).exclude(pk=row.pk)
    if row.reference:
        found = others.filter(reference__iexact=row.reference, on__year=row.on.year)
        return found if row.supplier else found.filter(on=row.on)
    return others.filter(reference="", on=row.on, label__iexact=row.label, cents=row.cents)
