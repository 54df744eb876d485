"""CSV for French spreadsheets, and CSV for programs, line by line: the table is never whole in memory.

For spreadsheets (``csv``). Excel guesses the type of each cell and would turn 04001 into 4001, a SIRET into 1,2E+13 and
« 8 MARS » into a date. Quotes do not stop it. Codes, and short texts that hold a digit, therefore end with a tab
character: neither Excel nor LibreOffice takes such a cell for a number or a date, the tab does not show, and Essaim
strips it when it reads the file back. A text that starts with = + - @ (or their wide forms) or a tab is preceded by an
apostrophe, so that no cell can act as a formula. Sources and notes stand below the table, after an empty line.

For programs (``csv_plain``): values untouched, columns named by their keys, unknown is an empty cell, and two more
columns, ``source`` and, when the data are synthetic, ``jeu_de_donnees``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from essaim.engine.language import gettext as _
from essaim.tables import formats
from essaim.tables.notes import SYNTHETIC, foot
from essaim.tables.table import Column, Written, source_line

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_MISREAD = re.compile(r"\d|^(?:vrai|faux|true|false)$", re.IGNORECASE)
_MISREAD_LENGTH = 25  # beyond, nothing reads as a number or a date


class _Line:
    """What ``csv`` writes to: it gives each line back."""

    def write(self, text: str) -> str:
        return text


def for_spreadsheets(table: Written) -> Iterator[str]:
    """The lines of the file, its byte order mark first."""
    out = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")
    mark = [_("Jeu de données")] if table.made_up else []
    percents = {c.key: f"{c.label} (%)" for c in table.columns if c.kind == "percent"}
    yield "\ufeff" + out.writerow([guarded(percents.get(c.key, c.header)) for c in table.columns] + mark)
    label = [SYNTHETIC.upper()] if table.made_up else []
    for row in table.rows:
        yield out.writerow([_spreadsheet_cell(c, formats.bare(row.get(c.key))) for c in table.columns] + label)
    lines = foot(table)
    if lines:
        yield out.writerow([])
    for line in lines:
        yield out.writerow([guarded(line)])


def for_programs(table: Written) -> Iterator[str]:
    """The lines of the file."""
    out = csv.writer(_Line(), lineterminator="\n")
    extra: dict[str, str] = {"source": " | ".join(source_line(source) for source in table.sources)}
    if table.made_up:
        extra["jeu_de_donnees"] = SYNTHETIC
    keys = [column.key for column in table.columns]
    yield out.writerow(keys + [name if name not in keys else f"_{name}" for name in extra])
    for row in table.rows:
        yield out.writerow([_plain_cell(formats.bare(row.get(key))) for key in keys] + list(extra.values()))


def _spreadsheet_cell(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, int | float) and column.kind in formats.NUMBERS:
        factor = 100 if column.kind == "percent" else 1
        digits = 0 if column.kind == "int" else column.digits
        return f"{value * factor:.{digits}f}".replace(".", ",")
    text = guarded(formats.listed(value))
    if column.kind == "date" and isinstance(value, date):
        return text  # to be read as a date, not kept as a text
    misread = column.kind == "code" or (len(text) <= _MISREAD_LENGTH and _MISREAD.search(text))
    return f"{text}\t" if text and misread else text


def unguarded(cell: str) -> str:
    """A cell that comes back, without the apostrophe that kept it from acting as a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA else cell


def guarded(text: str) -> str:
    """A text that cannot act as a formula when a spreadsheet opens it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _plain_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else formats.listed(value)
