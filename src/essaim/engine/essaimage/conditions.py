"""Conditions in three values: met, missing, unknown.

A role "at least n" is *met* when n actors are sure; *missing* when even counting every possible actor there are fewer
than n **and** the register covers the whole place looked at; *unknown* otherwise. Counting more actors never turns met
into missing, and covering less only adds unknowns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from essaim.engine.language import named
from essaim.engine.values import Answer

# Below this share of the population in wholly covered communes, counts are shown as lower bounds.
LOWER_BOUND_BELOW = 0.95


@dataclass(frozen=True)
class Asked:
    """One condition of a model as a scan asks it.

    Attributes:
        key, label: of the role or of the territory's condition, as the model writes them.
        kind: "role" or "territory".
        core: True when the model says it must be kept.
        wanted: in words, e.g. "au moins 3".
    """

    key: str
    label: str
    kind: Literal["role", "territory"]
    core: bool
    wanted: str

    @property
    def name(self) -> str:
        """The label in the language in use."""
        return named(self.label)


def decide_count(
    sure: NDArray[np.integer], possible: NDArray[np.integer], minimum: int, complete: NDArray[np.bool_]
) -> NDArray[np.int8]:
    """At least ``minimum`` actors? int8 ``Answer`` (m,).

    Args:
        sure, possible: actors counted, shape (m,), sure ≤ possible.
        minimum: how many are needed.
        complete: bool (m,): the register covers every commune looked at.
    """
    answer = np.full(len(sure), Answer.UNKNOWN, dtype=np.int8)
    answer[(possible < minimum) & complete] = Answer.NO
    answer[sure >= minimum] = Answer.YES
    return answer


def decide_between(
    values: NDArray[np.float64], complete: NDArray[np.bool_], low: float | None, high: float | None, *, grows: bool
) -> NDArray[np.int8]:
    """Between two bounds? int8 ``Answer`` (m,).

    Args:
        values: float64 (m,), NaN when unknown.
        complete: bool (m,): every commune has a value. A partial sum is a lower bound: it may prove that a minimum
            is reached or a maximum passed; a partial mean proves nothing.
        low, high: bounds, either may be None.
        grows: the value is a sum of non-negative parts.
    """
    known = ~np.isnan(values)
    filled = np.where(known, values, 0.0)
    above = np.ones(len(values), dtype=bool) if low is None else filled >= low
    below = np.ones(len(values), dtype=bool) if high is None else filled <= high
    answer = np.full(len(values), Answer.UNKNOWN, dtype=np.int8)
    answer[known & complete & above & below] = Answer.YES
    answer[known & complete & ~(above & below)] = Answer.NO
    if grows and high is None:
        answer[known & above] = Answer.YES
    if grows:
        answer[known & ~below] = Answer.NO
    return answer
