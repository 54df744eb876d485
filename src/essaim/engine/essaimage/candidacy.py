"""Everybody of a place who could hold one part, to be searched, sorted and read page by page.

Only the page that is read becomes words: a région holds hundreds of thousands of possible actors. What may be shown of
each is ``disclosure``'s to say; natural persons are counted, never listed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from essaim.engine.disclosure import shown
from essaim.engine.essaimage.counting import role_answers
from essaim.engine.essaimage.diagnosis import family_reasons, suggested
from essaim.engine.essaimage.explain import role_hints, role_reasons
from essaim.engine.essaimage.ground import Ground
from essaim.engine.essaimage.official import official_communes
from essaim.engine.essaimage.targets import perimeter_targets
from essaim.engine.patterns import Role
from essaim.engine.register.candidates import Candidate, Explain, points_of, read_candidates
from essaim.engine.register.naming import name_of
from essaim.engine.register.predicates import Answers, Predicate, parse_predicate
from essaim.engine.register.register import Coverage
from essaim.engine.territories import Perimeter, distances_to_points_km
from essaim.engine.territories.search_index import search_form
from essaim.engine.values import Answer

SURE, HINTED, POSSIBLE = "sure", "hinted", "possible"
DISTANCE, NAME, ACTIVITY, CERTAINTY = "distance", "name", "activity", "certainty"


@dataclass(frozen=True, slots=True)
class HiddenCount:
    """How many of an activity in a commune may not be listed; ``naf`` "" when unknown."""

    naf: str
    nomenclature: str
    commune_code: str
    commune_name: str
    n: int


@dataclass(frozen=True, eq=False)
class Candidacy:
    """Those who may be listed for one part, in an order.

    Attributes:
        ground: what it stands on.
        communes: int32, where it was looked.
        origin: the commune that distances are taken from.
        rows: int64 (k,), rows of the register.
        hidden: int64, rows of those who are counted and may not be listed (natural persons, or who may be).
        distances: float64 (k,), km; NaN when unknown.
        answers, hinted, explain: of profiles, as in ``find_candidates``.
        sure, possible: establishments counted on the place, listed or not (possible includes sure).
        suggested: those that are possible only, whose activity hints at the part.
        unlisted: possible ones that may not be listed, natural persons mostly.
        uncovered: communes that the register does not cover whole: there may be others there.
        unseen: communes of which it holds nothing.
        official: int32, those of them that hold the part themselves, by the official lists; not counted here.
    """

    ground: Ground
    communes: NDArray[np.int32]
    origin: int
    rows: NDArray[np.int64]
    hidden: NDArray[np.int64]
    distances: NDArray[np.float64]
    answers: Answers
    hinted: NDArray[np.bool_]
    explain: Explain
    sure: int
    possible: int
    suggested: int
    unlisted: int
    uncovered: int
    unseen: int
    official: NDArray[np.int32]

    @property
    def is_told(self) -> bool:
        """The counts say something: none is "none" where everything is covered, elsewhere it is not known."""
        return bool(self.possible or not self.uncovered)

    def __len__(self) -> int:
        return len(self.rows)

    def only(self, certainty: str) -> Candidacy:
        """``SURE``: the sure ones; ``HINTED``: those whose activity alone hints at it; ``POSSIBLE``: all those possible
        without being sure; anything else: the sure ones and those hinted at, whom one asks first."""
        profile = self._profiles()
        is_sure, hinted = self.answers[profile] == Answer.YES, self.hinted[profile]
        kept = {SURE: is_sure, HINTED: hinted & ~is_sure, POSSIBLE: ~is_sure}.get(certainty, is_sure | hinted)
        return self._taking(np.flatnonzero(kept))

    def named(self, words: str) -> Candidacy:
        """Only those whose name may be shown and holds every word, whatever its accents and case."""
        wanted = search_form(words).split()
        if not wanted:
            return self
        places, names = self._names()
        held = [place for place, name in zip(places, names, strict=True) if all(word in name for word in wanted)]
        return self._taking(np.array(held, dtype=np.intp))

    def sorted(self, order: str) -> Candidacy:
        """By ``DISTANCE``, ``NAME`` (those without one last), ``ACTIVITY`` or ``CERTAINTY`` (then distance)."""
        if order == NAME:
            return self._taking(self._by_name())
        siret = np.asarray(self.ground.register.rows.siret[self.rows])
        near = np.nan_to_num(self.distances, nan=np.inf)
        keys: list[NDArray[np.generic]] = [siret, near]
        profile = self._profiles()
        if order == ACTIVITY:
            keys.append(self.ground.register.profiles.naf[profile])
        elif order == CERTAINTY:
            keys += [~self.hinted[profile], self.answers[profile] != Answer.YES]
        return self._taking(np.lexsort(keys))

    def _by_name(self) -> NDArray[np.intp]:
        siret = np.asarray(self.ground.register.rows.siret[self.rows])
        places, names = self._names()
        named = places[np.lexsort((siret[places], np.array(names, dtype=np.str_)))] if len(places) else places
        others = np.setdiff1d(np.arange(len(self)), places)
        return np.concatenate((named, others[np.argsort(siret[others])]))

    def read(self, start: int, stop: int) -> tuple[Candidate, ...]:
        """What may be told of some of them, in their order."""
        return read_candidates(
            self.rows[start:stop], self.distances[start:stop], self.answers, self.hinted, self.explain,
            territories=self.ground.territories, register=self.ground.register,
        )  # fmt: skip

    def hidden_counts(self) -> list[HiddenCount]:
        """Those who may not be listed and are sure, or whose activity hints at the part, by activity and commune:
        the most numerous first. Those of whom nothing says that they could hold it are in ``unlisted`` alone."""
        register, t = self.ground.register, self.ground.territories
        profile = np.asarray(register.rows.profile[self.hidden])
        asked = (self.answers[profile] == Answer.YES) | self.hinted[profile]
        naf, newer = (texts[profile][asked].tolist() for texts in (register.profiles.naf, register.profiles.naf25))
        communes = register.rows.commune_of(self.hidden[asked]).tolist() if asked.any() else []
        found = Counter(zip(naf, newer, communes, strict=True))
        lines = [
            HiddenCount(rev2 or new, "rev2" if rev2 else "naf2025", str(t.codes[place]), str(t.names[place]), n)
            for (rev2, new, place), n in found.items()
        ]
        return sorted(lines, key=lambda one: (-one.n, one.naf, one.commune_code))

    def points(self) -> NDArray[np.float64]:
        """(k, 2) longitude and latitude of each; its commune's when its own may not be shown; NaN when unknown."""
        lon, lat, _own = points_of(self.rows, self.ground.territories, self.ground.register)
        return np.column_stack((lon, lat))

    def _profiles(self) -> NDArray[np.int32]:
        return np.asarray(self.ground.register.rows.profile[self.rows])

    def _names(self) -> tuple[NDArray[np.intp], list[str]]:
        """Places of those whose name may be shown, and these names as they are searched."""
        register, t = self.ground.register, self.ground.territories
        may = shown(register.profiles).name[self._profiles()]
        starts = register.rows.name_start
        # Those who have none may be communes or EPCI, whose name is known otherwise: few enough to be read one by one.
        public = register.profiles.flags["public_siren"][self._profiles()] == Answer.YES
        places = np.flatnonzero(may & ((np.asarray(starts[self.rows + 1]) > np.asarray(starts[self.rows])) | public))
        rows = self.rows[places]
        communes = register.rows.commune_of(rows).tolist() if len(rows) else []
        names = [name_of(row, place, register, t) for row, place in zip(rows.tolist(), communes, strict=True)]
        known = np.array([name is not None for name in names], dtype=bool)
        return places[known], [search_form(name) for name in names if name is not None]

    def _taking(self, kept: NDArray[np.intp]) -> Candidacy:
        return replace(self, rows=self.rows[kept], distances=self.distances[kept])


def family_candidacy(key: str, perimeter: Perimeter, ground: Ground) -> Candidacy | None:
    """Who could be of that family; None when there is no such family, or when it is never listed (natural persons)."""
    family = ground.families.get(key)
    if family is None or not family.listed:
        return None
    answers = ground.families.answers(ground.register.profiles)
    hinted = suggested(family.suggests, ground.register.profiles, answers)
    explain = family_reasons(key, ground.families, ground.register, answers)
    predicate = parse_predicate({"family": key}, key)
    return _candidacy(ground, perimeter, perimeter.communes, predicate, answers[key], hinted, explain)


def role_candidacy(role: Role, perimeter: Perimeter, ground: Ground) -> Candidacy:
    """Who could play that role of a model; a role that reaches further is looked for around the place too."""
    known = ground.families.answers(ground.register.profiles)
    answers = role_answers([role.predicate], ground.register.profiles, known)[:, 0]
    targets = perimeter_targets(ground.territories, perimeter)
    communes = targets.of(np.array([0]), role.reach_km).indices.astype(np.int32)
    hinted = role_hints(role, ground.register, known)
    explain = role_reasons(role, ground, known, answers)
    return _candidacy(ground, perimeter, np.sort(communes), role.predicate, answers, hinted, explain)


def _candidacy(
    ground: Ground,
    perimeter: Perimeter,
    communes: NDArray[np.int32],
    predicate: Predicate,
    answers: Answers,
    hinted: NDArray[np.bool_],
    explain: Callable[[int], tuple[str, str]],
) -> Candidacy:
    register, territories = ground.register, ground.territories
    origin = int(perimeter_targets(territories, perimeter).centre[0])
    rows = register.rows.of(communes)
    profile = np.asarray(register.rows.profile[rows])
    answer, may = answers[profile], shown(register.profiles).listed[profile]
    possible = answer >= Answer.UNKNOWN
    kept = rows[possible & may]
    lon, lat, _own = points_of(kept, territories, register) if len(kept) else (np.empty(0),) * 3
    return Candidacy(
        ground=ground,
        communes=communes,
        origin=origin,
        rows=kept,
        hidden=rows[possible & ~may],
        distances=distances_to_points_km(territories, origin, lon, lat),
        answers=answers,
        hinted=hinted,
        explain=explain,
        sure=int(np.sum(answer == Answer.YES)),
        possible=int(np.sum(possible)),
        suggested=int(np.sum((answer == Answer.UNKNOWN) & hinted[profile])),
        unlisted=int(np.sum(possible & ~may)),
        uncovered=int(np.sum(register.coverage[communes] != Coverage.WHOLE)),
        unseen=int(np.sum(register.coverage[communes] == Coverage.NONE)),
        official=official_communes(predicate, communes, ground),
    )
