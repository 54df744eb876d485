"""A plan as the rows of a spreadsheet: what each row holds, under which names, and the mark of what it was.

A row is a mapping from a field to a plain value, None where nobody wrote: the same when it goes out, when it comes
back, and when it is kept to undo. Amounts are cents, named ``planned.1`` (the first year) on lines, ``amount.0`` (the
start) on lasting needs and resources.
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from essaim.apps.financing.models import LongTermItem, Plan, PlanLine
from essaim.apps.financing.to_engine import as_plan
from essaim.engine import financing as engine
from essaim.engine.financing import Calendar, Stage

Row = dict[str, Any]
LINES, ITEMS = "lines", "items"
# In the order of the columns. ``base`` is the mark of what the row was when the file went out.
LINE_FIELDS = ("form_line", "label", "analytic", "funder", "support_kind")
WHEN_FIELDS = ("rhythm", "month", "delay", "claim_every", "advance", "tranches", "note")
ITEM_FIELDS = ("category", "label", "month")
WRITTEN = (Stage.PLANNED.value, Stage.REQUESTED.value, Stage.GRANTED.value, Stage.ACTUAL.value)
FOLLOWED = (Stage.CLAIMED.value, Stage.PAID.value)
# As people read them: what is planned, asked, granted, asked to be paid, paid, spent.
STAGES = (*WRITTEN[:3], *FOLLOWED, WRITTEN[3])
_MARK_LENGTH = 4


@dataclass(frozen=True, slots=True)
class PlanRows:
    """A plan at one version, as rows. ``labels``: what each year is called."""

    uid: str
    version: int
    title: str
    labels: Sequence[str]
    lines: Sequence[Row]
    items: Sequence[Row]


def year_labels(first: int, month: int, years: int) -> list[str]:
    """What each year is called: "2027", or "2027-2028" when it does not begin in January."""
    return [f"{first + n}-{first + n + 1}" if month != 1 else str(first + n) for n in range(years)]


def plan_rows(plan: Plan) -> PlanRows:
    """A plan that ``queries.plans.whole`` read."""
    values = {one.key: one for one in as_plan(plan).lines}
    return PlanRows(
        plan.uid, plan.version, plan.title, year_labels(plan.starts_on.year, plan.starts_on.month, plan.years),
        [line_row(line, values[line.uid], plan.years) for line in plan.lines.all()],
        [item_row(item, plan.years) for item in plan.items.all()],
    )  # fmt: skip


def line_row(line: PlanLine, value: engine.PlanLine, years: int) -> Row:
    """One line; the last keys are what undoing needs and no column shows."""
    amounts = {f"{stage}.{year}": value.amount(year - 1, Stage(stage)) for stage in STAGES for year in _from_one(years)}
    return {
        "uid": line.uid, "side": line.side, "form_line": line.form_line, "label": _one_line(line.label),
        "analytic": line.analytic, "funder": line.funder.name if line.funder else "", "support_kind": value.support,
        **amounts, "rhythm": line.rhythm, "month": line.month, "delay": line.delay, "claim_every": line.claim_every,
        "advance": line.advance, "tranches": [[one.month, one.share] for one in line.tranches.all()],
        "note": _one_line(line.note), "raw": {"label": line.label, "note": line.note, "place": line.place,
        "support": line.support_id, "support_kind": line.support_kind},
    }  # fmt: skip


def new_line_row(years: int, **facts: Any) -> Row:
    """A line that nobody wrote yet, with these facts."""
    usual = Calendar()
    return {
        "uid": "", "side": "", **dict.fromkeys(LINE_FIELDS, ""),
        **{f"{stage}.{year}": None for stage in STAGES for year in _from_one(years)}, "rhythm": usual.rhythm.value,
        "month": usual.month, "delay": usual.delay, "claim_every": usual.claim_every, "advance": usual.advance,
        "tranches": [], "note": "", **facts,
    }  # fmt: skip


def item_row(item: LongTermItem, years: int) -> Row:
    """One lasting need or resource."""
    amounts = [*item.amounts, *([None] * (years + 1))][: years + 1]
    return {
        "uid": item.uid, "category": item.category, "label": _one_line(item.label),
        **{f"amount.{n}": cents for n, cents in enumerate(amounts)}, "month": item.month,
        "raw": {"label": item.label, "place": item.place},
    }  # fmt: skip


def fields_of(kind: str, years: int) -> list[str]:
    """What can be written on a row, in the order of its mark: years last, so that a longer plan keeps its marks."""
    if kind == ITEMS:
        return [*ITEM_FIELDS, *(f"amount.{n}" for n in range(years + 1))]
    return [*LINE_FIELDS, *WHEN_FIELDS, *(f"{stage}.{year}" for year in _from_one(years) for stage in WRITTEN)]


def mark_of(row: Row, fields: Iterable[str]) -> str:
    """What a row was, a few letters a field: with it, what changed in a file is told from what changed meanwhile."""
    return ".".join(mark(row[field]) for field in fields)


def marks_in(text: str, fields: Sequence[str]) -> Mapping[str, str]:
    """The mark of each field in a cell that ``mark_of`` made; empty when it is none."""
    found = text.split(".")
    if not all(len(one) == _MARK_LENGTH for one in found):
        return {}
    return dict(zip(fields, found, strict=False))


def mark(value: Any) -> str:
    """A few letters that another value would hardly give."""
    return b32encode(blake2b(repr(value).encode(), digest_size=5).digest()).decode()[:_MARK_LENGTH].lower()


def _from_one(years: int) -> range:
    return range(1, years + 1)


def _one_line(text: str) -> str:
    """As a cell that comes back is read."""
    return " ".join(text.split())
