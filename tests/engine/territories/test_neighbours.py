"""Catchments, against the slow obvious twin."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.engine.errors import BadRadius
from essaim.engine.sources.france import FranceFiles
from essaim.engine.territories import (
    Territories,
    are_kept,
    around,
    catchment,
    circles,
    distances_km,
    load_territories,
)
from tests.engine.small import is_mapped, world


def slow_catchment(t: Territories, km: float) -> list[list[int]]:
    """Every pair, one by one."""
    rows = []
    for i in range(t.n):
        near = [j for j in range(t.n) if i == j or float(distances_km(t, i, np.array([j]))[0]) <= km]
        rows.append(near)
    return rows


def as_lists(matrix: object) -> list[list[int]]:
    return [row.indices.tolist() for row in matrix]  # type: ignore[attr-defined]


def scattered(folder: Path, points: list[tuple[float, float] | None]) -> Territories:
    """Communes at given positions, None for an unknown one."""
    lon = np.array([np.nan if point is None else point[0] for point in points])
    lat = np.array([np.nan if point is None else point[1] for point in points])
    kind = np.isfinite(lon).astype(np.uint8)
    return replace(world(folder, len(points)), lon=lon, lat=lat, point_kind=kind)


POINT = st.one_of(
    st.none(),
    st.tuples(st.floats(2, 4), st.floats(43, 45)),
    st.tuples(st.floats(179, 180), st.floats(-18, -17)),
    st.tuples(st.floats(-180, -179), st.floats(-18, -17)),
)


@settings(max_examples=40)
@given(st.lists(POINT, min_size=1, max_size=25), st.floats(1, 100))
def test_catchment_is_that_of_the_slow_twin(points: list[tuple[float, float] | None], km: float) -> None:
    t = scattered(Path("nowhere"), points)

    matrix = catchment(t, km)

    assert as_lists(matrix) == slow_catchment(t, km)


@pytest.mark.parametrize("km", [5, 20, 50])
def test_kept_circles_are_those_of_the_slow_twin(tiny: Territories, km: float) -> None:
    first, again = catchment(tiny, km), catchment(tiny, km)

    assert (as_lists(first), as_lists(again)) == (slow_catchment(tiny, km), slow_catchment(tiny, km))


def test_commune_without_position_is_alone(tiny: Territories) -> None:
    lost = tiny.index("48008")

    matrix = catchment(tiny, 50)

    assert matrix[[lost]].indices.tolist() == [lost]
    assert matrix[:, [lost]].sum() == 1


def test_catchment_holds_ones_in_small_integers(tiny: Territories) -> None:
    matrix = catchment(tiny, 30)

    assert (matrix.dtype, matrix.indices.dtype, matrix.shape) == (np.int32, np.int32, (12, 12))
    assert set(matrix.data.tolist()) == {1}


def test_circles_are_computed_once_and_found_again(tmp_path: Path, tiny_files: FranceFiles) -> None:
    t = load_territories(root=tmp_path, files=tiny_files)
    calls: list[str] = []

    circles(t, 20, lambda label, done, total: calls.append(label))
    said = len(calls)
    circles(t, 20, lambda label, done, total: calls.append(label))

    assert said > 0
    assert len(calls) == said


def test_circles_that_are_kept_are_mapped(tiny: Territories) -> None:
    found = circles(tiny, 20)

    assert (is_mapped(found.start), is_mapped(found.ends)) == (True, True)


def test_circles_of_any_other_radius_are_not_kept(tiny: Territories) -> None:
    found = circles(tiny, 17.5)

    assert (are_kept(tiny, 17.5), is_mapped(found.ends)) == (False, False)


@pytest.mark.parametrize("km", [0, -5, 0.5, 100.1, 10_000, float("nan"), float("inf"), True])
def test_impossible_radius_is_refused(tiny: Territories, km: float) -> None:
    with pytest.raises(BadRadius, match="entre 1 et 100"):
        catchment(tiny, km)


@settings(max_examples=60)
@given(st.lists(POINT, min_size=1, max_size=14), st.floats(1, 100), st.integers(0, 2**32 - 1))
def test_sums_in_circles_are_those_of_the_slow_twin(
    tmp_path_factory: pytest.TempPathFactory, points: list[tuple[float, float] | None], km: float, seed: int
) -> None:
    t = scattered(tmp_path_factory.getbasetemp(), points)
    values = np.random.default_rng(seed).integers(0, 2**31 // t.n, (t.n, 3), dtype=np.int32)
    centres = np.arange(t.n, dtype=np.int32)[::-2]
    slow = [values[near].sum(axis=0).tolist() for near in slow_catchment(t, km)]

    sums, some = circles(t, km).sums(values), circles(t, km).sums(values, centres)

    assert (sums.tolist(), some.tolist()) == (slow, [slow[centre] for centre in centres])


@settings(max_examples=40)
@given(st.lists(POINT, min_size=1, max_size=14), st.floats(1, 100))
def test_circles_hold_whom_the_slow_twin_holds(
    tmp_path_factory: pytest.TempPathFactory, points: list[tuple[float, float] | None], km: float
) -> None:
    t = scattered(tmp_path_factory.getbasetemp(), points)
    pairs = np.array([(i, j) for i in range(t.n) for j in range(t.n)], dtype=np.int32)
    near = slow_catchment(t, km)

    found = circles(t, km).holds(pairs[:, 0], pairs[:, 1])

    assert found.tolist() == [j in near[i] for i, j in pairs.tolist()]


def test_around_gives_the_rows_of_the_catchment(tiny: Territories) -> None:
    centres = np.array([0, tiny.n - 1], dtype=np.int32)

    assert around(tiny, centres, 30).toarray().tolist() == catchment(tiny, 30).toarray()[centres].tolist()
