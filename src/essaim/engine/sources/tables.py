"""Reading plain tables that people and publishers hand over: Parquet, CSV (also zipped), XLSX.

CSV and spreadsheets are read as text only: a spreadsheet's own idea of types loses leading zeros of codes.
"""

from __future__ import annotations

import codecs
import csv
import re
import shutil
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from essaim.engine.errors import MissingColumns, UnreadableFile
from essaim.engine.language import gettext as _

KINDS = {".parquet": "parquet", ".csv": "csv", ".txt": "csv", ".tsv": "csv", ".zip": "csv", ".xlsx": "xlsx"}
_SAMPLE = 262_144
_TITLE_ROWS = 30
_NEARLY = 0.6


@dataclass(frozen=True)
class TableInfo:
    """A table opened in a DuckDB connection.

    Attributes:
        path: the file it was read from.
        view: the name under which the connection knows it.
        columns: its column names, in order.
        kind: "parquet", "csv" or "xlsx".
        encoding: of a CSV ("utf-8" or "cp1252"), else None.
        first_line: line of the file on which its first row of data stands (1 for Parquet: the first row).
    """

    path: Path
    view: str
    columns: tuple[str, ...]
    kind: str
    encoding: str | None = None
    first_line: int = 1


def quoted(name: str) -> str:
    """``name`` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str | Path) -> str:
    """``text`` as an SQL string."""
    return "'" + str(text).replace("'", "''") + "'"


def open_table(con: duckdb.DuckDBPyConnection, path: Path, view: str, *, scratch: Path) -> TableInfo:
    """Make the file at ``path`` readable as ``view`` in ``con``.

    Parquet keeps its types; CSV and XLSX columns are all VARCHAR, empty cells NULL.

    Args:
        con: the connection.
        path: a .parquet, .csv, .txt, .tsv, .zip (holding one CSV) or .xlsx file.
        view: name of the temporary view to create.
        scratch: folder for what must be unpacked or recoded; the caller removes it.

    Raises:
        UnreadableFile: absent, empty, truncated, of another format, with an encoding that cannot be told.
        MissingColumns: a column name stands twice.
    """
    kind = KINDS.get(path.suffix.lower())
    if not path.is_file():
        raise UnreadableFile(
            _("Le fichier %(path)s est introuvable.") % {"path": path}, _("Vérifiez son nom et son dossier.")
        )
    if kind is None:
        raise UnreadableFile(
            _("%(path)s : ce format n'est pas lu.") % {"path": path},
            _("Fournissez un fichier Parquet, CSV (éventuellement en .zip) ou XLSX."),
        )
    if path.stat().st_size == 0:
        raise UnreadableFile(_("%(path)s est vide.") % {"path": path}, _("Téléchargez-le à nouveau."))
    try:
        if kind == "parquet":
            return _open_parquet(con, path, view)
        source = _unzipped(path, scratch) if path.suffix.lower() == ".zip" else path
        if kind == "xlsx":
            source = _sheet_as_csv(path, scratch)
        return _open_csv(con, path, source, view, scratch, kind)
    except (duckdb.Error, zipfile.BadZipFile, csv.Error, EOFError, zlib.error) as error:
        raise UnreadableFile(
            _("%(path)s ne se lit pas : fichier tronqué, abîmé ou d'un autre format.") % {"path": path},
            _("Téléchargez-le à nouveau, ou enregistrez-le à nouveau depuis le logiciel qui l'a produit. (%(detail)s)")
            % {"detail": str(error).splitlines()[0][:200]},
        ) from error


def _open_parquet(con: duckdb.DuckDBPyConnection, path: Path, view: str) -> TableInfo:
    con.execute(f"CREATE OR REPLACE TEMP VIEW {quoted(view)} AS SELECT * FROM read_parquet({literal(path)})")
    names = tuple(row[0] for row in con.execute(f"DESCRIBE {quoted(view)}").fetchall())
    _refuse_doubled(names, path)
    return TableInfo(path, view, names, "parquet")


def _unzipped(path: Path, folder: Path) -> Path:
    with zipfile.ZipFile(path) as archive:
        tables = [m for m in archive.infolist() if m.filename.lower().endswith((".csv", ".txt", ".tsv"))]
        if len(tables) != 1:
            raise UnreadableFile(
                _("%(path)s contient %(n)d tables CSV, il en faut une.") % {"path": path, "n": len(tables)},
                _("Décompressez l'archive et donnez le fichier voulu."),
            )
        if tables[0].flag_bits & 1:
            raise UnreadableFile(
                _("%(path)s est protégé par un mot de passe.") % {"path": path},
                _("Décompressez l'archive et donnez le fichier qu'elle contient."),
            )
        target = folder / f"{path.stem}.csv"
        with archive.open(tables[0]) as packed, target.open("wb") as plain:
            shutil.copyfileobj(packed, plain, 4 << 20)
    return target


def _sheet_as_csv(path: Path, folder: Path) -> Path:
    import openpyxl  # heavy, and only spreadsheets need it
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise UnreadableFile(
            _("%(path)s n'est pas un classeur XLSX lisible.") % {"path": path},
            _("Enregistrez-le à nouveau au format XLSX ou CSV."),
        ) from error
    target = folder / f"{path.stem}.csv"
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        empty = 0
        for row in book.worksheets[0].iter_rows(values_only=True):
            if all(cell is None for cell in row):
                empty += 1
                continue
            # Empty rows inside keep the numbers of the others right; sheets often end with thousands of them.
            writer.writerows([[""] * len(row)] * empty)
            writer.writerow([_cell(cell) for cell in row])
            empty = 0
    book.close()
    return target


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _open_csv(
    con: duckdb.DuckDBPyConnection, path: Path, source: Path, view: str, folder: Path, kind: str
) -> TableInfo:
    encoding = _encoding(source, path)
    if encoding != "utf-8":
        source = _recoded(source, encoding, path, folder)
    with source.open(encoding="utf-8-sig", newline="") as text:
        sample = text.read(_SAMPLE).splitlines()
    skip, delimiter = _start(sample, path)
    header = _names(next(csv.reader(sample[skip:], delimiter=delimiter)))
    _refuse_doubled(header, path)
    columns = "{" + ", ".join(f"{literal(name)}: 'VARCHAR'" for name in header) + "}"
    con.execute(
        f"CREATE OR REPLACE TEMP VIEW {quoted(view)} AS SELECT * FROM read_csv({literal(source)},"
        f" delim={literal(delimiter)}, header=true, skip={skip}, quote='\"', escape='\"', auto_detect=false,"
        f" columns={columns}, null_padding=true, strict_mode=false, nullstr='', parallel=false)"
    )
    con.execute(f"SELECT * FROM {quoted(view)} LIMIT 1").fetchall()
    return TableInfo(path, view, header, kind, encoding, first_line=skip + 2)


def plain_rows(path: Path, folder: Path) -> Iterator[tuple[int, list[str]]]:
    """The header of a CSV, then its rows, each with the line of the file on which it starts; empty rows are left out.

    Args:
        path: the file; its encoding, its separator and the titles above its header are told as in ``open_table``.
        folder: where a recoded copy may stand; the caller removes it.

    Raises:
        UnreadableFile: binary, empty, of an encoding that cannot be told, or with an endless cell.
    """
    encoding = _encoding(path, path)
    source = path if encoding == "utf-8" else _recoded(path, encoding, path, folder)
    with source.open(encoding="utf-8-sig", newline="") as text:
        skip, delimiter = _start(text.read(_SAMPLE).splitlines(), path)
        text.seek(0)
        for _title in range(skip):
            text.readline()
        yield from _numbered(csv.reader(text, delimiter=delimiter), skip, path)


def _numbered(reader: Any, skip: int, path: Path) -> Iterator[tuple[int, list[str]]]:
    line = skip + 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield line, row
            line = skip + reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile(
            _("%(path)s : la ligne %(line)d ne se lit pas.") % {"path": path.name, "line": line},
            _("Vérifiez ses guillemets, ou enregistrez le fichier à nouveau."),
        ) from error


def _names(header: list[str]) -> tuple[str, ...]:
    """Column names; those left empty get a name of their own, the last ones are nothing."""
    names = [name.strip() for name in header]
    while len(names) > 1 and not names[-1]:
        names.pop()
    return tuple(name or f"colonne_{place}" for place, name in enumerate(names, start=1))


def _recoded(source: Path, encoding: str, path: Path, folder: Path) -> Path:
    target = folder / f"{source.stem}-utf8.csv"
    try:
        with source.open(encoding=encoding, newline="") as old, target.open("w", encoding="utf-8", newline="") as new:
            shutil.copyfileobj(old, new, 4 << 20)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            _("%(path)s : l'encodage des caractères ne se laisse pas deviner.") % {"path": path},
            _("Enregistrez-le au format « CSV UTF-8 »."),
        ) from error
    return target


def _encoding(source: Path, path: Path) -> str:
    # Whole file: one accented letter may stand in the last line only.
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with source.open("rb") as raw:
            for block in iter(lambda: raw.read(8 << 20), b""):
                _refuse_binary(block, path)
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _refuse_binary(block: bytes, path: Path) -> None:
    if b"\x00" in block[:4096]:
        raise UnreadableFile(
            _("%(path)s n'est pas un texte CSV.") % {"path": path},
            _("Enregistrez-le au format « CSV UTF-8 »."),
        )


def _start(sample: list[str], path: Path) -> tuple[int, str]:
    """How many lines stand before the header, and the delimiter.

    Empty lines, the "sep=" of some spreadsheets, and the title, date and source that publishers write above a table.
    """
    said = ""
    for number, line in enumerate(sample):
        if line.casefold().startswith("sep=") and len(line) == 5:
            said = line[4]
        elif line.strip(' ;,\t|"'):
            head = sample[number : number + _TITLE_ROWS]
            delimiter = said or next((mark for mark in map(_delimiter, head) if mark), ",")
            return number + _header_row(head, delimiter), delimiter
    raise UnreadableFile(_("%(path)s ne contient aucune ligne.") % {"path": path}, _("Vérifiez le fichier."))


def _header_row(head: list[str], delimiter: str) -> int:
    """The first line nearly as full as the fullest; a title fills one cell, seldom two."""
    filled = [sum(bool(cell.strip()) for cell in next(csv.reader([line], delimiter=delimiter), [])) for line in head]
    return next(place for place, n in enumerate(filled) if n >= _NEARLY * max(filled))


def _delimiter(header: str) -> str:
    bare = re.sub(r'"[^"]*"', "", header)
    counts = {mark: bare.count(mark) for mark in ";,\t|"}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] else ""


def _refuse_doubled(names: tuple[str, ...], path: Path) -> None:
    doubled = [name for name, n in Counter(name.casefold() for name in names).items() if n > 1]
    if doubled:
        raise MissingColumns(
            _("%(path)s : la colonne « %(name)s » figure deux fois.") % {"path": path, "name": doubled[0]},
            _("Renommez ou supprimez l'une des deux, puis recommencez."),
        )
