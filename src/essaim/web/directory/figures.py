"""Figures in words, those of one indicator and one scope together: what disagrees is seen to disagree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from essaim.apps.poles.models import Observation
from essaim.kit.templatetags.words import number
from essaim.web import labels


@dataclass(frozen=True, slots=True)
class Figure:
    """One observation in words."""

    value: str
    row: Observation


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """The figures of one indicator on one scope."""

    indicator: str
    scope: str
    figures: list[Figure]
    disagree: bool


def figure_groups(rows: Iterable[Observation]) -> list[FigureGroup]:
    """The groups, in the order in which their first figure comes."""
    found: dict[tuple[str, str], list[Observation]] = {}
    for row in rows:
        found.setdefault((row.indicator, row.scope), []).append(row)
    return [
        FigureGroup(
            indicator=labels.indicator(indicator),
            scope=labels.scope(scope) if scope else "",
            figures=[Figure(figure_value(row), row) for row in group],
            disagree=any(_disagree(one, other) for one, other in combinations(group, 2)),
        )
        for (indicator, scope), group in found.items()
    ]


def figure_value(row: Observation) -> str:
    """The value with how it is to be read and its unit: ``au moins 12 emplois``."""
    amount = _number(row.value) if row.value_max is None else f"{_number(row.value)} – {_number(row.value_max)}"
    unit = labels.unit(row.unit)
    bound = f"{row.get_bound_display()} " if row.bound else ""
    return f"{bound}{amount}" + (f"\u00a0{unit}" if unit else "")


def _disagree(one: Observation, other: Observation) -> bool:
    """Two values for one unit in one year, or for a year that is not known. Of two years, they are a series."""
    if one.unit != other.unit or (one.on and other.on and one.on.year != other.on.year):
        return False
    return (one.value, one.value_max, one.bound) != (other.value, other.value_max, other.bound)


def _number(value: Decimal) -> str:
    return number(float(value))
