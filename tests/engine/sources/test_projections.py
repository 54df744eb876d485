"""Lambert-93 to degrees, against published points and the projection's own definition."""

from __future__ import annotations

import math

import duckdb
import numpy as np
import pytest

from essaim.engine.sources.projections import lambert93_sql

METRE = 1 / 111_000  # degrees of latitude


def degrees(x: float, y: float) -> tuple[float | None, float | None]:
    lon, lat = lambert93_sql("x", "y")
    with duckdb.connect() as con:
        row = con.execute(f"SELECT {lon}, {lat} FROM (SELECT ?::DOUBLE AS x, ?::DOUBLE AS y)", [x, y]).fetchall()[0]
    return row[0], row[1]


def lambert93(lon: float, lat: float) -> tuple[float, float]:
    """The projection itself (IGN NTG_71, ALG0001 and ALG0003), from its definition: parallels 44° and 49°."""
    e = math.sqrt(2 / 298.257222101 - 1 / 298.257222101**2)

    def isometric(phi: float) -> float:
        return math.atanh(math.sin(phi)) - e * math.atanh(e * math.sin(phi))

    def parallel(phi: float) -> float:
        return math.cos(phi) / math.sqrt(1 - (e * math.sin(phi)) ** 2)

    first, second, origin = (math.radians(angle) for angle in (44, 49, 46.5))
    n = math.log(parallel(second) / parallel(first)) / (isometric(first) - isometric(second))
    c = 6_378_137 * parallel(first) / n * math.exp(n * isometric(first))
    radius = c * math.exp(-n * isometric(math.radians(lat)))
    angle = n * math.radians(lon - 3)
    north = 6_600_000 + c * math.exp(-n * isometric(origin))
    return 700_000 + radius * math.sin(angle), north - radius * math.cos(angle)


@pytest.mark.parametrize(
    ("x", "y", "lon", "lat"),
    [
        # The origin of the projection.
        (700_000.0, 6_600_000.0, 3.0, 46.5),
        # The test point of several public implementations of IGN's algorithms.
        (668_832.5384, 6_950_138.7285, 2.56865, 49.64961),
    ],
)
def test_published_points_are_found(x: float, y: float, lon: float, lat: float) -> None:
    assert degrees(x, y) == (pytest.approx(lon, abs=5e-6), pytest.approx(lat, abs=5e-6))


@pytest.mark.parametrize("lon", [-4.7, 0.5, 3.0, 9.5])
@pytest.mark.parametrize("lat", [42.3, 44.0, 46.5, 49.0, 51.0])
def test_the_inverse_undoes_the_projection_to_a_millimetre(lon: float, lat: float) -> None:
    found = degrees(*lambert93(lon, lat))

    np.testing.assert_allclose(np.array(found, dtype=float), (lon, lat), rtol=0, atol=METRE / 1000)


@pytest.mark.parametrize(("x", "y"), [(0.0, 0.0), (340_000.0, 7_630_000.0), (700_000.0, 5_000_000.0)])
def test_points_outside_of_metropolitan_france_are_nowhere(x: float, y: float) -> None:
    assert degrees(x, y) == (None, None)
