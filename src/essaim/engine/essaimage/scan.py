"""Pole models over every territory: conditions met, missing, unknown, and which. No mark, no verdict.

How it is computed (arrays over territories × roles × models from the start):

1. every role is answered on the register's profiles, once, as two 0/1 matrices profiles × roles: *sure* and *possible*;
2. communes × profiles counts (``Register.presence``) times those matrices give counts per commune and role;
3. a 0/1 matrix territories × communes per distinct reach sums them over the places looked at;
4. the counts are compared with each model's minimums, in three values.

All counts are int32: exact whatever the order of the additions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from essaim.engine.errors import InvalidRules
from essaim.engine.essaimage.conditions import Asked, decide_between, decide_count
from essaim.engine.essaimage.ground import Ground
from essaim.engine.essaimage.targets import Targets, add_up, criterion_values
from essaim.engine.language import gettext as _
from essaim.engine.patterns import Condition, Part, Pattern, Role
from essaim.engine.register.predicates import Answers, Predicate, evaluate
from essaim.engine.register.profiles import Profiles
from essaim.engine.register.register import Coverage, RegisterInfo
from essaim.engine.territories import Territories
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
    counts = commune_counts([role.predicate for role in roles], ground)
    counted = _count_roles(roles, counts, targets, ground)
    scans, start = [], 0
    for pattern in patterns:
        stop = start + len(pattern.roles)
        sure, possible, complete = (counted[0][:, start:stop], counted[1][:, start:stop], counted[2][:, start:stop])
        scans.append(_scan_one(pattern, targets, ground.territories, sure, possible, complete))
        start = stop
    share = covered_share(targets.members, ground)
    versions = (ground.territories.version, ground.register.version)
    return ScanResult(targets, tuple(scans), share, ground.register.info, *versions)


def commune_counts(predicates: Sequence[Predicate], ground: Ground) -> NDArray[np.int32]:
    """Actors per commune for each predicate: int32 (n_communes, r, 2), last axis sure then possible."""
    profiles = ground.register.profiles
    answers = role_answers(predicates, profiles, ground.families.answers(profiles))
    wide = np.hstack([answers == Answer.YES, answers >= Answer.UNKNOWN]).astype(np.int32)
    counts = np.asarray(ground.register.presence @ wide, dtype=np.int32)
    return np.stack(np.hsplit(counts, 2), axis=2) if len(predicates) else np.zeros((counts.shape[0], 0, 2), np.int32)


def role_answers(
    predicates: Sequence[Predicate], profiles: Profiles, families: Mapping[str, Answers]
) -> NDArray[np.int8]:
    """int8 ``Answer`` (n_profiles, r): who can play each role."""
    columns = [evaluate(predicate, profiles, families) for predicate in predicates]
    return np.stack(columns, axis=1) if columns else np.zeros((profiles.n, 0), dtype=np.int8)


def covered_share(members: csr_array, ground: Ground) -> NDArray[np.float64]:
    """Share of each territory's population living in communes that the register covers whole, shape (m,)."""
    population = np.nan_to_num(ground.territories.population)
    total = members @ population
    covered = members @ (population * (ground.register.coverage == Coverage.WHOLE))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(total > 0, covered / total, np.nan)


def _count_roles(
    roles: Sequence[Role], counts: NDArray[np.int32], targets: Targets, ground: Ground
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_]]:
    m, r = targets.m, len(roles)
    sure, possible = np.zeros((m, r), np.int32), np.zeros((m, r), np.int32)
    complete = np.zeros((m, r), dtype=bool)
    gaps = (ground.register.coverage != Coverage.WHOLE).astype(np.int32)
    for reach in dict.fromkeys(role.reach_km for role in roles):
        columns = [i for i, role in enumerate(roles) if role.reach_km == reach]
        k = len(columns)
        asked = np.hstack([counts[:, columns, 0], counts[:, columns, 1], gaps[:, None]])
        found = add_up(targets, ground.territories, reach, asked)
        sure[:, columns], possible[:, columns] = found[:, :k], found[:, k : 2 * k]
        complete[:, columns] = (found[:, 2 * k] == 0)[:, None]
    return sure, possible, complete


def _scan_one(
    pattern: Pattern,
    targets: Targets,
    territories: Territories,
    sure: NDArray[np.int32],
    possible: NDArray[np.int32],
    complete: NDArray[np.bool_],
) -> PatternScan:
    asked, columns = [], []
    for i, role in enumerate(pattern.roles):
        if role.minimum > 0:
            wanted = _("au moins %(n)d") % {"n": role.minimum}
            asked.append(Asked(role.key, role.label, "role", role.part is Part.CORE, wanted))
            columns.append(decide_count(sure[:, i], possible[:, i], role.minimum, complete[:, i]))
    for condition in pattern.conditions:
        asked.append(
            Asked(condition.key, condition.label, "territory", condition.part is Part.CORE, _bounds(condition))
        )
        columns.append(_territory_answer(pattern, condition, targets, territories))
    answers = np.stack(columns, axis=1) if columns else np.zeros((targets.m, 0), np.int8)
    return PatternScan(pattern, tuple(asked), answers, sure, possible, complete, _order(targets, answers, sure))


def _territory_answer(
    pattern: Pattern, condition: Condition, targets: Targets, territories: Territories
) -> NDArray[np.int8]:
    criterion = territories.criteria.get(condition.criterion)
    if criterion is None:
        # Data that nobody has added yet: unknown everywhere, not a refusal.
        return np.full(targets.m, Answer.UNKNOWN, dtype=np.int8)
    if criterion.categorical:
        raise InvalidRules(
            _("Le modèle %(pattern)s pose une borne sur « %(key)s », qui n'est pas un nombre.")
            % {"pattern": pattern.key, "key": criterion.key},
            _("Choisissez un critère chiffré."),
        )
    values, complete = criterion_values(targets, territories, criterion)
    grows = criterion.how == "sum"
    return decide_between(values, complete, condition.min, condition.max, grows=grows)


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
    return np.lexsort((targets.codes, -found, missing, -met))
