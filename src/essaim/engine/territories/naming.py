"""A territory said by its name or its number: the one that it surely means, or those among which to choose."""

from __future__ import annotations

import re

from essaim.engine.errors import UnknownTerritory
from essaim.engine.language import gettext as _
from essaim.engine.territories.model import COMMUNE, Territories
from essaim.engine.territories.search import Place, search_places
from essaim.engine.territories.search_index import search_form, without_article
from essaim.engine.territories.written import read_perimeter

_DEPARTEMENT = "departement"
_NUMBER = re.compile(r"\d{1,3}|2[AB]")
_DETAILED = re.compile(r"(.+?)\s*\(([^()]+)\)")
_SHORT_FOR_EPCI = re.compile(r"^(?:cc|ca|cu|comcom|agglo)\s+(?:(?:de la|de l'|du|des|de|d')\s*)?", re.IGNORECASE)
_MOST = 12


def place_named(t: Territories, text: str) -> Place:
    """The commune or territory of a level that ``text`` surely means.

    A number alone is that of a département, which people know by heart; régions have the same numbers and are called by
    their names. Between territories of one name, what stands in brackets tells: a code, a département, "région".

    Raises:
        UnknownTerritory: none bears that name, or several do; the sentence lists them as they may be written.
    """
    said = " ".join(text.split())
    found = search_places(t, said.zfill(2) if said.isdigit() else said, _MOST)
    if not found and (rest := _SHORT_FOR_EPCI.sub("", said)) != said:
        found = search_places(t, rest, _MOST, ("epci",))
    sure = _alone(t, said, found)
    detailed = _DETAILED.fullmatch(said)
    if len(sure) != 1 and detailed is not None:
        asked = set(search_form(detailed[2]).split())
        found = [one for one in search_places(t, detailed[1], 10 * _MOST) if asked <= _words(one)]
        sure = _alone(t, detailed[1], found)
    sure = sure or found
    if len(sure) == 1:
        return sure[0]
    if not sure:
        raise UnknownTerritory(
            _("Aucun territoire ne s'appelle « %(text)s ».") % {"text": said[:80]},
            _("Écrivez un nom ou un numéro par ligne : Lozère, 48, Occitanie, une commune, une intercommunalité."),
        )
    raise UnknownTerritory(
        _("« %(text)s » peut être : %(names)s.")
        % {"text": said[:80], "names": " ; ".join(full_name(one) for one in sure[:_MOST])},
        _("Écrivez celui que vous voulez tel qu'il est ici."),
    )


def short_name(t: Territories, place: Place) -> str:
    """The shortest way to write a territory that ``place_named`` reads back: its name, with a detail when several bear
    it."""
    try:
        found = place_named(t, place.name)
    except UnknownTerritory:
        return full_name(place)
    return place.name if (found.kind, found.code) == (place.kind, place.code) else full_name(place)


def full_name(place: Place) -> str:
    """The name with what tells the territory from others: ``Valence (commune 26362, Drôme 26)``."""
    kinds = {
        COMMUNE: _("commune"),
        _DEPARTEMENT: _("département"),
        "region": _("région"),
        "epci": _("intercommunalité"),
    }
    detail = f"{kinds.get(place.kind, place.context)} {place.code}"
    around = place.context.replace("(", "").replace(")", "") if place.kind == COMMUNE else ""
    return f"{place.name} ({detail}, {around})" if around else f"{place.name} ({detail})"


def _alone(t: Territories, said: str, found: list[Place]) -> list[Place]:
    """Among what was found, that which bears the very name or code; one of those that are the same communes."""
    if _NUMBER.fullmatch(said.upper()):
        return [one for one in found if (one.kind, one.code) == (_DEPARTEMENT, said.upper().zfill(2))]
    form = search_form(said)
    kept: dict[tuple[int, ...], Place] = {}
    for one in found:
        own = search_form(one.name)
        if said.upper() == one.code or form in (own, without_article(own)):
            communes = read_perimeter(f"{one.kind}:{one.code}").perimeter(t).communes
            kept.setdefault(tuple(sorted(communes.tolist())), one)
    return list(kept.values())


def _words(place: Place) -> set[str]:
    return set(search_form(f"{place.name} {full_name(place)} {place.kind} {place.context}").split())
