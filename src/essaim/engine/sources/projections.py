"""From Lambert-93 to degrees, in closed form, as SQL that DuckDB runs on whole columns.

Source: IGN, *Projection cartographique conique conforme de Lambert* (NTG_71), algorithms ALG0002 and ALG0004, with the
constants of Lambert-93 on the GRS 80 ellipsoid (RGF93, taken as WGS84). ALG0002 goes from the isometric to the geodetic
latitude by iteration; its series in the sine of the conformal latitude (Snyder, *Map Projections*, 1987, eq. 3-5) is
exact to 0.1 mm here and needs no loop.
"""

from __future__ import annotations

import math

_N = 0.7256077650
_C = 11754255.426
_XS, _YS = 700_000.0, 12_655_612.050
_E = 0.08181919112
_LON0 = 3.0
# Metropolitan France with its Corsica, in metres: anything else is not Lambert-93 (or not a place).
_BOUNDS = (50_000.0, 1_350_000.0, 6_000_000.0, 7_250_000.0)


def _series() -> tuple[float, float, float, float]:
    e2 = _E**2
    e4, e6, e8 = e2**2, e2**3, e2**4
    return (
        e2 / 2 + 5 * e4 / 24 + e6 / 12 + 13 * e8 / 360,
        7 * e4 / 48 + 29 * e6 / 240 + 811 * e8 / 11520,
        7 * e6 / 120 + 81 * e8 / 1120,
        4279 * e8 / 161280,
    )


def lambert93_sql(x: str, y: str) -> tuple[str, str]:
    """SQL expressions of the longitude and latitude (degrees) of a Lambert-93 point; NULL outside metropolitan France.

    Args:
        x, y: SQL expressions of the easting and northing, metres (DOUBLE).

    Example:
        (700000, 6600000), the projection's origin, is 3° E, 46.5° N.
    """
    west, east, south, north = _BOUNDS
    inside = f"{x} BETWEEN {west} AND {east} AND {y} BETWEEN {south} AND {north}"
    lon = f"{_LON0} + degrees(atan(({x} - {_XS}) / ({_YS} - {y}))) / {_N}"
    radius = f"sqrt(({x} - {_XS}) * ({x} - {_XS}) + ({y} - {_YS}) * ({y} - {_YS}))"
    conformal = f"(2 * atan(exp(ln({_C} / {radius}) / {_N})) - {math.pi / 2!r})"
    terms = " + ".join(f"{value!r} * sin({2 * k} * {conformal})" for k, value in enumerate(_series(), start=1))
    lat = f"degrees({conformal} + {terms})"
    return f"CASE WHEN {inside} THEN {lon} END", f"CASE WHEN {inside} THEN {lat} END"
