"""One territory looked at closely: each condition with its counts and candidates, and the real cases beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from essaim.apps.scenarios.question import Question
from essaim.engine.errors import UnknownTerritory
from essaim.engine.essaimage import COMMUNE, Explanation, Ground, build_targets, explain, scan
from essaim.engine.patterns import KnownUse
from essaim.engine.territories import Reason, distances_km, similar_territories


@dataclass(frozen=True)
class Case:
    """A real pole that works, or worked, that way, beside a territory.

    Attributes:
        use: the pole. code, name: its own territory of the same level; "" when its commune is not known.
        distance_km: from centre to centre; None when a position is not known.
        there: its territory explained as the other is; None when its commune is not known.
        alike, apart: what is closest and what differs most among the facts known of both territories.
    """

    use: KnownUse
    code: str = ""
    name: str = ""
    distance_km: float | None = None
    there: Explanation | None = None
    alike: tuple[Reason, ...] = ()
    apart: tuple[Reason, ...] = ()


def explain_one(question: Question, code: str, ground: Ground, *, limit: int = 5) -> Explanation:
    """Why these answers on the territory ``code``?

    Args:
        limit: candidates listed for each role.

    Raises:
        UnknownTerritory: no territory of the question's level has that code.
    """
    t = ground.territories
    level = t.level(question.level)
    place = t.index(code) if question.level == COMMUNE else level.index(code)
    code = str(level.codes[place])
    # Its own communes are enough to build it: no other territory of the level is needed.
    within = np.zeros(t.n, dtype=np.bool_)
    within[level.communes(place)] = True
    targets = build_targets(t, question.level, radius_km=question.radius_km, within=within)
    if code not in targets.codes:
        raise UnknownTerritory(code, "")
    result = scan([question.asked_pattern], targets, ground)
    return explain(result, result.scans[0], code, ground, limit=limit)


def cases_beside(question: Question, code: str, ground: Ground, *, most: int = 4) -> list[Case]:
    """The model's known uses, the nearest first; those without a known commune last."""
    t = ground.territories
    level = t.level(question.level)
    place = t.index(code) if question.level == COMMUNE else level.index(code)
    centre = _centre(question, place, ground)
    alike = _alike(question, code, ground)
    found = [_case(question, use, centre, alike, ground) for use in question.pattern.known_uses]
    found.sort(key=lambda case: (case.distance_km is None, case.distance_km or 0.0))
    return found[:most]


def _case(
    question: Question, use: KnownUse, centre: int, alike: dict[str, tuple[tuple[Reason, ...], tuple[Reason, ...]]],
    ground: Ground,
) -> Case:  # fmt: skip
    t = ground.territories
    commune = int(t.resolve([use.commune_insee])[0]) if use.commune_insee else -1
    level = t.level(question.level)
    place = int(level.member[commune]) if commune >= 0 else -1
    if place < 0:
        return Case(use)
    code = str(level.codes[place])
    distance = float(distances_km(t, centre, np.array([commune], dtype=np.int32))[0])
    return Case(
        use, code, str(level.names[place]), None if np.isnan(distance) else distance,
        explain_one(question, code, ground, limit=0), *alike.get(code, ((), ())),
    )  # fmt: skip


def _centre(question: Question, place: int, ground: Ground) -> int:
    communes = ground.territories.level(question.level).communes(place)
    return int(communes[np.argmax(np.nan_to_num(ground.territories.population[communes]))])


def _alike(question: Question, code: str, ground: Ground) -> dict[str, tuple[tuple[Reason, ...], tuple[Reason, ...]]]:
    """What brings each territory of the level near this one, and what parts them; communes are too many for that."""
    t = ground.territories
    if question.level == COMMUNE:
        return {}
    result = similar_territories(t, question.level, code, k=t.level(question.level).m)
    return {one.code: (one.reasons, one.differences) for one in result.neighbours}
