"""How far long work is: a bar on a terminal, a few plain lines elsewhere, nothing with ``ESSAIM_QUIET``."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from essaim.engine.language import gettext as _
from essaim.engine.values import Progress, silent
from essaim.tables import formats

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

EVERY_SECONDS = 10.0


@contextmanager
def terminal_progress() -> Iterator[Progress]:
    """A ``Progress`` on the standard error for the time of a block.

    Rich bars on a terminal; elsewhere (a log, a pipe) one line when a step starts, one every ten seconds, one when it
    ends. ``ESSAIM_QUIET`` set to anything but 0: nothing.
    """
    if os.environ.get("ESSAIM_QUIET", "0") not in ("", "0"):
        yield silent
    elif sys.stderr.isatty():
        with _bars() as bars:
            yield _OnTerminal(bars)
    else:
        yield _OnPaper()


def _bars() -> Bars:
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    return Bars(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )


class _OnTerminal:
    """One bar for each label, in the order of their coming."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, label: str, done: int, total: int | None) -> None:
        if label not in self._tasks:
            self._tasks[label] = self._bars.add_task(label, total=total)
        self._bars.update(self._tasks[label], completed=done, total=total)


class _OnPaper:
    """Sparse lines: a log must stay readable."""

    def __init__(self) -> None:
        self._label = ""
        self._said = 0.0
        self._ended = False

    def __call__(self, label: str, done: int, total: int | None) -> None:
        now = time.monotonic()
        if label != self._label:
            self._label, self._said, self._ended = label, now, False
            self._say(f"{label}…")
        if total is not None and done >= total and not self._ended:
            self._ended = True
            self._say(_("%(label)s : terminé") % {"label": label})
        elif now - self._said >= EVERY_SECONDS and not self._ended:
            self._said = now
            self._say(f"{label} : {formats.percent(done / total, 0) if total else formats.number(done)}")

    @staticmethod
    def _say(line: str) -> None:
        print(line, file=sys.stderr, flush=True)
