"""A tiny stand-in for Territories: a few communes of every kind that SIRENE treats apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class FewCommunes:
    """A tiny stand-in for Territories, in no particular order."""

    codes: np.ndarray[Any, Any]
    names: np.ndarray[Any, Any]
    population: np.ndarray[Any, Any]
    lon: np.ndarray[Any, Any]
    lat: np.ndarray[Any, Any]


def communes(*rows: tuple[str, str, float, float, float]) -> FewCommunes:
    return FewCommunes(*(np.array(column) for column in zip(*rows, strict=True)))


FRANCE = communes(
    ("48095", "Mende", 12_000, 3.50, 44.52),
    ("75056", "Paris", 2_103_778, 2.35, 48.86),
    ("97411", "Saint-Denis", 153_000, 55.45, -20.88),
    ("2A004", "Ajaccio", 76_000, 8.74, 41.93),
    ("69123", "Lyon", 519_000, 4.83, 45.76),
    ("48009", "Auroux", 400, 3.73, 44.75),
    ("13055", "Marseille", 886_000, 5.37, 43.30),
    ("48999", "Sans-Population", np.nan, np.nan, np.nan),
)
