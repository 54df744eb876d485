"""Pole models over every territory: conditions met, missing, unknown, and which. No mark, no verdict.

How it is computed (arrays over territories × roles × models from the start):

1. every distinct role is answered on the register's profiles, once: who is *sure*, who is *possible*;
2. the profiles picked, times profiles × communes counts (``Register.by_profile``), give counts per commune and role;
3. running totals along the runs of each circle (``territories.Circles``) sum them over the places looked at;
4. the counts are compared with each model's minimums, in three values.

All counts are int32: exact whatever the order of the additions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from essaim.engine.errors import InvalidRules
from essaim.engine.essaimage.conditions import Asked, decide_between, decide_count
from essaim.engine.essaimage.counting import RoleCounts, count_roles
from essaim.engine.essaimage.ground import Ground
from essaim.engine.essaimage.targets import Targets, criterion_values, weigh
from essaim.engine.language import gettext as _
from essaim.engine.patterns import Condition, Part, Pattern
from essaim.engine.register.register import Coverage, RegisterInfo
from essaim.engine.values import Answer


@dataclass(frozen=True)
class PatternScan:
    """One model over m territories.

    Attributes:
        pattern: the model.
        asked: its c conditions: roles with a minimum, then conditions on the territory.
        answers: int8 ``Answer`` (m, c).
        sure, possible: int32 (m, r) actors counted for each of the model's r roles (all of them, in their order).
        complete: bool (m, r): the register covers every commune where the role was looked for.
        order: int64 (m,): rows by conditions met, then fewer missing, then actors found, then code. Not a mark.
    """

    pattern: Pattern
    asked: tuple[Asked, ...]
    answers: NDArray[np.int8]
    sure: NDArray[np.int32]
    possible: NDArray[np.int32]
    complete: NDArray[np.bool_]
    order: NDArray[np.int64]

    def tally(self, answer: Answer) -> NDArray[np.int64]:
        """How many conditions have that answer, per territory, shape (m,)."""
        return np.asarray(np.sum(self.answers == answer, axis=1), dtype=np.int64)

    def place(self, kind: str, key: str) -> int:
        """The column of one condition in ``answers``."""
        return [(asked.kind, asked.key) for asked in self.asked].index((kind, key))  # type: ignore[arg-type]


@dataclass(frozen=True)
class ScanResult:
    """Models over territories, with what the answers rest on.

    Attributes:
        targets: the m territories.
        scans: one per model.
        covered_share: float64 (m,): share of the territory's population living in wholly covered communes; NaN when
            no population is known.
        register: what the register is.
        territories_version, register_version: of the store, so that a saved result can be made again.
    """

    targets: Targets
    scans: tuple[PatternScan, ...]
    covered_share: NDArray[np.float64]
    register: RegisterInfo
    territories_version: str
    register_version: str


def scan(patterns: Sequence[Pattern], targets: Targets, ground: Ground) -> ScanResult:
    """Where are these models' conditions met, missing, unknown?

    Args:
        patterns: the models, at least one.
        targets: the territories.
        ground: territories, register and families.

    Raises:
        InvalidRules: a model asks for a criterion that no installed table gives.
    """
    roles = [role for pattern in patterns for role in pattern.roles]
    counted = count_roles(roles, targets, ground)
    answered = _TerritoryAnswers(targets)
    scans, start = [], 0
    for pattern in patterns:
        mine = slice(start, start + len(pattern.roles))
        part = RoleCounts(counted.sure[:, mine], counted.possible[:, mine], counted.complete[:, mine])
        scans.append(_scan_one(pattern, targets, part, answered))
        start = mine.stop
    share = covered_share(targets, ground)
    versions = (ground.territories.version, ground.register.version)
    return ScanResult(targets, tuple(scans), share, ground.register.info, *versions)


def covered_share(targets: Targets, ground: Ground) -> NDArray[np.float64]:
    """Share of each territory's population living in communes that the register covers whole, shape (m,)."""
    population = np.nan_to_num(ground.territories.population)
    covered = weigh(targets, population * (ground.register.coverage == Coverage.WHOLE))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(targets.population > 0, covered / targets.population, np.nan)


def _scan_one(pattern: Pattern, targets: Targets, counted: RoleCounts, answered: _TerritoryAnswers) -> PatternScan:
    asked, answers = decide_conditions(pattern, counted, [answered.of(pattern, one) for one in pattern.conditions])
    order = _order(targets, answers, counted.sure)
    return PatternScan(pattern, asked, answers, counted.sure, counted.possible, counted.complete, order)


def decide_conditions(
    pattern: Pattern, counted: RoleCounts, territory: Sequence[NDArray[np.int8]]
) -> tuple[tuple[Asked, ...], NDArray[np.int8]]:
    """The c conditions of a model and their answers on m territories, int8 ``Answer`` (m, c).

    Args:
        pattern: the model, with the minimums that are asked.
        counted: actors of its r roles, in their order, int32 (m, r) sure and possible, bool (m, r) complete.
        territory: for each of its conditions on the territory, in their order, int8 ``Answer`` (m,).
    """
    columns = [
        decide_count(counted.sure[:, i], counted.possible[:, i], role.minimum, counted.complete[:, i])
        for i, role in enumerate(pattern.roles)
        if role.minimum > 0
    ]
    columns += territory
    answers = np.stack(columns, axis=1) if columns else np.zeros((len(counted.sure), 0), np.int8)
    return asked_conditions(pattern), answers


def asked_conditions(pattern: Pattern) -> tuple[Asked, ...]:
    """The c conditions of a model, its roles first: what is wanted of each is said in the language in use."""
    roles = [
        Asked(role.key, role.label, "role", role.part is Part.CORE, _("au moins %(n)d") % {"n": role.minimum})
        for role in pattern.roles
        if role.minimum > 0
    ]
    others = [Asked(one.key, one.label, "territory", one.part is Part.CORE, _bounds(one)) for one in pattern.conditions]
    return (*roles, *others)


class _TerritoryAnswers:
    """Conditions on the territories themselves; each criterion is put together once, whatever the models that ask."""

    def __init__(self, targets: Targets) -> None:
        self._targets = targets
        self._known: dict[str, tuple[NDArray[np.float64], NDArray[np.bool_]]] = {}

    def of(self, pattern: Pattern, condition: Condition) -> NDArray[np.int8]:
        """The condition's ``Answer`` on each territory, int8 (m,)."""
        criterion = self._targets.territories.criteria.get(condition.criterion)
        if criterion is None:
            # Data that nobody has added yet: unknown everywhere, not a refusal.
            return np.full(self._targets.m, Answer.UNKNOWN, dtype=np.int8)
        if criterion.categorical:
            raise InvalidRules(
                _("Le modèle %(pattern)s pose une borne sur « %(key)s », qui n'est pas un nombre.")
                % {"pattern": pattern.key, "key": criterion.key},
                _("Choisissez un critère chiffré."),
            )
        if criterion.key not in self._known:
            self._known[criterion.key] = criterion_values(self._targets, criterion)
        values, complete = self._known[criterion.key]
        return decide_between(values, complete, condition.min, condition.max, grows=criterion.how == "sum")


def _bounds(condition: Condition) -> str:
    if condition.min is not None and condition.max is not None:
        return _("entre %(low)g et %(high)g") % {"low": condition.min, "high": condition.max}
    if condition.min is not None:
        return _("au moins %(low)g") % {"low": condition.min}
    return _("au plus %(high)g") % {"high": condition.max}


def _order(targets: Targets, answers: NDArray[np.int8], sure: NDArray[np.int32]) -> NDArray[np.int64]:
    met = np.sum(answers == Answer.YES, axis=1)
    missing = np.sum(answers == Answer.NO, axis=1)
    found = np.sum(sure, axis=1, dtype=np.int64)
    return np.lexsort((targets.code_rank, -found, missing, -met))
