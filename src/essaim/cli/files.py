"""Tables as files on this machine, or on the standard output.

A file is written beside its target and renamed when it is complete: an interruption leaves the former one untouched.
What stands in each form is told in ``essaim.tables.writing``.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import io
import os
import sys
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from essaim.engine.errors import BadOption, EssaimError, StoreProblem
from essaim.engine.language import gettext as _
from essaim.tables.table import Table
from essaim.tables.writing import WRITERS, has_positions, write_report_to


def write(table: Table, form: str, path: Path | None) -> None:
    """Write ``table`` as ``form`` ("csv", "csv_plain", "xlsx", "json", "geojson") to ``path``, or to standard output.

    Raises:
        BadOption: the file cannot be written, or no row has a position (GeoJSON).
        StoreProblem: the disk is full.
    """
    if form == "geojson" and table.rows and not has_positions(table):
        raise BadOption(
            _("Ces résultats n'ont pas de position : ils ne peuvent pas devenir une carte."),
            _("Choisissez --csv, --xlsx ou --json."),
        )
    _send(functools.partial(WRITERS[form], table), path)


def write_report(tables: Mapping[str, Table], form: str, path: Path | None) -> None:
    """Write several tables as one file: a JSON object with a key per table, or a workbook with a sheet per table.

    Args:
        tables: by name, in reading order.
        form: "json" or "xlsx"; other forms hold one table only.
        path: the file, or None for standard output.
    """
    _send(functools.partial(write_report_to, tables, form), path)


def _send(write_to: Callable[[IO[bytes]], None], path: Path | None) -> None:
    if path is not None:
        with _replacing(path) as target:
            write_to(target)
        return
    # Whole before anything is said: a table that cannot be written must not leave half of itself on a pipe.
    buffer = io.BytesIO()
    write_to(buffer)
    sys.stdout.flush()
    sys.stdout.buffer.write(buffer.getvalue())
    sys.stdout.buffer.flush()


@contextmanager
def _replacing(path: Path) -> Iterator[IO[bytes]]:
    real = Path(os.path.realpath(path))
    if real.is_dir():
        raise BadOption(
            _("« %(path)s » est un dossier.") % {"path": path}, _("Indiquez le nom d'un fichier dans ce dossier.")
        )
    if not real.parent.is_dir():
        raise BadOption(
            _("Le dossier « %(folder)s » n'existe pas.") % {"folder": real.parent},
            _("Créez-le, ou indiquez un autre fichier."),
        )
    # A device or a pipe (/dev/stdout) is written to, never replaced.
    draft = real if real.exists() and not real.is_file() else real.parent / f".{real.name}.{uuid.uuid4().hex[:8]}"
    try:
        with draft.open("wb") as target:
            yield target
        if draft != real:
            draft.replace(real)
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        if draft != real:
            with contextlib.suppress(OSError):  # on a read-only disk there is no draft to remove, and no right to try
                draft.unlink(missing_ok=True)


def _cannot_write(path: Path, error: OSError) -> EssaimError:
    if error.errno == errno.ENOSPC:
        return StoreProblem(
            _("Le disque est plein : « %(path)s » n'a pas été écrit.") % {"path": path},
            _("Libérez de la place, ou indiquez un fichier sur un autre disque."),
        )
    return BadOption(
        _("Impossible d'écrire « %(path)s » : %(reason)s.") % {"path": path, "reason": error.strerror or error},
        _("Fermez-le s'il est ouvert ailleurs, vérifiez vos droits, ou indiquez un autre fichier."),
    )
