"""``essaim register fetch`` and ``essaim register synthesize``: where the register's files come from.

The group ``essaim register`` adds both; what they write is then given to ``essaim register import``.
"""

from __future__ import annotations

import os
import shlex
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from essaim.cli.output import Column, Table, show, terminal_progress
from essaim.engine.language import gettext as _
from essaim.engine.values import Progress, silent
from essaim.tables import formats

if TYPE_CHECKING:
    from rich.progress import TaskID

    from essaim.engine.register.synthetic.files import SyntheticFiles
    from essaim.engine.sources.fetch import Fetched

_FOLDER = click.Path(file_okay=False, path_type=Path)
_EVERY_SECONDS = 10.0
_WINDOW_SECONDS = 20.0


@click.command(
    help=_(
        "Télécharger les fichiers officiels de SIRENE depuis data.gouv.fr.\n\n"
        "Ils sont nationaux (plusieurs Go). Un téléchargement interrompu reprend où il s'était arrêté. Avec"
        " --departement, ils sont téléchargés entiers, puis seuls les établissements de ces départements et leurs"
        " unités légales sont gardés ; les fichiers nationaux sont effacés, sauf avec --keep-national."
    )
)
@click.option(
    "--departement", "departements", multiple=True, metavar="CODE",
    help=_("Ne garder que ce département (à répéter) : 48, 2A, 974…"),
)  # fmt: skip
@click.option(
    "--folder", type=_FOLDER, default=None, help=_("Dossier des fichiers ; par défaut dans les données d'Essaim.")
)
@click.option("--with-geolocation", is_flag=True, help=_("Aussi la géolocalisation des établissements (INSEE)."))
@click.option("--with-annuaire", is_flag=True, help=_("Aussi l'Annuaire des Entreprises (ESS, insertion, Qualiopi…)."))
@click.option("--keep-national", is_flag=True, help=_("Garder les fichiers nationaux à côté de ceux des départements."))
@click.option("--base-url", metavar="URL", default=None, help=_("Un miroir de data.gouv.fr."))
def fetch(
    departements: Sequence[str],
    folder: Path | None,
    with_geolocation: bool,
    with_annuaire: bool,
    keep_national: bool,
    base_url: str | None,
) -> None:
    """Fetch the official files and say how to import them."""
    from essaim.engine.sources.connections import Waiting
    from essaim.engine.sources.fetch import fetch as fetch_files
    from essaim.engine.store import data_home

    extras = [key for key, wanted in (("geolocation", with_geolocation), ("directory", with_annuaire)) if wanted]
    with transfer_progress() as progress:
        files = fetch_files(
            folder or data_home() / "official",
            waiting=Waiting(sleep=time.sleep, clock=time.monotonic),
            extras=extras,
            departements=departements,
            keep_national=keep_national,
            base_url=base_url,
            progress=progress,
        )
    show(_fetched_table(files))
    _say_how_to_import([one.path for one in files])


def _fetched_table(files: Sequence[Fetched]) -> Table:
    columns = (
        Column("file", _("Fichier")),
        Column("size", _("Reçu"), "float", 2, _("Go")),
        Column("vintage", _("Millésime"), "code"),
        Column("state", _("État")),
    )
    rows = [
        {
            "file": one.path.name,
            "size": None if one.size is None else one.size / 1e9,
            "vintage": one.vintage or None,
            "state": _("nouveau") if one.new else _("déjà à jour"),
        }
        for one in files
    ]
    return Table(_("Fichiers officiels"), columns, rows, sources=tuple(one.source() for one in files))


@click.command(
    help=_(
        "Fabriquer un registre SYNTHÉTIQUE, dans le schéma officiel, pour essayer Essaim.\n\n"
        "Aucune ligne ne décrit une organisation réelle : les SIREN sont impossibles et les noms portent le mot"
        " « synthétique ». Les lois du tirage et leurs sources sont dans data/rules/synthetic_register.toml."
    )
)
@click.option("--rows", type=click.IntRange(min=1), default=300_000, show_default=True, help=_("Établissements."))
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help=_("Graine du tirage."))
@click.option(
    "--departement", "departements", multiple=True, metavar="CODE",
    help=_("Seulement les communes de ce département (à répéter)."),
)  # fmt: skip
@click.option("--folder", type=_FOLDER, default=None, help=_("Dossier des fichiers ; par défaut le dossier courant."))
@click.option("--csv", is_flag=True, help=_("Aussi en CSV compressé, comme les fichiers officiels."))
@click.option("--with-geolocation", is_flag=True, help=_("Aussi un fichier de géolocalisation."))
def synthesize(
    rows: int, seed: int, departements: Sequence[str], folder: Path | None, csv: bool, with_geolocation: bool
) -> None:
    """Write a synthetic register and say how to import it."""
    from essaim.engine.register.synthetic.making import synthesize as make

    with terminal_progress() as progress:
        made = make(
            folder or Path(),
            rows=rows,
            seed=seed,
            departements=departements,
            csv=csv,
            geolocation=with_geolocation,
            progress=progress,
        )
    show(_synthetic_table(made))
    _say_how_to_import(made.paths)


def _synthetic_table(made: SyntheticFiles) -> Table:
    columns = (Column("file", _("Fichier")), Column("size", _("Taille"), "float", 1, _("Mo")))
    rows = [{"file": path.name, "size": path.stat().st_size / 1e6} for path in (*made.paths, *made.csv)]
    title = _("Registre synthétique : %(rows)s établissements, %(units)s unités légales, graine %(seed)d") % {
        "rows": formats.number(made.rows), "units": formats.number(made.units), "seed": made.seed,
    }  # fmt: skip
    return Table(title, columns, rows, notes=(made.notice,), synthetic=True)


def _say_how_to_import(paths: Sequence[Path]) -> None:
    command = shlex.join(["essaim", "register", "import", *map(str, paths)])
    click.echo(_("Pour l'importer : %(command)s") % {"command": command})


# --- Transfers: bytes, rate and time left ---


@contextmanager
def transfer_progress() -> Iterator[Progress]:
    """A ``Progress`` that counts bytes, on the standard error: bars on a terminal, sparse lines elsewhere."""
    if os.environ.get("ESSAIM_QUIET", "0") not in ("", "0"):
        yield silent
    elif sys.stderr.isatty():
        with _transfer_bars() as progress:
            yield progress
    else:
        yield Lines(time.monotonic, lambda line: click.echo(line, err=True))


@contextmanager
def _transfer_bars() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description}", markup=False), BarColumn(bar_width=24), DownloadColumn(),
        TransferSpeedColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with Bars(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[str, TaskID] = {}

        def say(label: str, done: int, total: int | None) -> None:
            if label not in tasks:
                tasks[label] = bars.add_task(label, total=total, completed=done)
            bars.update(tasks[label], completed=done, total=total)

        yield say


class Lines:
    """One line when a transfer starts, one every ten seconds with its rate and the time left, one at its end.

    Args:
        clock: seconds, ever growing.
        say: writes one line.
    """

    def __init__(self, clock: Callable[[], float], say: Callable[[str], None]) -> None:
        self._clock = clock
        self._say = say
        self._label = ""
        self._said = 0.0
        self._seen: deque[tuple[float, int]] = deque()
        self._ended = False

    def __call__(self, label: str, done: int, total: int | None) -> None:
        now = self._clock()
        if label != self._label:
            self._label, self._said, self._ended = label, now, False
            self._seen.clear()
            self._say(f"{label}…")
        self._seen.append((now, done))
        while now - self._seen[0][0] > _WINDOW_SECONDS:
            self._seen.popleft()
        if total is not None and done >= total and not self._ended:
            self._ended = True
            self._say(_("%(label)s : terminé") % {"label": label})
        elif now - self._said >= _EVERY_SECONDS and not self._ended:
            self._said = now
            self._say(f"{label} : {self._state(now, done, total)}")

    def _state(self, now: float, done: int, total: int | None) -> str:
        (start, had), parts = self._seen[0], [size(done)]
        if total is not None:
            parts = [_("%(done)s sur %(total)s") % {"done": size(done), "total": size(total)}]
        rate = (done - had) / (now - start) if now > start else 0.0
        if rate > 0:
            parts.append(_("%(size)s par seconde") % {"size": size(rate)})
        if rate > 0 and total is not None:
            parts.append(_("encore %(duration)s") % {"duration": duration((total - done) / rate)})
        return ", ".join(parts)


def size(count: float) -> str:
    """Bytes as people read them: ``1,9 Go``, ``12,3 Mo``, ``512 octets``."""
    for unit, name in ((1e9, _("Go")), (1e6, _("Mo")), (1e3, _("ko"))):
        if count >= unit:
            return f"{formats.number(count / unit, 1)} {name}"
    return " ".join((formats.number(count), _("octets")))


def duration(seconds: float) -> str:
    """A duration rounded to what matters: ``1 h 05 min``, ``4 min``, ``30 s``."""
    minutes = round(seconds / 60)
    if minutes >= 60:
        return f"{minutes // 60} h {minutes % 60:02d} min"
    return f"{minutes} min" if seconds >= 90 else f"{max(1, round(seconds))} s"
