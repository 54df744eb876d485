"""Positions on the Earth: distances on the sphere, areas on the ellipsoid.

Every array of positions is in degrees; NaN stands for an unknown position and stays NaN.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

EARTH_RADIUS_KM = 6371.0088  # mean radius R1 of the ellipsoid (IUGG)

# Ellipsoid GRS80, that of RGF93, the legal French system.
_A = 6378137.0
_F = 1 / 298.257222101
_E2 = _F * (2 - _F)
_E = _E2**0.5


def unit_vectors(lon: Floats, lat: Floats) -> Floats:
    """Positions as points of the unit sphere: (n,) and (n,) degrees → (n, 3)."""
    east, north = np.radians(lon), np.radians(lat)
    flat = np.cos(north)
    return np.stack((flat * np.cos(east), flat * np.sin(east), np.sin(north)), axis=-1)


def chord(km: float) -> float:
    """The straight distance, on the unit sphere, of two points ``km`` apart on the Earth's surface.

    ``2 sin(km / 2R)``: two points are within ``km`` exactly when their unit vectors are within this length.
    """
    return float(2 * np.sin(km / (2 * EARTH_RADIUS_KM)))


def haversine_km(lon1: Any, lat1: Any, lon2: Any, lat2: Any) -> Floats:
    """Great-circle distances in km between positions in degrees (arrays broadcast).

    Formula: R.W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (1984). On a sphere of mean radius; at most
    0.6 % away from the ellipsoid.

    >>> round(float(haversine_km(2.3522, 48.8566, 4.8357, 45.7640)), 1)  # Paris–Lyon
    391.5
    """
    half_lat = np.radians(np.subtract(lat2, lat1)) / 2
    half_lon = np.radians(np.subtract(lon2, lon1)) / 2
    a = np.sin(half_lat) ** 2 + np.cos(np.radians(lat1)) * np.cos(np.radians(lat2)) * np.sin(half_lon) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(a))), dtype=np.float64)


def equal_area(lonlat: Floats) -> Floats:
    """Lambert's cylindrical equal-area projection of the ellipsoid GRS80: (n, 2) degrees → (n, 2) metres.

    The area of a projected polygon is its area on the ellipsoid (J.P. Snyder, Map Projections, USGS 1395, eq. 10-13
    and 3-12), up to the curvature of its edges, below one in a million for edges under ten kilometres.
    """
    sine = np.sin(np.radians(lonlat[:, 1]))
    inverse = np.log((1 - _E * sine) / (1 + _E * sine)) / (2 * _E)
    q = (1 - _E2) * (sine / (1 - _E2 * sine * sine) - inverse)
    return np.column_stack((_A * np.radians(lonlat[:, 0]), _A * q / 2))
