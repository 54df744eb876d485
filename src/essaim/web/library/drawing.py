"""The links of a model as a drawing: roles around the pole, an arrow a link, numbered as in the table beneath."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from textwrap import wrap

from essaim.engine.language import gettext as _
from essaim.engine.patterns import Pattern
from essaim.web.library.outline import POLE

_BOX_W, _BOX_H, _LINE = 176, 58, 16
_WIDTH = 760
_LETTERS = 21
_CROWDED = 8
_TRIED = 7  # above, every order would take too long: the model's own is kept.

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Box:
    """One role, or the pole, where it is drawn."""

    x: str
    y: str
    middle: str
    lines: tuple[tuple[str, str], ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """One link: its curve, and where its number stands."""

    number: int
    path: str
    x: str
    y: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole drawing."""

    width: int
    height: int
    box_width: int
    box_height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def draw(pattern: Pattern) -> Drawing | None:
    """The drawing of a model's links; None when it has none."""
    if not pattern.links:
        return None
    roles = tuple((role.key, role.name, str(role.part)) for role in pattern.roles)
    return _drawn(roles, tuple((link.from_role, link.to_role) for link in pattern.links), _("Le pôle"))


@lru_cache(maxsize=64)
def _drawn(roles: tuple[tuple[str, str, str], ...], links: tuple[Pair, ...], pole: str) -> Drawing:
    order = _order([key for key, _label, _part in roles], [pair for pair in links if POLE not in pair])
    height = 400 if len(order) <= _CROWDED else 400 + 60 * (len(order) - _CROWDED)
    places = _ring(order, height)
    boxes = [_box(label, part, *places[key]) for key, label, part in roles]
    if any(POLE in pair for pair in links):
        places[POLE] = (_WIDTH / 2, height / 2)
        boxes.append(_box(pole, "pole", *places[POLE]))
    arrows = [
        _arrow(number, places[start], places[end], bend=_bend(start, end))
        for number, (start, end) in enumerate(links, start=1)
        if start in places and end in places
    ]
    return Drawing(_WIDTH, height, _BOX_W, _BOX_H, tuple(boxes), tuple(arrows))


def _order(keys: list[str], pairs: list[Pair]) -> list[str]:
    """Roles so that those which are linked stand near each other."""
    if len(keys) > _TRIED or not pairs:
        return keys
    first, *others = keys

    def length(order: tuple[str, ...]) -> int:
        place = {key: n for n, key in enumerate((first, *order))}
        gaps = (abs(place[a] - place[b]) for a, b in pairs)
        return sum(min(gap, len(keys) - gap) for gap in gaps)

    return [first, *min(permutations(others), key=length)]


def _ring(order: list[str], height: int) -> dict[str, tuple[float, float]]:
    """Places around an ellipse, the first at the top."""
    rx, ry = (_WIDTH - _BOX_W) / 2 - 8, (height - _BOX_H) / 2 - 8
    turns = [2 * math.pi * n / len(order) - math.pi / 2 for n in range(len(order))]
    return {
        key: (round(_WIDTH / 2 + rx * math.cos(turn), 1), round(height / 2 + ry * math.sin(turn), 1))
        for key, turn in zip(order, turns, strict=True)
    }


def _box(label: str, kind: str, x: float, y: float) -> Box:
    lines = wrap(label, _LETTERS, max_lines=3, placeholder="…")
    top = y - _LINE * (len(lines) - 1) / 2
    told = tuple((_said(top + _LINE * n), text) for n, text in enumerate(lines))
    return Box(_said(x - _BOX_W / 2), _said(y - _BOX_H / 2), _said(x), told, kind)


def _bend(start: str, end: str) -> float:
    """Arrows of the pole are nearly straight; those between roles go round, away from it."""
    return 0.08 if POLE in (start, end) else 0.22


def _arrow(number: int, start: tuple[float, float], end: tuple[float, float], bend: float) -> Arrow:
    """A curve from box to box. It bends to its right: two arrows that answer each other do not lie on one another."""
    (x0, y0), (x1, y1) = start, end
    cx, cy = (x0 + x1) / 2 - (y1 - y0) * bend, (y0 + y1) / 2 + (x1 - x0) * bend
    ax, ay = _edge(x0, y0, cx, cy, 2)
    bx, by = _edge(x1, y1, cx, cy, 9)
    path = f"M{ax:.1f} {ay:.1f}Q{cx:.1f} {cy:.1f} {bx:.1f} {by:.1f}"
    return Arrow(number, path, _said((ax + 2 * cx + bx) / 4), _said((ay + 2 * cy + by) / 4))


def _edge(x: float, y: float, toward_x: float, toward_y: float, gap: float) -> tuple[float, float]:
    """Where the line from a box's middle leaves the box, ``gap`` further."""
    dx, dy = toward_x - x, toward_y - y
    far = math.hypot(dx, dy) or 1.0
    reach = min(_BOX_W / 2 / abs(dx) if dx else math.inf, _BOX_H / 2 / abs(dy) if dy else math.inf)
    return x + dx * reach + dx / far * gap, y + dy * reach + dy / far * gap


def _said(value: float) -> str:
    """A length as SVG reads it, whatever the language."""
    return f"{value:.1f}"
