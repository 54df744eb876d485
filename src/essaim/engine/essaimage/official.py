"""Communes that the register holds nothing of: the official lists say that they exist, and what they are.

Each is a sure actor for the roles and the family that ask for a local authority, and is told apart from what the
register shows. Of a commune that it covers, even in part, the register alone speaks: none is counted twice.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from essaim.engine.essaimage.ground import Ground
from essaim.engine.register.predicates import Predicate, evaluate
from essaim.engine.register.profiles import Profiles
from essaim.engine.register.register import Coverage
from essaim.engine.values import Answer

AUTHORITY = "local_authority"
# Code 7210 of the legal categories: a commune. Class 84.11 of the NAF: general public administration.
_COMMUNE = {
    "naf": "84.11Z", "legal": "7210", "public_siren": Answer.YES, "listed_authority": Answer.YES,
    "association": Answer.NO, "siae": Answer.NO, "ess": Answer.NO,
}  # fmt: skip


def official_communes(predicate: Predicate, communes: NDArray[np.int32], ground: Ground) -> NDArray[np.int32]:
    """Those of ``communes`` that surely are what ``predicate`` asks for, while the register holds nothing of them."""
    if AUTHORITY not in predicate.families():
        return communes[:0]
    profile = Profiles.from_rows([_COMMUNE])
    if evaluate(predicate, profile, ground.families.answers(profile))[0] != Answer.YES:
        return communes[:0]
    return np.asarray(communes[ground.register.coverage[communes] == Coverage.NONE])
