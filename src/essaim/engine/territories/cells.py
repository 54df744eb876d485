"""Cells of tables that people and publishers hand over, as values: text, numbers, lists.

Spreadsheets write the same thing in many ways; what cannot be read is unknown, and counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Cell = object
Cells = Sequence[Cell]
T = TypeVar("T")

_SPACES = re.compile("[\\s\u00a0\u202f']+")
_SEPARATORS = re.compile(r"[^0-9A-Za-z]+")
# How publishers write "not known", "not published", "statistical secrecy".
_UNKNOWN_WORDS = frozenset(
    {"", "nd", "n.d.", "nc", "ns", "na", "n/a", "nan", "null", "none", "s", "so", "-", "…", "..."}
)


@dataclass(frozen=True)
class Numbers:
    """Numbers, NaN where unknown, and how many cells were neither a number nor a word for "unknown"."""

    values: NDArray[np.float64]
    unread: int


def text(cell: Cell) -> str:
    """A cell as text: "" for nothing, no needless decimals."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def each(cells: Cells, read: Callable[[Cell], T]) -> list[T]:
    """``read`` of every cell; columns repeat themselves, so that each distinct cell is read once."""
    known = {cell: read(cell) for cell in set(cells)}
    return [known[cell] for cell in cells]


def texts(cells: Cells) -> NDArray[np.str_]:
    """Cells as an array of text."""
    return np.array(each(cells, text), dtype=np.str_) if len(cells) else np.zeros(0, dtype="U1")


def items(cell: Cell) -> list[str]:
    """A cell that holds several codes: a list, or text with any separator."""
    if cell is None:
        return []
    if isinstance(cell, (list, tuple)):
        return [text(part) for part in cell if text(part)]
    return [part for part in _SEPARATORS.split(str(cell)) if part]


def number(cell: Cell) -> float | None:
    """A cell as a number, NaN when it says that it is unknown, None when it says something else.

    Accepts decimal commas, thousands separated by (non-breaking) spaces, a trailing percent sign, yes and no.
    """
    if cell is None:
        return float("nan")
    if isinstance(cell, (bool, int, float)):
        return float(cell)
    plain = _SPACES.sub("", str(cell)).removesuffix("%").casefold()
    if plain in _UNKNOWN_WORDS:
        return float("nan")
    if plain in ("oui", "true", "vrai", "yes"):
        return 1.0
    if plain in ("non", "false", "faux", "no"):
        return 0.0
    try:
        return float(plain.replace(",", ".") if "." not in plain else plain.replace(",", ""))
    except ValueError:
        return None


def numbers(cells: Cells) -> Numbers:
    """Cells as numbers."""
    read = each(cells, number)
    values = np.array([np.nan if value is None else value for value in read], dtype=np.float64)
    values[~np.isfinite(values)] = np.nan
    return Numbers(values, sum(value is None for value in read))


def mostly_words(cells: Cells) -> bool:
    """Whether more than half of the cells that say something are not numbers."""
    said = [cell for cell in cells if text(cell).casefold() not in _UNKNOWN_WORDS]
    return sum(number(cell) is None for cell in said) * 2 > len(said)
