"""Spreadsheets of prospects: taken in, confirmed line by line, undone, forgotten. Nothing is overwritten unasked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.founding.actions.prospects import add_prospect, edit_prospect, move_prospect, remove_prospect
from essaim.apps.founding.actions.prospects_contact import erase_contact, set_contact
from essaim.apps.founding.actions.prospects_holding import must_found
from essaim.apps.founding.enums import LineOutcome
from essaim.apps.founding.models import Founding, Prospect, ProspectSheet
from essaim.apps.founding.prospect_columns import guessed_columns
from essaim.apps.founding.queries.prospect_sheets import PlannedLine, counted_lines, planned_lines
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.engine.sources.spreadsheets import read_sheet
from essaim.kit.errors import ChangedMeanwhile
from essaim.kit.kept_sheets import KEPT_FOR, UNDONE_WITHIN, SheetState

REPLACE = "replace"
_SHEET = "prospect_sheet"


@transaction.atomic
def take_prospect_sheet(
    *, founding: Founding, content: bytes, file_name: str, by: Actor, at: datetime
) -> ProspectSheet:
    """Read a file and keep its cells until it is confirmed, a day at most. Nothing enters the board.

    Raises:
        NotAllowed: the draft is somebody else's.
        UnreadableFile: see ``read_sheet``. InvalidValue: no column gives the names.
    """
    must_found(by, founding)
    sheet = read_sheet(content, file_name)
    guessed_columns(sheet.header)
    return ProspectSheet.objects.create(
        founding=founding, file_name=file_name.replace("\0", "")[-200:], header=sheet.header,
        lines=[[line, cells] for line, cells in sheet.rows], created_by=by.uid, created_at=at, expires_at=at + KEPT_FOR,
    )  # fmt: skip


@transaction.atomic
def confirm_prospect_sheet(
    *, sheet: ProspectSheet, choices: Mapping[int, str], by: Actor, at: datetime
) -> ProspectSheet:
    """Write what the lines say; the cells of the file are erased, the report stays a month.

    Args:
        choices: by line, ``REPLACE`` where the board says otherwise and the file is right; else the board stays.

    Raises:
        NotAllowed, ChangedMeanwhile: not theirs; done, forgotten or too old.
    """
    current = _pending(sheet, by, at)
    report = [_written(current.founding, one, choices.get(one.line, ""), by, at) for one in planned_lines(current)]
    current.report, current.lines, current.state, current.done_at = report, [], SheetState.DONE, at
    current.expires_at = at + UNDONE_WITHIN
    current.save()
    record(
        action="import_prospects", object_type=_SHEET, object_id=current.uid, by=by, at=at,
        after={"lines": dict(counted_lines(entry["outcome"] for entry in report))},
    )  # fmt: skip
    return current


@transaction.atomic
def undo_prospect_sheet(*, sheet: ProspectSheet, by: Actor, at: datetime) -> ProspectSheet:
    """Take out what an import wrote, where nobody wrote since; what stays is said, with its reason.

    Raises:
        NotAllowed, ChangedMeanwhile: not theirs; not done, or undone already.
    """
    current = _locked(sheet, by)
    current.must_be_done()
    current.report = [_undone(current.founding, entry, by, at) for entry in current.report]
    current.state, current.undone_at = SheetState.UNDONE, at
    current.save()
    record(action="undo_prospect_import", object_type=_SHEET, object_id=current.uid, by=by, at=at)
    return current


@transaction.atomic
def discard_prospect_sheet(*, sheet: ProspectSheet, by: Actor, at: datetime) -> None:
    """Forget a file that was not confirmed.

    Raises:
        NotAllowed, ChangedMeanwhile: not theirs; done or forgotten already.
    """
    _pending(sheet, by, at).delete()


def _locked(sheet: ProspectSheet, by: Actor) -> ProspectSheet:
    must_found(by, sheet.founding)
    current = ProspectSheet.objects.select_for_update().filter(pk=sheet.pk).first()
    if current is None:
        raise ChangedMeanwhile()
    current.founding = sheet.founding
    return current


def _pending(sheet: ProspectSheet, by: Actor, at: datetime) -> ProspectSheet:
    current = _locked(sheet, by)
    current.must_be_pending(at)
    return current


def _written(founding: Founding, one: PlannedLine, choice: str, by: Actor, at: datetime) -> dict[str, Any]:
    entry: dict[str, Any] = {"line": one.line, "name": one.name, "outcome": one.outcome, "sentence": one.sentence}
    if one.read is None or one.outcome in (LineOutcome.REFUSED, LineOutcome.PRESENT):
        return entry
    try:
        with transaction.atomic():
            if one.found is None:
                return entry | _added(founding, one, by, at)
            one.found.founding = founding
            return entry | _changed(one.found, one, choice == REPLACE, by, at)
    except EssaimError as refusal:
        return entry | {"outcome": LineOutcome.REFUSED, "sentence": str(refusal)}


def _added(founding: Founding, one: PlannedLine, by: Actor, at: datetime) -> dict[str, Any]:
    assert one.read is not None
    new = add_prospect(founding=founding, wanted=one.read.wanted, is_another=True, by=by, at=at)
    if one.read.state:
        move_prospect(prospect=new, state=one.read.state, by=by, at=at)
    if any(one.read.contact):
        _reach(new, one.read.contact, by, at)
    return {"created": new.uid, "version": _version(new)}


def _changed(found: Prospect, one: PlannedLine, replaces: bool, by: Actor, at: datetime) -> dict[str, Any]:
    assert one.read is not None
    keys = [*one.fills, *(one.differs if replaces else ())]
    values = {key: getattr(one.read.wanted, key) for key in keys if key not in ("state", "contact")}
    if not keys:
        return {"outcome": LineOutcome.LEFT}
    before = {key: _plain(getattr(found, key)) for key in values}
    if values:
        edit_prospect(prospect=found, changes=values, seen_version=found.version, by=by, at=at)
    if "state" in keys:
        before["state"] = move_prospect(prospect=found, state=one.read.state, by=by, at=at)
    if "contact" in keys:
        _reach(found, one.read.contact, by, at)
    outcome = LineOutcome.REPLACED if replaces and one.differs else LineOutcome.FILLED
    return {
        "outcome": outcome, "changed": found.uid, "before": before, "contact": "contact" in keys,
        "version": _version(found),
    }  # fmt: skip


def _reach(prospect: Prospect, contact: tuple[str, str, str], by: Actor, at: datetime) -> None:
    name, email, phone = contact
    set_contact(
        prospect=prospect, name=name, email=email, phone=phone, erase_on=None, informed_on=None,
        seen_version=_version(prospect), by=by, at=at,
    )  # fmt: skip


def _version(prospect: Prospect) -> int:
    return Prospect.objects.values_list("version", flat=True).get(pk=prospect.pk)


def _undone(founding: Founding, entry: dict[str, Any], by: Actor, at: datetime) -> dict[str, Any]:
    uid = entry.get("created") or entry.get("changed")
    if not uid:
        return entry
    found = Prospect.objects.filter(founding=founding, uid=uid).first()
    if found is None:
        return entry | {"outcome": LineOutcome.KEPT, "sentence": _("cette fiche n'y est déjà plus")}
    found.founding = founding
    used = "created" in entry and (found.notes.exists() or found.letters.exists())
    if used or found.version != entry["version"]:
        said = _("cette fiche a été modifiée depuis : elle reste")
        return entry | {"outcome": LineOutcome.KEPT, "sentence": said}
    if "created" in entry:
        remove_prospect(prospect=found, by=by, at=at)
    else:
        _put_back(found, entry, by, at)
    return entry | {"outcome": LineOutcome.UNDONE, "sentence": ""}


def _put_back(found: Prospect, entry: dict[str, Any], by: Actor, at: datetime) -> None:
    before = {key: value for key, value in entry["before"].items() if key != "state"}
    if before.get("next_on"):
        before["next_on"] = date.fromisoformat(before["next_on"])
    if before:
        edit_prospect(prospect=found, changes=before, seen_version=found.version, by=by, at=at)
    if "state" in entry["before"]:
        move_prospect(prospect=found, state=entry["before"]["state"], by=by, at=at)
    if entry.get("contact"):
        erase_contact(prospect=found, by=by, at=at)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
