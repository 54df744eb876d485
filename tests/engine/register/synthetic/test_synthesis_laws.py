"""The laws of the synthetic register: sourced, made of codes that exist, drawn in proportion; its places."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.engine.errors import InvalidRules
from essaim.engine.register.synthetic.laws import STATUSES, draw_table, laws_from, load_laws
from essaim.engine.register.synthetic.places import lambert93, places_from
from tests.engine.register.synthetic.few_communes import FRANCE, communes


def test_every_law_says_what_it_rests_on() -> None:
    laws = load_laws()

    assert [law.name for law in laws.cited if law.status not in STATUSES or not law.source] == []
    assert {law.status for law in laws.cited if law.name == "legal_form"} == {"assumption"}
    assert {status for status in STATUSES if not any(law.status == status for law in laws.cited)} == set()


def test_law_without_source_is_refused() -> None:
    with pytest.raises(InvalidRules):
        laws_from({"version": "1", "law": {"age": {"status": "computed"}}})


def test_codes_of_the_laws_exist(shared_data: Path) -> None:
    def published(name: str) -> set[str]:
        with (shared_data / "nomenclatures" / name).open(encoding="utf-8", newline="") as file:
            return {row["code"] for row in csv.DictReader(file)}

    laws = load_laws()

    assert set(laws.naf) <= published("naf_rev2.csv")
    assert set(laws.naf25) - {""} <= published("naf_2025.csv")
    assert set(laws.forms) <= published("categories_juridiques.csv")
    assert set(laws.size_bands) <= published("tranches_effectifs.csv")


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=30).filter(lambda shares: sum(shares) > 0.001))
def test_draw_table_follows_the_shares(shares: list[float]) -> None:
    law = np.array(shares)

    cells = draw_table(law[None], 12).cells[0]

    counts = np.bincount(cells, minlength=law.size)
    assert counts.sum() == 4096
    assert np.abs(counts - 4096 * law / law.sum()).max() <= 1


def test_places_weigh_their_people_and_their_class() -> None:
    laws = load_laws()
    places = places_from(communes(("48001", "A", 1000, 3, 44), ("48002", "B", 3000, 3, 44)), laws, ["48"])

    per_head = laws.active_per_1000 * (1 + laws.closed_per_active)
    expected = 1000 * per_head[0] / (1000 * per_head[0] + 3000 * per_head[1])

    assert places.codes == ("48001", "48002")
    assert places.upto.tolist() == pytest.approx([expected, 1])


def test_near_places_stay_in_the_departement() -> None:
    places = places_from(FRANCE, load_laws())
    lozere = np.flatnonzero([code.startswith("48") for code in places.codes]).astype(np.int32)

    drawn = places.draw_near(np.random.default_rng(0), np.repeat(lozere, 500))

    assert set(drawn.tolist()) == set(lozere.tolist())


def test_unknown_population_is_not_zero() -> None:
    places = places_from(FRANCE, load_laws(), ["48"])
    weights = np.diff(np.r_[0, places.upto])

    assert places.codes == ("48009", "48095", "48999")
    assert (weights > 0).all()


def test_communes_without_any_population_weigh_the_same() -> None:
    places = places_from(communes(("48001", "A", 0, 3, 44), ("48002", "B", 0, 3, 44)), load_laws(), ["48"])

    assert places.upto.tolist() == [0.5, 1.0]


def test_lambert_93_of_known_points() -> None:
    x, y = lambert93(np.array([3.0, 2.3522, np.nan]), np.array([46.5, 48.8566, 45.0]))

    assert x[:2] == pytest.approx([700_000, 652_469], abs=1)
    assert y[:2] == pytest.approx([6_600_000, 6_862_035], abs=1)
    assert np.isnan([x[2], y[2]]).all()
