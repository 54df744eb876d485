"""Texts of a document that can be read aloud: signs that are to be read, no longer than their place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def cut(text: str, most: int) -> str:
    """A text of ``most`` signs at most, its end told by « … »."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def readable(value: Any) -> Any:
    """Without the signs that are not to be read, however deep: a PDF that can be read aloud refuses them."""
    if isinstance(value, str):
        return "".join(sign for sign in value if sign.isprintable() or sign in "\n\u00a0\u202f")
    if isinstance(value, dict):
        return {key: readable(one) for key, one in value.items()}
    return [readable(one) for one in value] if isinstance(value, Iterable) and not isinstance(value, int) else value
