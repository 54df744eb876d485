"""Where a role is looked for, as a place that other pages understand."""

from pathlib import Path

import numpy as np
import pytest

from essaim.engine.essaimage import perimeter_targets, role_place
from essaim.engine.territories import load_territories, read_perimeter

MOST = 480


@pytest.mark.parametrize(
    ("place", "reach", "expected"),
    [
        ("commune:48095:20", None, "commune:48095:20"),
        ("commune:48095:20", 30.0, "commune:48095:30"),
        ("commune:48095:20", 10.0, "commune:48095:20"),
        ("commune:48095", 5.0, "commune:48095:5"),
    ],
)
def test_role_around_a_commune_is_looked_for_in_a_circle(
    essaim_home: Path, place: str, reach: float | None, expected: str
) -> None:
    t = load_territories(root=essaim_home)

    assert str(role_place(read_perimeter(place), reach, t, MOST)) == expected


def test_role_of_a_large_place_is_looked_for_in_its_own_communes_too(essaim_home: Path) -> None:
    t = load_territories(root=essaim_home)
    written = read_perimeter("departement:48")

    found = role_place(written, 10.0, t, MOST)

    wanted = perimeter_targets(t, written.perimeter(t)).of(np.array([0]), 10.0).indices
    assert found is not None
    assert found.kind == "codes"
    assert np.array_equal(found.perimeter(t).communes, np.sort(wanted))


@pytest.mark.parametrize("most", [200, 20])
def test_role_of_a_place_of_too_many_communes_has_no_line(essaim_home: Path, most: int) -> None:
    t = load_territories(root=essaim_home)

    found = role_place(read_perimeter("departement:48"), 10.0, t, most)

    assert (found is None) == (most == 20)
