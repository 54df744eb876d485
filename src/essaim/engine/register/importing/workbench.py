"""A DuckDB connection for one import: bounded memory, scratch files in one folder, progress, a working Ctrl-C.

Queries run in a thread of their own, so that the main thread can show how far they are and hear Ctrl-C.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from concurrent.futures import TimeoutError as StillRunning
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import duckdb
import numpy as np
from numpy.typing import NDArray

from essaim.engine.errors import StoreProblem, UnreadableFile
from essaim.engine.language import gettext as _
from essaim.engine.values import Progress, silent

T = TypeVar("T")
_TICK = 0.2
_MEMORY = 3_200_000_000


def memory_budget() -> int:
    """Bytes that DuckDB may use: 3.2 GB (the whole import then stays under 4 GB), or 60 % of a smaller machine."""
    try:
        installed = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):  # not every system tells
        return _MEMORY
    return min(_MEMORY, int(installed * 0.6))


class Workbench:
    """Runs SQL in a scratch folder.

    Args:
        scratch: folder for spilled and intermediate files; the caller removes it.
        progress: told of each query's share done, in percent.
    """

    def __init__(self, scratch: Path, progress: Progress) -> None:
        self.scratch = scratch
        self.con = duckdb.connect(":memory:")
        self._progress = progress
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="duckdb")
        self.con.execute(f"SET threads = {_cores()}")
        self.con.execute(f"SET memory_limit = '{memory_budget()}B'")
        self.con.execute("SET temp_directory = $folder", {"folder": str(scratch / "spill")})
        # Order costs memory; the queries that need it say ORDER BY.
        self.con.execute("SET preserve_insertion_order = false")
        self.con.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
        self.con.execute("SET progress_bar_time = 0")

    def __enter__(self) -> Workbench:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown(wait=True)
        self.con.close()

    def rows(self, label: str, sql: str, values: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """The result of one query as Python rows (for small results, and statements without any).
        An empty label says nothing to the progress."""
        return self._run(label, lambda: self.con.execute(sql, values).fetchall())

    def arrays(self, label: str, sql: str) -> dict[str, NDArray[Any]]:
        """The result of one query as NumPy columns, in the order of its rows. Numeric columns must hold no NULL."""
        columns = self._run(label, lambda: self.con.execute(sql).fetchnumpy())
        return {name: np.asarray(column) for name, column in columns.items()}

    def table(self, name: str, columns: dict[str, NDArray[Any]]) -> None:
        """Make a small table from NumPy columns (text as ``str`` arrays)."""
        self.con.register("essaim_columns", columns)
        # Arrays of text arrive as ENUM, whose comparison with text would be a cast for each row.
        texts = [f"CAST({key} AS VARCHAR) AS {key}" for key, column in columns.items() if column.dtype.kind == "U"]
        replaced = f"* REPLACE ({', '.join(texts)})" if texts else "*"
        self.con.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT {replaced} FROM essaim_columns")
        self.con.unregister("essaim_columns")

    def say(self, label: str, done: int, total: int | None) -> None:
        """Tell how far work outside of DuckDB is."""
        self._progress(label, done, total)

    def _run(self, label: str, work: Callable[[], T]) -> T:
        said = self._progress if label else silent
        said(label, 0, 100)
        future = self._thread.submit(work)
        try:
            while True:
                try:
                    result = future.result(_TICK)
                    break
                except StillRunning:
                    said(label, _percent(self.con.query_progress()), 100)
        except duckdb.Error as error:
            raise _for_people(error) from error
        except BaseException:
            while not future.done():  # the query may not have started yet when it is first told to stop
                self.con.interrupt()
                wait([future], timeout=_TICK)
            raise
        said(label, 100, 100)
        return result


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows
        return os.cpu_count() or 1


def _percent(share: float) -> int:
    return max(0, min(99, int(share)))


def _for_people(error: duckdb.Error) -> Exception:
    text = str(error)
    if "No space left" in text or "ENOSPC" in text or "disk is full" in text.lower():
        return OSError(errno.ENOSPC, text)
    if isinstance(error, duckdb.OutOfMemoryException):
        return StoreProblem(
            _("La mémoire, ou la place pour les fichiers provisoires, ne suffit pas à l'import."),
            _("Fermez d'autres programmes, libérez de la place sur le disque, puis recommencez. (%(detail)s)")
            % {"detail": text.splitlines()[0][:200]},
        )
    if isinstance(error, duckdb.IOException | duckdb.InvalidInputException | duckdb.SerializationException):
        return UnreadableFile(
            _("Un des fichiers ne se lit pas jusqu'au bout : il est tronqué ou abîmé."),
            _("Téléchargez-le à nouveau, puis recommencez. (%(detail)s)") % {"detail": text.splitlines()[0][:200]},
        )
    return error
