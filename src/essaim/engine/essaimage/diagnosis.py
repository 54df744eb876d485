"""Who is on this territory that a pole could be made of?

Counts come from profiles × communes; names are only touched by ``candidates``. Sure and possible stay apart, unknown
stays unknown, and a comparison uses the communes that the register covers whole, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from essaim.engine.essaimage.article9 import Composition, composition, load_article9, part_key
from essaim.engine.essaimage.ground import Ground
from essaim.engine.essaimage.indicators import Quotient, location_quotient
from essaim.engine.essaimage.references import Reference, usual_references
from essaim.engine.language import gettext as _
from essaim.engine.register.candidates import Candidates, Explain, find_candidates
from essaim.engine.register.families import Families
from essaim.engine.register.predicates import Answers, Predicate, evaluate, parse_predicate
from essaim.engine.register.profiles import Profiles
from essaim.engine.register.register import Coverage, Register, RegisterInfo
from essaim.engine.territories import (
    Perimeter,
    Territories,
    is_contiguous,
    perimeter_area,
)
from essaim.engine.values import Answer

# Under this share of establishments with a known legal category, a family's quotient would compare ignorance.
KNOWN_ENOUGH = 0.95
# Under this share of a reference's population, its covered communes say nothing of it.
COVERED_ENOUGH = 0.01
NATURAL_PERSON = "natural_person"
# From one commune in four on, it is quicker to read all the counts than to gather some.
_MANY = 4
# Public bodies, associations, holdings: where every form is unknown, such activities are not listed as persons'. They
# still count as possible: nobody knows. Landlords (68.20) and childminders (88.91) are persons.
NO_PERSON = parse_predicate(
    {
        "naf": {
            "rev2": ["64.20Z", "84*", "87*", "88.10*", "88.99*", "91*", "93.12Z", "94*", "99*"],
            "naf2025": ["64.2*", "84*", "87*", "88.10*", "88.99*", "91*", "93.12*", "94*", "99*"],
        }
    },
    "no person",
)
EMPLOYER = parse_predicate({"size_min": 1}, "employer")


@dataclass(frozen=True)
class Context:
    """The territory itself.

    Attributes:
        communes: how many.
        population: inhabitants of the communes whose population is known; None when none is.
        population_unknown: communes whose population is not known.
        area_km2: None when no contour is known.
        contiguous: whether the communes touch one another.
        covered: communes that the register covers whole, in part, not at all.
        covered_share: share of the population living in wholly covered communes; None when population is unknown.
    """

    communes: int
    population: float | None
    population_unknown: int
    area_km2: float | None
    contiguous: Answer
    covered: Mapping[Coverage, int]
    covered_share: float | None

    @property
    def complete(self) -> bool:
        """Every commune is wholly covered."""
        return self.covered[Coverage.WHOLE] == self.communes


@dataclass(frozen=True)
class Compared:
    """A share here beside the same share in a reference; ``quotient`` None with the ``reason`` why.

    ``per_1000``: sure establishments there per 1,000 inhabitants of its covered communes; None as in ``FamilyCount``,
    and when the register covers too little of the reference.
    """

    reference: str
    quotient: Quotient | None
    reason: str = ""
    per_1000: float | None = None


@dataclass(frozen=True)
class FamilyCount:
    """One family on the territory.

    Attributes:
        key, label, note: of the family.
        sure, possible: establishments (possible includes sure).
        suggested: possible but not sure, whose activity hints at the family.
        employers_sure, employers_possible: among the sure ones, those with at least one employee on 31 December.
        per_1000: sure establishments per 1,000 inhabitants, both counted on the wholly covered communes; None when
            there is none of these, when their population is unknown, or when no establishment is sure while some are
            possible (a rate of zero would be read as "none").
        compared: one entry per reference.
    """

    key: str
    label: str
    note: str
    sure: int
    possible: int
    suggested: int
    employers_sure: int
    employers_possible: int
    per_1000: float | None
    compared: tuple[Compared, ...]


@dataclass(frozen=True)
class ActivityCount:
    """One NAF division on the territory: establishments and quotient against one reference."""

    division: str
    count: int
    compared: tuple[Compared, ...]


@dataclass(frozen=True)
class PersonCount:
    """Sole traders of one NAF division: farmers, craftspeople, artists matter to a pole; they are never listed."""

    division: str
    sure: int
    possible: int


@dataclass(frozen=True)
class Diagnosis:
    """The whole answer, with what it rests on; ``candidates`` by family, natural persons left out."""

    perimeter: Perimeter
    context: Context
    establishments: int
    references: tuple[Reference, ...]
    families: tuple[FamilyCount, ...]
    activities: tuple[ActivityCount, ...]
    persons: tuple[PersonCount, ...]
    composition: tuple[Composition, ...]
    candidates: Mapping[str, Candidates]
    register: RegisterInfo
    register_version: str
    territories_version: str


def diagnose(
    perimeter: Perimeter, ground: Ground, *, references: Sequence[Reference] | None = None, limit: int = 5
) -> Diagnosis:
    """The diagnosis of one perimeter beside its references.

    Args:
        perimeter: the communes looked at.
        ground: territories, register and families.
        references: what to compare with; by default its région, France and the territories most like it.
        limit: candidates listed for each family; 0 leaves ``candidates`` empty, no name is read.
    """
    register, families, profiles = ground.register, ground.families, ground.register.profiles
    references = usual_references(perimeter, ground) if references is None else references
    answers = families.answers(profiles)
    here = profile_counts(register, perimeter.communes)
    context = _context(perimeter, ground.territories, register)
    fair = _Fair(ground, perimeter.communes, references)
    counted = tuple(_count_family(key, families, answers, profiles, here, context, fair) for key in families)
    return Diagnosis(
        perimeter=perimeter,
        context=context,
        establishments=int(here.sum()),
        references=tuple(references),
        families=counted,
        activities=_activities(profiles, here, fair),
        persons=_persons(profiles, answers[NATURAL_PERSON], here),
        composition=_composition(answers, here, context.complete),
        candidates=_candidates(perimeter, ground, answers, limit) if limit > 0 else {},
        register=register.info,
        register_version=register.version,
        territories_version=ground.territories.version,
    )


def profile_counts(register: Register, communes: NDArray[np.int32]) -> NDArray[np.int64]:
    """Establishments of each profile over some communes: int64 (n_profiles,)."""
    if _MANY * len(communes) > len(register.coverage):
        # France or a région: adding along what is mapped copies nothing.
        chosen = np.zeros(len(register.coverage), dtype=np.int32)
        chosen[communes] = 1
        return np.asarray(register.by_profile @ chosen, dtype=np.int64)
    return np.asarray(register.presence[communes].sum(axis=0), dtype=np.int64).ravel()


class _Fair:
    """Counts on wholly covered communes only, here and in each reference: what may be compared."""

    def __init__(self, ground: Ground, communes: NDArray[np.int32], references: Sequence[Reference]) -> None:
        register, territories, profiles = ground.register, ground.territories, ground.register.profiles
        whole = register.coverage == Coverage.WHOLE
        self.here = profile_counts(register, communes[whole[communes]])
        self.there = [profile_counts(register, ref.communes[whole[ref.communes]]) for ref in references]
        self.labels = [reference.label for reference in references]
        self.shares = [reference.covered_share for reference in references]
        legal = profiles.legal != ""
        self.known = [_share(legal, counts) for counts in (self.here, *self.there)]
        self.population = float(np.nansum(territories.population[communes[whole[communes]]]))
        self.populations = [
            float(np.nansum(territories.population[ref.communes[whole[ref.communes]]])) for ref in references
        ]

    def rate(self, answer: Answers) -> float | None:
        """Sure establishments per 1,000 inhabitants of the covered communes; None when that cannot be told."""
        if not self.population or not self._is_told(answer):
            return None
        return 1000 * int(self.here[answer == Answer.YES].sum()) / self.population

    def compare(self, answer: Answers, *, needs_legal: bool = True) -> tuple[Compared, ...]:
        """The quotient of the sure establishments against every reference."""
        kept = answer == Answer.YES
        results = []
        for place, (label, counts) in enumerate(zip(self.labels, self.there, strict=True)):
            known = min(self.known[0], self.known[place + 1]) if needs_legal else 1.0
            reason = self._reason(counts, known, self.shares[place])
            if not reason and not self._is_told(answer):
                reason = "answer_unknown"
            quotient = None
            if not reason:
                quotient = location_quotient(
                    int(self.here[kept].sum()), int(self.here.sum()), int(counts[kept].sum()), int(counts.sum())
                )
            results.append(Compared(label, quotient, reason, self._rate_there(place, answer)))
        return tuple(results)

    def _rate_there(self, place: int, answer: Answers) -> float | None:
        counts, population = self.there[place], self.populations[place]
        if not population or self.shares[place] < COVERED_ENOUGH or not self._is_told(answer, counts):
            return None
        return 1000 * int(counts[answer == Answer.YES].sum()) / population

    def _is_told(self, answer: Answers, counts: NDArray[np.int64] | None = None) -> bool:
        """Some establishment is sure, or none is even possible: otherwise a zero would be read as "none"."""
        counts = self.here if counts is None else counts
        return bool(counts[answer == Answer.YES].any() or not counts[answer == Answer.UNKNOWN].any())

    def _reason(self, counts: NDArray[np.int64], known: float, share: float) -> str:
        if not self.here.sum() or not counts.sum():
            return "not_covered"
        if share < COVERED_ENOUGH:
            return "barely_covered"
        if np.array_equal(counts, self.here):
            return "itself"
        return "legal_unknown" if known < KNOWN_ENOUGH else ""


def _share(kept: NDArray[np.bool_], counts: NDArray[np.int64]) -> float:
    total = int(counts.sum())
    return int(counts[kept].sum()) / total if total else 0.0


def _context(perimeter: Perimeter, territories: Territories, register: Register) -> Context:
    population = territories.population[perimeter.communes]
    known = ~np.isnan(population)
    coverage = register.coverage[perimeter.communes]
    total = float(population[known].sum())
    return Context(
        communes=len(perimeter.communes),
        population=total if known.any() else None,
        population_unknown=int((~known).sum()),
        area_km2=perimeter_area(territories, perimeter),
        contiguous=is_contiguous(territories, perimeter),
        covered={level: int(np.sum(coverage == level)) for level in Coverage},
        covered_share=float(population[known & (coverage == Coverage.WHOLE)].sum()) / total if total else None,
    )


def _count_family(
    key: str,
    families: Families,
    answers: Mapping[str, Answers],
    profiles: Profiles,
    here: NDArray[np.int64],
    context: Context,
    fair: _Fair,
) -> FamilyCount:
    family, answer = families[key], answers[key]
    sure = answer == Answer.YES
    hinted = suggested(family.suggests, profiles, answers) & (answer == Answer.UNKNOWN)
    employer = evaluate(EMPLOYER, profiles, answers)
    return FamilyCount(
        key=key,
        label=family.label(),
        note=family.note_text(),
        sure=int(here[sure].sum()),
        possible=int(here[answer >= Answer.UNKNOWN].sum()),
        suggested=int(here[hinted].sum()),
        employers_sure=int(here[sure & (employer == Answer.YES)].sum()),
        employers_possible=int(here[sure & (employer >= Answer.UNKNOWN)].sum()),
        per_1000=fair.rate(answer),
        compared=fair.compare(answer),
    )


def suggested(predicate: Predicate | None, profiles: Profiles, answers: Mapping[str, Answers]) -> NDArray[np.bool_]:
    """Profiles at which a hint points, bool (n_profiles,); none when there is no hint."""
    if predicate is None:
        return np.zeros(profiles.n, dtype=bool)
    return np.asarray(evaluate(predicate, profiles, answers) == Answer.YES)


def _persons(profiles: Profiles, answer: Answers, here: NDArray[np.int64]) -> tuple[PersonCount, ...]:
    """By activity; only those where somebody is sure, or where persons are looked for, most numerous first."""
    divisions, place = np.unique(profiles.naf.astype("U2"), return_inverse=True)

    def counted(kept: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.bincount(place, here * kept, minlength=len(divisions)).astype(np.int64)

    sure, possible = counted(answer == Answer.YES), counted(answer >= Answer.UNKNOWN)
    likely = sure + counted((answer == Answer.UNKNOWN) & (evaluate(NO_PERSON, profiles, {}) != Answer.YES))
    order = np.lexsort((divisions, -likely, -sure))
    return tuple(
        PersonCount(str(divisions[i]), int(sure[i]), int(possible[i])) for i in order if divisions[i] and likely[i]
    )


def _activities(profiles: Profiles, here: NDArray[np.int64], fair: _Fair) -> tuple[ActivityCount, ...]:
    divisions = profiles.naf.astype("U2")
    found = []
    for division in np.unique(divisions[(here > 0) & (divisions != "")]):
        kept = divisions == division
        found.append(
            ActivityCount(
                str(division),
                int(here[kept].sum()),
                fair.compare(np.where(kept, np.int8(Answer.YES), np.int8(Answer.NO)), needs_legal=False),
            )
        )
    return tuple(found)


def _composition(answers: Mapping[str, Answers], here: NDArray[np.int64], complete: bool) -> tuple[Composition, ...]:
    sure, possible = {}, {}
    for part in load_article9().parts:
        best = np.max([answers[key] for key in part.families], axis=0)
        sure[part_key(part)] = int(here[best == Answer.YES].sum())
        possible[part_key(part)] = int(here[best >= Answer.UNKNOWN].sum())
    return composition(sure, possible, complete=complete)


def _candidates(
    perimeter: Perimeter, ground: Ground, answers: Mapping[str, Answers], limit: int
) -> dict[str, Candidates]:
    """By family: sure ones, then those whose activity hints at it, nearest first. Natural persons are left out."""
    families, register = ground.families, ground.register
    return {
        key: find_candidates(
            answers[key],
            suggested(family.suggests, register.profiles, answers),
            family_reasons(key, families, register, answers),
            perimeter.communes,
            territories=ground.territories,
            register=register,
            centre=perimeter.center,
            limit=limit,
            only_hinted=True,
        )
        for key, family in families.items()
        if family.listed
    }


def family_reasons(key: str, families: Families, register: Register, answers: Mapping[str, Answers]) -> Explain:
    """Why a profile counts in a family, and what would confirm it."""

    @cache
    def reason(profile: int) -> tuple[str, str]:
        found = families.reason(key, register.profiles, answers, profile)
        if answers[key][profile] == Answer.YES:
            return found.text(), ""
        hint = families[key].suggests
        hinted = hint is not None and suggested(hint, register.profiles, answers)[profile]
        return (_("son activité y fait penser") if hinted else ""), found.confirmation()

    return reason
