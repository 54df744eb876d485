"""On which line of a TOML file a key stands. ``tomllib`` does not say it once the file is read."""

from __future__ import annotations

import re

Path = tuple[str | int, ...]

_OPAQUE = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*',
    re.DOTALL,
)
_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.\- ]+?)\s*\]")
_KEY = re.compile(r"\s*([\w\-]+(?:\s*\.\s*[\w\-]+)*)\s*=")


class Lines:
    """The line (from 1) of each key of a TOML text.

    A path is made of keys and, in arrays of tables, of places from 0: ``("role", 2, "minimum")``.

    Example:
        >>> Lines("a = 1\\n[[role]]\\nkey = 'x'").at(("role", 0, "key"))
        3
    """

    def __init__(self, text: str) -> None:
        self._rows = text.splitlines()
        self._known = _scan(text)

    def at(self, path: Path, value: str = "") -> int:
        """The line of ``path``, or of the nearest table that holds it; 1 when there is none.

        Args:
            path: the key looked for.
            value: when given, the first line from there on that holds this text (a code in a long list).
        """
        line = next((self._known[path[:n]] for n in range(len(path), 0, -1) if path[:n] in self._known), 1)
        if not value:
            return line
        after = (n for n in range(line, len(self._rows) + 1) if value in self._rows[n - 1])
        return next(after, line)


def _scan(text: str) -> dict[Path, int]:
    known: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    here: Path = ()
    depth = 0
    for number, row in enumerate(_OPAQUE.sub(_blank, text).split("\n"), start=1):
        header = _HEADER.match(row) if depth == 0 else None
        if header:
            here = _enter(header.group(2), header.group(1) == "[[", counts)
            known.setdefault(here, number)
            continue
        key = _KEY.match(row) if depth == 0 else None
        if key:
            known.setdefault((*here, *_names(key.group(1))), number)
        depth = max(0, depth + sum(map(row.count, "[{")) - sum(map(row.count, "]}")))
    return known


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", "_" if match.group()[0] != "#" else " ", match.group())


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in dotted.split("."))


def _enter(dotted: str, is_array: bool, counts: dict[Path, int]) -> Path:
    here: Path = ()
    names = _names(dotted)
    for place, name in enumerate(names):
        here = (*here, name)
        if place == len(names) - 1 and is_array:
            counts[here] = counts.get(here, 0) + 1
        if here in counts:
            here = (*here, counts[here] - 1)
    return here
