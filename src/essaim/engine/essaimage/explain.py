"""One territory and one model, looked at closely: each role with its counts, its gap and its candidates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from essaim.engine.essaimage.conditions import Asked
from essaim.engine.essaimage.counting import role_answers
from essaim.engine.essaimage.ground import Ground
from essaim.engine.essaimage.scan import PatternScan, ScanResult
from essaim.engine.essaimage.targets import Targets, alone, criterion_values
from essaim.engine.language import gettext as _
from essaim.engine.patterns import Condition, Pattern, Role
from essaim.engine.register.candidates import Candidates, Explain, find_candidates
from essaim.engine.register.predicates import Answers, evaluate
from essaim.engine.register.register import Coverage, Register
from essaim.engine.territories import Territories
from essaim.engine.values import Answer


@dataclass(frozen=True)
class RoleHere:
    """A role on the territory.

    Attributes:
        role: of the model.
        answer: None when the role has no minimum.
        sure, possible: actors found where it was looked for, communes by the official lists among them.
        gap: how many sure actors are lacking to the minimum, 0 when met.
        uncovered: communes looked at that the register does not cover whole; the counts are lower bounds there.
        candidates: who could play it.
    """

    role: Role
    answer: Answer | None
    sure: int
    possible: int
    gap: int
    uncovered: int
    candidates: Candidates

    @property
    def official(self) -> int:
        """Sure actors that no register holds: communes, by the official lists."""
        return self.sure - self.candidates.sure


@dataclass(frozen=True)
class ConditionHere:
    """A condition on the territory itself; ``value`` None when unknown."""

    condition: Condition
    asked: Asked
    answer: Answer
    value: float | None


@dataclass(frozen=True)
class Explanation:
    """Everything a scan knows of one territory for one model."""

    pattern: Pattern
    code: str
    name: str
    population: float
    covered_share: float | None
    roles: tuple[RoleHere, ...]
    conditions: tuple[ConditionHere, ...]


def explain(
    result: ScanResult,
    scan: PatternScan,
    code: str,
    ground: Ground,
    *,
    limit: int = 5,
) -> Explanation:
    """Why that answer there?

    Args:
        result, scan: a scan and one of its models.
        code: of one of its territories.
        ground: the one the scan was made with.
        limit: candidates listed for each role.

    Raises:
        UnknownTerritory: the code is not among the scan's territories.
    """
    row = result.targets.place(code)
    one = alone(result.targets, row)
    known = ground.families.answers(ground.register.profiles)
    roles = tuple(_role_here(scan, i, row, one, known, ground, limit) for i in range(len(scan.pattern.roles)))
    conditions = tuple(
        _condition_here(scan, condition, row, one, ground.territories) for condition in scan.pattern.conditions
    )
    share = float(result.covered_share[row])
    return Explanation(
        pattern=scan.pattern,
        code=code,
        name=str(one.names[0]),
        population=float(one.population[0]),
        covered_share=None if np.isnan(share) else share,
        roles=roles,
        conditions=conditions,
    )


def _role_here(
    scan: PatternScan,
    i: int,
    row: int,
    one: Targets,
    known: dict[str, Answers],
    ground: Ground,
    limit: int,
) -> RoleHere:
    role, register = scan.pattern.roles[i], ground.register
    communes = one.of(np.array([0]), role.reach_km).indices.astype(np.int32)
    answers = role_answers([role.predicate], register.profiles, known)[:, 0]
    candidates = find_candidates(
        answers,
        role_hints(role, register, known),
        role_reasons(role, ground, known, answers),
        communes,
        territories=ground.territories,
        register=register,
        centre=int(one.centre[0]),
        limit=limit,
    )
    answer = Answer(int(scan.answers[row, scan.place("role", role.key)])) if role.minimum > 0 else None
    return RoleHere(
        role=role,
        answer=answer,
        sure=int(scan.sure[row, i]),
        possible=int(scan.possible[row, i]),
        gap=max(0, role.minimum - int(scan.sure[row, i])),
        uncovered=int(np.sum(register.coverage[communes] != Coverage.WHOLE)),
        candidates=candidates,
    )


def role_hints(role: Role, register: Register, known: dict[str, Answers]) -> NDArray[np.bool_]:
    """Profiles whose activity is the one that the role expects, bool (n_profiles,)."""
    if role.suggestion is None:
        return np.zeros(register.profiles.n, dtype=bool)
    return np.asarray(evaluate(role.suggestion, register.profiles, known) == Answer.YES)


def role_reasons(role: Role, ground: Ground, known: dict[str, Answers], answers: Answers) -> Explain:
    """Why a profile could play a role, and what would confirm it."""
    named = sorted(role.predicate.families())

    def reasons(profile: int) -> tuple[str, str]:
        why = [_("activité attendue par le rôle « %(role)s »") % {"role": role.name}] if role.suggests else []
        confirms = []
        for key in named:
            reason = ground.families.reason(key, ground.register.profiles, known, profile)
            if known[key][profile] == Answer.YES:
                why.append(reason.text())
            elif known[key][profile] == Answer.UNKNOWN:
                confirms.append(reason.confirmation())
        if answers[profile] == Answer.UNKNOWN and not confirms:
            confirms.append(_("la forme juridique ou le statut attendu par le modèle"))
        return " ; ".join(dict.fromkeys(why)), " ; ".join(dict.fromkeys(confirms))

    return reasons


def _condition_here(
    scan: PatternScan, condition: Condition, row: int, one: Targets, territories: Territories
) -> ConditionHere:
    place = scan.place("territory", condition.key)
    criterion = territories.criteria.get(condition.criterion)
    value = None
    if criterion is not None:
        found = float(criterion_values(one, criterion)[0][0])
        value = None if np.isnan(found) else found
    return ConditionHere(condition, scan.asked[place], Answer(int(scan.answers[row, place])), value)
