from __future__ import annotations

import numpy as np
import pytest

from essaim.engine.essaimage.conditions import decide_between, decide_count
from essaim.engine.values import Answer

NO, UNKNOWN, YES = Answer.NO, Answer.UNKNOWN, Answer.YES


@pytest.mark.parametrize(
    ("sure", "possible", "complete", "expected"),
    [
        (3, 3, True, YES),
        (3, 3, False, YES),
        (2, 3, True, UNKNOWN),
        (2, 2, True, NO),
        (2, 2, False, UNKNOWN),
        (0, 0, False, UNKNOWN),
        (0, 0, True, NO),
    ],
)
def test_decide_count_at_least_three(sure, possible, complete, expected):
    answer = decide_count(np.array([sure]), np.array([possible]), 3, np.array([complete]))

    assert answer.tolist() == [expected]


@pytest.mark.parametrize(
    ("value", "complete", "low", "high", "grows", "expected"),
    [
        (50.0, True, 10, 100, True, YES),
        (5.0, True, 10, 100, True, NO),
        (500.0, True, 10, 100, True, NO),
        (np.nan, False, 10, 100, True, UNKNOWN),
        # A partial sum is a lower bound: it proves a minimum reached or a maximum passed, nothing else.
        (50.0, False, 10, None, True, YES),
        (5.0, False, 10, None, True, UNKNOWN),
        (500.0, False, 10, 100, True, NO),
        (50.0, False, 10, 100, True, UNKNOWN),
        # A partial mean proves nothing.
        (50.0, False, 10, None, False, UNKNOWN),
        (500.0, False, None, 100, False, UNKNOWN),
        (50.0, True, None, 100, False, YES),
    ],
)
def test_decide_between(value, complete, low, high, grows, expected):
    answer = decide_between(np.array([value]), np.array([complete]), low, high, grows=grows)

    assert answer.tolist() == [expected]
