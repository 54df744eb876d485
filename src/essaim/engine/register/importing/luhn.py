"""Luhn's rule on a whole column of SIRETs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from essaim.engine.values import LA_POSTE

_BLOCK = 1_000_000
_GROUP = 100_000


def _sums(*, odd_first: bool) -> NDArray[np.uint8]:
    """For each number of five digits, Luhn's sum of its digits; ``odd_first``: the last digit is one that doubles."""
    numbers = np.arange(_GROUP)
    total = np.zeros(_GROUP, dtype=np.uint8)
    for place in range(5):
        digit = numbers // 10**place % 10
        doubled = 2 * digit - 9 * (digit > 4)
        total += np.where((place % 2 == 1) != odd_first, doubled, digit).astype(np.uint8)
    return total


def count_luhn_failures(siret: NDArray[np.int64]) -> int:
    """How many SIRETs fail their check: Luhn's rule, or for La Poste a sum of digits that is a multiple of 5.

    Args:
        siret: int64 (n,).

    Returns:
        A count. Invented registers fail on purpose; a real one hardly ever does.
    """
    even, odd = _sums(odd_first=False), _sums(odd_first=True)
    failures = 0
    for first in range(0, len(siret), _BLOCK):
        block = np.asarray(siret[first : first + _BLOCK])
        # Fourteen digits in groups of five from the right: the middle group starts on a digit that doubles.
        total = even[block % _GROUP].astype(np.int64)
        total += odd[block // _GROUP % _GROUP]
        total += even[block // _GROUP**2]
        wrong = total % 10 != 0
        post = wrong & (block // _GROUP == int(LA_POSTE))
        wrong[post] = _digit_sum(block[post]) % 5 != 0
        failures += int(np.count_nonzero(wrong))
    return failures


def _digit_sum(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    total: NDArray[np.int64] = np.sum([numbers // 10**place % 10 for place in range(14)], axis=0)
    return total
