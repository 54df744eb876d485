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
    around,
    catchment,
    catchment_sums,
    distances_km,
    load_territories,
    rings,
)
from tests.engine.small import world


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


@settings(max_examples=40, deadline=None)
@given(st.lists(POINT, min_size=1, max_size=25), st.floats(1, 100))
def test_catchment_is_that_of_the_slow_twin(points: list[tuple[float, float] | None], km: float) -> None:
    t = scattered(Path("nowhere"), points)

    matrix = catchment(t, km)

    assert as_lists(matrix) == slow_catchment(t, km)


@settings(max_examples=20, deadline=None)
@given(st.lists(POINT, min_size=1, max_size=25))
def test_rings_add_up_to_the_catchment(points: list[tuple[float, float] | None]) -> None:
    t = scattered(Path("nowhere"), points)

    total = sum(rings(t, [10, 25, 60])[1:], start=rings(t, [10, 25, 60])[0])

    assert (total != catchment(t, 60)).nnz == 0
    assert set(total.data.tolist()) <= {1}


def test_kept_rings_are_those_computed_afresh(tiny: Territories) -> None:
    for km in (10, 20, 30, 40, 50):
        assert as_lists(catchment(tiny, km)) == slow_catchment(tiny, km)


def test_rings_between_kept_radii_are_joined(tiny: Territories) -> None:
    near, far = rings(tiny, [10, 40])

    assert ((near + far) != catchment(tiny, 40)).nnz == 0


def test_commune_without_position_is_alone(tiny: Territories) -> None:
    lost = tiny.index("48008")

    matrix = catchment(tiny, 50)

    assert matrix[[lost]].indices.tolist() == [lost]
    assert matrix[:, [lost]].sum() == 1


def test_catchment_holds_ones_in_small_integers(tiny: Territories) -> None:
    matrix = catchment(tiny, 30)

    assert (matrix.dtype, matrix.indices.dtype, matrix.shape) == (np.int32, np.int32, (12, 12))
    assert set(matrix.data.tolist()) == {1}


def test_rings_are_computed_once_and_found_again(tmp_path: Path, tiny_files: FranceFiles) -> None:
    t = load_territories(root=tmp_path, files=tiny_files)
    calls: list[str] = []

    catchment(t, 20, lambda label, done, total: calls.append(label))
    said = len(calls)
    catchment(t, 50, lambda label, done, total: calls.append(label))

    assert said > 0
    assert len(calls) == said


@pytest.mark.parametrize("km", [0, -5, 0.5, 100.1, 10_000, float("nan"), float("inf"), True])
def test_impossible_radius_is_refused(tiny: Territories, km: float) -> None:
    with pytest.raises(BadRadius, match="entre 1 et 100"):
        catchment(tiny, km)


def test_rings_must_increase(tiny: Territories) -> None:
    with pytest.raises(BadRadius, match="croissant"):
        rings(tiny, [20, 10])


@settings(max_examples=60, deadline=None)
@given(st.lists(POINT, min_size=1, max_size=14), st.floats(1, 100), st.integers(0, 2**32 - 1))
def test_sums_from_the_ends_of_runs_are_those_of_the_catchment(
    tmp_path_factory: pytest.TempPathFactory, points: list[tuple[float, float] | None], km: float, seed: int
) -> None:
    t = scattered(tmp_path_factory.getbasetemp(), points)
    values = np.random.default_rng(seed).integers(0, 1000, (t.n, 3), dtype=np.int32)

    sums = catchment_sums(t, km, values)

    assert sums.tolist() == (catchment(t, km) @ values).tolist()


@pytest.mark.parametrize("km", [20, 35.5, 100])
def test_sums_kept_on_disk_are_those_of_the_catchment(tiny: Territories, km: float) -> None:
    values = np.arange(2 * tiny.n, dtype=np.int32).reshape(tiny.n, 2)

    first, again = catchment_sums(tiny, km, values), catchment_sums(tiny, km, values)

    expected = (catchment(tiny, km) @ values).tolist()
    assert (first.tolist(), again.tolist()) == (expected, expected)


def test_around_gives_the_rows_of_the_catchment(tiny: Territories) -> None:
    centres = np.array([0, tiny.n - 1], dtype=np.int32)

    assert around(tiny, centres, 30).toarray().tolist() == catchment(tiny, 30).toarray()[centres].tolist()
