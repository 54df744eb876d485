"""Territories as people name them: which commune, which intercommunality, which communes of a list or around one."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.engine.territories import (
    COMMUNE,
    Place,
    Territories,
    level_perimeter,
    load_territories,
    radius_perimeter,
    search_places,
)
from essaim.engine.territories.search_index import search_form

EPCI = "epci"
_ANSWERS = 12
_MOST_LINES = 400
# « Romans-sur-Isère (26281) »: how a choice is written, and read again.
_WITH_CODE = re.compile(r".*\((?P<code>\d[\dAB]\d{3})\)\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of communes as people wrote it: the codes it means, and the lines that mean none, or several."""

    codes: list[str]
    unclear: list[str]


def communes_meant(text: str) -> list[Place]:
    """The communes that a name, a postal code or an INSEE code may mean, best first; one alone when it is sure."""
    t = load_territories()
    chosen = _WITH_CODE.fullmatch(text.strip())
    found = search_places(t, chosen["code"] if chosen else text, _ANSWERS, (COMMUNE,))
    if chosen:
        return [place for place in found if place.code == chosen["code"]]
    exact = [place for place in found if search_form(place.name) == search_form(text)]
    return exact if len(exact) == 1 else found


def epcis_meant(text: str) -> list[Place]:
    """The intercommunalities that a name or a SIREN may mean; a commune's name gives its own."""
    t = load_territories()
    found = search_places(t, text, _ANSWERS, (EPCI,))
    level = t.level(EPCI)
    for commune in communes_meant(text)[:_ANSWERS]:
        place = int(level.member[t.index(commune.code)])
        if place >= 0 and str(level.codes[place]) not in {one.code for one in found}:
            found.append(Place(EPCI, str(level.codes[place]), str(level.names[place]), commune.name, float("nan")))
    return found[:_ANSWERS]


def communes_of_epci(code: str) -> list[str]:
    """The codes of an intercommunality's communes.

    Raises:
        UnknownTerritory: there is none of that code.
    """
    t = load_territories()
    return _codes(t, level_perimeter(t, EPCI, code).communes.tolist())


def communes_around(commune: str, km: float) -> list[str]:
    """The codes of the communes within ``km`` of one, itself included.

    Raises:
        BadRadius, UnknownTerritory: not such a distance, no such commune.
    """
    t = load_territories()
    return _codes(t, radius_perimeter(t, commune, km).communes.tolist())


def communes_listed(text: str) -> Listed:
    """The communes of a list of names or codes, one a line, or parted by commas or semicolons.

    Raises:
        InvalidValue: the list is too long to be read at once.
    """
    lines = [line.strip() for line in re.split(r"[\n,;]+", text) if line.strip()]
    if len(lines) > _MOST_LINES:
        raise InvalidValue(
            _("Cette liste a plus de %(n)s lignes.") % {"n": _MOST_LINES},
            _("Ajoutez-la en plusieurs fois, ou par intercommunalité."),
        )
    codes, unclear = [], []
    for line in lines:
        found = communes_meant(line)
        if len(found) == 1:
            codes.append(found[0].code)
        else:
            unclear.append(line)
    return Listed(codes, unclear)


def by_epci(codes: Collection[str]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Communes by intercommunality: its code and name ("" outside any), codes and names of those of its communes."""
    t = load_territories()
    level = t.level(EPCI)
    groups: dict[int, list[tuple[str, str]]] = {}
    for code, place in zip(codes, t.resolve(list(codes)).tolist(), strict=True):
        above = int(level.member[place]) if place >= 0 else -1
        groups.setdefault(above, []).append((code, str(t.names[place]) if place >= 0 else code))
    named = [
        (str(level.codes[above]), str(level.names[above]), sorted(communes, key=lambda one: search_form(one[1])))
        if above >= 0
        else ("", "", communes)
        for above, communes in groups.items()
    ]
    return sorted(named, key=lambda group: search_form(group[1]))


def _codes(t: Territories, places: list[int]) -> list[str]:
    return [str(t.codes[place]) for place in places]
