"""Lasting needs and resources of a plan: investments and loans, what comes before the first year and after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.financing.actions.holding import PLAN, hold_plan
from essaim.apps.financing.actions.lines import LARGEST
from essaim.apps.financing.actions.plans import must_be_draft
from essaim.apps.financing.enums import NEEDS, ItemCategory, ItemSide
from essaim.apps.financing.models import LongTermItem, Plan
from essaim.engine.errors import InvalidValue
from essaim.engine.financing.plan import MONTHS_A_YEAR
from essaim.engine.language import gettext as _

MOST_ITEMS = 60


@transaction.atomic
def put_item(
    *, plan: Plan, category: str, label: str, amounts: Sequence[int | None], month: int, seen_version: int | None,
    by: Actor, at: datetime, item: LongTermItem | None = None,
) -> LongTermItem:  # fmt: skip
    """Write a lasting need or resource, a new one when ``item`` is None. ``amounts``: the start, then a year each.

    Raises:
        NotAllowed, ChangedMeanwhile: as ``hold_plan``.
        InvalidValue: the plan is no draft, or a value cannot be.
    """
    current = hold_plan(plan, seen_version=seen_version, by=by, at=at)
    must_be_draft(current)
    if category not in ItemCategory.values:
        raise InvalidValue(_("Cette nature n'existe pas."), _("Choisissez-en une de la liste."))
    if not 1 <= month <= MONTHS_A_YEAR:
        raise InvalidValue(_("Le mois de paiement va de 1 à 12."))
    if any(cents is not None and not 0 <= cents <= LARGEST for cents in amounts):
        raise InvalidValue(_("Ce montant ne peut pas être."), _("Écrivez un montant entre 0 et dix milliards d'euros."))
    if item is None and current.items.count() >= MOST_ITEMS:
        raise InvalidValue(_("Soixante besoins et ressources durables au plus."))
    written = item or LongTermItem(plan=current, place=current.items.count())
    written.kind = ItemSide.NEED if category in NEEDS else ItemSide.RESOURCE
    written.category, written.label, written.month = category, label.strip(), month
    written.amounts = list(amounts[: current.years + 1])
    written.save()
    record(
        action="put_plan_item", object_type=PLAN, object_id=plan.uid, by=by, at=at, after={"plan_line": str(written)}
    )  # fmt: skip
    return written


@transaction.atomic
def remove_item(*, plan: Plan, item: LongTermItem, seen_version: int | None, by: Actor, at: datetime) -> None:
    """Take a lasting need or resource away.

    Raises:
        NotAllowed, ChangedMeanwhile: as ``hold_plan``.
        InvalidValue: the plan is no draft.
    """
    current = hold_plan(plan, seen_version=seen_version, by=by, at=at)
    must_be_draft(current)
    record(
        action="remove_plan_item", object_type=PLAN, object_id=plan.uid, by=by, at=at, before={"plan_line": str(item)}
    )  # fmt: skip
    item.delete()
