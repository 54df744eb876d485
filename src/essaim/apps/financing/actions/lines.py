"""Lines of a plan, their amounts by year, when they are paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.financing.actions.funders import add_funder
from essaim.apps.financing.actions.holding import PLAN, hold_plan
from essaim.apps.financing.actions.linking import fill_from_support
from essaim.apps.financing.actions.plans import must_be_draft, must_not_be_closed
from essaim.apps.financing.enums import FunderKind, LineSide
from essaim.apps.financing.models import Funder, Plan, PlanAmount, PlanLine, Tranche
from essaim.engine import financing as engine
from essaim.engine.errors import InvalidValue
from essaim.engine.financing import Rhythm, Stage
from essaim.engine.financing.form import PRIVATE, load_form
from essaim.engine.financing.supports import load_supports
from essaim.engine.language import gettext as _
from essaim.kit.errors import ChangedMeanwhile

# Amounts that people write; what was claimed and paid is read in the follow-up of supports.
WRITTEN = (Stage.PLANNED, Stage.REQUESTED, Stage.GRANTED, Stage.ACTUAL)
MOST_LINES = 300
# Nothing that a pole counts in euros is above ten billions.
LARGEST = 10**12
_FIELDS = ("label", "analytic", "funder", "support", "support_kind", "note")
Cell = tuple[str, int]


class CellsChangedMeanwhile(ChangedMeanwhile):
    """Somebody wrote in the same cells since they were read. ``cells``: what each holds now, in cents."""

    def __init__(self, cells: Mapping[Cell, int | None]) -> None:
        super().__init__()
        self.cells = dict(cells)


@dataclass(frozen=True, slots=True)
class PaidWhen:
    """When a line is paid, as people type it. ``tranches``: months and shares in basis points."""

    rhythm: str = Rhythm.MONTHLY.value
    month: int = 1
    delay: int = 0
    claim_every: int = 6
    advance: int = 0
    tranches: Sequence[tuple[int, int]] = ()


@transaction.atomic
def put_line(
    *, plan: Plan, facts: Mapping[str, Any], seen_version: int | None, by: Actor, at: datetime,
    line: PlanLine | None = None, funder_name: str = "",
) -> PlanLine:  # fmt: skip
    """Write a line, a new one when ``line`` is None.

    Args:
        facts: ``form_line``, ``label``, ``analytic``, ``funder``, ``support``, ``support_kind``, ``note``, and for a
            new line ``amounts``, planned cents a year each.
        funder_name: a funder that the pole does not know yet, by name; it is added to those of the pole.

    Raises:
        NotAllowed, ChangedMeanwhile: as ``hold_plan``.
        InvalidValue: the plan is closed; adopted, and the line would change what was voted; or a value cannot be.
    """
    current = hold_plan(plan, seen_version=seen_version, by=by, at=at)
    must_not_be_closed(current)
    written = line or PlanLine(plan=current, place=_next_place(current))
    place = str(facts.get("form_line", written.form_line))
    if not load_form().has(place):
        raise InvalidValue(_("Cette ligne n'est pas dans le formulaire."), _("Choisissez-en une de la liste."))
    if line is not None and place != line.form_line:
        must_be_draft(current)
    written.form_line, written.side = place, LineSide(load_form().line(place).side.value)
    former = written.support_id
    for key in _FIELDS:
        if key in facts:
            setattr(written, key, facts[key])
    check_owners(current, written)
    is_linked = written.support is not None and written.support_id != former
    if funder_name.strip():
        written.funder = funder_named(current, funder_name.strip(), place, by, at)
    elif written.support is not None and written.funder is None:
        written.funder = written.support.funder
    is_new = written.pk is None
    written.save()
    if is_new:
        if any(one is not None for one in facts.get("amounts", ())):
            must_be_draft(current)
        _first_amounts(current, written, facts.get("amounts", ()))
        _propose_calendar(written)
    if is_linked:
        fill_from_support(written)
    record(
        action="put_plan_line", object_type=PLAN, object_id=plan.uid, by=by, at=at,
        after={"plan_line": str(written), "added": is_new},
    )  # fmt: skip
    return written


@transaction.atomic
def remove_line(*, plan: Plan, line: PlanLine, seen_version: int | None, by: Actor, at: datetime) -> None:
    """Take a line away, with its amounts.

    Raises:
        NotAllowed, ChangedMeanwhile: as ``hold_plan``.
        InvalidValue: the plan is no draft.
    """
    current = hold_plan(plan, seen_version=seen_version, by=by, at=at)
    must_be_draft(current)
    record(
        action="remove_plan_line", object_type=PLAN, object_id=plan.uid, by=by, at=at, before={"plan_line": str(line)}
    )  # fmt: skip
    line.delete()


@transaction.atomic
def put_amounts(
    *, plan: Plan, stage: Stage, changes: Mapping[Cell, int | None], seen: Mapping[Cell, int | None], by: Actor,
    at: datetime,
) -> int:  # fmt: skip
    """Write amounts of one stage: by line's key and year (1 is the first), None for what nobody knows.

    Only cells that change are given, each with what it held when it was read: two people may fill two parts of the
    plan at once. How many were written is answered.

    Raises:
        NotAllowed: not their plan.
        CellsChangedMeanwhile: somebody wrote otherwise in one of these cells since.
        InvalidValue: the plan is closed, or adopted when what was planned would change; a stage, a year or an amount
            that cannot be.
    """
    current = hold_plan(plan, seen_version=None, by=by, at=at)
    if stage not in WRITTEN:
        raise InvalidValue(_("Ces montants se lisent dans le suivi des financeurs : ils ne s'écrivent pas ici."))
    if stage == Stage.PLANNED:
        must_be_draft(current)
    must_not_be_closed(current)
    lines = {one.uid: one for one in current.lines.prefetch_related("amounts")}
    field = f"{stage.value}_cents"
    rows = {(uid, one.year): one for uid, line in lines.items() for one in line.amounts.all()}
    now = {cell: getattr(rows.get(cell), field, None) for cell in changes}
    other = {cell: now[cell] for cell, cents in changes.items() if now[cell] not in (seen.get(cell), cents)}
    if any(uid not in lines for uid, _year in changes):
        raise ChangedMeanwhile()
    if other:
        raise CellsChangedMeanwhile(other)
    written = 0
    for (uid, year), cents in changes.items():
        if now[uid, year] == cents:
            continue
        _check_cell(current, year, cents)
        row = rows.get((uid, year)) or PlanAmount(line=lines[uid], year=year)
        setattr(row, field, cents)
        row.save()
        written += 1
    record(
        action="put_plan_amounts", object_type=PLAN, object_id=plan.uid, by=by, at=at,
        after={"plan_stage": stage.value, "cells": written},
    )  # fmt: skip
    return written


@transaction.atomic
def set_calendar(
    *, plan: Plan, line: PlanLine, paid: PaidWhen, seen_version: int | None, by: Actor, at: datetime
) -> PlanLine:
    """Say when a line is paid.

    Raises:
        NotAllowed, ChangedMeanwhile: as ``hold_plan``.
        InvalidValue: the plan is closed, or a month, a delay or shares that cannot be.
    """
    current = hold_plan(plan, seen_version=seen_version, by=by, at=at)
    must_not_be_closed(current)
    tranches = tuple(engine.Tranche(month, share) for month, share in paid.tranches)
    # The engine refuses what cannot be paid.
    engine.Calendar(Rhythm(paid.rhythm), paid.month, paid.delay, tranches, paid.claim_every, paid.advance)
    _write_calendar(line, paid)
    record(
        action="set_plan_calendar", object_type=PLAN, object_id=plan.uid, by=by, at=at,
        after={"plan_line": str(line), "rhythm": paid.rhythm},
    )  # fmt: skip
    return line


def usual_calendar(support_kind: str) -> PaidWhen | None:
    """How that kind of support is usually paid: a proposal; None when nobody says."""
    supports = load_supports()
    if not supports.has(support_kind):
        return None
    usual = supports.support(support_kind).calendar
    return PaidWhen(
        usual.rhythm.value, usual.month, usual.delay, usual.claim_every, usual.advance,
        [(one.month, one.share) for one in usual.tranches],
    )  # fmt: skip


def _propose_calendar(line: PlanLine) -> None:
    kind = line.support.kind if line.support is not None and line.support.kind else line.support_kind
    usual = usual_calendar(kind)
    if usual is not None:
        _write_calendar(line, usual)


def _write_calendar(line: PlanLine, paid: PaidWhen) -> None:
    line.rhythm, line.month, line.delay = paid.rhythm, paid.month, paid.delay
    line.claim_every, line.advance = paid.claim_every, paid.advance
    line.save(update_fields=["rhythm", "month", "delay", "claim_every", "advance"])
    line.tranches.all().delete()
    Tranche.objects.bulk_create(Tranche(line=line, month=month, share=share) for month, share in paid.tranches)


def _next_place(plan: Plan) -> int:
    if plan.lines.count() >= MOST_LINES:
        raise InvalidValue(
            _("Un plan a trois cents lignes au plus."), _("Réunissez des lignes, ou faites un autre plan.")
        )
    highest = plan.lines.aggregate(last=Max("place"))["last"]
    return 0 if highest is None else min(highest + 1, 32_000)


def _first_amounts(plan: Plan, line: PlanLine, amounts: Sequence[int | None]) -> None:
    for year, cents in enumerate(amounts[: plan.years], start=1):
        if cents is not None:
            _check_cell(plan, year, cents)
            PlanAmount.objects.create(line=line, year=year, planned_cents=cents)


def _check_cell(plan: Plan, year: int, cents: int | None) -> None:
    if not 1 <= year <= plan.years:
        raise InvalidValue(_("Cette année n'est pas dans le plan."), _("Prolongez le plan, ou changez d'année."))
    if cents is not None and not 0 <= cents <= LARGEST:
        raise InvalidValue(_("Ce montant ne peut pas être."), _("Écrivez un montant entre 0 et dix milliards d'euros."))


def check_owners(plan: Plan, line: PlanLine) -> None:
    """A funder and a support of another pole are not known here; a support is its funder's."""
    if line.funder is not None and line.funder.pole_id != plan.pole_id:
        raise InvalidValue(_("Ce financeur n'est pas celui du pôle."), _("Choisissez-en un de la liste."))
    if line.support is not None and line.support.pole_id != plan.pole_id:
        raise InvalidValue(_("Cette aide n'est pas celle du pôle."), _("Choisissez-en un de la liste."))
    if line.side == LineSide.CHARGE and (line.support is not None or line.funder is not None):
        raise InvalidValue(
            _("Une charge n'a pas de financeur."), _("Écrivez le financeur sur la ligne de produit qui la paie.")
        )
    if line.support is not None and line.funder is not None and line.support.funder_id != line.funder.pk:
        raise InvalidValue(
            _("Cette aide est celle d'un autre financeur : %(name)s.") % {"name": line.support.funder.name},
            _("Choisissez le même financeur des deux côtés, ou laissez le financeur vide."),
        )


def funder_named(plan: Plan, name: str, place: str, by: Actor, at: datetime) -> Funder:
    """The pole's funder of that name, known or new; its kind is that of the form's line."""
    known = Funder.objects.filter(pole=plan.pole, name__iexact=name).first()
    if known is not None:
        return known
    level = load_form().line(place).funder_level
    kind = level if level in FunderKind.values else FunderKind.UNKNOWN
    is_public = None if not level else level != PRIVATE
    return add_funder(pole=plan.pole, name=name, by=by, at=at, kind=kind, is_public=is_public)
