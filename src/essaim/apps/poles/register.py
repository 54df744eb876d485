"""The register, when one is loaded, as a source of records: what it suggests near a pole, ready to be filled in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from essaim.apps.poles.models import Pole
from essaim.apps.poles.to_engine import marks_of
from essaim.engine.errors import NoRegister, StoreProblem, UnknownTerritory
from essaim.engine.language import gettext as _
from essaim.engine.register import Register, find_establishments, last_import, open_register
from essaim.engine.register.lookup import Establishment
from essaim.engine.register.nomenclature import legal_label, naf_label
from essaim.engine.territories import Territories, load_territories, radius_perimeter

NEAR_KM = 30.0
_LIMIT = 20


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One establishment that may be named, and the columns that choosing it fills."""

    siret: str
    name: str
    place: str
    activity: str
    legal_form: str
    facts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Suggested:
    """What the register answers. ``absent`` when no register is loaded: records are then entered by hand."""

    found: list[Suggestion]
    absent: bool
    source: str
    synthetic: bool


def suggest(text: str, *, near: Pole | None = None, commune: str = "") -> Suggested:
    """The establishments that ``text`` may mean; names are looked for around the pole's commune, or ``commune``."""
    t = load_territories()
    try:
        register = _opened(t, last_import().version)
    except (NoRegister, StoreProblem):
        return Suggested([], absent=True, source="", synthetic=False)
    area = _area(t, near, commune)
    found = find_establishments(text, area, territories=t, register=register, limit=_LIMIT) if text.strip() else []
    source = register.info.source
    title = _source(register)
    return Suggested([_suggestion(one, title, source.synthetic) for one in found], False, title, source.synthetic)


def _source(register: Register) -> str:
    source = register.info.source
    title = ", ".join(part for part in (source.title, source.vintage) if part)
    return _("%(title)s (SYNTHÉTIQUE)") % {"title": title} if source.synthetic else title


@lru_cache(maxsize=1)
def _opened(t: Territories, version: str) -> Register:
    """Kept open while neither the territories nor the import in use change: its columns are mapped, not read."""
    return open_register(t)


def _area(t: Territories, near: Pole | None, commune: str) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    codes = [row.code for row in near.communes.all()] if near else []
    inside = t.resolve(codes) if codes else np.empty(0, dtype=np.int32)
    centre = commune or (near.commune if near else "")
    try:
        around = radius_perimeter(t, centre, NEAR_KM).communes if centre else np.empty(0, dtype=np.int32)
    except UnknownTerritory:
        around = np.empty(0, dtype=np.int32)
    return np.unique(np.concatenate([inside[inside >= 0], around])).astype(np.int32)


def _suggestion(one: Establishment, source: str, made_up: bool) -> Suggestion:
    return Suggestion(
        siret=one.siret,
        name=one.name,
        place=one.commune_name,
        activity=naf_label(one.naf) or naf_label(one.naf, "naf2025") if one.naf else "",
        legal_form=legal_label(one.legal),
        facts={
            "name": one.name,
            # A made-up number, which fails its key, never enters a record.
            "siret": "" if made_up else one.siret,
            "siren": "" if made_up else one.siret[:9],
            "legal_category": one.legal,
            "activity": one.naf,
            "commune": one.commune_code,
            "marks": marks_of(dict(one.flags)),
            "source_title": source,
        },
    )
