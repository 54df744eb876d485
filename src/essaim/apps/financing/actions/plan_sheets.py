"""Spreadsheets of a plan: taken in, confirmed row by row, undone, forgotten. Nothing is overwritten unasked."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.financing.actions.holding import PLAN, hold_plan
from essaim.apps.financing.actions.plan_sheets_writing import Changes, Written, put_back, write_rows
from essaim.apps.financing.actions.plans import must_be_draft, must_not_be_closed
from essaim.apps.financing.models import Plan, PlanSheet
from essaim.apps.financing.plan_sheets.comparing import PlannedRow, planned_rows
from essaim.apps.financing.plan_sheets.enums import RowOutcome, RowResult
from essaim.apps.financing.plan_sheets.reading import LIMITS, brought_in
from essaim.apps.financing.plan_sheets.rows import PlanRows, plan_rows
from essaim.apps.financing.queries.plans import whole
from essaim.apps.financing.rules import keeps_money
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.engine.sources.spreadsheets import read_book
from essaim.kit.errors import ChangedMeanwhile, NotAllowed
from essaim.kit.kept_sheets import KEPT_FOR, UNDONE_WITHIN, SheetState


@transaction.atomic
def take_plan_sheet(*, plan: Plan, content: bytes, file_name: str, by: Actor, at: datetime) -> PlanSheet:
    """Read a file and keep its cells until it is confirmed, a day at most. Nothing enters the plan, read whole.

    Raises:
        NotAllowed: the plan is not theirs.
        UnreadableFile: see ``read_book``. InvalidValue: no sheet gives the lines of a plan; the plan is closed.
    """
    if not keeps_money(by, plan.pole):
        raise NotAllowed()
    must_not_be_closed(plan)
    found = brought_in(read_book(content, file_name, LIMITS), plan_rows(plan).labels)
    return PlanSheet.objects.create(
        plan=plan, file_name=file_name.replace("\0", "")[-200:], header=found.header, lines=found.lines,
        items=found.items, from_plan=found.from_plan, from_version=found.from_version, created_by=by.uid,
        created_at=at, expires_at=at + KEPT_FOR,
    )  # fmt: skip


@transaction.atomic
def confirm_plan_sheet(
    *, sheet: PlanSheet, ticked: Collection[str], seen_version: int, by: Actor, at: datetime
) -> PlanSheet:
    """Write what the preview said, in one piece; the cells of the file are erased, what the plan was stays a month.

    Args:
        ticked: the choices of the rows that only people can decide (``PlannedRow.choice``).
        seen_version: of the plan, when the preview was made.

    Raises:
        NotAllowed, ChangedMeanwhile: not theirs; done, forgotten or too old; the plan changed since the preview.
        InvalidValue: the plan is closed, or nothing would be written.
    """
    current = _locked(sheet, by)
    current.must_be_pending(at)
    held = hold_plan(current.plan, seen_version=seen_version, by=by, at=at)
    must_not_be_closed(held)
    plan = _whole(held)
    before, planned = plan_rows(plan), planned_rows(current, plan)
    changes = _changes(planned, ticked)
    if changes.is_empty:
        raise InvalidValue(_("Ce fichier ne change rien au plan."), _("Oubliez-le, ou cochez ce qui doit changer."))
    done = write_rows(plan, changes, by=by, at=at)
    current.former = asdict(before)
    current.version_before, current.version_after = seen_version, held.version
    current.report = [_entry(row, ticked) for row in planned if row.outcome != RowOutcome.SAME]
    current.lines, current.items, current.state, current.done_at = [], {}, SheetState.DONE, at
    current.expires_at = at + UNDONE_WITHIN
    current.save()
    _record("import_plan_sheet", current, done, by, at)
    return current


@transaction.atomic
def undo_plan_sheet(*, sheet: PlanSheet, by: Actor, at: datetime) -> PlanSheet:
    """Put the plan back as it was before an import, as long as nobody wrote in it since.

    Raises:
        NotAllowed, ChangedMeanwhile: not theirs; not done, or undone already; somebody wrote in the plan since.
        InvalidValue: the plan is no draft any more.
    """
    current = _locked(sheet, by)
    current.must_be_done()
    held = hold_plan(current.plan, seen_version=current.version_after, by=by, at=at)
    must_be_draft(held)
    done = put_back(_whole(held), former_rows(current), by=by, at=at)
    current.state, current.undone_at = SheetState.UNDONE, at
    current.save()
    _record("undo_plan_sheet", current, done, by, at)
    return current


@transaction.atomic
def discard_plan_sheet(*, sheet: PlanSheet, by: Actor, at: datetime) -> None:
    """Forget a file that was not confirmed.

    Raises:
        NotAllowed, ChangedMeanwhile: not theirs; done or forgotten already.
    """
    current = _locked(sheet, by)
    current.must_be_pending(at)
    current.delete()


@transaction.atomic
def forget_plan_sheets(*, at: datetime) -> int:
    """Erase the spreadsheets whose day is past: how many. A duty of the worker."""
    return PlanSheet.objects.filter(expires_at__lt=at).delete()[0]


def former_rows(sheet: PlanSheet) -> PlanRows:
    """The rows of the plan before an import."""
    return PlanRows(**sheet.former)


def _locked(sheet: PlanSheet, by: Actor) -> PlanSheet:
    current = PlanSheet.objects.select_for_update(of=("self",)).select_related("plan__pole").filter(pk=sheet.pk).first()
    if current is None:
        raise ChangedMeanwhile()
    if not keeps_money(by, current.plan.pole):
        raise NotAllowed()
    return current


def _whole(held: Plan) -> Plan:
    return whole(Plan.objects.filter(pk=held.pk)).get()


def _changes(planned: list[PlannedRow], ticked: Collection[str]) -> Changes:
    changes = Changes()
    for row in planned:
        is_ticked = bool(row.choice) and row.choice in ticked
        if row.outcome == RowOutcome.GONE and is_ticked:
            changes.gone.append((row.kind, row.uid))
        elif row.said and (row.outcome == RowOutcome.NEW or is_ticked):
            changes.new.append((row.kind, row.said))
        elif row.uid and row.outcome in (RowOutcome.CHANGED, RowOutcome.CONFLICT):
            written = {**row.changes, **(row.conflicts if is_ticked else {})}
            if written:
                changes.changed.append((row.kind, row.uid, {key: new for key, (_now, new) in written.items()}))
    return changes


def _entry(row: PlannedRow, ticked: Collection[str]) -> dict[str, Any]:
    is_ticked = bool(row.choice) and row.choice in ticked
    if row.outcome == RowOutcome.REFUSED:
        result = RowResult.REFUSED
    elif row.outcome == RowOutcome.GONE:
        result = RowResult.REMOVED if is_ticked else RowResult.LEFT
    elif row.said:
        result = RowResult.ADDED if is_ticked or row.outcome == RowOutcome.NEW else RowResult.LEFT
    else:
        result = RowResult.CHANGED if row.changes or is_ticked else RowResult.LEFT
    sentence = row.sentence if result == RowResult.REFUSED else ""
    return {"number": row.number, "title": row.title, "result": result.value, "sentence": sentence}


def _record(action: str, sheet: PlanSheet, done: Written, by: Actor, at: datetime) -> None:
    record(
        action=action, object_type=PLAN, object_id=sheet.plan.uid, by=by, at=at,
        after={"lines": {"added": done.added, "changed": done.changed, "removed": done.removed}},
    )  # fmt: skip
