"""Distances on the sphere, areas on the ellipsoid, the order along the curve."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from essaim.engine.territories.compiling.coverage import areas_km2
from essaim.engine.territories.compiling.ordering import hilbert_rank, spatial_order, zone_of
from essaim.engine.territories.sphere import EARTH_RADIUS_KM, chord, haversine_km, unit_vectors

LON = st.floats(-179.9, 179.9)
LAT = st.floats(-89.9, 89.9)


def cosine_law_km(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """The spherical law of cosines: another road to the same distance."""
    a, b, gap = math.radians(lat1), math.radians(lat2), math.radians(lon2 - lon1)
    cosine = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(gap)
    return EARTH_RADIUS_KM * math.acos(max(-1.0, min(1.0, cosine)))


def test_haversine_of_paris_and_lyon() -> None:
    assert float(haversine_km(2.3522, 48.8566, 4.8357, 45.7640)) == pytest.approx(391.5, abs=0.05)


@given(LON, LAT, LON, LAT)
def test_haversine_agrees_with_the_cosine_law(lon1: float, lat1: float, lon2: float, lat2: float) -> None:
    assert float(haversine_km(lon1, lat1, lon2, lat2)) == pytest.approx(cosine_law_km(lon1, lat1, lon2, lat2), abs=0.01)


@given(LON, LAT, LON, LAT)
def test_chord_separates_like_the_distance(lon1: float, lat1: float, lon2: float, lat2: float) -> None:
    one, other = unit_vectors(np.array([lon1, lon2]), np.array([lat1, lat2]))
    km = float(haversine_km(lon1, lat1, lon2, lat2))

    assert float(np.linalg.norm(one - other)) == pytest.approx(chord(km), abs=1e-9)


def test_haversine_of_an_unknown_position_is_unknown() -> None:
    assert math.isnan(float(haversine_km(np.nan, 44.0, 3.0, 44.0)))


def test_area_of_the_whole_earth_is_that_of_the_ellipsoid() -> None:
    whole = shapely.box(-180, -90, 180, 90)

    # 510 065 621.7 km²: surface of GRS80 (Moritz, Geodetic Reference System 1980).
    assert areas_km2(np.array([whole]))[0] == pytest.approx(510_065_621.7, rel=1e-9)


def test_area_of_a_degree_at_the_equator_is_larger_than_in_the_north() -> None:
    low, high = areas_km2(np.array([shapely.box(0, 0, 1, 1), shapely.box(0, 60, 1, 61)]))

    # GeographicLib, on GRS80, edges cut into four hundred pieces.
    assert (low, high) == pytest.approx((12308.46390, 6123.14088), abs=1e-4)


@pytest.mark.parametrize("side", [2, 4, 8, 16])
def test_hilbert_walks_a_grid_step_by_step(side: int) -> None:
    x, y = (axis.ravel().astype(float) for axis in np.meshgrid(np.arange(side), np.arange(side)))

    order = np.argsort(hilbert_rank(x, y))

    steps = np.abs(np.diff(x[order])) + np.abs(np.diff(y[order]))
    assert set(steps.tolist()) == {1.0}


def test_hilbert_of_nothing_is_nothing() -> None:
    assert hilbert_rank(np.zeros(0), np.zeros(0)).tolist() == []


@given(st.lists(st.tuples(LON, LAT), min_size=1, max_size=20, unique=True), st.randoms())
def test_spatial_order_does_not_depend_on_the_order_given(points: list[tuple[float, float]], random: object) -> None:
    codes = [f"{place:05d}" for place in range(len(points))]
    shuffled = list(range(len(points)))
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    def ordered(places: list[int]) -> list[str]:
        lon, lat = np.array([points[i][0] for i in places]), np.array([points[i][1] for i in places])
        named = np.array([codes[i] for i in places])
        return [str(named[i]) for i in spatial_order(np.full(len(places), ""), lon, lat, named)]

    assert ordered(shuffled) == ordered(list(range(len(points))))


@pytest.mark.parametrize(("code", "zone"), [("48095", ""), ("97411", "974"), ("98818", "988"), ("2A004", "")])
def test_zone_is_the_overseas_territory(code: str, zone: str) -> None:
    assert zone_of(code) == zone
