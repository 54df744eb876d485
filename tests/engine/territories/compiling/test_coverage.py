"""Contours as one coverage."""

import numpy as np
import pytest
import shapely

from essaim.engine.territories.compiling.coverage import mismatched_edges, outline, repair_coverage, touching_pairs


def row_of_squares() -> np.ndarray:
    return np.array([shapely.box(i, 0, i + 1, 1) for i in range(4)], dtype=object)


def test_repair_leaves_a_good_coverage_alone() -> None:
    shapes = row_of_squares()

    mended, repair = repair_coverage(shapes)

    assert shapely.equals_identical(mended, shapes).all()
    assert (repair.mismatched, repair.changed, repair.remaining, repair.holes) == (0, 0, 0, 0)


def test_repair_counts_and_mends_edges_that_do_not_fit() -> None:
    shapes = row_of_squares()
    shapes[1] = shapely.Polygon([(1, 0), (0.99999, 0.5), (1, 1), (2, 1), (2, 0)])

    mended, repair = repair_coverage(shapes)

    assert (repair.mismatched, repair.remaining) == (2, 0)
    assert repair.changed >= 1
    assert shapely.coverage_is_valid(mended)
    assert mended[3].equals(shapes[3])
    assert repair.largest_change == pytest.approx(0, abs=1e-4)


def test_repair_makes_a_crossed_contour_valid() -> None:
    shapes = row_of_squares()
    shapes[3] = shapely.Polygon([(5, 0), (6, 1), (6, 0), (5, 1)])

    mended, repair = repair_coverage(shapes)

    assert repair.invalid == 1
    assert shapely.is_valid(mended).all()


def test_repair_counts_the_holes() -> None:
    ring = [shapely.box(x, y, x + 1, y + 1) for x in range(3) for y in range(3) if (x, y) != (1, 1)]

    _mended, repair = repair_coverage(np.array(ring, dtype=object))

    assert repair.holes == 1
    assert repair.holes_km2 == pytest.approx(12304, abs=1)


def test_mismatched_edges_of_squares_are_none() -> None:
    assert mismatched_edges(row_of_squares()).tolist() == [False] * 4


def test_touching_pairs_include_corners() -> None:
    shapes = np.array([shapely.box(0, 0, 1, 1), shapely.box(1, 1, 2, 2), shapely.box(5, 5, 6, 6)], dtype=object)

    assert touching_pairs(shapes).tolist() == [[0, 1]]


def test_outline_of_contours_with_gaps_keeps_those_there_are() -> None:
    shapes = np.array([shapely.box(0, 0, 1, 1), None, shapely.box(1, 0, 2, 1)], dtype=object)

    assert outline(shapes).equals(shapely.box(0, 0, 2, 1))


def test_outline_of_no_contour_is_none() -> None:
    assert outline(np.array([None, None], dtype=object)) is None
