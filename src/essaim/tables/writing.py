"""Tables as files: CSV for French spreadsheets or for programs, JSON, GeoJSON, XLSX, ODS.

Four forms flow: they are made piece by piece, while they are sent (``pieces``). A workbook is a zip archive, which must
be whole before it is read: its rows go to the disk as they come, never all in memory (``write_to``).
What stands in each form is told in the module that writes it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import IO

from essaim.tables import csv_files, json_files
from essaim.tables.notes import about
from essaim.tables.open_documents import write_ods
from essaim.tables.table import Table, Written
from essaim.tables.workbooks import write_xlsx

_PIECE = 64 * 1024
_FLOWING: Mapping[str, Callable[[Written], Iterator[str]]] = {
    "csv": csv_files.for_spreadsheets,
    "csv_plain": csv_files.for_programs,
    "json": json_files.plain,
    "geojson": json_files.geojson,
}
FLOWING = frozenset(_FLOWING)


def has_positions(table: Table) -> bool:
    """Whether at least one row may stand on a map."""
    return any(json_files.geometry(row) is not None for row in table.rows)


def pieces(table: Written, form: str) -> Iterator[bytes]:
    """The file in pieces of about 64 kB, made as they are asked for; ``form`` is one of ``FLOWING``."""
    return in_pieces(_FLOWING[form](table))


def in_pieces(lines: Iterator[str]) -> Iterator[bytes]:
    """Lines as bytes, gathered into pieces of about 64 kB. A lone surrogate, which no file can hold, becomes « ? »."""
    waiting: list[str] = []
    size = 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size >= _PIECE:
            yield "".join(waiting).encode(errors="replace")
            waiting, size = [], 0
    if waiting:
        yield "".join(waiting).encode(errors="replace")


def write_to(table: Written, form: str, target: IO[bytes]) -> None:
    """Write one table as ``form``: a key of ``WRITERS``."""
    WRITERS[form](table, target)


def write_report_to(tables: Mapping[str, Table], form: str, target: IO[bytes]) -> None:
    """Write several tables: "json" (a key per table), "xlsx" or "ods" (a sheet per table)."""
    if form != "json":
        (write_ods if form == "ods" else write_xlsx)(list(tables.values()), target)
        return
    made_up = any(table.made_up for table in tables.values())
    whole = {name: {**about(table), "rows": list(json_files.json_rows(table))} for name, table in tables.items()}
    text = json.dumps({"synthetic": made_up, **whole}, ensure_ascii=False, indent=1, allow_nan=False)
    target.write(f"{text}\n".encode())


def _flowing(form: str) -> Callable[[Written, IO[bytes]], None]:
    def write(table: Written, target: IO[bytes]) -> None:
        for piece in pieces(table, form):
            target.write(piece)

    return write


WRITERS: Mapping[str, Callable[[Written, IO[bytes]], None]] = {
    **{form: _flowing(form) for form in _FLOWING},
    "xlsx": lambda table, target: write_xlsx([table], target),
    "ods": lambda table, target: write_ods([table], target),
}
