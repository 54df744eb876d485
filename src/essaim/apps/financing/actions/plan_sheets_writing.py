"""The rows of a spreadsheet written into a plan, or a plan put back as it was, in a few statements in all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from essaim.apps.audit.actors import Actor
from essaim.apps.financing.actions.lines import funder_named
from essaim.apps.financing.enums import NEEDS, ItemSide, LineSide
from essaim.apps.financing.models import Funder, LongTermItem, Plan, PlanAmount, PlanLine, Support, Tranche
from essaim.apps.financing.plan_sheets.rows import ITEMS, LINES, WRITTEN, PlanRows, Row, fields_of, plan_rows
from essaim.engine.financing.form import load_form

_PLAIN = ("label", "analytic", "support_kind", "rhythm", "month", "delay", "claim_every", "advance", "note")
_LINE_COLUMNS = ("side", "form_line", "funder", "support", "place", *_PLAIN)
_ITEM_COLUMNS = ("kind", "category", "label", "amounts", "month", "place")
_LAST_PLACE = 32_000


@dataclass(slots=True)
class Changes:
    """What is to be written, each with its kind (``LINES``, ``ITEMS``): new rows, fields by identifier, identifiers."""

    new: list[tuple[str, Row]] = field(default_factory=list)
    changed: list[tuple[str, str, Row]] = field(default_factory=list)
    gone: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be written."""
        return not (self.new or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows were added, changed, removed."""

    added: int
    changed: int
    removed: int


def write_rows(plan: Plan, changes: Changes, *, by: Actor, at: datetime) -> Written:
    """Write the changes of a plan read whole and held by whoever calls."""
    _Writer(plan, by, at).write(changes)
    return Written(len(changes.new), len(changes.changed), len(changes.gone))


def put_back(plan: Plan, former: PlanRows, *, by: Actor, at: datetime) -> Written:
    """Make a plan, read whole and held by whoever calls, what its rows say."""
    now, changes = plan_rows(plan), Changes()
    for kind, present, wanted in ((LINES, now.lines, former.lines), (ITEMS, now.items, former.items)):
        here = {row["uid"]: row for row in present}
        for row in wanted:
            found = here.pop(row["uid"], None)
            if found is None:
                changes.new.append((kind, row))
            elif fields := _differences(row, found, fields_of(kind, plan.years)):
                changes.changed.append((kind, row["uid"], fields))
        changes.gone += [(kind, uid) for uid in here]
    return write_rows(plan, changes, by=by, at=at)


def _differences(wanted: Row, found: Row, fields: list[str]) -> Row:
    """What of a row is to be put back; texts exactly as they were."""
    exact = {**wanted, **{key: value for key, value in wanted["raw"].items() if key in ("label", "note")}}
    return {key: exact[key] for key in fields if wanted[key] != found[key]}


class _Writer:
    """What is written at once at the end: lines, their amounts and tranches, lasting items."""

    def __init__(self, plan: Plan, by: Actor, at: datetime) -> None:
        self.plan, self.by, self.at = plan, by, at
        self.lines = {one.uid: one for one in plan.lines.all()}
        self.items = {one.uid: one for one in plan.items.all()}
        self.funders: dict[str, Funder] = {one.name.casefold(): one for one in plan.pole.funders.all()}
        self.amounts: list[PlanAmount] = []
        self.places = {
            LINES: max((one.place for one in self.lines.values()), default=-1),
            ITEMS: max((one.place for one in self.items.values()), default=-1),
        }

    def write(self, changes: Changes) -> None:
        for kind, model in ((LINES, PlanLine), (ITEMS, LongTermItem)):
            gone = [uid for one, uid in changes.gone if one == kind]
            if gone:
                model.objects.filter(plan=self.plan, uid__in=gone).delete()
        self._write_lines(changes)
        self._write_items(changes)

    def _write_lines(self, changes: Changes) -> None:
        changed = [(self.lines[uid], row) for kind, uid, row in changes.changed if kind == LINES]
        new = [(self._new_line(row), row) for kind, row in changes.new if kind == LINES]
        for line, row in changed:
            self._set(line, row)
        if changed:
            PlanLine.objects.bulk_update([line for line, _row in changed], _LINE_COLUMNS)
        PlanLine.objects.bulk_create([line for line, _row in new])
        self._write_amounts(changed, new)
        self._write_tranches([*changed, *new])

    def _new_line(self, row: Row) -> PlanLine:
        raw = row.get("raw", {})
        line = PlanLine(plan=self.plan, place=raw.get("place", self._next_place(LINES)))
        if row["uid"]:
            line.uid = row["uid"]
        self._set(line, {**row, **{key: raw[key] for key in ("label", "note", "support_kind") if key in raw}})
        # A support that went since is not put back.
        line.support = Support.objects.filter(pk=raw.get("support"), pole_id=self.plan.pole_id).first() if raw else None
        return line

    def _set(self, line: PlanLine, row: Row) -> None:
        for key in _PLAIN:
            if key in row:
                setattr(line, key, row[key])
        if "form_line" in row:
            line.form_line = row["form_line"]
            form = load_form()
            if form.has(line.form_line):
                line.side = LineSide(form.line(line.form_line).side.value)
        if "funder" in row:
            line.funder = self._funder(row["funder"], line.form_line)

    def _funder(self, name: str, form_line: str) -> Funder | None:
        if not name:
            return None
        if name.casefold() not in self.funders:
            self.funders[name.casefold()] = funder_named(self.plan, name, form_line, self.by, self.at)
        return self.funders[name.casefold()]

    def _write_amounts(self, changed: list[tuple[PlanLine, Row]], new: list[tuple[PlanLine, Row]]) -> None:
        kept: list[PlanAmount] = []
        added: list[PlanAmount] = []
        for line, row in changed:
            by_year = {one.year: one for one in line.amounts.all()}
            for year, stages in _by_year(row).items():
                found = by_year.get(year)
                amount = found or PlanAmount(line=line, year=year)
                for stage, cents in stages.items():
                    setattr(amount, f"{stage}_cents", cents)
                (kept if found else added).append(amount)
        for line, row in new:
            for year, stages in _by_year(row).items():
                if any(cents is not None for cents in stages.values()):
                    values = {f"{stage}_cents": cents for stage, cents in stages.items()}
                    added.append(PlanAmount(line=line, year=year, **values))
        if kept:
            PlanAmount.objects.bulk_update(kept, [f"{stage}_cents" for stage in WRITTEN])
        PlanAmount.objects.bulk_create(added)

    def _write_tranches(self, rows: list[tuple[PlanLine, Row]]) -> None:
        said = [(line, row["tranches"]) for line, row in rows if "tranches" in row]
        Tranche.objects.filter(line__in=[line for line, _found in said]).delete()
        Tranche.objects.bulk_create(
            Tranche(line=line, month=month, share=share) for line, found in said for month, share in found
        )

    def _write_items(self, changes: Changes) -> None:
        changed = [(self.items[uid], row) for kind, uid, row in changes.changed if kind == ITEMS]
        new = [(self._new_item(row), row) for kind, row in changes.new if kind == ITEMS]
        for item, row in (*changed, *new):
            self._set_item(item, row)
        if changed:
            LongTermItem.objects.bulk_update([item for item, _row in changed], _ITEM_COLUMNS)
        LongTermItem.objects.bulk_create([item for item, _row in new])

    def _new_item(self, row: Row) -> LongTermItem:
        item = LongTermItem(plan=self.plan, place=row.get("raw", {}).get("place", self._next_place(ITEMS)))
        if row.get("uid"):
            item.uid = row["uid"]
        return item

    def _set_item(self, item: LongTermItem, row: Row) -> None:
        amounts = [*item.amounts, *([None] * (self.plan.years + 1))][: self.plan.years + 1]
        for n in range(self.plan.years + 1):
            amounts[n] = row.get(f"amount.{n}", amounts[n])
        item.amounts = amounts
        for key in ("category", "label", "month"):
            if key in row:
                setattr(item, key, row[key])
        item.kind = ItemSide.NEED if item.category in NEEDS else ItemSide.RESOURCE

    def _next_place(self, kind: str) -> int:
        self.places[kind] = min(self.places[kind] + 1, _LAST_PLACE)
        return self.places[kind]


def _by_year(row: Row) -> Mapping[int, dict[str, Any]]:
    """The amounts that people write, of a row or of a part of one."""
    found: dict[int, dict[str, Any]] = {}
    for key, cents in row.items():
        stage, _dot, year = key.partition(".")
        if stage in WRITTEN and year:
            found.setdefault(int(year), {})[stage] = cents
    return found
