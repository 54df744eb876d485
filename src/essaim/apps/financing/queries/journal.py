"""The money that came in and went out of a pole, dated, as the engine's movements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from essaim.apps.financing.models import Expense, Plan, Receipt
from essaim.apps.poles.models import Pole
from essaim.engine.financing import LeftOut, Movement, Side
from essaim.engine.language import gettext as _


@dataclass(frozen=True, slots=True)
class Movements:
    """What can be entries, what has no line of the form to stand on, and how many expenses have no day of payment."""

    found: tuple[Movement, ...]
    unplaced: tuple[LeftOut, ...]
    unpaid: int


def movements_of(pole: Pole, year: int, plan: Plan | None = None) -> Movements:
    """Receipts received and expenses paid in a calendar year; of one plan's lines when it is given.

    An expense counts for the part that is charged here: a piece that several supports share is written several times.
    """
    receipts, expenses = _receipts(pole, year), Expense.objects.filter(pole=pole)
    if plan is not None:
        receipts = receipts.filter(support__lines__plan=plan).distinct()
        expenses = expenses.filter(line__plan=plan)
    expenses = expenses.select_related("line", "support__funder").order_by("paid_on", "pk")
    placed = [
        *(_of_receipt(one, plan) for one in receipts),
        *(_of_expense(one) for one in expenses.filter(paid_on__year=year)),
    ]
    found = [one for one in placed if isinstance(one, Movement)]
    unplaced = [one for one in placed if isinstance(one, LeftOut)]
    unpaid = expenses.filter(paid_on=None, on__year=year).count()
    return Movements(tuple(found), tuple(unplaced), unpaid)


def years_of(pole: Pole) -> list[int]:
    """The calendar years in which money moved, the latest first."""
    days: set[date | None] = set(
        Receipt.objects.filter(support__pole=pole).exclude(received_on=None).values_list("received_on", flat=True)
    )
    days |= set(Expense.objects.filter(pole=pole).exclude(paid_on=None).values_list("paid_on", flat=True))
    return sorted({day.year for day in days if day is not None}, reverse=True)


def _receipts(pole: Pole, year: int) -> QuerySet[Receipt]:
    return (
        Receipt.objects.filter(Q(support__pole=pole), received_on__year=year, received_cents__gt=0)
        .select_related("support__funder", "claim")
        .prefetch_related("support__lines")
        .order_by("received_on", "pk")
    )


def _of_receipt(one: Receipt, plan: Plan | None) -> Movement | LeftOut:
    assert one.received_on is not None  # it was received that year
    lines = [line for line in one.support.lines.all() if plan is None or line.plan_id == plan.pk]
    keys = {line.form_line for line in lines}
    reference = one.support.reference or (one.claim.reference if one.claim is not None else "")
    movement = Movement(
        one.received_on, keys.pop() if len(keys) == 1 else "", Side.PRODUCT, one.received_cents or 0,
        one.label or one.support.title, reference, _only(line.analytic for line in lines), one.support.funder.name,
    )  # fmt: skip
    if movement.form_line:
        return movement
    if lines:
        return LeftOut(
            movement, _("Son aide paie plusieurs lignes du formulaire : on ne sait pas laquelle ce versement paie.")
        )  # fmt: skip
    return LeftOut(movement, _("Son aide n'est rattachée à aucune ligne d'un plan : rattachez-la, puis recommencez."))


def _of_expense(one: Expense) -> Movement | LeftOut:
    assert one.paid_on is not None  # it was paid that year
    cents = one.cents if one.charged_cents is None else one.charged_cents
    key = one.form_line or (one.line.form_line if one.line is not None else "")
    movement = Movement(
        one.paid_on, key, Side.CHARGE, cents, f"{one.label} {one.supplier}".strip(), one.reference,
        one.line.analytic if one.line is not None else "", one.support.funder.name if one.support is not None else "",
        one.on,
    )  # fmt: skip
    if not key:
        return LeftOut(movement, _("Cette dépense n'a pas de ligne du formulaire : donnez-lui en une."))
    return movement


def _only(codes: Iterable[str]) -> str:
    """The code that they share; "" when they differ."""
    found = set(codes)
    return found.pop() if len(found) == 1 else ""
