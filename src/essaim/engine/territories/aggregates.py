"""Criteria of the territories of a level, made from those of their communes.

Each criterion says how: counts add up, rates are means weighted by population, classes are those of most inhabitants.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from essaim.engine.language import current_language
from essaim.engine.language import gettext as _
from essaim.engine.territories.declarations import load_declarations
from essaim.engine.territories.model import COMMUNE, Criterion, Level, Territories

Floats = NDArray[np.float64]

# What share of the communes (for sums) or of the inhabitants (for means and classes) must be known for the territory's
# own value to stand: a missing commune makes a sum too low, hardly moves a mean; a class is that of most inhabitants.
_KNOWN_FOR_SUM, _KNOWN_FOR_MEAN, _KNOWN_FOR_CLASS = 0.95, 0.8, 0.5


@dataclass(frozen=True, eq=False)
class LevelCriterion:
    """A criterion for every territory of a level.

    Attributes:
        values: (m,) NaN unknown; places in ``categories`` when there are some. scale: "log" or "linear".
    """

    key: str
    label: str
    unit: str
    values: Floats
    scale: str
    similar: bool
    categories: tuple[str, ...] = ()

    @property
    def compared(self) -> Floats:
        """The values on the scale on which they are compared; log(1 + x), so that nothing (0) stays comparable."""
        return np.log1p(self.values) if self.scale == "log" else self.values

    def said(self, place: int) -> str:
        """The value of one territory in words."""
        value = float(self.values[place])
        if not np.isfinite(value):
            return _("inconnu")
        if self.categories:
            return self.categories[int(value)]
        digits = 0 if value == round(value) or abs(value) >= 100 else 1
        number = f"{value:,.{digits}f}"
        if current_language() == "fr":
            number = number.replace(",", "\u202f").replace(".", ",")
        # Units such as "hab." are French abbreviations; those that have no other word stay as they are.
        return f"{number} {_(self.unit) if self.unit else ''}".strip()


def level_criteria(t: Territories, level_key: str) -> list[LevelCriterion]:
    """Everything by which the territories of a level can be compared: what the base knows, then the added criteria.

    The base gives population, density, area and, above communes, the number of communes and the share of the most
    populated one.
    """
    level = t.level(level_key)
    derived = _derived(t, level)
    words = load_declarations().criteria
    found = [
        LevelCriterion(key, words[key].label, words[key].unit, values, words[key].scale, True)
        for key, values in derived.items()
    ]
    return found + [_aggregate(t, level, criterion) for key, criterion in t.criteria.items() if key not in derived]


def sums(level: Level, values: Floats) -> Floats:
    """(n,) → (m,): the sum over each territory's communes; NaN when fewer than 95 % of them are known."""
    inside = level.member >= 0
    member = level.member[inside]
    known = np.isfinite(values[inside])
    total = np.bincount(member, np.where(known, values[inside], 0.0), minlength=level.m)
    share = np.bincount(member, known, minlength=level.m) / np.maximum(np.bincount(member, minlength=level.m), 1)
    return np.where(share >= _KNOWN_FOR_SUM, total, np.nan)


def means(level: Level, values: Floats, weights: Floats) -> Floats:
    """(n,) → (m,): the mean weighted by ``weights``; NaN when under 80 % of the weight is known, or it is nil."""
    inside = level.member >= 0
    member = level.member[inside]
    weight = np.nan_to_num(weights[inside])
    known = np.isfinite(values[inside])
    total = np.bincount(member, weight, minlength=level.m)
    mine = np.bincount(member, np.where(known, weight, 0.0), minlength=level.m)
    summed = np.bincount(member, np.where(known, weight * np.nan_to_num(values[inside]), 0.0), minlength=level.m)
    enough = (mine > 0) & (mine >= _KNOWN_FOR_MEAN * total)
    return np.where(enough, summed / np.where(mine > 0, mine, 1.0), np.nan)


def majorities(level: Level, values: Floats, weights: Floats) -> Floats:
    """(n,) → (m,): the category of most of the known weight (the first of equals); NaN when under half is known."""
    member = level.member[level.member >= 0].astype(np.int64)
    said = values[level.member >= 0]
    known = np.isfinite(said)
    if not known.any():
        return np.full(level.m, np.nan)
    # One more than the weight, so that communes whose population is unknown or nil still speak.
    weight = np.nan_to_num(weights[level.member >= 0]) + 1.0
    categories = int(said[known].max()) + 1
    cell = member[known] * categories + said[known].astype(np.int64)
    table = np.bincount(cell, weight[known], minlength=level.m * categories).reshape(level.m, categories)
    total = np.bincount(member, weight, minlength=level.m)
    enough = (total > 0) & (table.sum(axis=1) >= _KNOWN_FOR_CLASS * total)
    return np.where(enough, table.argmax(axis=1), np.nan)


def _derived(t: Territories, level: Level) -> dict[str, Floats]:
    population, area = sums(level, t.population), sums(level, t.area_km2)
    density = np.divide(population, area, out=np.full(level.m, np.nan), where=area > 0)
    found = {"population": population, "densite": density, "superficie": area}
    if level.key == COMMUNE:
        return found
    inside = level.member >= 0
    found["nombre_communes"] = np.bincount(level.member[inside], minlength=level.m).astype(np.float64)
    largest = np.zeros(level.m)
    np.maximum.at(largest, level.member[inside], np.nan_to_num(t.population[inside]))
    found["part_centre"] = 100 * np.divide(largest, population, out=np.full(level.m, np.nan), where=population > 0)
    return found


def _aggregate(t: Territories, level: Level, criterion: Criterion) -> LevelCriterion:
    if level.key == COMMUNE:
        values = np.asarray(criterion.values)
    elif criterion.how == "sum":
        values = sums(level, criterion.values)
    elif criterion.how == "majority":
        values = majorities(level, criterion.values, t.population)
    else:
        values = means(level, criterion.values, t.population)
    return LevelCriterion(
        criterion.key,
        criterion.label,
        criterion.unit,
        values,
        criterion.scale,
        criterion.similar,
        criterion.categories,
    )
