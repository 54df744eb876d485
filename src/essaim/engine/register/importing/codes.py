"""The distinct texts of the columns that repeat, cleaned once each, and the tables through which rows read them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from essaim.engine.language import gettext as _
from essaim.engine.register.importing.cleaning import (
    clean_activity,
    clean_commune,
    clean_legal,
    clean_size,
    reason_number,
)
from essaim.engine.register.importing.intake import Intake
from essaim.engine.register.importing.row_sql import distinct_sql
from essaim.engine.register.importing.workbench import Workbench
from essaim.engine.sources.sirene import FileKind
from essaim.engine.territories import Territories

ATTRIBUTES = ("naf", "naf25", "size", "legal", "unit_size")
_CLEANERS: dict[str, Callable[[str], str]] = {
    "naf25": lambda text: clean_activity(text).rev2,
    "size": clean_size,
    "legal": clean_legal,
    "unit_size": clean_size,
}


@dataclass(frozen=True)
class Codes:
    """For each attribute the sorted clean texts that its whole numbers stand for; 0 is ``""``, unknown."""

    naf: NDArray[np.str_]
    naf25: NDArray[np.str_]
    size: NDArray[np.str_]
    legal: NDArray[np.str_]
    unit_size: NDArray[np.str_]


def make_codes(bench: Workbench, files: Sequence[Intake], territories: Territories) -> Codes:
    """Clean the distinct texts of every file, and make the tables ``code_naf``, ``code_naf25``, ``code_size``,
    ``code_legal``, ``code_unit_size`` (text → number) and ``code_commune`` (text → place in ``territories``)."""
    rows = [file for file in files if file.holds_rows]
    units = [file for file in files if file.kind in (FileKind.UNITS, FileKind.DIRECTORY)]
    naf25 = _distinct(bench, [file for file in rows if file.has("naf25")], "naf25")
    activities = _distinct(bench, rows, "naf", "nomenclature")
    _make_communes(bench, _distinct(bench, rows, "commune"), territories)
    found = {
        field: _distinct(bench, [file for file in (*rows, *units) if file.has(field)], field)
        for field in ("size", "legal", "unit_size")
    }
    texts = {field: _make_code(bench, field, values) for field, values in found.items()}
    naf, newer = _make_activities(bench, activities, naf25)
    return Codes(naf=naf, naf25=newer, **texts)


def _distinct(bench: Workbench, files: Sequence[Intake], *fields: str) -> list[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for file in files:
        label = _("Lecture des codes de %(name)s") % {"name": file.path.name}
        found.update(bench.rows(label, distinct_sql(file, *fields)))
    return sorted(found)


def _vocabulary(texts: set[str]) -> tuple[NDArray[np.str_], dict[str, int]]:
    ordered = sorted(texts | {""})
    return np.array(ordered, dtype=np.str_), {text: number for number, text in enumerate(ordered)}


def _make_code(bench: Workbench, field: str, values: Sequence[tuple[str, ...]]) -> NDArray[np.str_]:
    cleaned = [_CLEANERS[field](text) for (text,) in values]
    vocabulary, number = _vocabulary(set(cleaned))
    _table(bench, f"code_{field}", [text for (text,) in values], id=[number[text] for text in cleaned])
    return vocabulary


def _make_activities(
    bench: Workbench, values: Sequence[tuple[str, ...]], newer: Sequence[tuple[str, ...]]
) -> tuple[NDArray[np.str_], NDArray[np.str_]]:
    cells = [clean_activity(text, kind) for text, kind in values]
    second = [_CLEANERS["naf25"](text) for (text,) in newer]
    naf, naf_number = _vocabulary({cell.rev2 for cell in cells})
    naf25, naf25_number = _vocabulary({cell.naf2025 for cell in cells} | set(second))
    _table(
        bench,
        "code_naf",
        [text for text, _kind in values],
        text1=[kind for _text, kind in values],
        id=[naf_number[cell.rev2] for cell in cells],
        id25=[naf25_number[cell.naf2025] for cell in cells],
        reason=[reason_number(cell.reason) if cell.reason else 0 for cell in cells],
    )
    _table(bench, "code_naf25", [text for (text,) in newer], id=[naf25_number[text] for text in second])
    return naf, naf25


def _make_communes(bench: Workbench, values: Sequence[tuple[str, ...]], territories: Territories) -> None:
    cells = [clean_commune(text) for (text,) in values]
    places = territories.resolve([cell.code for cell in cells]) if cells else np.empty(0, dtype=np.int32)
    unknown = reason_number("commune_unknown")
    found = [
        reason_number(cell.reason) if cell.reason else unknown if place < 0 else 0
        for cell, place in zip(cells, places, strict=True)
    ]
    bench.table(
        "code_commune",
        {
            "text0": np.array([text for (text,) in values], dtype=np.str_),
            "place": np.asarray(places, dtype=np.int32),
            "reason": np.array(found, dtype=np.uint8),
            "repaired": np.array([cell.repaired for cell in cells], dtype=np.bool_),
        },
    )


def _table(bench: Workbench, name: str, texts: Sequence[str], **columns: Sequence[int] | Sequence[str]) -> None:
    arrays = {key: np.array(column, dtype=np.str_ if key == "text1" else np.uint16) for key, column in columns.items()}
    bench.table(name, {"text0": np.array(texts, dtype=np.str_), **arrays})
