"""Tables as files, written to any binary stream: CSV for French spreadsheets or for programs, XLSX, JSON, GeoJSON.

CSV for spreadsheets (``--csv``). Excel guesses the type of each cell and would turn 04001 into 4001, a SIRET into
1,2E+13 and « 8 MARS » into a date. Quotes do not stop it. Codes, and short texts that hold a digit, therefore end with
a tab character: neither Excel nor LibreOffice takes such a cell for a number or a date, the tab does not show, and
Essaim strips it when it reads the file back. A text that starts with = + - @ or a tab is preceded by an apostrophe, so
that no cell can act as a formula. Sources and notes stand below the table, after an empty line.

CSV for programs (``--csv-plain``): values untouched, columns named by their keys, unknown is an empty cell, and two
more columns, ``source`` and, when the data are synthetic, ``jeu_de_donnees``.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import IO, Any

from essaim.engine.language import gettext as _
from essaim.tables import formats
from essaim.tables.table import Column, Row, Table, source_line, synthetic_warning

SYNTHETIC = "synthétique"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MISREAD = re.compile(r"\d|^(?:vrai|faux|true|false)$", re.IGNORECASE)
_MISREAD_LENGTH = 25  # beyond, nothing reads as a number or a date


def has_positions(table: Table) -> bool:
    """Whether at least one row may stand on a map."""
    return any(_geometry(row) is not None for row in table.rows)


def write_to(table: Table, form: str, target: IO[bytes]) -> None:
    """Write one table as ``form``: a key of ``WRITERS``."""
    WRITERS[form](table, target)


def write_report_to(tables: Mapping[str, Table], form: str, target: IO[bytes]) -> None:
    """Write several tables: "json" (a key per table) or "xlsx" (a sheet per table)."""
    (_report_json if form == "json" else _report_xlsx)(tables, target)


def _report_json(tables: Mapping[str, Table], target: IO[bytes]) -> None:
    made_up = any(table.made_up for table in tables.values())
    whole = {name: {**_about(table), "rows": _json_rows(table)} for name, table in tables.items()}
    text = json.dumps({"synthetic": made_up, **whole}, ensure_ascii=False, indent=1, allow_nan=False)
    target.write(f"{text}\n".encode())


def _report_xlsx(tables: Mapping[str, Table], target: IO[bytes]) -> None:
    _workbook(list(tables.values()), target)


# CSV -----------------------------------------------------------------------------------------------------------------


def _csv_for_spreadsheets(table: Table, target: IO[bytes]) -> None:
    text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="")
    out = csv.writer(text, delimiter=";", lineterminator="\r\n")
    mark = [_("Jeu de données")] if table.made_up else []
    percents = {c.key: f"{c.label} (%)" for c in table.columns if c.kind == "percent"}
    out.writerow([_safe(percents.get(c.key, c.header)) for c in table.columns] + mark)
    label = [SYNTHETIC.upper()] if table.made_up else []
    for row in table.rows:
        out.writerow([_spreadsheet_cell(c, formats.bare(row.get(c.key))) for c in table.columns] + label)
    lines = _foot(table)
    if lines:
        out.writerow([])
    for line in lines:
        out.writerow([_safe(line)])
    text.flush()
    text.detach()


def _spreadsheet_cell(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, int | float) and column.kind in formats.NUMBERS:
        factor = 100 if column.kind == "percent" else 1
        digits = 0 if column.kind == "int" else column.digits
        return f"{value * factor:.{digits}f}".replace(".", ",")
    text = _safe(formats.listed(value))
    misread = column.kind == "code" or (len(text) <= _MISREAD_LENGTH and _MISREAD.search(text))
    return f"{text}\t" if text and misread else text


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _csv_for_programs(table: Table, target: IO[bytes]) -> None:
    text = io.TextIOWrapper(target, encoding="utf-8", newline="")
    out = csv.writer(text, lineterminator="\n")
    extra: dict[str, str] = {"source": " | ".join(source_line(source) for source in table.sources)}
    if table.made_up:
        extra["jeu_de_donnees"] = SYNTHETIC
    keys = [column.key for column in table.columns]
    out.writerow(keys + [name if name not in keys else f"_{name}" for name in extra])
    for row in table.rows:
        out.writerow([_plain_cell(formats.bare(row.get(key))) for key in keys] + list(extra.values()))
    text.flush()
    text.detach()


def _plain_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else formats.listed(value)


def _foot(table: Table) -> list[str]:
    """Warning, notes and sources, one line each."""
    warning = [synthetic_warning()] if table.made_up else []
    sources = [_("Source : %(source)s") % {"source": source_line(source)} for source in table.sources]
    return [*warning, *table.notes, *sources]


# JSON ----------------------------------------------------------------------------------------------------------------


def _json(table: Table, target: IO[bytes]) -> None:
    _dump(_about(table), "rows", _json_rows(table), target)


def _json_rows(table: Table) -> list[dict[str, Any]]:
    return [{c.key: _jsonable(row.get(c.key)) for c in table.columns} for row in table.rows]


def _geojson(table: Table, target: IO[bytes]) -> None:
    features = [
        {
            "type": "Feature",
            "geometry": _geometry(row),
            "properties": {c.key: _jsonable(row.get(c.key)) for c in table.columns},
        }
        for row in table.rows
    ]
    _dump({"type": "FeatureCollection", **_about(table)}, "features", features, target)


def _about(table: Table) -> dict[str, Any]:
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


def _geometry(row: Row) -> Mapping[str, Any] | None:
    shape = row.get("geometry")
    if shape is not None:
        return dict(shape)
    lon, lat = formats.bare(row.get("lon")), formats.bare(row.get("lat"))
    if not isinstance(lon, int | float) or not isinstance(lat, int | float):
        return None
    return {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]}


def _jsonable(raw: object) -> Any:
    value = formats.bare(raw)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Mapping):
        return {str(key): _jsonable(item) for key, item in value.items()}
    if hasattr(value, "__iter__"):
        return [_jsonable(item) for item in value]
    return str(value)


def _dump(head: Mapping[str, Any], key: str, items: list[dict[str, Any]], target: IO[bytes]) -> None:
    """One JSON object: the head, then the items under ``key``, one a line so that people and ``diff`` can read it."""
    start = json.dumps(dict(head), ensure_ascii=False, indent=1, allow_nan=False).removesuffix("\n}")
    lines = ",\n".join("  " + json.dumps(item, ensure_ascii=False, allow_nan=False) for item in items)
    target.write(f'{start},\n "{key}": [\n{lines}\n ]\n}}\n'.encode())


# XLSX ----------------------------------------------------------------------------------------------------------------


def _xlsx(table: Table, target: IO[bytes]) -> None:
    _workbook([table], target)


def _workbook(tables: Sequence[Table], target: IO[bytes]) -> None:
    import xlsxwriter  # only those who ask for a workbook pay for it

    # Built in memory: a disk that fills up must fail in the caller's block, where the draft is removed.
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        feet = [line for table in tables for line in _foot(table)]
        book.set_properties({"title": tables[0].title, "comments": "\n".join(dict.fromkeys(feet))})
        for place, table in enumerate(tables, start=1):
            _data_sheet(book, table, _sheet_name(table, place) if len(tables) > 1 else "")
        _notes_sheet(book, tables)
    target.write(buffer.getvalue())


def _sheet_name(table: Table, place: int) -> str:
    """A short name of its own, without the signs that workbooks refuse; the place tells homonyms apart."""
    words = re.sub(r"[\[\]:*?/\\']", " ", table.title or _("Données"))
    start = f"{_('SYNTHÉTIQUE')} {place} " if table.made_up else f"{place} "
    return f"{start}{words}"[:31].strip()


def _data_sheet(book: Any, table: Table, name: str) -> None:
    sheet = book.add_worksheet(name or (_("SYNTHÉTIQUE") if table.made_up else _("Données")))
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    faces = [book.add_format({"num_format": _number_format(column)}) for column in table.columns]
    headers = [column.header for column in table.columns] + ([_("Jeu de données")] if table.made_up else [])
    for place, header in enumerate(headers):
        sheet.write_string(0, place, header, head)
    widths = [min(len(header), 24) for header in headers]
    for line, row in enumerate(table.rows, start=1):
        for place, column in enumerate(table.columns):
            value = formats.bare(row.get(column.key))
            widths[place] = max(widths[place], _write_cell(sheet, line, place, column, value, faces[place]))
        if table.made_up:
            sheet.write_string(line, len(table.columns), SYNTHETIC.upper())
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(width, 60) + 2)
    sheet.freeze_panes(1, 0)
    if headers:
        sheet.autofilter(0, 0, max(len(table.rows), 1), len(headers) - 1)
    if table.made_up:
        sheet.set_header("&C" + _("SYNTHÉTIQUE"))


def _write_cell(sheet: Any, line: int, place: int, column: Column, value: Any, face: Any) -> int:
    """Write one cell; returns the width it wants, in characters."""
    if value is None:
        return 0
    if isinstance(value, int | float) and not isinstance(value, bool) and column.kind in formats.NUMBERS:
        sheet.write_number(line, place, value, face)
    else:
        sheet.write_string(line, place, formats.cell(column, value), face)
    return len(formats.cell(column, value))


def _number_format(column: Column) -> str:
    decimals = "." + "0" * column.digits if column.digits else ""
    return {"int": "#,##0", "float": f"#,##0{decimals}", "percent": f"0{decimals}%", "code": "@"}.get(
        column.kind, "General"
    )


def _notes_sheet(book: Any, tables: Sequence[Table]) -> None:
    sheet = book.add_worksheet(_("Notes et sources"))
    sheet.set_column(0, 0, 110)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    texts = dict.fromkeys(text for table in tables for text in (table.title, *_foot(table)) if text)
    for line, text in enumerate(texts):
        sheet.write_string(line, 0, text, wrapped)


WRITERS: Mapping[str, Callable[[Table, IO[bytes]], None]] = {
    "csv": _csv_for_spreadsheets,
    "csv_plain": _csv_for_programs,
    "xlsx": _xlsx,
    "json": _json,
    "geojson": _geojson,
}
