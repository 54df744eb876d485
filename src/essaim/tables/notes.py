"""What goes with a table in every file: warning, notes, sources, the names of sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from essaim.engine.language import gettext as _
from essaim.tables.table import Written, source_line, synthetic_warning

SYNTHETIC = "synthétique"
_SHEET_NAME_LENGTH = 31


def foot(table: Written) -> list[str]:
    """Warning, notes and sources, one line each."""
    warning = [synthetic_warning()] if table.made_up else []
    sources = [_("Source : %(source)s") % {"source": source_line(source)} for source in table.sources]
    return [*warning, *table.notes, *sources]


def feet(tables: Iterable[Written]) -> list[str]:
    """The lines of the sheet of notes: titles, notes and sources, each once."""
    return list(dict.fromkeys(text for table in tables for text in (table.title, *foot(table)) if text))


def about(table: Written) -> dict[str, Any]:
    """What a program must know before it reads the rows."""
    return {
        "title": table.title,
        "synthetic": table.made_up,
        "columns": [{"key": c.key, "label": c.label, "kind": c.kind, "unit": c.unit} for c in table.columns],
        "notes": ([synthetic_warning()] if table.made_up else []) + list(table.notes),
        "sources": [
            {
                "key": s.key, "title": s.title, "publisher": s.publisher, "licence": s.licence, "vintage": s.vintage,
                "synthetic": s.synthetic,
            }
            for s in table.sources
        ],
    }  # fmt: skip


def headers(table: Written) -> list[str]:
    """The header of each column, as people read it."""
    return [column.header for column in table.columns] + ([_("Jeu de données")] if table.made_up else [])


def sheet_names(tables: Sequence[Written]) -> list[str]:
    """Short names without the signs that workbooks refuse; the place tells homonyms apart."""
    if len(tables) == 1:
        return [_("SYNTHÉTIQUE") if tables[0].made_up else _("Données")]
    return [_sheet_name(table, place) for place, table in enumerate(tables, start=1)]


def _sheet_name(table: Written, place: int) -> str:
    words = re.sub(r"[\[\]:*?/\\']", " ", table.title or _("Données"))
    start = f"{_('SYNTHÉTIQUE')} {place} " if table.made_up else f"{place} "
    return f"{start}{words}"[:_SHEET_NAME_LENGTH].strip()
