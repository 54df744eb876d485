"""Spreadsheets of expenses: taken in, tried, confirmed line by line, undone, forgotten. Nothing is written unasked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.documents.queries import documents_of
from essaim.apps.financing.actions.expenses import hold, put_expense, remove_expense
from essaim.apps.financing.expense_columns import (
    column_label,
    guessed_columns,
    identifier,
    kept_as,
    noted_as,
    read_expense,
)
from essaim.apps.financing.expense_names import charged_words, vocabulary
from essaim.apps.financing.expense_sheets_enums import ExpenseOutcome
from essaim.apps.financing.models import Expense, ExpenseSheet
from essaim.apps.financing.models.following import EXPENSE
from essaim.apps.financing.queries.expenses import expenses_of
from essaim.apps.financing.rules import keeps_money
from essaim.apps.poles.models import Pole
from essaim.engine.errors import EssaimError, InvalidValue
from essaim.engine.language import gettext as _
from essaim.engine.sources.spreadsheets import read_sheet
from essaim.kit.errors import ChangedMeanwhile, NotAllowed
from essaim.kit.kept_sheets import KEPT_FOR, UNDONE_WITHIN, SheetState

# What became of a line: line, label, cents (None: refused), outcome, sentence, what it is charged to (words); expense
# and version once it is noted.
Entry = dict[str, Any]


@transaction.atomic
def take_expense_sheet(*, pole: Pole, content: bytes, file_name: str, by: Actor, at: datetime) -> ExpenseSheet:
    """Read a file, say what each line would become, and keep its cells until it is confirmed, a day at most.

    No expense is written.

    Raises:
        NotAllowed: the pole's money is not theirs.
        UnreadableFile: see ``read_sheet``. InvalidValue: no column gives the date, the subject or the amount.
    """
    if not keeps_money(by, pole):
        raise NotAllowed()
    sheet = read_sheet(content, file_name)
    guessed_columns(sheet.header)
    new = ExpenseSheet.objects.create(
        pole=pole, file_name=file_name.replace("\0", "")[-200:], header=sheet.header,
        lines=[[number, cells] for number, cells in sheet.rows], created_by=by.uid, created_at=at,
        expires_at=at + KEPT_FOR,
    )  # fmt: skip
    new.report = [_to_come(entry) for entry in _tried(new, by, at)]
    new.save(update_fields=["report"])
    return new


@transaction.atomic
def confirm_expense_sheet(*, sheet: ExpenseSheet, by: Actor, at: datetime) -> ExpenseSheet:
    """Write the lines that can be, one by one; the cells of the file are erased, the report stays a month.

    Raises:
        NotAllowed, ChangedMeanwhile: not theirs; done, forgotten or too old.
    """
    current = _locked(sheet, by)
    current.must_be_pending(at)
    # Another spreadsheet may be confirmed in the same second: what is noted is read once nobody else writes.
    hold(current.pole, by)
    current.report = list(_written(current, by, at))
    current.lines, current.state, current.done_at = [], SheetState.DONE, at
    current.expires_at = at + UNDONE_WITHIN
    current.save()
    noted = sum(entry["outcome"] == ExpenseOutcome.NOTED for entry in current.report)
    _record("import_expenses", current, {"lines": noted}, by, at)
    return current


@transaction.atomic
def undo_expense_sheet(*, sheet: ExpenseSheet, by: Actor, at: datetime) -> ExpenseSheet:
    """Remove the expenses of an import that nobody changed since; what stays is said, with its reason.

    Raises:
        NotAllowed, ChangedMeanwhile: not theirs; not done, or undone already.
    """
    current = _locked(sheet, by)
    current.must_be_done()
    current.report = [_undone(current.pole, entry, by, at) for entry in current.report]
    current.state, current.undone_at = SheetState.UNDONE, at
    current.save()
    gone = sum(entry["outcome"] == ExpenseOutcome.UNDONE for entry in current.report)
    _record("undo_expense_import", current, {"lines": gone}, by, at)
    return current


@transaction.atomic
def discard_expense_sheet(*, sheet: ExpenseSheet, by: Actor, at: datetime) -> None:
    """Forget a file that was not confirmed.

    Raises:
        NotAllowed, ChangedMeanwhile: not theirs; done or forgotten already.
    """
    current = _locked(sheet, by)
    current.must_be_pending(at)
    current.delete()


@transaction.atomic
def forget_expense_sheets(*, at: datetime) -> int:
    """Erase the spreadsheets whose day is past: how many. A duty of the worker."""
    return ExpenseSheet.objects.filter(expires_at__lt=at).delete()[0]


def _locked(sheet: ExpenseSheet, by: Actor) -> ExpenseSheet:
    current = ExpenseSheet.objects.select_for_update(of=("self",)).select_related("pole").filter(pk=sheet.pk).first()
    if current is None:
        raise ChangedMeanwhile()
    if not keeps_money(by, current.pole):
        raise NotAllowed()
    return current


@transaction.atomic
def _tried(sheet: ExpenseSheet, by: Actor, at: datetime) -> list[Entry]:
    """What becomes of each line depends on those before it: they are written for good, then taken back."""
    report = list(_written(sheet, by, at))
    transaction.set_rollback(True)
    return report


def _to_come(entry: Entry) -> Entry:
    if entry["outcome"] != ExpenseOutcome.NOTED:
        return entry
    return {
        **{key: entry[key] for key in ("line", "label", "cents", "sentence", "charged_to")},
        "outcome": ExpenseOutcome.NEW,
    }


def _written(sheet: ExpenseSheet, by: Actor, at: datetime) -> Iterator[Entry]:
    meanings, known, noted = guessed_columns(sheet.header), vocabulary(sheet.pole), _Noted(sheet.pole)
    place = meanings.index("label")
    for number, cells in sheet.lines:
        label = cells[place].strip() if place < len(cells) else ""
        entry: Entry = {"line": number, "label": label, "cents": None, "sentence": "", "charged_to": []}
        try:
            uid = identifier(cells, meanings)
            facts = read_expense(cells, meanings, replace(known, noted=noted.named(uid)))
            entry["charged_to"] = charged_words(facts)
            if noted.has(facts, uid, meanings):
                yield entry | {"cents": facts["cents"], "outcome": ExpenseOutcome.SAME}
                continue
            with transaction.atomic():
                new = put_expense(pole=sheet.pole, expense=None, facts=facts, seen_version=0, by=by, at=at)
        except EssaimError as refusal:
            yield entry | {"outcome": ExpenseOutcome.REFUSED, "sentence": str(refusal)}
        else:
            done = {"cents": facts["cents"], "expense": new.uid, "version": new.version}
            yield entry | done | {"outcome": ExpenseOutcome.NOTED}


class _Noted:
    """The expenses noted before an import, each of which stands for one of its lines."""

    def __init__(self, pole: Pole) -> None:
        self._expenses = {one.uid: one for one in expenses_of(pole)}
        self._left = {uid: noted_as(one) for uid, one in self._expenses.items()}

    def named(self, uid: str) -> Expense | None:
        """The expense of that identifier, that no line stands for yet; None when there is none."""
        return self._expenses.get(uid) if uid in self._left else None

    def has(self, facts: dict[str, Any], uid: str, meanings: Sequence[str]) -> bool:
        """Whether a line is one of them: named by its identifier, or the same in everything.

        Raises:
            InvalidValue: it is named, and the line says something else than what is noted.
        """
        said = kept_as(facts)
        known = self._left.pop(uid, None)
        if known is not None:
            others = [key for key in said if key in meanings and said[key] != known[key]]
            if others:
                raise InvalidValue(
                    _("Cette dépense est déjà notée, autrement (%(names)s).")
                    % {"names": ", ".join(column_label(key) for key in others)},
                    _("Corrigez-la sur sa page ; pour en noter une autre, videz son identifiant."),
                )
            return True
        same = next((key for key, one in self._left.items() if one == said), None)
        return self._left.pop(same, None) is not None if same else False


def _undone(pole: Pole, entry: Entry, by: Actor, at: datetime) -> Entry:
    if entry["outcome"] != ExpenseOutcome.NOTED:
        return entry
    found = Expense.objects.filter(pole=pole, uid=entry["expense"]).first()
    if found is None:
        return entry | {"outcome": ExpenseOutcome.KEPT, "sentence": _("cette dépense était déjà retirée")}
    if found.version != entry["version"] or documents_of(EXPENSE, found.uid):
        return entry | {"outcome": ExpenseOutcome.KEPT, "sentence": _("corrigée ou justifiée depuis : elle reste")}
    remove_expense(expense=found, seen_version=found.version, by=by, at=at)
    return entry | {"outcome": ExpenseOutcome.UNDONE}


def _record(action: str, sheet: ExpenseSheet, after: dict[str, Any], by: Actor, at: datetime) -> None:
    record(action=action, object_type="pole", object_id=sheet.pole.uid, by=by, at=at, after=after)
