"""The files of one import: opened, recognised, and made readable by column whatever their format.

CSV and spreadsheets are first copied, once, to a scratch Parquet file that holds only the columns the import uses and
the line number: everything after reads Parquet.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from essaim.engine.errors import BadOption, UnreadableFile
from essaim.engine.language import gettext as _
from essaim.engine.register.importing.workbench import Workbench
from essaim.engine.sources.sirene import FileKind, Recognised, recognise
from essaim.engine.sources.tables import TableInfo, literal, open_table, quoted

LINE = "essaim_line"
_ROW_KINDS = (FileKind.ESTABLISHMENTS, FileKind.PLAIN)
_FLOATS = ("DOUBLE", "FLOAT")
_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])(?!\d)")
_NOTHING = ("", "0", "n", "non", "no", "false", "f", "faux")
_VINTAGE_KEYS = ("vintage", "millesime", "essaim.vintage")


@dataclass(frozen=True)
class Intake:
    """One file, ready to be read.

    Attributes:
        path: the file as given.
        number: its place among the files of the import.
        kind: which file it is.
        columns: our field → its column.
        types: its column → DuckDB's type.
        relation: SQL to read it from.
        line: SQL of a row's line number (row number for Parquet).
        vintage: what its metadata or its name say of its date, or "".
        synthetic: whether its metadata, its name or a column call it synthetic.
    """

    path: Path
    number: int
    kind: FileKind
    columns: Mapping[str, str]
    types: Mapping[str, str]
    relation: str
    line: str
    vintage: str
    synthetic: bool

    @property
    def holds_rows(self) -> bool:
        """Whether its lines are establishments."""
        return self.kind in _ROW_KINDS

    def has(self, field: str) -> bool:
        """Whether the file has that field."""
        return field in self.columns

    def type_of(self, field: str) -> str:
        """DuckDB's type of a field's column."""
        return self.types[self.columns[field]]

    def column(self, field: str) -> str:
        """SQL of a field, as typed in the file; NULL when the file lacks it."""
        return quoted(self.columns[field]) if field in self.columns else "NULL"

    def text(self, field: str) -> str:
        """SQL of a field as text, never with an exponent or a decimal part that the file does not write."""
        if field not in self.columns:
            return "CAST(NULL AS VARCHAR)"
        kind = self.type_of(field)
        if kind == "VARCHAR":
            return self.column(field)
        if kind in _FLOATS:
            return f"CAST(TRY_CAST({self.column(field)} AS DECIMAL(18, 0)) AS VARCHAR)"
        return f"CAST({self.column(field)} AS VARCHAR)"


def open_files(bench: Workbench, paths: Sequence[Path]) -> list[Intake]:
    """Open and recognise every file.

    Raises:
        UnreadableFile, MissingColumns: a file is not what it should be.
        BadOption: no file of establishments among them, or the same file twice.
    """
    if len({path.resolve() for path in paths}) < len(paths):
        raise BadOption(_("Le même fichier est donné deux fois."), _("Donnez chaque fichier une seule fois."))
    files = [_open(bench, path, number) for number, path in enumerate(paths)]
    if not any(file.holds_rows for file in files):
        kinds = ", ".join(f"{file.path.name} ({file.kind.label()})" for file in files)
        raise BadOption(
            _("Aucun fichier d'établissements parmi ceux donnés : %(files)s.") % {"files": kinds or _("aucun fichier")},
            _("Ajoutez StockEtablissement, ou une table qui a au moins siret, naf et code_commune."),
        )
    return files


def is_official(files: Sequence[Intake]) -> bool:
    """Whether the establishments come from INSEE's own file."""
    return all(file.kind is FileKind.ESTABLISHMENTS for file in files if file.holds_rows)


def _open(bench: Workbench, path: Path, number: int) -> Intake:
    view = f"file_{number}"
    unpacked = bench.scratch / view
    unpacked.mkdir()
    table = open_table(bench.con, path, view, scratch=unpacked)
    known = recognise(path, table.columns)
    marks = _synthetic_columns(table)
    relation = f"read_parquet({literal(path)})"
    line = "file_row_number + 1"
    if table.kind != "parquet":
        relation = f"read_parquet({literal(_as_parquet(bench, table, known, marks))})"
        line = LINE
    types = {row[0]: row[1] for row in bench.con.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()}
    metadata = _metadata(bench.con, path) if table.kind == "parquet" else {}
    return Intake(
        path=path,
        number=number,
        kind=known.kind,
        columns=known.columns,
        types=types,
        relation=relation,
        line=line,
        vintage=_vintage(path, metadata),
        synthetic=_is_synthetic(bench, path, metadata, relation, marks),
    )


def _as_parquet(bench: Workbench, table: TableInfo, known: Recognised, marks: Sequence[str]) -> Path:
    target = bench.scratch / f"{table.view}.parquet"
    columns = ", ".join(quoted(name) for name in dict.fromkeys([*known.columns.values(), *marks]))
    # The order of lines gives their numbers; the header is line 1.
    bench.rows("", "SET preserve_insertion_order = true")
    try:
        bench.rows(
            _("Lecture de %(name)s") % {"name": table.path.name},
            f"COPY (SELECT {columns}, row_number() OVER () + {table.first_line - 1} AS {LINE}"
            f" FROM {quoted(table.view)}) TO {literal(target)} (FORMAT parquet, COMPRESSION lz4)",
        )
    except duckdb.Error as error:
        raise UnreadableFile(
            _("%(path)s ne se lit pas jusqu'au bout : fichier tronqué ou abîmé.") % {"path": table.path},
            _("Téléchargez-le ou enregistrez-le à nouveau. (%(detail)s)")
            % {"detail": str(error).splitlines()[0][:200]},
        ) from error
    finally:
        bench.rows("", "SET preserve_insertion_order = false")
    shutil.rmtree(bench.scratch / table.view)
    return target


def _metadata(con: duckdb.DuckDBPyConnection, path: Path) -> dict[str, str]:
    rows = con.execute("SELECT key, value FROM parquet_kv_metadata($path)", {"path": str(path)}).fetchall()
    return {_text(key): _text(value) for key, value in rows}


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def bare(text: str) -> str:
    """``text`` in lower case without accents."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()


def says_synthetic(text: str) -> bool:
    """Whether a text calls its subject synthetic ("synthétique", "synthetic")."""
    return "synthetiq" in bare(text) or "synthetic" in bare(text)


def _synthetic_columns(table: TableInfo) -> list[str]:
    return [name for name in table.columns if says_synthetic(name)]


def _is_synthetic(
    bench: Workbench, path: Path, metadata: Mapping[str, str], relation: str, marks: Sequence[str]
) -> bool:
    if says_synthetic(path.name) or any(_says(key, value) for key, value in metadata.items()):
        return True
    for name in marks:
        column = f"lower(trim(CAST({quoted(name)} AS VARCHAR)))"
        if bench.rows("", f"SELECT count(*) FROM {relation} WHERE {column} NOT IN {_NOTHING}")[0][0]:
            return True
    return False


def _says(key: str, value: str) -> bool:
    if key in ("pandas", "ARROW:schema"):  # they describe columns, which are looked at by themselves
        return False
    return says_synthetic(value) or (says_synthetic(key) and value.strip().lower() not in _NOTHING)


def _vintage(path: Path, metadata: Mapping[str, str]) -> str:
    for key, value in metadata.items():
        if key.casefold() in _VINTAGE_KEYS and value.strip():
            return value.strip()
    month = _MONTH.search(path.name)
    return f"{month[1]}-{month[2]}" if month else ""
