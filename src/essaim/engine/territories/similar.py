"""Territories that look like a given one, by declared criteria, each with its reasons.

Distance: J.C. Gower, "A general coefficient of similarity and some of its properties", Biometrics 27 (1971). For each
criterion known of both territories, the difference is |x - y| / range of the level for numbers (of their logarithms
when the criterion says so), 0 or 1 for words; the distance is the mean of these differences, from 0 (alike) to 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from essaim.engine.errors import BadOption
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.engine.territories.aggregates import LevelCriterion, level_criteria
from essaim.engine.territories.model import COMMUNE, Level, Territories

# Below this many criteria the answer says how little it rests on.
FEW_CRITERIA = 6
_CLOSEST, _FARTHEST = 3, 2
_SAME = 1e-9


@dataclass(frozen=True)
class Reason:
    """One criterion, here and there.

    Attributes:
        here, there: the values in words (with their unit). difference: from 0 (the same) to 1 (as far as can be).
    """

    key: str
    label: str
    here: str
    there: str
    difference: float


@dataclass(frozen=True)
class Neighbour:
    """A similar territory.

    Attributes:
        distance: Gower's, 0 to 1. compared: on how many criteria.
        reasons: what is closest. differences: what differs most.
    """

    code: str
    name: str
    distance: float
    compared: int
    reasons: tuple[Reason, ...]
    differences: tuple[Reason, ...]


@dataclass(frozen=True)
class SimilarResult:
    """The answer.

    Attributes:
        level, code, name: the territory in question.
        neighbours: the most similar first.
        criteria: keys used. known: how many of them are known of this territory.
        labels: their labels, in the same order. logarithmic: keys of those compared on a logarithmic scale.
        notes: what a reader must know, in words: how few criteria, which scale.
        version: of the reference data.
    """

    level: str
    code: str
    name: str
    neighbours: tuple[Neighbour, ...]
    criteria: tuple[str, ...]
    labels: tuple[str, ...]
    logarithmic: tuple[str, ...]
    known: int
    notes: tuple[str, ...]
    version: str


def similar_territories(
    t: Territories, level_key: str, code: str, k: int = 5, criteria: Sequence[str] | None = None
) -> SimilarResult:
    """The k territories of the same level most like the one whose code is ``code``; never itself.

    A pair is compared on the criteria known of both; it takes at least half of those asked for. Ties go to the smaller
    code, so that the answer does not depend on the order of communes.

    Args:
        level_key: "commune" or the key of a level.
        criteria: keys to compare with; by default those that the added tables propose, and what the base knows.

    Raises:
        UnknownTerritory: no such level or territory.
        BadOption: an unknown criterion, or k below 1.
    """
    level = t.level(level_key)
    place = t.index(code) if level_key == COMMUNE else level.index(code)
    if k < 1:
        raise BadOption(_("Il faut demander au moins un territoire."), _("Par exemple : --k 5."))
    used = _chosen(level_criteria(t, level_key), criteria)
    needed = (len(used) + 1) // 2
    neighbours = _nearest(level, used, place, k, needed)
    known = int(sum(np.isfinite(criterion.values[place]) for criterion in used))
    return SimilarResult(
        level=level_key,
        code=str(level.codes[place]),
        name=str(level.names[place]),
        neighbours=neighbours,
        criteria=tuple(criterion.key for criterion in used),
        labels=tuple(criterion.label for criterion in used),
        logarithmic=tuple(criterion.key for criterion in used if criterion.scale == "log"),
        known=known,
        notes=_notes(used, known, needed),
        version=t.version,
    )


def _nearest(level: Level, criteria: list[LevelCriterion], place: int, k: int, needed: int) -> tuple[Neighbour, ...]:
    differences = _differences(criteria, place)
    compared = np.isfinite(differences).sum(axis=0)
    distance = np.where(compared >= needed, np.nansum(differences, axis=0) / np.maximum(compared, 1), np.inf)
    distance[place] = np.inf
    # Rounded, so that what is equal but for the last bit of a sum is a tie.
    order = np.lexsort((level.codes, np.round(distance, 12)))[:k]
    near = [int(other) for other in order if np.isfinite(distance[other])]
    return tuple(
        _neighbour(level, other, float(distance[other]), _reasons(criteria, differences[:, other], place, other))
        for other in near
    )


def _chosen(available: list[LevelCriterion], keys: Sequence[str] | None) -> list[LevelCriterion]:
    if keys is None:
        return [criterion for criterion in available if criterion.similar]
    by_key = {criterion.key: criterion for criterion in available}
    unknown = [key for key in keys if key not in by_key]
    if unknown or not keys:
        raise BadOption(
            _("Le critère « %(key)s » n'est pas connu.") % {"key": unknown[0] if unknown else ""},
            _("Critères connus : %(known)s.") % {"known": ", ".join(by_key)},
        )
    return [by_key[key] for key in dict.fromkeys(keys)]


def _differences(criteria: list[LevelCriterion], place: int) -> NDArray[np.float64]:
    """(c, m) Gower's difference of each territory from the one at ``place``, NaN where either is unknown."""
    rows = []
    for criterion in criteria:
        values = criterion.compared
        if criterion.categories:
            gap = (values != values[place]).astype(np.float64)
        else:
            known = values[np.isfinite(values)]
            spread = float(np.ptp(known)) if known.size else 0.0
            gap = np.abs(values - values[place]) / spread if spread > 0 else np.zeros(values.size)
        rows.append(np.where(np.isfinite(values) & np.isfinite(values[place]), gap, np.nan))
    return np.array(rows)


def _reasons(criteria: list[LevelCriterion], gaps: NDArray[np.float64], place: int, other: int) -> list[Reason]:
    """Every criterion that compares the two, the closest first."""
    order = [int(row) for row in np.argsort(gaps, kind="stable") if np.isfinite(gaps[row])]
    pairs = [(criteria[row], float(gaps[row])) for row in order]
    return [Reason(one.key, one.label, one.said(place), one.said(other), gap) for one, gap in pairs]


def _neighbour(level: Level, other: int, distance: float, reasons: list[Reason]) -> Neighbour:
    farthest = [reason for reason in reversed(reasons[_CLOSEST:]) if reason.difference > _SAME]
    return Neighbour(
        code=str(level.codes[other]),
        name=str(level.names[other]),
        distance=distance,
        compared=len(reasons),
        reasons=tuple(reasons[:_CLOSEST]),
        differences=tuple(farthest[:_FARTHEST]),
    )


def _notes(criteria: list[LevelCriterion], known: int, needed: int) -> tuple[str, ...]:
    notes = []
    if len(criteria) < FEW_CRITERIA:
        text = ngettext(
            "Sur %(count)d critère seulement ; d'autres tables de territoires permettraient d'affiner.",
            "Sur %(count)d critères seulement ; d'autres tables de territoires permettraient d'affiner.",
            len(criteria),
        )
        notes.append(text % {"count": len(criteria)})
    if known < needed:
        text = ngettext(
            "%(known)d critère sur %(count)d est connu de ce territoire : il en faut %(needed)d pour comparer.",
            "%(known)d critères sur %(count)d sont connus de ce territoire : il en faut %(needed)d pour comparer.",
            known,
        )
        notes.append(text % {"known": known, "count": len(criteria), "needed": needed})
    logs = [criterion.label for criterion in criteria if criterion.scale == "log"]
    if logs:
        notes.append(_("Comparés par leur ordre de grandeur (logarithme) : %(labels)s.") % {"labels": ", ".join(logs)})
    return tuple(notes)
