"""What a command hands over: a table on the terminal, or the same table as a file that another tool reads.

A ``Table`` carries its notes, its sources with their vintage, and whether it is synthetic; every form it takes says so.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from essaim.cli.progress import terminal_progress
from essaim.engine.errors import BadOption
from essaim.engine.language import gettext as _
from essaim.engine.values import Source
from essaim.tables import formats
from essaim.tables.table import Column, Row, Table, source_line, synthetic_warning

if TYPE_CHECKING:
    from rich.console import Console

__all__ = [
    "Column", "OutputOptions", "Row", "Table", "emit", "emit_report", "output_options", "print_table", "source_line",
    "synthetic_warning", "terminal_progress", "warn_synthetic",
]  # fmt: skip

Format = Literal["table", "json", "csv", "csv_plain", "xlsx", "geojson"]
SUFFIXES: dict[str, Format] = {".json": "json", ".csv": "csv", ".xlsx": "xlsx", ".geojson": "geojson"}


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """What the user asked for: a form, and a file (None: the standard output)."""

    form: Format = "table"
    path: Path | None = None


def warn_synthetic() -> None:
    """Print the warning on the standard output, for commands that print something else than a table."""
    click.secho(synthetic_warning(), fg="red", bold=True)


def print_table(
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    notes: Sequence[str] = (),
    sources: Sequence[Source] = (),
    synthetic: bool = False,
) -> None:
    """Print a table on the standard output: aligned numbers, French formats, nothing cut when it is piped."""
    show(Table(title, tuple(columns), rows, tuple(notes), tuple(sources), synthetic))


def show(table: Table) -> None:
    """Print ``table``, its notes and its sources on the standard output."""
    from rich.table import Table as Grid  # 40 ms that ``--help`` must not pay

    console = _console()
    grid = Grid(box=None, header_style="bold", padding=(0, 2, 0, 0))
    narrowest = 0
    for column in table.columns:
        width = _least_width(column, table.rows)
        narrowest += width + 2
        grid.add_column(column.header, justify="right" if column.kind in formats.NUMBERS else "left", min_width=width)
    for row in table.rows:
        grid.add_row(*[_styled(column, row.get(column.key)) for column in table.columns])
    if table.made_up:
        warn_synthetic()
    if table.title:
        console.print(table.title, style="bold", markup=False, highlight=False)
    if table.rows:
        # A terminal that is too narrow folds the lines itself; a code or a number cut short would be wrong.
        console.print(grid, width=max(console.width, narrowest), crop=False)
    else:
        console.print(_("(aucune ligne)"))
    for note in table.notes:
        console.print(f"• {note}", markup=False, highlight=False)
    for source in table.sources:
        console.print(_("Source : %(source)s") % {"source": source_line(source)}, style="dim", markup=False)


def _least_width(column: Column, rows: Sequence[Row]) -> int:
    """Characters under which a column would break a code, a number or a word."""
    texts = [formats.cell(column, row.get(column.key)) for row in rows]
    pieces = texts if column.kind != "text" else [word for text in texts for word in text.split()]
    return max(map(len, [*pieces, *column.header.split()]), default=1)


def _console() -> Console:
    from rich.console import Console

    if sys.stdout.isatty():
        return Console(file=sys.stdout, highlight=False)
    return Console(file=sys.stdout, width=100_000, color_system=None, highlight=False, soft_wrap=True)


def _styled(column: Column, value: object) -> Any:
    from rich.text import Text

    return Text(formats.cell(column, value), style="dim" if formats.bare(value) is None else "")


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--json --csv --csv-plain --xlsx --geojson -o`` to a click command; it receives ``output: OutputOptions``.

    Raises (when the command runs):
        BadOption: two forms at once, or a file whose form cannot be told.
    """

    @functools.wraps(command)
    def with_output(*args: Any, **kwargs: Any) -> Any:
        asked = {name: kwargs.pop(f"output_{name}") for name in ("json", "csv", "csv_plain", "xlsx", "geojson", "file")}
        return command(*args, output=choose_output(asked), **kwargs)

    for option in reversed(_options()):
        option(with_output)
    return with_output


def _options() -> list[Callable[..., Any]]:
    file = click.Path(path_type=Path, allow_dash=True)
    return [
        click.option("--json", "output_json", is_flag=True, help=_("JSON, pour un programme.")),
        click.option("--csv", "output_csv", is_flag=True, help=_("CSV pour un tableur français (points-virgules).")),
        click.option("--csv-plain", "output_csv_plain", is_flag=True, help=_("CSV pour un programme (virgules).")),
        click.option("--xlsx", "output_xlsx", type=file, help=_("Classeur XLSX, dans ce fichier.")),
        click.option("--geojson", "output_geojson", type=file, help=_("GeoJSON, dans ce fichier ou « - ».")),
        click.option(
            "-o", "--output", "output_file", type=file,
            help=_("Fichier à écrire ; sans autre option, sa terminaison dit son format."),
        ),
    ]  # fmt: skip


def choose_output(asked: Mapping[str, Any]) -> OutputOptions:
    """The output asked for, from the values of the options by name (flags and paths).

    Raises:
        BadOption: two forms at once, or a file whose form cannot be told.
    """
    forms = [name for name in ("json", "csv", "csv_plain", "xlsx", "geojson") if asked.get(name)]
    file: Path | None = asked.get("file")
    if len(forms) > 1:
        names = ", ".join("--" + name.replace("_", "-") for name in forms)
        raise BadOption(_("Les options %(names)s ne vont pas ensemble.") % {"names": names}, _("Gardez-en une seule."))
    if not forms:
        return OutputOptions() if file is None else OutputOptions(_form_of(file), file)
    form = forms[0]
    if form in ("xlsx", "geojson"):
        if file is not None:
            raise BadOption(
                _("Deux fichiers sont indiqués : %(one)s et %(two)s.") % {"one": asked[form], "two": file},
                _("Retirez l'option -o."),
            )
        file = asked[form]
    return OutputOptions(form, None if file is None or str(file) == "-" else file)  # type: ignore[arg-type]


def _form_of(file: Path) -> Format:
    form = SUFFIXES.get(file.suffix.lower())
    if form is None:
        raise BadOption(
            _("La terminaison de « %(file)s » ne dit pas quel format écrire.") % {"file": file},
            _("Terminez le nom par .csv, .xlsx, .json ou .geojson, ou ajoutez --json, --csv ou --csv-plain."),
        )
    return form


def emit(table: Table, options: OutputOptions) -> None:
    """Show ``table`` on the terminal or write it as asked, then say where.

    Raises:
        BadOption: a file that cannot be written, or GeoJSON of rows without any position.
        StoreProblem: the disk is full.
    """
    if options.form == "table":
        show(table)
        return
    from essaim.cli import files  # only those who write pay for it

    files.write(table, options.form, options.path)
    _say_written([table], options.path)


def emit_report(tables: Mapping[str, Table], options: OutputOptions, *, main: str) -> None:
    """Show several tables, or write them: all of them as JSON or XLSX, the one called ``main`` as CSV or GeoJSON.

    Raises:
        BadOption, StoreProblem: see ``emit``.
    """
    if options.form == "table":
        for table in _said_once(tables.values()):
            show(table)
            click.echo()
        return
    if options.form in ("csv", "csv_plain", "geojson"):
        emit(tables[main], options)
        return
    from essaim.cli import files  # only those who write pay for it

    files.write_report(tables, options.form, options.path)
    _say_written(list(tables.values()), options.path)


def _said_once(tables: Iterable[Table]) -> list[Table]:
    """The tables without the notes that stand above already, and with the sources below the last one only."""
    told: set[str] = set()
    sources: dict[Source, None] = {}
    shown = []
    for table in tables:
        notes = tuple(note for note in table.notes if note not in told)
        told.update(notes)
        sources.update(dict.fromkeys(table.sources))
        shown.append(replace(table, notes=notes, sources=(), synthetic=table.made_up))
    return [*shown[:-1], replace(shown[-1], sources=tuple(sources))] if shown else []


def _say_written(tables: Sequence[Table], path: Path | None) -> None:
    if path is None:
        return
    if any(table.made_up for table in tables):
        click.secho(synthetic_warning(), fg="red", bold=True, err=True)
    rows = sum(len(table.rows) for table in tables)
    click.echo(_("%(n)s lignes écrites dans %(path)s.") % {"n": formats.number(rows), "path": path}, err=True)
