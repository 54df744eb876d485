"""Find a territory by its name, its postal code or its code, however it is written.

Answers come in this order: the same code, the same name, names that start like the question, names with a word that
does, names that contain it; the most populated first. Between equal names, communes come before the levels that bear
their name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from essaim.engine.language import gettext as _
from essaim.engine.territories.codes import clean_code
from essaim.engine.territories.model import COMMUNE, Territories
from essaim.engine.territories.opening import open_array
from essaim.engine.territories.search_index import (
    COMMUNE_ENTRY,
    FIRST_LEVEL_ENTRY,
    FORMER_ENTRY,
    search_form,
    without_article,
)
from essaim.engine.territories.version_files import ARRAYS

_CODE, _EXACT, _PREFIX, _WORD, _INSIDE = range(5)
_SCATTERED = 100
# Shorter questions would match almost every name: only what starts like them is looked for.
_SHORT = 3
_CODE_LENGTH = 5
_WIDE_LEVELS = ("departement", "region")
# Codes that people know by heart or copy; those of other zonings are only labels.
_CODED_LEVELS = ("departement", "region", "epci", "ept", "zone_emploi")
# Postal codes of the arrondissements of the three cities that have some: tables of postal codes give these as communes
# of their own, which they are not.
_ARRONDISSEMENTS = (
    ("75001", "75020", "75056"), ("75116", "75116", "75056"), ("69001", "69009", "69123"), ("13001", "13016", "13055"),
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """One answer.

    Attributes:
        kind: "commune" or the key of a level.
        code, name: of the territory of today.
        context: where it is, or under which name of the past it was found.
        population: NaN when unknown.
    """

    kind: str
    code: str
    name: str
    context: str
    population: float


@dataclass(frozen=True, eq=False)
class _Hits:
    """Matches, before they become places: the lower the rank, the better."""

    rank: NDArray[np.int64]
    kind: NDArray[np.int64]
    target: NDArray[np.int64]
    population: NDArray[np.float64]

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, int, float]]) -> _Hits:
        table = np.array(list(rows), dtype=np.float64).reshape(-1, 4)
        rank, kind, target = (table[:, column].astype(np.int64) for column in range(3))
        return cls(rank, kind, target, table[:, 3])

    def plus(self, other: _Hits) -> _Hits:
        pairs = ((self.rank, other.rank), (self.kind, other.kind), (self.target, other.target))
        rank, kind, target = (np.concatenate(pair) for pair in pairs)
        return _Hits(rank, kind, target, np.concatenate((self.population, other.population)))

    def best_first(self) -> Iterator[tuple[int, int]]:
        """(kind, target) of each match, in order."""
        family = np.where(self.kind == COMMUNE_ENTRY, 0, np.where(self.kind == FORMER_ENTRY, 2, 1))
        family = np.where(self.rank <= _EXACT, family, 0)
        order = np.lexsort((self.target, -self.population, family, self.rank))
        return zip(self.kind[order].tolist(), self.target[order].tolist(), strict=True)


@dataclass(frozen=True, eq=False)
class _Index:
    text: bytes
    letters: NDArray[np.uint8]
    start: NDArray[np.int64]
    kind: NDArray[np.uint8]
    target: NDArray[np.int32]
    population: NDArray[np.float64]


def search_places(t: Territories, text: str, limit: int = 10, levels: Collection[str] | None = None) -> list[Place]:
    """The territories that ``text`` may mean, best first.

    Accents, hyphens, apostrophes, ligatures, case, « St » for « Saint » and leading articles do not matter. Digits are
    read as a postal code (whole or beginning), a commune code, a SIREN of an EPCI, a code of a level. Several words
    that
    are nowhere together are looked for apart, the name or code of the département counting: « saint denis reunion ».

    Args:
        limit: how many answers at most.
        levels: keep these kinds only ("commune" or keys of levels).
    """
    joined = "".join(text.split())
    if joined.isdigit():
        text = joined  # people group digits: « 48 000 », « 244 800 405 »
    form = search_form(text)
    if not form or limit < 1:
        return []
    hits = _code_hits(t, text.strip(), form).plus(_name_hits(_index(t.path), form))
    if not hits.rank.size and " " in form:
        hits = _scattered_hits(t, _index(t.path), form.split())
    return _places(t, hits, limit, levels)


@lru_cache(maxsize=4)
def _index(path: Path) -> _Index:
    names = ("text", "start", "kind", "target", "population")
    letters, *others = (np.asarray(open_array(path / ARRAYS, f"search_{name}")) for name in names)
    return _Index(letters.tobytes(), letters, *others)


def _name_hits(index: _Index, form: str) -> _Hits:
    wanted = form
    found = _occurrences(index.text, wanted)
    if not found.size and (wanted := without_article(form)) != form:
        found = _occurrences(index.text, wanted)
    before, after = index.letters[found - 1], index.letters[found + len(wanted)]
    starts = np.where(after == ord("\n"), _EXACT, _PREFIX)
    rank = np.where(before == ord("\n"), starts, np.where(before == ord(" "), _WORD, _INSIDE))
    entry = np.searchsorted(index.start, found, side="right") - 1
    kind, target = index.kind[entry].astype(np.int64), index.target[entry].astype(np.int64)
    return _Hits(rank.astype(np.int64), kind, target, index.population[entry])


def _occurrences(text: bytes, wanted: str) -> NDArray[np.int64]:
    """Where ``wanted`` stands in the text of names; for a short one, only where a name starts with it."""
    sought = wanted.encode("ascii")
    shift = 1 if len(sought) < _SHORT else 0
    found = re.finditer(b"\n" * shift + sought, text)
    return np.array([match.start() for match in found], dtype=np.int64) + shift


def _scattered_hits(t: Territories, index: _Index, words: list[str]) -> _Hits:
    """Communes and territories each word of which stands in their name, or in that of their département or région."""
    possible: set[tuple[int, int]] | None = None
    people: dict[tuple[int, int], float] = {}
    named: Counter[tuple[int, int]] = Counter()
    for word in words:
        hits = _name_hits(index, word)
        keys = list(zip(hits.kind.tolist(), hits.target.tolist(), strict=True))
        named.update(set(keys))
        people |= dict(zip(keys, hits.population.tolist(), strict=True))
        found = set(keys) | {(COMMUNE_ENTRY, commune) for commune in _communes_around(t, word, keys)}
        possible = found if possible is None else possible & found
    # The more words its own name holds, the better.
    return _Hits.of((_SCATTERED - named[key], *key, people[key]) for key in possible or () if key in people)


def _communes_around(t: Territories, word: str, keys: Iterable[tuple[int, int]]) -> set[int]:
    """The communes of the départements and régions that the word names, or whose code it is."""
    communes: set[int] = set()
    for rank, (key, level) in enumerate(t.levels.items()):
        if key in _WIDE_LEVELS:
            named = {target for kind, target in keys if kind == FIRST_LEVEL_ENTRY + rank}
            coded = set(np.flatnonzero(level.codes == word.upper()).tolist()) if key == "departement" else set()
            for place in named | coded:
                communes.update(level.communes(place).tolist())
    return communes


def _code_hits(t: Territories, raw: str, form: str) -> _Hits:
    code = clean_code(raw)
    rows: list[tuple[int, int, int, float]] = []
    if " " in form or not any(letter.isdigit() for letter in code):
        return _Hits.of(rows)
    commune = int(t.resolve([code])[0]) if len(code) == _CODE_LENGTH else -1
    if commune >= 0 and str(t.codes[commune]) == code:
        rows.append((_CODE, COMMUNE_ENTRY, commune, _people(t, commune)))
    elif commune >= 0:
        rows.append((_CODE, FORMER_ENTRY, int(np.flatnonzero(t.former.codes == code)[0]), _people(t, commune)))
    for rank, (key, level) in enumerate(t.levels.items()):
        for place in np.flatnonzero(level.codes == raw.upper()).tolist():
            known_by_code = _CODE if key in _CODED_LEVELS else _WORD
            rows.append((known_by_code, FIRST_LEVEL_ENTRY + rank, place, _level_people(t, key, place)))
    if raw.isdigit() and len(raw) > 1:
        codes, owners = _postal(t.path)
        low, high = np.searchsorted(codes, [raw, raw + "~"])
        whole = _CODE if len(raw) == _CODE_LENGTH else _PREFIX
        found = {*np.unique(owners[low:high]).tolist(), *_city_of(t, raw)}
        rows += [(whole, COMMUNE_ENTRY, owner, _people(t, owner)) for owner in sorted(found)]
    return _Hits.of(rows)


def _city_of(t: Territories, postal_code: str) -> list[int]:
    """Paris, Lyon or Marseille, when the postal code is that of one of their arrondissements."""
    for first, last, code in _ARRONDISSEMENTS:
        if len(postal_code) == _CODE_LENGTH and first <= postal_code <= last:
            place = int(t.resolve([code])[0])
            return [place] if place >= 0 else []
    return []


@lru_cache(maxsize=4)
def _postal(path: Path) -> tuple[NDArray[np.str_], NDArray[np.int32]]:
    arrays = path / ARRAYS
    return np.array(open_array(arrays, "postal_code")), np.array(open_array(arrays, "postal_index"))


def _people(t: Territories, commune: int) -> float:
    return float(np.nan_to_num(t.population[commune]))


def _level_people(t: Territories, key: str, place: int) -> float:
    population = t.population[np.asarray(t.levels[key].member) == place]
    return float(np.nansum(population)) if np.isfinite(population).any() else float("nan")


def _places(t: Territories, hits: _Hits, limit: int, levels: Collection[str] | None) -> list[Place]:
    """The best hit of each territory, in order, as places."""
    keys = list(t.levels)
    seen: set[tuple[str, int]] = set()
    places: list[Place] = []
    for entry, target in hits.best_first():
        kind = COMMUNE if entry < FIRST_LEVEL_ENTRY else keys[entry - FIRST_LEVEL_ENTRY]
        former = target if entry == FORMER_ENTRY else -1
        own = int(t.former.index[target]) if former >= 0 else target
        if (kind, own) in seen or (levels is not None and kind not in levels):
            continue
        seen.add((kind, own))
        places.append(_commune_place(t, own, former) if kind == COMMUNE else _level_place(t, kind, own))
        if len(places) == limit:
            break
    return places


def _commune_place(t: Territories, commune: int, former: int) -> Place:
    level = t.levels.get("departement")
    place = int(level.member[commune]) if level is not None else -1
    context = f"{level.names[place]} ({level.codes[place]})" if level is not None and place >= 0 else ""
    if former >= 0:
        names = {
            "ARM": _("arrondissement"),
            "COMD": _("commune déléguée"),
            "COMA": _("commune associée"),
            "OLD": _("ancienne commune"),
        }
        said = str(t.former.names[former]) or str(t.former.codes[former])
        kind = names.get(str(t.former.kinds[former]), names["OLD"])
        context = f"{said}, {kind} – {context}" if context else f"{said}, {kind}"
    population = float(t.population[commune])
    return Place(COMMUNE, str(t.codes[commune]), str(t.names[commune]), context, population)


def _level_place(t: Territories, kind: str, place: int) -> Place:
    level = t.levels[kind]
    return Place(kind, str(level.codes[place]), str(level.names[place]), level.label, _level_people(t, kind, place))
