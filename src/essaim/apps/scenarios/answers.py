"""The answers of a scan: each condition met, missing or unknown on each territory, as the minimums asked for decide.

Read from kept counts: nothing is counted again. Ordered by name, which ranks nobody, unless another order is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from essaim.apps.scenarios.counting import Counts
from essaim.apps.scenarios.question import Question
from essaim.engine.essaimage import COMMUNE, Ground
from essaim.engine.essaimage.conditions import Asked
from essaim.engine.essaimage.counting import RoleCounts
from essaim.engine.essaimage.scan import decide_conditions
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.engine.territories import Level, Territories
from essaim.engine.territories.search_index import search_form
from essaim.engine.values import Answer

NAME, ANSWERED, FOUND, POPULATION = "", "reunies", "acteurs", "habitants"
SORTS = (NAME, ANSWERED, FOUND, POPULATION)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which territories to show, and in what order.

    Attributes:
        words: in the name. least: conditions met at least. none_missing: no condition is missing.
        condition, answer: one condition (its key, see ``condition_key``), and what its answer must be.
        low, high: inhabitants. sort: one of ``SORTS``.
    """

    words: str = ""
    least: int = 0
    condition: str = ""
    answer: Answer | None = None
    low: int | None = None
    high: int | None = None
    sort: str = NAME
    none_missing: bool = False


@dataclass(frozen=True, eq=False)
class Answers:
    """Every condition on every territory.

    Attributes:
        question, counts, ground: what it is made from.
        asked: the c conditions. answers: int8 ``Answer`` (m, c).
        found: int64 (m,), sure actors of all roles.
    """

    question: Question
    counts: Counts
    ground: Ground
    asked: tuple[Asked, ...]
    answers: NDArray[np.int8]
    found: NDArray[np.int64]

    @property
    def m(self) -> int:
        """How many territories there are."""
        return len(self.counts.rows)

    @property
    def level(self) -> Level:
        """Their level."""
        return self.ground.territories.level(self.question.level)

    @cached_property
    def codes(self) -> NDArray[np.str_]:
        """(m,) their codes."""
        return np.asarray(self.level.codes[self.counts.rows])

    @cached_property
    def names(self) -> NDArray[np.str_]:
        """(m,) their names."""
        return np.asarray(self.level.names[self.counts.rows])

    @cached_property
    def met(self) -> NDArray[np.int64]:
        """(m,) conditions met."""
        return self._tally(Answer.YES)

    @cached_property
    def missing(self) -> NDArray[np.int64]:
        """(m,) conditions missing."""
        return self._tally(Answer.NO)

    @cached_property
    def unknown(self) -> NDArray[np.int64]:
        """(m,) conditions unknown."""
        return self._tally(Answer.UNKNOWN)

    def place(self, code: str) -> int | None:
        """The row of the territory of that code; None when it is not among them."""
        found = np.flatnonzero(self.codes == code)
        return int(found[0]) if len(found) else None

    def chosen(self, filters: Filters) -> NDArray[np.int64]:
        """The rows that the filters keep, in the order they ask for."""
        kept = self.met >= filters.least
        if filters.none_missing:
            kept &= self.missing == 0
        population = self.counts.population
        if filters.low is not None:
            kept &= population >= filters.low
        if filters.high is not None:
            kept &= population <= filters.high
        keys = [condition_key(asked) for asked in self.asked]
        if filters.condition in keys and filters.answer is not None:
            kept &= self.answers[:, keys.index(filters.condition)] == filters.answer
        if filters.words:
            kept &= self._named(filters.words)
        rows = np.flatnonzero(kept)
        return rows[self._order(rows, filters.sort)]

    def _tally(self, answer: Answer) -> NDArray[np.int64]:
        return np.asarray(np.sum(self.answers == answer, axis=1), dtype=np.int64)

    def _named(self, words: str) -> NDArray[np.bool_]:
        forms = _search_forms(self.ground.territories, self.question.level)[self.counts.rows]
        kept = np.ones(self.m, dtype=bool)
        for word in search_form(words).split():
            kept &= np.char.find(forms, word) >= 0
        return kept

    def _order(self, rows: NDArray[np.int64], sort: str) -> NDArray[np.int64]:
        codes, found = self.codes[rows], self.found[rows]
        names = _search_forms(self.ground.territories, self.question.level)[self.counts.rows][rows]
        by_name = (codes, names)
        keys: dict[str, tuple[NDArray[np.generic], ...]] = {
            # As the engine orders, whose ties go by code.
            ANSWERED: (codes, -found, self.missing[rows], -self.met[rows]),
            # Where the register holds nothing, communes of the official lists are not "the actors found".
            FOUND: (*by_name, -np.where(self.counts.seen[rows], found, 0)),
            POPULATION: (*by_name, -self.counts.population[rows]),
        }
        return np.lexsort(keys.get(sort, by_name))


def decide(question: Question, counts: Counts, ground: Ground) -> Answers:
    """The answers that the minimums asked for give on these counts."""
    pattern = question.asked_pattern
    place = {role.key: column for column, role in enumerate(question.pattern.roles)}
    roles = [place[role.key] for role in pattern.roles]
    counted = RoleCounts(counts.sure[:, roles], counts.possible[:, roles], counts.complete[:, roles])
    territory = [np.asarray(counts.answers[:, column]) for column in range(len(pattern.conditions))]
    asked, answers = decide_conditions(pattern, counted, territory)
    found = np.asarray(counted.sure.sum(axis=1, dtype=np.int64))
    return Answers(question, counts, ground, asked, answers, found)


def condition_key(asked: Asked) -> str:
    """The name of a condition in addresses and records: ``role.producteurs``, ``territory.densite``."""
    return f"{asked.kind}.{asked.key}"


def answer_word(answer: Answer) -> str:
    """An answer in words."""
    return {Answer.YES: _("réunie"), Answer.NO: _("absente"), Answer.UNKNOWN: _("inconnue")}[answer]


def tally_in_words(met: int, missing: int, unknown: int) -> str:
    """How many conditions are met, missing, unknown, in words."""
    said = (
        ngettext("%(n)d réunie", "%(n)d réunies", met) % {"n": met},
        ngettext("%(n)d absente", "%(n)d absentes", missing) % {"n": missing},
        ngettext("%(n)d inconnue", "%(n)d inconnues", unknown) % {"n": unknown},
    )
    return ", ".join(said)


@lru_cache(maxsize=4)
def _search_forms(t: Territories, level: str) -> NDArray[np.str_]:
    """(m,) the names of a level as they are searched."""
    names = t.names if level == COMMUNE else t.level(level).names
    return np.array([search_form(str(name)) for name in names])
