"""A model's data as both databases hold them: texts without control characters, finite numbers, dates as texts."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from typing import Any

_KEPT = "\n\t"


def clean_data(value: Any) -> Any:
    """The same data, of JSON's kinds only."""
    if isinstance(value, Mapping):
        return {clean_text(str(key)): clean_data(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [clean_data(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return clean_text(value) if isinstance(value, str) else value


def clean_text(text: str) -> str:
    """A text without what no screen shows and no database holds."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign in _KEPT or ((sign.isprintable() or sign.isspace()) and sign >= " "))
