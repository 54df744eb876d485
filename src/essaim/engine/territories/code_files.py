"""Files that list communes: one code a line, or a table with a column of codes."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import duckdb

from essaim.engine.errors import InvalidValue, MissingColumns, UnreadableFile
from essaim.engine.language import gettext as _
from essaim.engine.sources.tables import open_table, quoted
from essaim.engine.territories.cells import text
from essaim.engine.territories.codes import clean_code
from essaim.engine.territories.compiling.table_options import COMMUNE_COLUMNS
from essaim.engine.values import commune_code

_VIEW = "codes"
_PLAIN = {"", ".txt", ".csv", ".tsv", ".lst"}
_CELLS = re.compile(r"[;,\t|]")


def read_codes(path: Path) -> list[str]:
    """The commune codes of a file, as written, empty lines left out.

    A text file without a header is read one code a line (what follows a separator is left out); anything else is a
    table with a column of commune codes, known by its name (``code_insee``, ``CODGEO``, ``commune``…).

    Raises:
        UnreadableFile: absent, empty, or of a format that is not read.
        MissingColumns: no column holds commune codes.
    """
    if path.suffix.lower() in _PLAIN and path.is_file():
        lines = _lines(path)
        if lines and _looks_like_code(_first_cell(lines[0])):
            return [_first_cell(line) for line in lines]
    with tempfile.TemporaryDirectory(prefix="essaim-") as scratch, duckdb.connect() as con:
        columns = open_table(con, path, _VIEW, scratch=Path(scratch)).columns
        present = {name.casefold(): name for name in columns}
        column = next((present[name] for name in COMMUNE_COLUMNS if name in present), "")
        if not column:
            raise MissingColumns(
                _("%(path)s n'a pas de colonne de codes de communes.") % {"path": path},
                _("Nommez-la « code_insee », ou donnez un fichier d'un code par ligne. Ses colonnes : %(columns)s.")
                % {"columns": ", ".join(columns)},
            )
        rows = con.execute(f"SELECT {quoted(column)} FROM {quoted(_VIEW)}").fetchall()
    return [code for code in (text(row[0]) for row in rows) if code]


def _lines(path: Path) -> list[str]:
    raw = path.read_bytes()
    if b"\x00" in raw[:4096]:
        raise UnreadableFile(
            _("%(path)s n'est pas un fichier de texte.") % {"path": path},
            _("Donnez un fichier d'un code de commune par ligne."),
        )
    try:
        content = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        content = raw.decode("cp1252", errors="replace")
    return [line for line in content.splitlines() if line.strip()]


def _first_cell(line: str) -> str:
    return _CELLS.split(line)[0].strip().strip('"')


def _looks_like_code(cell: str) -> bool:
    try:
        commune_code(clean_code(cell))
    except InvalidValue:
        return False
    return True
