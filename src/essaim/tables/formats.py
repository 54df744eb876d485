"""Numbers and cells as people read them, in the language in use.

French: narrow no-break space between thousands, decimal comma, "inconnu" for what is not known. English: comma and
point. Whatever the language, an unknown value is never shown as 0.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from essaim.engine.language import current_language
from essaim.engine.language import gettext as _

if TYPE_CHECKING:
    from essaim.tables.table import Column

THIN_SPACE = "\u202f"
MINUS = "\u2212"
NUMBERS = ("int", "float", "percent")


def bare(value: object) -> object:
    """``value`` without its wrapping: a NumPy scalar becomes a Python one, NaN becomes None, an enum its value."""
    if isinstance(value, Enum):
        value = value.value
    item = getattr(value, "item", None)
    if callable(item) and getattr(value, "shape", None) == ():
        value = item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def listed(value: object) -> str:
    """``value`` as one line of text; the items of a sequence are joined by commas."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(listed(bare(item)) for item in value)
    return " ".join(str(value).split())


def number(value: float, digits: int = 0) -> str:
    """``value`` with ``digits`` decimals: ``1 234,5`` in French (narrow no-break space), ``1,234.5`` in English."""
    text = f"{value:,.{digits}f}"
    if current_language() == "fr":
        return text.replace(",", THIN_SPACE).replace(".", ",")
    return text


def euros(cents: int) -> str:
    """An amount in cents as ``1 234,50 €`` in French, ``1,234.50 €`` in English; whole euros have no decimals."""
    # A minus sign, which a screen reader says, rather than a hyphen.
    return f"{MINUS if cents < 0 else ''}{number(abs(cents) / 100, 2 if cents % 100 else 0)}\u00a0€"


def typed_euros(cents: int | None) -> str:
    """An amount as a form shows it again; two decimals, without which ``1,234`` could be read in two ways. None: ""."""
    return "" if cents is None else number(cents / 100, 2)


def percent(share: float, digits: int = 1) -> str:
    """A share between 0 and 1 as a percentage: ``12,3 %`` in French, ``12.3%`` in English."""
    text = number(100 * share, digits)
    return f"{text}\u00a0%" if current_language() == "fr" else f"{text}%"


def unknown() -> str:
    """The word for a value that nobody knows."""
    return _("inconnu")


def cell(column: Column, raw: object) -> str:
    """A value as text for the terminal; None and NaN read "inconnu"."""
    value = bare(raw)
    if value is None:
        return unknown()
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, int | float):
        if column.kind == "percent":
            return percent(value, column.digits)
        if column.kind == "float":
            return number(value, column.digits)
        if column.kind == "int":
            return number(value)
    if isinstance(value, date) and column.kind == "date":
        return f"{value:%d/%m/%Y}"
    return listed(value)
