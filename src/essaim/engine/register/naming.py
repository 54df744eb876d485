"""The name of an establishment, completed by what the territories know: a register may say "MAIRIE", or nothing."""

from __future__ import annotations

import numpy as np

from essaim.engine.language import gettext as _
from essaim.engine.register.register import Register
from essaim.engine.territories import Territories
from essaim.engine.values import Answer

_BARE = {"MAIRIE", "COMMUNE", "HOTEL DE VILLE", "HÔTEL DE VILLE"}
_PER_SIREN = 10**5


def name_of(row: int, commune: int, register: Register, territories: Territories) -> str | None:
    """The name of a row in a commune (its index); None when neither the register nor the territories know it.

    Whether it may be shown is ``disclosure``'s to say.

    Example:
        "MAIRIE" → "MAIRIE, Mende"; nothing → the EPCI's name by its SIREN, or "Commune, Mende" for a commune's.
    """
    name = register.rows.name(row)
    is_bare = name is not None and name.strip().upper() in _BARE
    if name is not None and not is_bare:
        return name
    epci = territories.levels.get("epci")
    if epci is not None:
        found = np.flatnonzero(epci.codes == f"{int(register.rows.siret[row]) // _PER_SIREN:09d}")
        if len(found):
            return str(epci.names[found[0]])
    where = str(territories.names[commune])
    if is_bare:
        return f"{name}, {where}"
    listed = register.profiles.flags["listed_authority"][int(register.rows.profile[row])] == Answer.YES
    return _("Commune, %(name)s") % {"name": where} if listed else None
