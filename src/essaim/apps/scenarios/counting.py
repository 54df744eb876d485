"""Actors counted once for every territory and role, and kept on the disk: a change of minimum only compares again.

What is kept does not depend on the minimums. It bears the fingerprint of all it was made from (roles, register,
territories, level, radius, part of France, version of the program), so that it is never stale: it is found, or not.
Columns are mapped, not read: the processes of a host share them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from essaim import __version__
from essaim.apps.scenarios.question import Question
from essaim.engine.errors import InvalidValue, NoRegister
from essaim.engine.essaimage import COMMUNE, Ground, build_targets, scan
from essaim.engine.language import gettext as _
from essaim.engine.patterns import as_data
from essaim.engine.register import Coverage, last_import, load_families, open_register
from essaim.engine.store import data_home
from essaim.engine.territories import Territories, load_territories

# Hidden: what can be counted again is no part of a backup.
FOLDER = ".scans"
# To be raised whenever the kept columns change.
_FORMAT = 2
_MOST_KEPT = 60
STEPS = 3

Say = Callable[[int, int, str], None]


@dataclass(frozen=True, eq=False)
class Counts:
    """What was counted on m territories, for a model's r roles and c conditions on the territory.

    Attributes:
        rows: int32 (m,), each one's place in its level.
        centre: int32 (m,), its centre commune.
        population: float64 (m,). covered: float64 (m,), share of it in communes that the register covers whole, NaN
            when no population is known. seen: bool (m,), the register covers some commune, wholly or in part.
        sure, possible: int32 (m, r). complete: bool (m, r), the register covers all that was looked at.
        answers: int8 ``Answer`` (m, c).
    """

    rows: NDArray[np.int32]
    centre: NDArray[np.int32]
    population: NDArray[np.float64]
    covered: NDArray[np.float64]
    seen: NDArray[np.bool_]
    sure: NDArray[np.int32]
    possible: NDArray[np.int32]
    complete: NDArray[np.bool_]
    answers: NDArray[np.int8]


def ground_in_use() -> Ground | None:
    """Territories, register and families in use, kept open while none of them changes; None without a register.

    Raises:
        StoreProblem: the register's files are absent or damaged.
    """
    t = load_territories()
    try:
        return _opened(t, last_import().version)
    except NoRegister:
        return None


@lru_cache(maxsize=2)
def _opened(t: Territories, version: str) -> Ground:
    return Ground(t, open_register(t), load_families())


def is_long(question: Question) -> bool:
    """Whether counting is left to the worker: every commune of France, with neighbourhoods perhaps still to compute.

    Everything else takes a fraction of a second.
    """
    return question.level == COMMUNE and not question.part


def count_key(question: Question, ground: Ground) -> str:
    """The fingerprint of all that the counts are made from; minimums are not."""
    data = as_data(question.pattern)
    looked_for = [
        {key: role.get(key) for key in ("key", "suggests", "confirms", "reach_km")} for role in data.get("role", [])
    ]
    made_from = [
        _FORMAT, __version__, ground.register.version, ground.territories.version, question.level, question.radius_km,
        question.part, looked_for, data.get("condition", []),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()[:32]


def kept_counts(question: Question, ground: Ground) -> Counts | None:
    """The counts of a question, when they are kept, for itself or among those of all of France."""
    found = _read(data_home() / FOLDER / count_key(question, ground))
    within = question.within(ground.territories)
    if found is not None or within is None:
        return found
    everywhere = _read(data_home() / FOLDER / count_key(replace(question, part=""), ground))
    return None if everywhere is None else _narrowed(everywhere, within)


def counts_of(question: Question, ground: Ground) -> Counts | None:
    """The counts of a question: kept, else made now when that is quick; None when the worker has to make them first.

    Raises:
        InvalidValue: no territory of that level in that part of France.
    """
    found = kept_counts(question, ground)
    return found if found is not None or is_long(question) else count(question, ground)


def count(question: Question, ground: Ground, say: Say = lambda done, total, label: None) -> Counts:
    """Count, whatever the time it takes, and keep.

    Args:
        say: told how far it is: steps done, of how many, what comes next.

    Raises:
        InvalidValue: no territory of that level in that part of France.
    """
    t = ground.territories
    say(0, STEPS, _("Voisinages des communes"))
    within = question.within(t)
    targets = build_targets(t, question.level, radius_km=question.radius_km, within=within)
    if not targets.m:
        raise InvalidValue(
            _("Aucun territoire de ce niveau n'a son centre dans cette partie de la France."),
            _("Choisissez une partie plus grande, ou un niveau plus petit."),
        )
    say(1, STEPS, _("Comptes par territoire et par rôle"))
    result = scan([question.pattern], targets, ground)
    made = result.scans[0]
    say(2, STEPS, _("Rangement du résultat"))
    seen = np.asarray(targets.members @ (ground.register.coverage != Coverage.NONE).astype(np.int32)) > 0
    conditions = len(question.pattern.conditions)
    counts = Counts(
        rows=_places(np.asarray(t.level(question.level).codes), targets.codes),
        centre=targets.centre,
        population=targets.population,
        covered=result.covered_share,
        seen=seen,
        sure=made.sure,
        possible=made.possible,
        complete=made.complete,
        answers=made.answers[:, made.answers.shape[1] - conditions :],
    )
    _keep(counts, data_home() / FOLDER / count_key(question, ground))
    say(STEPS, STEPS, "")
    return counts


def _narrowed(counts: Counts, within: NDArray[np.bool_]) -> Counts | None:
    """The territories whose centre is in a part of France; None when there is none."""
    rows = np.flatnonzero(within[counts.centre])
    return Counts(**{one.name: getattr(counts, one.name)[rows] for one in fields(Counts)}) if len(rows) else None


def _places(codes: NDArray[np.str_], asked: NDArray[np.str_]) -> NDArray[np.int32]:
    order = np.argsort(codes)
    return order[np.searchsorted(codes[order], asked)].astype(np.int32)


@lru_cache(maxsize=16)
def _mapped(folder: Path) -> Counts:
    return Counts(**{one.name: np.load(folder / f"{one.name}.npy", mmap_mode="r") for one in fields(Counts)})


def _read(folder: Path) -> Counts | None:
    try:
        return _mapped(folder)
    except (OSError, ValueError):
        return None


def _keep(counts: Counts, folder: Path) -> None:
    """Written apart, then renamed: whole or absent. A disk that is full only costs counting again."""
    draft = folder.with_name(f".draft-{uuid.uuid4().hex[:8]}")
    with contextlib.suppress(OSError):
        draft.mkdir(parents=True)
        for one in fields(Counts):
            np.save(draft / f"{one.name}.npy", np.ascontiguousarray(getattr(counts, one.name)))
        if not folder.exists():
            draft.rename(folder)
        _prune(folder.parent)
    shutil.rmtree(draft, ignore_errors=True)


def _prune(shelf: Path) -> None:
    """The oldest go: what is asked again is counted again."""
    kept = sorted((one for one in shelf.iterdir() if not one.name.startswith(".")), key=_age)
    for old in kept[: max(0, len(kept) - _MOST_KEPT)]:
        shutil.rmtree(old, ignore_errors=True)


def _age(folder: Path) -> Any:
    return folder.stat().st_mtime_ns
