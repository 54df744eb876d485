"""A model's plain data as the TOML text that ``reading`` reads back, keys in the order of the schema."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from essaim.engine.patterns import schema
from essaim.engine.patterns.schema import Key

_HEAD = (
    "# Modèle de pôle, lu par Essaim. Toutes les clés sont expliquées dans docs/ecrire-un-modele.md.\n"
    "# « basis » dit ce qu'une source montre et ce qui est supposé.\n"
)
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_LONG = 110


def as_toml(data: Mapping[str, Any]) -> str:
    """The text of a model. Unknown keys are kept, after the known ones; absent values (None) are left out.

    Example:
        >>> as_toml({"key": "pain", "role": [{"minimum": 1}]}).splitlines()[-2:]
        ['[[role]]', 'minimum = 1']
    """
    return _HEAD + "\n" + "\n".join(_table(data, schema.PATTERN, "")) + "\n"


def _table(data: Mapping[str, Any], keys: tuple[Key, ...], name: str) -> Iterator[str]:
    """The lines of a table, its own values first: in TOML they cannot follow the tables inside."""
    known = {key.name: key for key in keys}
    ordered = [*(key for key in known if key in data), *(key for key in data if key not in known)]
    inside = []
    for key in ordered:
        if key in known and _is_table(data[key], known[key]):
            inside.append(key)
        elif data[key] is not None:
            yield f"{_name(key)} = {_value(data[key])}"
    for key in inside:
        path = f"{name}.{key}" if name else key
        entries = data[key] if isinstance(data[key], list) else [data[key]]
        for entry in entries:
            yield ""
            yield f"[[{path}]]" if isinstance(data[key], list) else f"[{path}]"
            yield from _table(entry, known[key].keys, path)


def _is_table(value: Any, key: Key) -> bool:
    if key.type == "table":
        return isinstance(value, Mapping)
    is_rows = isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)
    return key.type == "tables" and is_rows


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else str(value)
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{_name(key)} = {_value(one)}" for key, one in value.items() if one is not None)
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list | tuple):
        return _list([_value(one) for one in value if one is not None])
    return _text(str(value))


def _list(items: list[str]) -> str:
    line = f"[{', '.join(items)}]"
    if len(line) <= _LONG or not items:
        return line
    return "[\n" + "".join(f"  {item},\n" for item in items) + "]"


def _name(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _text(text: str) -> str:
    # What JSON writes between quotes, TOML reads; DEL alone must be escaped besides.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
