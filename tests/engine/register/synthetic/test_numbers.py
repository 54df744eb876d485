"""Numbers handed out to made-up units: a national register gives each its own."""

from __future__ import annotations

import numpy as np

from essaim.engine.register.synthetic.laws import load_laws
from essaim.engine.register.synthetic.making import _Numbers


def test_numbers_of_a_national_register_are_all_different() -> None:
    laws = load_laws()
    rng, form = np.random.default_rng(1), np.arange(len(laws.forms), dtype=np.uint16).repeat(50)
    numbers = _Numbers(40_000_000, laws)

    prefixes = np.concatenate([numbers.prefixes(rng, form), numbers.prefixes(rng, form)])

    assert np.unique(prefixes).size == prefixes.size
