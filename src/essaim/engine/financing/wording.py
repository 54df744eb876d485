"""Amounts and shares in sentences, exactly: cents and fractions never pass through floating point."""

from __future__ import annotations

from fractions import Fraction

from essaim.engine.language import current_language

_THIN_SPACE = "\u202f"
_NO_BREAK = "\u00a0"
# Which a screen reader says, unlike a hyphen.
_MINUS = "\u2212"


def euros(cents: int) -> str:
    """An amount in cents as ``1 234,50 €`` in French, ``1,234.50 €`` in English; whole euros have no decimals."""
    whole, rest = divmod(abs(cents), 100)
    text = f"{whole:,}" + (f".{rest:02d}" if rest else "")
    return f"{_MINUS if cents < 0 else ''}{_localised(text)}{_NO_BREAK}€"


def whole_euros(cents: int) -> str:
    """An amount to the nearest euro, for sentences about what is to come, where a cent says nothing."""
    # Halves go up, away from zero, as people round.
    return euros((abs(cents) + 50) // 100 * (-100 if cents < 0 else 100))


def share_in_words(share: Fraction, digits: int = 1) -> str:
    """A share as a percentage: ``83,9 %`` in French, ``83.9%`` in English."""
    scale = 10**digits
    # Halves go up, away from zero, as people round: Python's own would send 12.5 to 12.
    tenths = int(abs(share) * 100 * scale + Fraction(1, 2)) * (-1 if share < 0 else 1)
    whole, rest = divmod(abs(tenths), scale)
    text = f"{whole:,}" + (f".{rest:0{digits}d}" if digits else "")
    signed = f"{_MINUS if tenths < 0 else ''}{_localised(text)}"
    return f"{signed}{_NO_BREAK}%" if current_language() == "fr" else f"{signed}%"


def _localised(text: str) -> str:
    return text.replace(",", _THIN_SPACE).replace(".", ",") if current_language() == "fr" else text
