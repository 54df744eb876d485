"""Contours for display."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from essaim.engine.errors import UnknownTerritory
from essaim.engine.sources.france import FranceFiles
from essaim.engine.territories import Territories, display_contours, load_territories
from essaim.engine.territories.shapes import tolerance_for


def test_displayed_contours_keep_common_borders_common(tiny: Territories) -> None:
    contours = display_contours(tiny, "departement")

    present = contours.shapes[~shapely.is_missing(contours.shapes)]
    assert shapely.coverage_is_valid(present)
    assert contours.codes.tolist() == ["12", "48", "75", "974"]


def test_displayed_contour_is_the_union_of_its_communes(tiny: Territories) -> None:
    contours = display_contours(tiny, "departement")

    assert contours.shapes[0].equals(shapely.box(2.8, 44.0, 3.0, 44.1))


def test_territories_with_communes_without_contour_are_named(tiny: Territories) -> None:
    assert display_contours(tiny, "departement").incomplete == ("48",)


def test_commune_without_contour_has_none(tiny: Territories) -> None:
    contours = display_contours(tiny, "commune")

    assert contours.shapes[tiny.index("48008")] is None
    assert contours.incomplete == ("48008",)


def test_displayed_contours_are_kept(tmp_path: Path, tiny_files: FranceFiles) -> None:
    t = load_territories(root=tmp_path, files=tiny_files)
    calls: list[str] = []

    display_contours(t, "epci", lambda label, done, total: calls.append(label))
    said = len(calls)
    display_contours(t, "epci", lambda label, done, total: calls.append(label))

    assert said > 0
    assert len(calls) == said


def test_unknown_level_is_refused(tiny: Territories) -> None:
    with pytest.raises(UnknownTerritory):
        display_contours(tiny, "pays")


@pytest.mark.parametrize(("area", "tolerance"), [(1.0, 0.004), (400.0, 0.011990), (90_000.0, 0.02)])
def test_tolerance_suits_the_size(area: float, tolerance: float) -> None:
    assert tolerance_for(np.array([area, area, np.nan])) == pytest.approx(tolerance, abs=1e-5)
