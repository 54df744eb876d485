"""The address of a form that is filled in elsewhere, with what is known already when it is Démarche numérique's.

Its prefilling by address is ``/commencer/<démarche>?champ_<id>=value`` (its own source: ``PrefillDescription``), at
most 2,000 signs; a commune is two values, ``champ_<id>[]=postal code&champ_<id>[]=code``; a decimal has a point. Only
the form's owner knows the identifiers of its fields (page ``/preremplir/<démarche>``): the officer writes them in the
call's address as ``champ_xyz={pole}``, and Essaim fills in the braces. What the form cannot use, it leaves out.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from essaim.apps.calls.models import Dossier
from essaim.apps.poles.places import Location, names_of

# What may stand between braces in the address of a call, the most useful first.
KNOWN = ("pole", "siret", "candidat", "commune", "code_commune", "budget")
LONGEST = 2000
_BRACES, _BRACE = re.compile(r"\{([^{}]*)\}"), re.compile(r"[{}]")


def unknown_braces(address: str) -> list[str]:
    """What stands between braces in an address and that no dossier knows, each once, braces included; a brace alone
    too."""
    inside = [f"{{{name}}}" for name in _BRACES.findall(address) if name not in KNOWN]
    return list(dict.fromkeys([*inside, *_BRACE.findall(_BRACES.sub("", address))]))


def is_prefilled(address: str) -> bool:
    """Whether an address has room for what a dossier knows."""
    return any(f"{{{key}}}" in address for key in KNOWN)


def prefilled(dossier: Dossier) -> str:
    """The address with what the dossier knows; "" when the call is filled in here. What would make it too long is left
    out."""
    address = dossier.call.form_address
    if not is_prefilled(address):
        return address
    known = _known(dossier)
    for key in KNOWN:
        filled = address.replace(f"{{{key}}}", quote(known[key], safe=""))
        address = filled if len(filled) <= LONGEST else address.replace(f"{{{key}}}", "")
    return address


def _known(dossier: Dossier) -> dict[str, str]:
    pole, cents = dossier.pole, dossier.budget_cents
    applicant = next((one for one in dossier.partners.all() if one.is_applicant), None)
    place = names_of(Location(commune=pole.commune)) if pole.commune else None
    return {
        "pole": pole.name,
        "commune": place.commune if place is not None else "",
        "code_commune": pole.commune,
        "siret": applicant.siret if applicant else "",
        "candidat": applicant.name if applicant else "",
        "budget": "" if cents is None else f"{cents // 100}.{cents % 100:02d}",
    }
