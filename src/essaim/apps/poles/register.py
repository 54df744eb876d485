"""The register, when one is loaded, as a source of records: what it suggests near a pole, ready to be filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

import numpy as np
from django.utils import timezone
from numpy.typing import NDArray

from essaim.apps.poles.models import Pole
from essaim.apps.poles.queries.look_ups import kept_establishments
from essaim.apps.poles.to_engine import marks_of
from essaim.engine.errors import NoRegister, StoreProblem, UnknownTerritory
from essaim.engine.language import gettext as _
from essaim.engine.register import Register, find_establishments, last_import, named_establishments, open_register
from essaim.engine.register.finding import Establishment
from essaim.engine.register.nomenclature import legal_label, naf_label
from essaim.engine.sources.recherche_answers import Found
from essaim.engine.sources.recherche_entreprises import SOURCE
from essaim.engine.territories import Territories, load_territories, radius_perimeter
from essaim.engine.values import luhn_is_valid

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
    """What the register answers. ``absent`` when no register is loaded: records are then entered by hand.

    ``looked_up``: what the public directory of enterprises answered about that number, when the register lacks it.
    """

    found: list[Suggestion]
    absent: bool
    source: str
    synthetic: bool
    looked_up: list[Suggestion] = field(default_factory=list)

    def by_siret(self, siret: str) -> Suggestion | None:
        """The one of that number, None when there is none."""
        return next((one for one in [*self.found, *self.looked_up] if one.siret == siret), None)


def suggest(
    text: str, *, near: Pole | None = None, commune: str = "", inside: NDArray[np.int32] | None = None
) -> Suggested:
    """The establishments that ``text`` may mean; names are looked for around the pole's commune, or ``commune``, or
    in the communes ``inside`` when they are given."""
    t = load_territories()
    try:
        register = _opened(t, last_import().version)
    except (NoRegister, StoreProblem):
        return Suggested([], absent=True, source="", synthetic=False, looked_up=_looked_up(text, t))
    area = _area(t, near, commune) if inside is None else inside
    found = find_establishments(text, area, territories=t, register=register, limit=_LIMIT) if text.strip() else []
    source = register.info.source
    title = _source(register)
    suggestions = [_suggestion(one, title, source.synthetic) for one in found]
    return Suggested(suggestions, False, title, source.synthetic, [] if suggestions else _looked_up(text, t))


def opened_register() -> Register:
    """The register in use, kept open.

    Raises:
        NoRegister: none is loaded. StoreProblem: it is damaged.
    """
    return _opened(load_territories(), last_import().version)


def suggested_by_number(sirets: Sequence[str]) -> Suggested:
    """The establishments of these SIRET that may be named, wherever they are; those that the register lacks, as kept
    answers of the public directory know them."""
    t = load_territories()
    try:
        register = _opened(t, last_import().version)
    except (NoRegister, StoreProblem):
        found = [one for siret in sirets for one in _looked_up(siret, t)]
        return Suggested([], absent=True, source="", synthetic=False, looked_up=found)
    source, title = register.info.source, _source(register)
    named = named_establishments(sirets, territories=t, register=register)
    found = [one for siret in sirets if siret not in named for one in _looked_up(siret, t)]
    suggestions = [_suggestion(one, title, source.synthetic) for one in named.values()]
    return Suggested(suggestions, False, title, source.synthetic, found)


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


def _looked_up(text: str, t: Territories) -> list[Suggestion]:
    """What kept answers of the public directory know of a number; only what may be named fills a record."""
    number = "".join(text.split()).replace(".", "")
    known = [(one, at) for one, at in kept_establishments(number) if one.name]
    return [_from_directory(one, at, t) for one, at in known]


def _from_directory(one: Found, at: datetime, t: Territories) -> Suggestion:
    place = int(t.resolve([one.commune])[0])
    right = luhn_is_valid(one.siret)
    said = _("%(title)s, consulté le %(day)s") % {"title": SOURCE.title, "day": f"{timezone.localtime(at):%d/%m/%Y}"}
    return Suggestion(
        siret=one.siret,
        name=one.name or "",
        place=str(t.names[place]) if place >= 0 else one.commune_name,
        activity=naf_label(one.naf) or one.naf,
        legal_form=legal_label(one.legal),
        facts={
            "name": one.name or "",
            # A number that fails its key is made up: it never enters a record.
            "siret": one.siret if right else "",
            "siren": one.siret[:9] if right else "",
            "legal_category": one.legal,
            "activity": one.naf,
            "commune": str(t.codes[place]) if place >= 0 else "",
            "marks": marks_of(dict(one.flags)),
            "source_title": said,
        },
    )


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
