"""The rows of a spreadsheet's preview, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from essaim.apps.financing.plan_sheets.columns import column_title
from essaim.apps.financing.plan_sheets.comparing import PlannedRow
from essaim.apps.financing.plan_sheets.enums import RowOutcome
from essaim.apps.financing.plan_sheets.rows import new_line_row
from essaim.apps.financing.plan_sheets.values import shown
from essaim.engine.financing.wording import euros
from essaim.engine.language import gettext as _


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of the preview. ``tick``: what the box says, "" for none."""

    row: PlannedRow
    outcome: str
    details: tuple[tuple[str, str, str], ...]
    conflicts: tuple[tuple[str, str, str], ...]
    tick: str


def preview_rows(rows: Sequence[PlannedRow], labels: Sequence[str]) -> list[PreviewRow]:
    """What each row says, what is written and what would be; those that ask for an answer first."""
    order = {one.value: place for place, one in enumerate(_ORDER)}
    return [_row(one, labels) for one in sorted(rows, key=lambda row: order[row.outcome])]


_USUAL = new_line_row(0)
_ORDER = (
    RowOutcome.CONFLICT,
    RowOutcome.REFUSED,
    RowOutcome.CHANGED,
    RowOutcome.NEW,
    RowOutcome.ALIKE,
    RowOutcome.GONE,
    RowOutcome.SAME,
)


def _row(one: PlannedRow, labels: Sequence[str]) -> PreviewRow:
    changes = ((key, now, new) for key, (now, new) in one.changes.items())
    conflicts = ((key, now, new) for key, (now, new) in one.conflicts.items())
    new = (
        (key, None, value)
        for key, value in one.said.items()
        if key not in ("uid", "side") and not _is_usual(key, value)
    )
    return PreviewRow(
        one, str(RowOutcome(one.outcome).label), tuple(_told([*changes, *new], labels)),
        tuple(_told(conflicts, labels)), _tick(one),
    )  # fmt: skip


def _is_usual(key: str, value: Any) -> bool:
    """Whether a new row says nothing by it."""
    return key in ("uid", "side") or value in (None, "", []) or value == _USUAL.get(key)


def _tick(one: PlannedRow) -> str:
    if not one.choice:
        return ""
    if one.outcome == RowOutcome.GONE:
        return _("Retirer du plan")
    return _("Ajouter") if one.said else _("Écrire ce que dit le fichier")


def _told(pairs: Iterable[tuple[str, Any, Any]], labels: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    for key, now, new in pairs:
        yield column_title(key, labels), _said(key, now), _said(key, new)


def _said(key: str, value: Any) -> str:
    if value is None or value == "" or value == []:
        return _("non renseigné")
    if "." in key:
        return euros(value)
    return str(shown(key, value))
