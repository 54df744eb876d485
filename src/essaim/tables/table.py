"""A table on its way to people: it carries its notes, its sources with their vintage, and whether it is synthetic.

Whoever shows it (a terminal, a page, a file) says so too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from essaim.engine.language import gettext as _
from essaim.engine.values import Source

Kind = Literal["text", "int", "float", "percent", "date", "code"]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        key: name in JSON, GeoJSON and the plain CSV, and in the rows.
        label: header that people read.
        kind: "text"; "int"; "float"; "percent" (a share between 0 and 1, shown times 100); "date" (a ``date``); "code"
            (text that looks like a number: never rounded, cut or stripped of its zeros).
        digits: decimals of a float or a percent.
        unit: shown after the label, e.g. "km".
    """

    key: str
    label: str
    kind: Kind = "text"
    digits: int = 1
    unit: str = ""

    @property
    def header(self) -> str:
        """The label with its unit: ``"Distance (km)"``."""
        return f"{self.label} ({self.unit})" if self.unit else self.label


class Written(Protocol):
    """What a file can be made of: a table, or rows that are read as they are written."""

    @property
    def title(self) -> str:
        """One line."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """In the order of reading."""

    @property
    def rows(self) -> Iterable[Row]:
        """Mappings by column key."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences to read with the figures."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the figures come from."""

    @property
    def made_up(self) -> bool:
        """Whether anything in it is synthetic."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A table too long to be held: its rows are read once, while they are written. Attributes as in ``Table``."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    notes: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    synthetic: bool = False

    @property
    def made_up(self) -> bool:
        """Whether the table, or one of its sources, is synthetic."""
        return self.synthetic or any(source.synthetic for source in self.sources)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows ready to be shown or written.

    Attributes:
        title: one line.
        columns: in the order of reading.
        rows: mappings by column key; a missing key, None or NaN is *unknown*. For GeoJSON a row also holds ``lon`` and
            ``lat`` (degrees), or ``geometry`` (a GeoJSON mapping).
        notes: sentences to read with the figures.
        sources: where the figures come from.
        synthetic: the figures are made up; every form of the table says so.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    notes: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    synthetic: bool = False

    @property
    def made_up(self) -> bool:
        """Whether the table, or one of its sources, is synthetic."""
        return self.synthetic or any(source.synthetic for source in self.sources)


def source_line(source: Source) -> str:
    """A source in one line: title, publisher, vintage, licence."""
    parts = [part for part in (source.title, source.publisher, source.vintage, source.licence) if part]
    if source.synthetic:
        parts.append(_("SYNTHÉTIQUE"))
    return ", ".join(parts)


def synthetic_warning() -> str:
    """The sentence that stands above every synthetic figure."""
    return _("DONNÉES SYNTHÉTIQUES : ces chiffres sont inventés, ils ne décrivent aucun établissement réel.")
