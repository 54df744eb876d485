"""How far communes are from one another, and which radii are accepted."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from essaim.engine.errors import BadRadius
from essaim.engine.language import gettext as _
from essaim.engine.territories.model import Territories
from essaim.engine.territories.sphere import haversine_km

MIN_RADIUS_KM, MAX_RADIUS_KM = 1.0, 100.0


def checked_radius(km: float) -> float:
    """``km`` if it is a radius between 1 and 100 km.

    Raises:
        BadRadius: it is not.
    """
    is_number = isinstance(km, (int, float, np.floating, np.integer)) and not isinstance(km, bool)
    if is_number and math.isfinite(km) and MIN_RADIUS_KM <= km <= MAX_RADIUS_KM:
        return float(km)
    raise BadRadius(
        _("Un rayon de %(km)s km n'est pas possible.") % {"km": km},
        _("Donnez un nombre de kilomètres entre 1 et 100, par exemple 20."),
    )


def distances_km(t: Territories, i: int, communes: NDArray[Any]) -> NDArray[np.float64]:
    """How far each commune of ``communes`` (k,) lies from commune ``i``, in km; NaN where a position is unknown."""
    return haversine_km(t.lon[i], t.lat[i], t.lon[communes], t.lat[communes])


def distances_to_points_km(
    t: Territories, i: int, lon: NDArray[np.floating[Any]], lat: NDArray[np.floating[Any]]
) -> NDArray[np.float64]:
    """How far each point (k,) in degrees lies from commune ``i``'s, in km; NaN where a position is unknown."""
    return haversine_km(t.lon[i], t.lat[i], lon, lat)
