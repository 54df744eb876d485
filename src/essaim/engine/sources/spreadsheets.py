"""Reading the small spreadsheets that people upload: CSV, XLSX, ODS, as rows of text with their line numbers.

What comes from outside is bounded before it is opened: size, unpacked size, lines, columns, letters of a cell. The
extension and the content must say the same; formats that carry programs (macros) are refused. Nothing is left on disk.
"""

from __future__ import annotations

import io
import re
import tempfile
import xml.etree.ElementTree as ET  # entities are refused before parsing, see _open_archive
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar

from essaim.engine.errors import UnreadableFile
from essaim.engine.language import gettext as _
from essaim.engine.sources.tables import plain_rows

_T = TypeVar("_T")
_Rows = tuple[str, Iterator[tuple[int, list[str]]]]
EXTENSIONS = (".csv", ".xlsx", ".ods")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_XLSX = b"spreadsheetml.sheet.main+xml"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
# What begins the line of a source below a table of ours, in French or in English.
_SOURCE = re.compile(r"Source\s*:")
# Beginnings of files that are no text, whatever their name says.
_NOT_TEXT = (b"PK", b"%PDF", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"\xfe\xff", b"<!DOCTYPE", b"<html", b"{\\rtf")


@dataclass(frozen=True)
class Limits:
    """Beyond these, a file is refused with a sentence that says which one it passes.

    ``decimals``: numbers that the spreadsheet computed are rounded to that many; None: left as they are.
    """

    size: int = 2_000_000
    unpacked: int = 30_000_000
    lines: int = 600
    columns: int = 40
    cell: int = 500
    decimals: int | None = None


@dataclass(frozen=True)
class Sheet:
    """The first sheet of a file: its header, and its rows with the line on which each stands."""

    header: list[str]
    rows: list[tuple[int, list[str]]]


@dataclass(frozen=True)
class NamedSheet:
    """A sheet of a book; ``name`` is "" for a CSV. ``rows`` are those that hold something, each with its line."""

    name: str
    rows: list[tuple[int, list[str]]]


def read_sheet(content: bytes, name: str, limits: Limits = Limits()) -> Sheet:
    """The first sheet of an uploaded file.

    Raises:
        UnreadableFile: another format than its name says, macros, too large, empty, damaged.
    """
    return _opened(content, name, limits, lambda sheets: _bounded(next(sheets)[1], limits))


def read_book(content: bytes, name: str, limits: Limits = Limits()) -> list[NamedSheet]:
    """Every sheet of an uploaded file, as it stands.

    Raises:
        UnreadableFile: as ``read_sheet``; ``limits`` bound each sheet.
    """
    return _opened(
        content, name, limits, lambda sheets: [NamedSheet(title, list(_tidied(rows, limits))) for title, rows in sheets]
    )  # fmt: skip


def _opened(content: bytes, name: str, limits: Limits, take: Callable[[Iterator[_Rows]], _T]) -> _T:
    extension = Path(name).suffix.lower()
    if extension not in EXTENSIONS:
        raise UnreadableFile(
            _("Ce format n'est pas lu."),
            _("Enregistrez le tableau en CSV, XLSX ou ODS, sans macros, puis recommencez."),
        )
    if not content.strip():
        raise UnreadableFile(_("Le fichier est vide."))
    if len(content) > limits.size:
        raise UnreadableFile(
            _("Le fichier est trop gros (plus de %(n)d Mo).") % {"n": limits.size // 1_000_000},
            _("Ne gardez que la liste des membres, sans images."),
        )
    readers = {".csv": _csv, ".xlsx": _xlsx, ".ods": _ods}
    try:
        return take(readers[extension](content, limits))
    except (
        zipfile.BadZipFile,
        zlib.error,
        ET.ParseError,
        KeyError,
        ValueError,
        EOFError,
        NotImplementedError,
    ) as error:
        raise UnreadableFile(
            _("Le fichier ne se lit pas : il est abîmé, ou d'un autre format que son nom."),
            _("Enregistrez-le à nouveau depuis votre tableur."),
        ) from error


def _bounded(rows: Iterator[tuple[int, list[str]]], limits: Limits) -> Sheet:
    header: list[str] | None = None
    kept: list[tuple[int, list[str]]] = []
    for line, cells in _tidied(rows, limits):
        if header is None:
            header = cells
        else:
            kept.append((line, cells))
    if header is None or not kept:
        raise UnreadableFile(
            _("Le tableau n'a pas de ligne sous ses titres."), _("La première ligne donne le nom des colonnes.")
        )
    return Sheet(header, kept)


def _tidied(rows: Iterator[tuple[int, list[str]]], limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, without spaces around; a row of titles, then as many as ``limits`` says."""
    count = 0
    for line, cells in rows:
        cells = [" ".join(cell.replace("\0", "").split()) for cell in cells]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(cells) > limits.columns or any(len(cell) > limits.cell for cell in cells):
            raise UnreadableFile(
                _("Ligne %(line)d : trop de colonnes, ou une case trop longue.") % {"line": line},
                _("Au plus %(columns)d colonnes, et %(cell)d signes par case.")
                % {"columns": limits.columns, "cell": limits.cell},
            )
        count += 1
        if count > limits.lines + 1:
            raise UnreadableFile(
                _("Le tableau a plus de %(n)d lignes.") % {"n": limits.lines}, _("Coupez-le en plusieurs fichiers.")
            )
        yield line, cells


def _csv(content: bytes, limits: Limits) -> Iterator[_Rows]:
    if content.lstrip().startswith(_NOT_TEXT) or b"\0" in content:
        raise UnreadableFile(
            _("Ce fichier n'est pas un texte CSV, malgré son nom."), _("Enregistrez-le au format « CSV UTF-8 ».")
        )
    with tempfile.TemporaryDirectory(prefix="essaim-") as folder:
        path = Path(folder) / "table.csv"
        path.write_bytes(content)
        yield "", iter(_without_foot(list(plain_rows(path, Path(folder)))))


def _without_foot(rows: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """The rows of a CSV without the notes and sources that our own files have below their table, after an empty line.

    They are known by what they are, sentences alone in the first column: names below an empty line stay.
    """
    end = len(rows)
    while end > 1 and _is_note(rows[end - 1][1]):
        end -= 1
    below = (place for place in range(end, len(rows)) if place and rows[place][0] > rows[place - 1][0] + 1)
    is_table = bool(rows) and len(rows[0][1]) > 1
    return rows[: next(below, len(rows))] if is_table else rows


def _is_note(cells: list[str]) -> bool:
    text = cells[0].strip()
    return not any(cell.strip() for cell in cells[1:]) and bool(text.endswith(".") or _SOURCE.match(text))


def _xlsx(content: bytes, limits: Limits) -> Iterator[_Rows]:
    archive = _open_archive(content, limits)
    kinds = archive.read("[Content_Types].xml")
    if _XLSX not in kinds or b"macroEnabled" in kinds:
        raise _macros() if b"macroEnabled" in kinds else ValueError("not a workbook")
    import openpyxl  # heavy, and only spreadsheets need it

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        for sheet in book.worksheets:
            yield sheet.title, _xlsx_rows(sheet, limits)
    finally:
        book.close()


def _xlsx_rows(sheet: Any, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    for line, row in enumerate(sheet.iter_rows(values_only=True, max_col=limits.columns + 1), start=1):
        # Sheets may claim a million empty rows: they are read, never kept, and not for ever.
        if line > 50 * limits.lines:
            return
        yield line, [_cell(value, limits) for value in row]


def _cell(value: object, limits: Limits) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and limits.decimals is not None and isfinite(value):
        value = round(value, limits.decimals)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _ods(content: bytes, limits: Limits) -> Iterator[_Rows]:
    archive = _open_archive(content, limits)
    if not archive.read("mimetype").strip().startswith(_ODS):
        raise ValueError("not an OpenDocument spreadsheet")
    if any(name.startswith(("Basic/", "Scripts/")) for name in archive.namelist()):
        raise _macros()
    tree = ET.fromstring(archive.read("content.xml"))
    tables = list(tree.iter(f"{_TABLE}table"))
    if not tables:
        raise ValueError("no sheet")
    for table in tables:
        yield table.get(f"{_TABLE}name", ""), _ods_rows(table, limits)


def _ods_rows(table: ET.Element, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    line = 1
    for row in table.iter(f"{_TABLE}table-row"):
        repeated = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        cells = _ods_cells(row, limits)
        # An empty end of sheet is one row said to be repeated a million times.
        times = min(repeated, limits.lines + 1) if any(cells) else 0
        for place in range(times):
            yield line + place, cells
        line += repeated


def _ods_cells(row: ET.Element, limits: Limits) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        repeated = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        cells += [_ods_cell(cell, limits)] * min(repeated, limits.columns + 1)
    return cells[: limits.columns + 1]


def _ods_cell(cell: ET.Element, limits: Limits) -> str:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind == "date":
        return str(cell.get(f"{_OFFICE}date-value", ""))[:10]
    if kind in ("float", "currency"):
        return _cell(float(cell.get(f"{_OFFICE}value", "nan")), limits)
    return " ".join("".join(part.itertext()) for part in cell.findall(f"{_TEXT}p"))


def _open_archive(content: bytes, limits: Limits) -> zipfile.ZipFile:
    """The archive, once its unpacked size is known to be bounded and none of its parts declares entities."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    parts = archive.infolist()
    if len(parts) > 1000 or sum(part.file_size for part in parts) > limits.unpacked:
        raise UnreadableFile(
            _("Le fichier est trop gros une fois décompressé."), _("Ne gardez que la liste des membres.")
        )
    if any(part.filename.lower().endswith(("vbaproject.bin", ".bas")) for part in parts):
        raise _macros()
    for part in parts:
        if part.flag_bits & 1:
            raise UnreadableFile(_("Le fichier est protégé par un mot de passe."), _("Retirez la protection."))
        if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.open(part).read(2048).upper():
            raise ValueError("document type declared")
    return archive


def _macros() -> UnreadableFile:
    return UnreadableFile(
        _("Ce fichier contient des macros : il n'est pas lu."), _("Enregistrez-le en CSV, XLSX ou ODS, sans macros.")
    )
