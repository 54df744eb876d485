"""XLSX: one sheet a table, frozen and filtered headers, then the notes. Rows go to the disk as they come."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from datetime import date
from typing import IO, Any

from essaim.engine.language import gettext as _
from essaim.tables import formats
from essaim.tables.notes import SYNTHETIC, feet, foot, headers, sheet_names
from essaim.tables.table import Column, Written

WIDEST = 60


def write_xlsx(tables: Sequence[Written], target: IO[bytes]) -> None:
    """Write the tables as one workbook. Every text is written as a text: none can act as a formula.

    Raises:
        OSError: the disk is full.
    """
    import xlsxwriter  # only those who ask for a workbook pay for it
    from xlsxwriter.exceptions import FileCreateError

    settings = {"constant_memory": True, "strings_to_formulas": False}
    with tempfile.TemporaryFile(prefix="essaim-") as draft:
        try:
            with xlsxwriter.Workbook(draft, settings) as book:
                _fill(book, tables)
        except FileCreateError as error:
            raise error.args[0] from error
        draft.seek(0)
        shutil.copyfileobj(draft, target)


def _fill(book: Any, tables: Sequence[Written]) -> None:
    lines = [line for table in tables for line in foot(table)]
    book.set_properties({"title": tables[0].title, "comments": "\n".join(dict.fromkeys(lines))})
    for name, table in zip(sheet_names(tables), tables, strict=True):
        _data_sheet(book, table, name)
    _notes_sheet(book, tables)


def _data_sheet(book: Any, table: Written, name: str) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    faces = [book.add_format({"num_format": _number_format(column)}) for column in table.columns]
    titles = headers(table)
    for place, header in enumerate(titles):
        sheet.write_string(0, place, header, head)
    widths = [min(len(header), 24) for header in titles]
    line = 0
    for line, row in enumerate(table.rows, start=1):
        for place, column in enumerate(table.columns):
            value = formats.bare(row.get(column.key))
            widths[place] = max(widths[place], _write_cell(sheet, line, place, column, value, faces[place]))
        if table.made_up:
            sheet.write_string(line, len(table.columns), SYNTHETIC.upper())
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(width, WIDEST) + 2)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    if titles:
        sheet.autofilter(0, 0, max(line, 1), len(titles) - 1)
    if table.made_up:
        sheet.set_header("&C" + _("SYNTHÉTIQUE"))


def _write_cell(sheet: Any, line: int, place: int, column: Column, value: Any, face: Any) -> int:
    """Write one cell; returns the width it wants, in characters."""
    if value is None:
        return 0
    text = formats.cell(column, value)
    if isinstance(value, int | float) and not isinstance(value, bool) and column.kind in formats.NUMBERS:
        sheet.write_number(line, place, value, face)
    elif isinstance(value, date) and column.kind == "date":
        sheet.write_datetime(line, place, value, face)
    else:
        sheet.write_string(line, place, text, face)
    return len(text)


def _number_format(column: Column) -> str:
    decimals = "." + "0" * column.digits if column.digits else ""
    return {
        "int": "#,##0",
        "float": f"#,##0{decimals}",
        "percent": f"0{decimals}%",
        "code": "@",
        "date": "dd/mm/yyyy",
    }.get(column.kind, "General")


def _notes_sheet(book: Any, tables: Sequence[Written]) -> None:
    sheet = book.add_worksheet(_("Notes et sources"))
    sheet.set_column(0, 0, 110)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for line, text in enumerate(feet(tables)):
        sheet.write_string(line, 0, text, wrapped)
