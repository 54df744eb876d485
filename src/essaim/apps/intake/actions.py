"""Every write of imports: take in a file, match its columns, confirm, undo, discard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.intake.columns import checked, guess, refuse_persons
from essaim.apps.intake.enums import Outcome
from essaim.apps.intake.models import MemberImport
from essaim.apps.intake.queries import Planned, counted, planned
from essaim.apps.intake.rules import can_import_members
from essaim.apps.poles.actions import add_member, add_organisation, remove_membership, remove_organisation
from essaim.apps.poles.models import Membership, Organisation, Pole
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.engine.sources.spreadsheets import read_sheet
from essaim.kit.errors import ChangedMeanwhile, NotAllowed
from essaim.kit.kept_sheets import KEPT_FOR, SheetState

LEAVE, ANOTHER = "leave", "another"


@transaction.atomic
def take_in(*, pole: Pole, content: bytes, file_name: str, by: Actor, at: datetime) -> MemberImport:
    """Read a file and keep its cells until it is confirmed, a day at most. Nothing enters the directory.

    Raises:
        NotAllowed: the pole is not theirs to edit.
        UnreadableFile: see ``read_sheet``.
        InvalidValue: a column announces names of persons; nothing of the file is kept.
    """
    if not can_import_members(by, pole):
        raise NotAllowed()
    discard_expired(at=at)
    sheet = read_sheet(content, file_name)
    refuse_persons(sheet.header)
    return MemberImport.objects.create(
        pole=pole, file_name=file_name.replace("\0", "")[-200:], header=sheet.header, matching=guess(sheet.header),
        lines=[[line, cells] for line, cells in sheet.rows], created_by=by.uid, created_at=at, expires_at=at + KEPT_FOR,
    )  # fmt: skip


@transaction.atomic
def match_columns(*, pending: MemberImport, matching: Sequence[str], by: Actor, at: datetime) -> MemberImport:
    """Say what each column means.

    Raises:
        NotAllowed, ChangedMeanwhile: not theirs, or not pending any more.
        InvalidValue: two columns that say the same, or none that tells the members.
    """
    current = _pending(pending, by, at)
    current.matching = checked(matching, len(current.header))
    current.save(update_fields=["matching"])
    return current


@transaction.atomic
def confirm_import(*, pending: MemberImport, choices: Mapping[int, str], by: Actor, at: datetime) -> MemberImport:
    """Write the good lines; the others are named in the report, with their reason. The file's cells are erased.

    Args:
        choices: for lines in doubt, the uid of the record that it is, ``ANOTHER`` for a new one, or ``LEAVE``.

    Raises:
        NotAllowed, ChangedMeanwhile: not theirs, or not pending any more.
    """
    current = _pending(pending, by, at)
    checked(current.matching, len(current.header))
    report = [_written(current.pole, one, choices.get(one.line, LEAVE), by, at) for one in planned(current)]
    current.report, current.lines, current.state, current.done_at = report, [], SheetState.DONE, at
    current.save()
    told = {"file": current.file_name, "lines": dict(counted(entry["outcome"] for entry in report))}
    record(action="import_members", object_type="pole", object_id=current.pole.uid, by=by, at=at, after=told)
    return current


@transaction.atomic
def undo_import(*, done: MemberImport, by: Actor, at: datetime) -> MemberImport:
    """Take out what an import created, if nobody changed it since; what stays is said, with its reason.

    Raises:
        NotAllowed, ChangedMeanwhile: not theirs, or not done, or undone already.
    """
    current = _locked(done, by)
    current.must_be_done()
    current.report = [_undone(entry, by, at) for entry in current.report]
    current.state, current.undone_at = SheetState.UNDONE, at
    current.save()
    told = {"file": current.file_name, "lines": dict(counted(entry["outcome"] for entry in current.report))}
    record(action="undo_import", object_type="pole", object_id=current.pole.uid, by=by, at=at, after=told)
    return current


@transaction.atomic
def discard_import(*, pending: MemberImport, by: Actor, at: datetime) -> None:
    """Forget a file that was not confirmed.

    Raises:
        NotAllowed, ChangedMeanwhile: not theirs, or not pending any more.
    """
    _pending(pending, by, at).delete()


@transaction.atomic
def discard_expired(*, at: datetime) -> int:
    """Forget the files that nobody confirmed in time: how many."""
    gone, _kinds = MemberImport.objects.filter(state=SheetState.PENDING, expires_at__lt=at).delete()
    return gone


def _locked(row: MemberImport, by: Actor) -> MemberImport:
    current = MemberImport.objects.select_for_update().filter(pk=row.pk).first()
    if current is None:
        raise ChangedMeanwhile()
    if not can_import_members(by, current.pole):
        raise NotAllowed()
    return current


def _pending(row: MemberImport, by: Actor, at: datetime) -> MemberImport:
    current = _locked(row, by)
    current.must_be_pending(at)
    return current


def _written(pole: Pole, one: Planned, choice: str, by: Actor, at: datetime) -> dict[str, Any]:
    entry: dict[str, Any] = {"line": one.line, "name": one.name, "outcome": one.outcome, "sentence": one.sentence}
    if one.wanted is not None and one.wanted.persons:
        entry |= {"name": "", "persons": one.wanted.persons}
    if one.wanted is None or one.outcome in (Outcome.REFUSED, Outcome.PRESENT):
        return entry
    organisation, is_another = next(iter(one.found), None), False
    if one.outcome == Outcome.DOUBT:
        organisation = next((other for other in one.found if other.uid == choice), None)
        is_another = choice == ANOTHER
        if organisation is None and not is_another:
            return entry | {"outcome": str(Outcome.LEFT)}
        entry["outcome"] = str(Outcome.NEW if is_another else Outcome.KNOWN)
    try:
        with transaction.atomic():
            if one.wanted.name and organisation is None:
                organisation = add_organisation(by=by, at=at, is_another=is_another, **one.wanted.facts)
                entry["created"] = organisation.uid
            place: dict[str, Any] = one.wanted.place
            member = add_member(pole=pole, organisation=organisation, persons=one.wanted.persons, by=by, at=at, **place)
            return entry | {"membership": member.uid}
    except EssaimError as refusal:
        entry.pop("created", None)
        return entry | {"outcome": str(Outcome.REFUSED), "sentence": str(refusal)}


def _undone(entry: dict[str, Any], by: Actor, at: datetime) -> dict[str, Any]:
    if "membership" not in entry:
        return entry
    member = Membership.objects.select_related("pole").filter(uid=entry["membership"]).first()
    if member is None:
        said = _("ce membre n'y est déjà plus")
        return entry | {"outcome": str(Outcome.KEPT), "sentence": said}
    if member.version != 1:
        return entry | {"outcome": str(Outcome.KEPT), "sentence": _("ce membre a été modifié depuis : il reste")}
    remove_membership(membership=member, by=by, at=at)
    created = Organisation.objects.filter(uid=entry.get("created", "")).first()
    if created is None:
        return entry | {"outcome": str(Outcome.UNDONE), "sentence": ""}
    try:
        remove_organisation(organisation=created, by=by, at=at)
    except EssaimError as refusal:
        return entry | {"outcome": str(Outcome.KEPT), "sentence": refusal.message}
    return entry | {"outcome": str(Outcome.UNDONE), "sentence": ""}
