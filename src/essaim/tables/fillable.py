"""A workbook that people fill offline: named sheets, lists to choose from, totals that count by themselves.

Texts are always written as texts: what somebody typed never acts as a formula. Formulas are ours alone; each carries
the value that it has when the file leaves, for readers that do not count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reference:
    """A part of a column: rows from 2 (under the titles) to ``last``. ``column``: 0 is the first."""

    sheet: str
    column: int
    last: int

    @property
    def letters(self) -> str:
        """The name of its column: 0 is A, 26 is AA."""
        return column_letters(self.column + 1)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of ours: ``text`` names its parts as ``{places}`` and separates arguments by ``|``.

    Attributes:
        value: what it gives when the file leaves; None for an empty text.
    """

    text: str
    parts: Mapping[str, Reference]
    value: float | None


Cell = str | int | float | Formula | None


@dataclass(frozen=True, slots=True)
class FillColumn:
    """A column: its title, its width in signs, how numbers show, what may be chosen in it.

    Attributes:
        decimals: None for a text.
        choices: where the list to choose from stands; another word may be typed, after a warning.
        is_hidden: kept for the way back, not for eyes.
        is_quiet: to be read, not to be filled.
    """

    title: str
    width: int = 12
    decimals: int | None = None
    choices: Reference | None = None
    is_hidden: bool = False
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class FillSheet:
    """A sheet: its title, its columns, its rows; ``spare`` empty rows below keep the lists to choose from.

    ``frozen``: how many columns stay on screen. A sheet of texts has ``is_prose``: no row of titles, lines that wrap.
    """

    title: str
    columns: Sequence[FillColumn]
    rows: Sequence[Sequence[Cell]]
    spare: int = 0
    frozen: int = 0
    is_prose: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets in their order, and what the file says of itself."""

    title: str
    about: str
    sheets: Sequence[FillSheet] = field(default_factory=tuple)


def column_letters(number: int) -> str:
    """The name of a column: 1 is A, 27 is AA."""
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text
