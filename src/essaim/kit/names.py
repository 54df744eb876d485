"""Names that people give to what they keep."""

from __future__ import annotations


def one_line(text: str, most: int) -> str:
    """A name on one line, ``most`` signs at most; "" when nothing of it can be read.

    Control signs, NUL first, are refused by PostgreSQL and mean nothing in a name: they count as spaces.
    """
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(shown.split())[:most].strip()
