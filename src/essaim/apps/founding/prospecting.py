"""Where prospects are found: the register on the draft's territory, the directory, the candidates of a role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from essaim.apps.founding.enums import ProspectSource
from essaim.apps.founding.models import Founding
from essaim.apps.founding.prospect_values import Wanted
from essaim.apps.poles.models import Organisation
from essaim.apps.poles.register import Suggested, Suggestion, suggest, suggested_by_number
from essaim.apps.poles.to_engine import main_family
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.engine.territories import load_territories, read_perimeter

MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Chosen:
    """Candidates chosen together: what is known of each, and the numbers that nothing is known of, with why."""

    wanted: list[Wanted] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def register_near(founding: Founding, text: str) -> Suggested:
    """The establishments that ``text`` may mean on the draft's territory; a number is looked for everywhere."""
    return suggest(text, near=founding.pole, inside=_communes(founding))


def from_register(one: Suggestion, role: str = "", source: str = ProspectSource.REGISTER) -> Wanted:
    """An establishment of the register, or of the public directory of enterprises, as a prospect."""
    facts = one.facts
    return Wanted(
        name=one.name[:200], siret=facts["siret"], commune=facts["commune"], family=_family(facts), role=role,
        source=source, source_note=facts["source_title"][:300],
    )  # fmt: skip


def from_directory(organisation: Organisation, role: str = "") -> Wanted:
    """A record of the directory as a prospect."""
    return Wanted(
        name=organisation.name, siret=organisation.siret or "", commune=organisation.commune,
        family=organisation.main_family, role=role, source=ProspectSource.DIRECTORY,
    )  # fmt: skip


def picked(siret: str, role: str = "") -> Wanted | None:
    """The establishment of that number; None when nothing that may be named is known of it."""
    found = chosen([siret], role).wanted
    return found[0] if found else None


def chosen(sirets: Sequence[str], role: str) -> Chosen:
    """Candidates chosen on a page of a territory, in their order: from the register, else from kept look-ups."""
    asked = list(dict.fromkeys(one for one in ("".join(text.split()) for text in sirets) if one))
    suggested = suggested_by_number(asked[:MOST_AT_ONCE])
    known = {one.siret: (one, ProspectSource.LOOKUP) for one in suggested.looked_up}
    known |= {one.siret: (one, ProspectSource.REGISTER) for one in suggested.found}
    too_many = _("pas plus de %(n)d à la fois : recommencez avec les autres") % {"n": MOST_AT_ONCE}
    unknown = _("aucun établissement de ce numéro qui puisse être nommé n'est connu ici")
    done = Chosen()
    for number, siret in enumerate(asked):
        if siret in known:
            one, source = known[siret]
            done.wanted.append(from_register(one, role, source))
        else:
            done.refused.append((siret[:20], too_many if number >= MOST_AT_ONCE else unknown))
    return done


def _family(facts: Mapping[str, str]) -> str:
    keys = ("name", "legal_category", "activity", "marks")
    return main_family(Organisation(siren=facts["siren"] or None, **{key: facts[key] for key in keys}))


def _communes(founding: Founding) -> NDArray[np.int32] | None:
    """The communes of the draft's territory; None when none is written, or it no longer reads."""
    if not founding.place:
        return None
    try:
        return read_perimeter(founding.place).perimeter(load_territories()).communes
    except EssaimError:
        return None
