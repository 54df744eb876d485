"""Coverage: claimed, said by a column, derived from the rows of official files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from essaim.engine.errors import BadOption, UnknownTerritory
from essaim.engine.register import Coverage, CoverageClaim
from essaim.engine.register.coverage import claimed_coverage, derived_coverage
from essaim.engine.territories import Level, Territories
from tests.engine.small import SOURCE, world

NONE, PARTIAL, WHOLE = Coverage.NONE, Coverage.PARTIAL, Coverage.WHOLE


@pytest.fixture
def twelve(tmp_path: Path) -> Territories:
    """Twelve communes: ten of département 48, one of 75, one of none."""
    territories = world(tmp_path, 12, population=[10.0] * 12)
    member = np.array([0] * 10 + [1, -1], dtype=np.int32)
    level = Level("departement", "Département", np.array(["48", "75"]), np.array(["Lozère", "Paris"]), member, SOURCE)
    territories.levels["departement"] = level  # type: ignore[index]
    return territories


def rows(*counts: int) -> np.ndarray:
    return np.array(counts, dtype=np.int64)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("04,05, 48095", CoverageClaim(("04", "05"), ("48095",))),
        ("2a,971", CoverageClaim(("2A", "971"))),
        ("all", CoverageClaim(everything=True)),
        ("48,ALL", CoverageClaim(everything=True)),
        ("tout", CoverageClaim(everything=True)),
    ],
)
def test_a_claim_is_read_from_codes(text: str, claim: CoverageClaim) -> None:
    assert CoverageClaim.parse(text) == claim


def test_an_empty_claim_is_refused() -> None:
    with pytest.raises(BadOption):
        CoverageClaim.parse(" , ")


def test_what_is_claimed_is_whole_and_the_rest_partial_where_it_has_rows(twelve: Territories) -> None:
    found = claimed_coverage(CoverageClaim(("75",), ("48002",)), rows(5, 0, 1, *[0] * 9), twelve)

    assert found.communes.tolist() == [PARTIAL, WHOLE, PARTIAL, *[NONE] * 7, WHOLE, NONE]
    assert found.basis == "entiers, annoncés à l'import : 75, 48002 ; ailleurs, partielle là où il y a des lignes"


def test_everything_may_be_claimed(twelve: Territories) -> None:
    found = claimed_coverage(CoverageClaim(everything=True), rows(*[0] * 12), twelve)

    assert found.communes.tolist() == [WHOLE] * 12


@pytest.mark.parametrize("claim", [CoverageClaim(("49",)), CoverageClaim(communes=("49001",))])
def test_a_claim_on_unknown_places_is_refused(claim: CoverageClaim, twelve: Territories) -> None:
    with pytest.raises(UnknownTerritory):
        claimed_coverage(claim, rows(*[1] * 12), twelve)


@pytest.mark.parametrize(("without", "expected"), [(0, WHOLE), (1, WHOLE), (2, PARTIAL)])
def test_official_files_make_a_departement_whole_with_rows_in_nine_communes_of_ten(
    without: int, expected: Coverage, twelve: Territories
) -> None:
    counts = rows(*[3] * (10 - without), *[0] * without, 0, 7)

    found = derived_coverage(counts, None, twelve, official=True, synthetic=False)

    empty = expected if expected is WHOLE else NONE
    assert found.communes.tolist() == [expected] * (10 - without) + [empty] * without + [NONE, PARTIAL]


def test_the_word_complet_is_judged_by_departement_and_not_by_commune(twelve: Territories) -> None:
    counts = rows(*[10] * 9, 1, 100, 2)
    # In Paris one stray row carries the word of its own file, as do those of the last commune.
    complete = rows(*[10] * 9, 0, 1, 2)

    found = derived_coverage(counts, complete, twelve, official=False, synthetic=False)

    assert found.communes.tolist() == [WHOLE] * 10 + [PARTIAL, PARTIAL]


def test_a_plain_table_is_partial_where_it_has_rows(twelve: Territories) -> None:
    found = derived_coverage(rows(*[1] * 11, 0), None, twelve, official=False, synthetic=False)

    assert found.communes.tolist() == [PARTIAL] * 11 + [NONE]


def test_a_synthetic_register_is_whole_in_the_departements_it_invents(twelve: Territories) -> None:
    found = derived_coverage(rows(1, *[0] * 11), None, twelve, official=True, synthetic=True)

    assert found.communes.tolist() == [WHOLE] * 10 + [NONE, NONE]


def test_a_stray_row_does_not_make_a_large_departement_whole(twelve: Territories) -> None:
    # Département 75 is one commune: one row is "rows in all its communes".
    twelve.population[10] = 2_000_000
    counts = rows(*[3] * 10, 1, 0)

    official = derived_coverage(counts, None, twelve, official=True, synthetic=False)
    column = derived_coverage(counts, counts, twelve, official=False, synthetic=False)

    expected = [*[WHOLE] * 10, PARTIAL, NONE]
    assert (official.communes.tolist(), column.communes.tolist()) == (expected, expected)
