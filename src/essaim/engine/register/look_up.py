"""One territory looked up in the State's public directory of enterprises, in our own families.

For where no register is loaded, and for the names that it lacks. What the directory is asked depends on the family;
what it answers is judged by the same rules as the register (``families``), in three values, each with its reason.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from essaim.engine.errors import BadOption, InvalidRules
from essaim.engine.language import gettext as _
from essaim.engine.register.families import load_families
from essaim.engine.register.nomenclature import expand, legal_codes
from essaim.engine.register.predicates import evaluate, parse_predicate
from essaim.engine.register.profiles import FLAGS, Profiles
from essaim.engine.sources.recherche_answers import Found
from essaim.engine.sources.recherche_entreprises import MOST_RADIUS_KM, NearPoint, Question, Search
from essaim.engine.territories import Perimeter, Territories, WrittenPerimeter
from essaim.engine.territories.sphere import haversine_km
from essaim.engine.values import Answer

RULES = "look_up.toml"
EVERYBODY = ""
# An address holds some thousands of characters; a territory of more communes is asked by its larger level.
_AT_ONCE, MOST_COMMUNES = 120, 480
# A place is made of whole communes whose town hall lies within the radius: their edges lie further.
_BEYOND_KM = 10.0
_LEVELS = {"departement": "departements", "region": "regions", "epci": "epci"}
_ARRONDISSEMENT = "ARM"
_FLAGS = ("ess", "siae", "training", "association", "authority", "administration", "mission")
Filters = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LookedUp:
    """One establishment of the answer, in our families.

    Attributes:
        found: what the directory says of it.
        commune_code, commune_name: the commune of today.
        answer: for the family asked (YES for whoever is there when none was).
        why, confirms: why it counts; what would confirm it.
        distance_km: from the middle of the place, None when unknown.
    """

    found: Found
    commune_code: str
    commune_name: str
    answer: Answer
    why: str
    confirms: str
    distance_km: float | None


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer in our families.

    Attributes:
        listed: those that have a name first, sure before possible, then by distance.
        sure, possible: how many of each among ``listed`` (possible ones are not sure).
        against: establishments that the directory gives and our rules keep out of the family or of the activities.
        elsewhere: establishments outside of the place.
    """

    listed: tuple[LookedUp, ...]
    sure: int
    possible: int
    against: int
    elsewhere: int


def questions(
    family: str, words: str, place: WrittenPerimeter, t: Territories, activities: Sequence[str] = ()
) -> tuple[Question, ...]:
    """What to ask the directory: who of ``family`` ("": anybody), whose name holds ``words``, is in ``place``; of these
    ``activities`` alone (codes or prefixes of NAF rev. 2) when some are given.

    Raises:
        BadOption: a family that the directory cannot be asked about, a place of too many communes.
        UnknownTerritory, BadRadius, EmptyPerimeter: no such place.
    """
    asked = _asked()
    if family and family not in asked:
        raise BadOption(_("L'annuaire ne se laisse pas interroger sur cette famille."))
    filters: tuple[Filters, ...] = asked[family] if family else ({},)
    if activities:
        codes = tuple(dict.fromkeys(code for one in activities for code in expand(one)))
        filters = tuple({**one, "activities": codes} for one in filters)
    if not words and place.radius_km is not None and all(set(one) == {"activities"} for one in filters):
        near = _near(filters, place, t)
        if near:
            return near
    everywhere = _where(place, t)
    return tuple(replace(Search(text=words), **where, **one) for one in filters for where in everywhere)


def asked_families() -> tuple[str, ...]:
    """The families that the directory can be asked about, most useful first."""
    return tuple(_asked())


def number_question(number: str) -> tuple[Question, ...]:
    """What to ask about a SIREN or a SIRET."""
    return (Search(text=number),)


def judge(
    found: Sequence[Found],
    family: str,
    place: WrittenPerimeter | None,
    t: Territories,
    activities: Sequence[str] = (),
) -> Judged:
    """What the answer means for ``family`` ("": anybody) in ``place`` (None: wherever), and for these ``activities``.

    Raises:
        UnknownTerritory, BadRadius, EmptyPerimeter: no such place.
    """
    once = list({one.siret: one for one in found}.values())
    perimeter = place.perimeter(t) if place is not None else None
    if not once:
        return Judged((), 0, 0, 0, 0)
    where = t.resolve([one.commune for one in once])
    inside = where >= 0 if perimeter is None else np.isin(where, perimeter.communes)
    bench = _Bench(once, family, profiles_of(once), activities)
    kept = bench.kept
    distances = _distances(once, where, None if perimeter is None else _middle(perimeter, t), t)
    lines = [
        bench.line(int(row), str(t.codes[where[row]]), str(t.names[where[row]]), distances[row])
        for row in np.flatnonzero(inside & (kept != Answer.NO))
    ]
    lines.sort(key=_order)
    sure = sum(line.answer == Answer.YES for line in lines)
    against = int((inside & (kept == Answer.NO)).sum())
    return Judged(tuple(lines), sure, len(lines) - sure, against, int((~inside).sum()))


def _order(line: LookedUp) -> tuple[bool, int, float, str, str]:
    """Those that have a name first, sure before possible, near before far."""
    return not line.found.name, -line.answer, line.distance_km or 0.0, line.found.name or "", line.found.siret


def profiles_of(found: Sequence[Found]) -> Profiles:
    """What the directory says, as the register's profiles; what it does not say stays unknown."""
    return Profiles.from_rows(
        [
            {"naf": one.naf, "naf25": one.naf25, "legal": one.legal, "size": one.size, "unit_size": one.unit_size}
            | {key: one.flags[key] for key in FLAGS if key in one.flags}
            for one in found
        ]
    )


@cache
def _asked() -> Mapping[str, tuple[Filters, ...]]:
    """What to ask about each family, from the rules.

    Raises:
        InvalidRules: a key that is no filter (a defect of the installation).
    """
    text = (files("essaim") / "data" / "rules" / RULES).read_text(encoding="utf-8")
    return {entry["key"]: tuple(_filters(one) for one in entry["ask"]) for entry in tomllib.loads(text)["family"]}


def _filters(entry: Mapping[str, Any]) -> Filters:
    families, found = load_families(), Filters()
    for key, value in entry.items():
        if key == "legal_of":
            patterns = [one for reason in families[value].reasons for one in reason.when.legal()]
            found["legal"] = tuple(dict.fromkeys(code for one in patterns for code in legal_codes(one)))
        elif key == "activities_of":
            patterns = [one for reason in families[value].reasons for one in reason.when.codes("rev2")]
            found["activities"] = tuple(dict.fromkeys(code for one in patterns for code in expand(one)))
        elif key in _FLAGS:
            found[key] = bool(value)
        else:
            raise InvalidRules(_("%(name)s : la clé « %(key)s » n'existe pas.") % {"name": RULES, "key": key})
    return found


def _near(filters: Sequence[Filters], place: WrittenPerimeter, t: Territories) -> tuple[NearPoint, ...]:
    """Questions around a point, which know activities only; none when it cannot be."""
    centre = t.index(place.codes[0])
    radius = (place.radius_km or 0.0) + _BEYOND_KM
    if np.isnan(t.lon[centre]) or radius > MOST_RADIUS_KM:
        return ()
    lat, lon = float(t.lat[centre]), float(t.lon[centre])
    return tuple(NearPoint(lat, lon, radius, one["activities"]) for one in filters)


def _where(place: WrittenPerimeter, t: Territories) -> list[Filters]:
    """The place as filters: one for each question."""
    perimeter = place.perimeter(t)
    if place.kind in _LEVELS:
        return [{_LEVELS[place.kind]: place.codes}]
    if len(perimeter.communes) > MOST_COMMUNES:
        raise BadOption(
            _("Ce territoire compte trop de communes pour être demandé à l'annuaire (%(n)d au plus).")
            % {"n": MOST_COMMUNES},
            _("Réduisez le rayon, ou choisissez une intercommunalité ou un département."),
        )
    codes = [code for commune in perimeter.communes for code in _codes_of(int(commune), t)]
    return [{"communes": tuple(codes[start : start + _AT_ONCE])} for start in range(0, len(codes), _AT_ONCE)]


def _codes_of(commune: int, t: Territories) -> list[str]:
    """The codes under which the directory keeps a commune: Paris, Lyon and Marseille are kept by arrondissement."""
    parts = np.flatnonzero((t.former.index == commune) & (t.former.kinds == _ARRONDISSEMENT))
    return [str(t.former.codes[part]) for part in parts] or [str(t.codes[commune])]


def _middle(perimeter: Perimeter, t: Territories) -> tuple[float, float] | None:
    """The point that distances are taken from: the centre, else the most populous commune."""
    communes, centre = perimeter.communes, perimeter.center
    if centre is None:
        people = np.nan_to_num(t.population[communes], nan=0.0)
        centre = int(communes[int(np.argmax(people))])
    lon, lat = float(t.lon[centre]), float(t.lat[centre])
    return None if np.isnan(lon) else (lon, lat)


def _distances(
    found: Sequence[Found], where: NDArray[np.int32], middle: tuple[float, float] | None, t: Territories
) -> list[float | None]:
    if middle is None or not found:
        return [None] * len(found)
    own = [(one.lon, one.lat) for one in found]
    towns = [(float(t.lon[place]), float(t.lat[place])) if place >= 0 else (np.nan, np.nan) for place in where]
    points = np.array(
        [town if lon is None or lat is None else (lon, lat) for (lon, lat), town in zip(own, towns, strict=True)]
    )
    km = haversine_km(middle[0], middle[1], points[:, 0], points[:, 1])
    return [None if np.isnan(value) else float(value) for value in km]


class _Bench:
    """An answer laid before the families."""

    def __init__(self, found: Sequence[Found], family: str, profiles: Profiles, activities: Sequence[str] = ()) -> None:
        self.found, self.family, self.profiles = found, family, profiles
        self.families = load_families()
        self.answers = self.families.answers(profiles)
        kept = self.answers[family] if family else np.full(len(found), Answer.YES, dtype=np.int8)
        if activities:
            # The directory filters by the activity of the legal unit; that of the establishment is what counts here.
            wanted = parse_predicate({"naf": {"rev2": list(activities)}}, RULES)
            kept = np.minimum(kept, evaluate(wanted, profiles, self.answers)).astype(np.int8)
        self.kept = kept

    def line(self, row: int, commune: str, commune_name: str, distance: float | None) -> LookedUp:
        """One establishment with its answer and why."""
        answer = Answer(int(self.kept[row]))
        if not self.family:
            return LookedUp(self.found[row], commune, commune_name, answer, "", "", distance)
        reason = self.families.reason(self.family, self.profiles, self.answers, row)
        confirms = reason.confirmation() if answer == Answer.UNKNOWN else ""
        return LookedUp(self.found[row], commune, commune_name, answer, reason.text(), confirms, distance)
