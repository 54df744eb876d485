"""Actors counted for roles on each territory: sure ones, possible ones, and whether the register covers the place.

Roles are counted some at a time, so that all the models over all of France need little memory, and each kind of
establishment is counted only where it stands: a role that asks for one activity in a hundred costs a hundredth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from essaim.engine.essaimage.ground import Ground
from essaim.engine.essaimage.official import official_communes
from essaim.engine.essaimage.targets import Targets, adder
from essaim.engine.patterns import Role
from essaim.engine.register.predicates import Answers, Predicate, evaluate
from essaim.engine.register.profiles import Profiles
from essaim.engine.register.register import Coverage, Register
from essaim.engine.values import Answer

_ROLES = 16


@dataclass(frozen=True, eq=False)
class RoleCounts:
    """r roles over m territories.

    Attributes:
        sure, possible: int32 (m, r), columns apart in memory.
        complete: bool (m, r): the register covers every commune where the role was looked for.
    """

    sure: NDArray[np.int32]
    possible: NDArray[np.int32]
    complete: NDArray[np.bool_]


def count_roles(roles: Sequence[Role], targets: Targets, ground: Ground) -> RoleCounts:
    """How many actors could hold each role on each territory, looking as far as the role reaches."""
    m, r = targets.m, len(roles)
    sure, possible = np.zeros((m, r), np.int32, order="F"), np.zeros((m, r), np.int32, order="F")
    complete = np.zeros((m, r), np.bool_, order="F")
    families = ground.families.answers(ground.register.profiles)
    gaps = (ground.register.coverage != Coverage.WHOLE).astype(np.int32)[:, None]
    for reach in dict.fromkeys(role.reach_km for role in roles):
        add = adder(targets, reach)
        covered = add(gaps)[:, [0]] == 0
        asked = _alike([(i, role.predicate) for i, role in enumerate(roles) if role.reach_km == reach])
        for first in range(0, len(asked), _ROLES):
            block = asked[first : first + _ROLES]
            counts = _commune_counts([predicate for predicate, _places in block], ground.register, families)
            counts[:, : len(block)] += _official_communes([predicate for predicate, _places in block], ground)
            sums = add(counts)
            for column, (_predicate, places) in enumerate(block):
                sure[:, places] = sums[:, [column]]
                possible[:, places] = sums[:, [column]] + sums[:, [len(block) + column]]
                complete[:, places] = covered
    return RoleCounts(sure, possible, complete)


def _official_communes(predicates: Sequence[Predicate], ground: Ground) -> NDArray[np.int32]:
    """Communes that are actors by the official lists alone, int32 (n_communes, k): one where the register has nothing.

    Where it holds something, even in part, the commune may be among its rows: it is never counted twice.
    """
    communes = np.arange(len(ground.register.coverage), dtype=np.int32)
    found = np.zeros((len(communes), len(predicates)), dtype=np.int32)
    for column, predicate in enumerate(predicates):
        found[official_communes(predicate, communes, ground), column] = 1
    return found


def role_answers(
    predicates: Sequence[Predicate], profiles: Profiles, families: Mapping[str, Answers]
) -> NDArray[np.int8]:
    """int8 ``Answer`` (n_profiles, r): who can play each role."""
    columns = [evaluate(predicate, profiles, families) for predicate in predicates]
    return np.stack(columns, axis=1) if columns else np.zeros((profiles.n, 0), dtype=np.int8)


def _alike(asked: Sequence[tuple[int, Predicate]]) -> list[tuple[Predicate, list[int]]]:
    """Distinct predicates, each with the places of the roles that ask for it."""
    places: dict[str, tuple[Predicate, list[int]]] = {}
    for place, predicate in asked:
        places.setdefault(repr(predicate), (predicate, []))[1].append(place)
    return list(places.values())


def _commune_counts(
    predicates: Sequence[Predicate], register: Register, families: Mapping[str, Answers]
) -> NDArray[np.int32]:
    """Actors per commune: int32 (n_communes, 2 k), those who are sure, then those who are only possible."""
    answers = [evaluate(predicate, register.profiles, families) for predicate in predicates]
    wanted = [found == answer for answer in (Answer.YES, Answer.UNKNOWN) for found in answers]
    start = register.by_profile.indptr
    stand = np.diff(start)
    # Of a kind that holds more than half of the register it is quicker to count the others.
    turned = [2 * int(stand[one].sum()) > int(start[-1]) for one in wanted]
    kinds = [np.flatnonzero(~one if other else one) for one, other in zip(wanted, turned, strict=True)]
    indptr = np.concatenate(([0], np.cumsum([len(kind) for kind in kinds]))).astype(np.int32)
    indices = np.concatenate(kinds).astype(np.int32)
    pick = csr_array((np.ones(len(indices), np.int32), indices, indptr), shape=(len(kinds), register.profiles.n))
    counts = np.ascontiguousarray((pick @ register.by_profile).toarray().T)
    if any(turned):
        counts[:, turned] = register.establishments[:, None] - counts[:, turned]
    return counts
