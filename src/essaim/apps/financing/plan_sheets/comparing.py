"""What each row of a spreadsheet would become, against the plan as it is now. Nothing is overwritten unasked.

The file carries the version that it was made from, and a mark of each cell as it was. A cell that was not touched in
the file never undoes what was written on the site since; one that changed on both sides is for people to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from essaim.apps.financing.actions.items import MOST_ITEMS
from essaim.apps.financing.actions.lines import MOST_LINES, check_owners, usual_calendar
from essaim.apps.financing.enums import LineSide, PlanState
from essaim.apps.financing.models import Funder, Plan, PlanLine, PlanSheet
from essaim.apps.financing.plan_sheets.enums import RowOutcome
from essaim.apps.financing.plan_sheets.reading import ReadRow, read_rows
from essaim.apps.financing.plan_sheets.rows import ITEMS, LINES, PlanRows, Row, fields_of, mark, new_line_row, plan_rows
from essaim.engine import financing as engine
from essaim.engine.errors import EssaimError, InvalidValue
from essaim.engine.financing.form import load_form
from essaim.engine.language import gettext as _

# A cell left blank there keeps what is written: nothing can be paid never.
KEPT_WHEN_BLANK = frozenset({"form_line", "category", "rhythm", "month", "delay", "claim_every", "advance"})
_WHEN = ("rhythm", "month", "delay", "claim_every", "advance", "tranches")


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row, before anything is written.

    Attributes:
        number: of the row in the sheet; 0 for what the file does not have.
        uid: of the line, or the lasting item, that it is; "" for a new one.
        said: for a new one, all that it holds.
        changes: what the file changes: what is written, what would be.
        conflicts: what changed in the file and on the site: what is written, what the file says.
        choice: what ticking it is called; "" when there is nothing to say.
    """

    kind: str
    number: int
    title: str
    outcome: str
    sentence: str = ""
    uid: str = ""
    said: Row = field(default_factory=dict)
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    conflicts: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    choice: str = ""


def planned_rows(sheet: PlanSheet, plan: Plan) -> list[PlannedRow]:
    """Every row of a pending spreadsheet, then what the plan has and the file has not; ``plan`` read whole."""
    rows = plan_rows(plan)
    found = list(_Side(sheet, plan, rows, LINES).planned(sheet.header, sheet.lines))
    if sheet.items:
        found += _Side(sheet, plan, rows, ITEMS).planned(sheet.items["header"], sheet.items["lines"])
    return found


def is_of_another_plan(sheet: PlanSheet, plan: Plan) -> bool:
    """Whether the file says that it was made from another plan: its rows are new ones here."""
    return bool(sheet.from_plan) and sheet.from_plan != plan.uid


def counted(rows: Sequence[PlannedRow]) -> list[tuple[RowOutcome, int]]:
    """How many rows of each outcome."""
    found = [row.outcome for row in rows]
    return [(one, found.count(one.value)) for one in RowOutcome if one.value in found]


class _Side:
    """The lines of a plan, or its lasting items, beside the rows of a file."""

    def __init__(self, sheet: PlanSheet, plan: Plan, rows: PlanRows, kind: str) -> None:
        self.kind, self.plan, self.labels = kind, plan, rows.labels
        self.fields = fields_of(kind, plan.years)
        self.present: dict[str, Row] = {row["uid"]: row for row in (rows.items if kind == ITEMS else rows.lines)}
        self.is_other = is_of_another_plan(sheet, plan)
        self.is_own = sheet.from_plan == plan.uid
        self.is_same_version = self.is_own and sheet.from_version == plan.version
        self.seen: dict[str, int] = {}
        self.room = (MOST_ITEMS if kind == ITEMS else MOST_LINES) - len(self.present)
        self.alike = {_essence(row, self.fields): uid for uid, row in self.present.items()}
        self.written = {line.uid: line for line in plan.lines.all()} if kind == LINES else {}
        self.funders = {one.name.casefold(): one for one in plan.pole.funders.all()} if kind == LINES else {}

    def planned(self, header: Sequence[str], lines: Sequence[tuple[int, list[str]]]) -> Iterator[PlannedRow]:
        rows = read_rows(header, lines, self.kind, self.labels)
        # A row that is another's copy is new: the first that has an identifier keeps it.
        for read in rows:
            yield self._checked(self._placed(read))
        if self.is_own:
            yield from self._gone()

    def _placed(self, read: ReadRow) -> PlannedRow:
        known = "" if self.is_other or read.uid in self.seen else read.uid
        if read.uid:
            self.seen.setdefault(read.uid, read.number)
        if read.refusal:
            return self._refused(read, read.refusal)
        present = self.present.get(known)
        if present is not None:
            return self._compared(read, present)
        return self._new(read, was_taken_away=bool(known) and self.is_own)

    def _compared(self, read: ReadRow, present: Row) -> PlannedRow:
        changes: dict[str, tuple[Any, Any]] = {}
        conflicts: dict[str, tuple[Any, Any]] = {}
        for key, said in read.said.items():
            now = present[key]
            if said == now or (key in KEPT_WHEN_BLANK and said in (None, "")):
                continue
            if self._is_untouched(read, key, said):
                continue
            is_conflict = self.is_own and not self.is_same_version and read.marks.get(key) != mark(now)
            (conflicts if is_conflict else changes)[key] = (now, said)
        outcome = RowOutcome.CONFLICT if conflicts else RowOutcome.CHANGED if changes else RowOutcome.SAME
        return PlannedRow(
            self.kind, read.number, _title(read, present), outcome, uid=present["uid"], changes=changes,
            conflicts=conflicts, choice=f"{self.kind}-{read.number}" if conflicts else "",
        )  # fmt: skip

    def _is_untouched(self, read: ReadRow, key: str, said: Any) -> bool:
        return self.is_own and not self.is_same_version and read.marks.get(key) == mark(said)

    def _new(self, read: ReadRow, *, was_taken_away: bool) -> PlannedRow:
        naming = "category" if self.kind == ITEMS else "form_line"
        if not read.said.get(naming):
            said = (
                _("Écrivez la nature, par exemple « investissement ».") if self.kind == ITEMS
                else _("Écrivez la ligne du formulaire, par exemple « 641 Rémunération des personnels ».")
            )  # fmt: skip
            return self._refused(read, said)
        if self.room <= 0:
            return self._refused(read, _("Le plan est plein : réunissez des lignes, ou faites un autre plan."))
        row = self._whole(read.said)
        choice, outcome, sentence = "", RowOutcome.NEW, ""
        if was_taken_away:
            choice, outcome = f"{self.kind}-{read.number}", RowOutcome.CONFLICT
            sentence = _("Cette ligne a été retirée du plan depuis. Cochez pour la remettre.")
        elif _essence(row, self.fields) in self.alike:
            choice, outcome = f"{self.kind}-{read.number}", RowOutcome.ALIKE
            sentence = _("Le plan a déjà une ligne pareille. Cochez pour en ajouter une autre.")
        elif read.uid in self.seen and self.seen[read.uid] != read.number:
            sentence = _("Copie de la rangée %(n)d du tableau : c'est une nouvelle ligne.") % {
                "n": self.seen[read.uid]
            }  # fmt: skip
        self.room -= 1
        return PlannedRow(self.kind, read.number, _title(read, row), outcome, sentence, said=row, choice=choice)

    def _whole(self, said: Row) -> Row:
        """All that a new row holds: what it does not say is usual."""
        if self.kind == ITEMS:
            return {**dict.fromkeys(self.fields), "label": "", **said, "month": said.get("month") or 1}
        row = new_line_row(self.plan.years) | {
            key: value for key, value in said.items() if key not in KEPT_WHEN_BLANK or value not in (None, "")
        }  # fmt: skip
        row["side"] = load_form().line(row["form_line"]).side.value
        usual = usual_calendar(row["support_kind"])
        if row["tranches"] and not said.get("rhythm"):
            row["rhythm"] = engine.Rhythm.TRANCHES.value
        elif usual is not None and not any(said.get(key) for key in _WHEN):
            row |= {key: getattr(usual, key) for key in _WHEN}
            row["tranches"] = [[month, share] for month, share in usual.tranches]
        return row

    def _gone(self) -> Iterator[PlannedRow]:
        for uid, row in self.present.items():
            if uid in self.seen:
                continue
            if self.plan.state != PlanState.DRAFT:
                sentence, choice = _("Elle reste : le plan n'est plus en préparation."), ""
            elif self.is_same_version:
                sentence, choice = _("Elle reste, sauf si vous cochez."), f"drop-{uid}"
            else:
                sentence = _("Retirée du tableau, ou ajoutée au plan depuis. Elle reste, sauf si vous cochez.")
                choice = f"drop-{uid}"
            yield PlannedRow(
                self.kind, 0, _present_title(row), RowOutcome.GONE, sentence, uid=uid, choice=choice
            )  # fmt: skip

    def _checked(self, row: PlannedRow) -> PlannedRow:
        """The row, refused when what it would write cannot be."""
        if row.outcome in (RowOutcome.REFUSED, RowOutcome.SAME):
            return row
        try:
            self._check_state(row)
            if self.kind == LINES:
                self._check_line(row)
        except EssaimError as wrong:
            return replace(row, outcome=RowOutcome.REFUSED, sentence=str(wrong), changes={}, conflicts={}, choice="")
        return row

    def _check_state(self, row: PlannedRow) -> None:
        written = {**row.changes, **row.conflicts}
        planned = [key for key in written if key.startswith("planned.") or key == "form_line"]
        planned += [key for key, value in row.said.items() if key.startswith("planned.") and value is not None]
        if self.plan.state != PlanState.DRAFT and (planned or self.kind == ITEMS):
            raise InvalidValue(
                _("Le plan est « %(state)s » : le prévu ne change plus.") % {"state": self.plan.get_state_display()},
                _("Rouvrez-le, ou faites-en une variante, depuis sa page."),
            )

    def _check_line(self, row: PlannedRow) -> None:
        present = self.present.get(row.uid)
        wanted = {key: new for key, (_now, new) in (*row.changes.items(), *row.conflicts.items())}
        whole = {**(present or {}), **row.said, **wanted}
        if present is not None and present["raw"]["support"] is not None and "support_kind" in wanted:
            raise InvalidValue(
                _("La forme de l'aide se lit dans le suivi des financeurs."),
                _("Corrigez-la là-bas, et remettez ici ce qui était écrit."),
            )
        side = load_form().line(whole["form_line"]).side.value if load_form().has(whole["form_line"]) else whole["side"]
        line = PlanLine(plan=self.plan, side=LineSide(side), form_line=whole["form_line"])
        if whole["funder"]:
            name = whole["funder"]
            line.funder = self.funders.get(name.casefold()) or Funder(pole=self.plan.pole, name=name)
        if row.uid in self.written:
            line.support = self.written[row.uid].support
        check_owners(self.plan, line)
        engine.Calendar(
            engine.Rhythm(whole["rhythm"]), whole["month"], whole["delay"],
            tuple(engine.Tranche(month, share) for month, share in whole["tranches"]), whole["claim_every"],
            whole["advance"],
        )  # fmt: skip

    def _refused(self, read: ReadRow, sentence: str) -> PlannedRow:
        return PlannedRow(self.kind, read.number, read.title, RowOutcome.REFUSED, sentence, uid=read.uid)


def _essence(row: Row, fields: Sequence[str]) -> str:
    """What makes two rows the same, whatever their identifier."""
    return repr([row.get(key) for key in fields])


def _title(read: ReadRow, row: Row) -> str:
    return read.title or _present_title(row)


def _present_title(row: Row) -> str:
    if row.get("label"):
        return str(row["label"])
    form = load_form()
    key = row.get("form_line", "")
    return form.line(key).title() if form.has(key) else str(row.get("category") or key)
