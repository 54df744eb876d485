"""What each model of the library finds on a place: its conditions met, missing, unknown. No mark, no rank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from essaim.engine.errors import InvalidRules
from essaim.engine.essaimage import Ground, PatternScan, Targets, perimeter_targets, scan
from essaim.engine.patterns import Pattern
from essaim.engine.values import Answer
from essaim.web.territories.diagnosis import answer_words
from essaim.web.territories.keeping import kept
from essaim.web.territories.places import AskedPlace


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One condition of a model on the place.

    Attributes:
        key: of the role; "" for a condition on the territory itself.
        label: as the model writes it. wanted: what is asked, in words. core: the model cannot do without it.
        answer: "yes", "no" or "unknown". said: the same in words.
        sure, possible: actors found where they were looked for; None for a condition on the territory.
        reach_km: how far they were looked for; None within the place.
        complete: the register covers every commune where they were looked for.
    """

    key: str
    label: str
    wanted: str
    core: bool
    answer: str
    said: str
    sure: int | None
    possible: int | None
    reach_km: float | None
    complete: bool


@dataclass(frozen=True, slots=True)
class ModelLine:
    """One model on the place; ``conditions`` is empty when it cannot be asked there."""

    key: str
    label: str
    summary: str
    met: int
    missing: int
    unknown: int
    conditions: tuple[ConditionLine, ...]


def model_lines(models: Sequence[Pattern], place: AskedPlace, ground: Ground) -> tuple[ModelLine, ...]:
    """Each model on the place, in the order given; computed once for these models."""
    digests = " ".join(model.digest for model in models)
    return kept(ground, f"conditions-labels {place.line} {digests}", lambda: _asked(models, place, ground))


def _asked(models: Sequence[Pattern], place: AskedPlace, ground: Ground) -> tuple[ModelLine, ...]:
    targets = perimeter_targets(ground.territories, place.perimeter)
    try:
        return tuple(_line(one) for one in scan(models, targets, ground).scans)
    except InvalidRules:
        # One model asks what no installed table gives: it alone is left without an answer.
        return tuple(_alone(model, targets, ground) for model in models)


def _alone(model: Pattern, targets: Targets, ground: Ground) -> ModelLine:
    try:
        return _line(scan([model], targets, ground).scans[0])
    except InvalidRules:
        return ModelLine(model.key, model.label(), model.summary, 0, 0, 0, ())


def _line(found: PatternScan) -> ModelLine:
    tally = {answer: int(found.tally(answer)[0]) for answer in Answer}
    return ModelLine(
        key=found.pattern.key,
        label=found.pattern.label(),
        summary=found.pattern.summary,
        met=tally[Answer.YES],
        missing=tally[Answer.NO],
        unknown=tally[Answer.UNKNOWN],
        conditions=tuple(_condition(found, column) for column in range(len(found.asked))),
    )


def _condition(found: PatternScan, column: int) -> ConditionLine:
    asked, answer = found.asked[column], Answer(int(found.answers[0, column]))
    row = next((i for i, one in enumerate(found.pattern.roles) if asked.kind == "role" and one.key == asked.key), -1)
    return ConditionLine(
        key=asked.key if row >= 0 else "",
        label=asked.label,
        wanted=asked.wanted,
        core=asked.core,
        answer=answer.name.lower(),
        said=answer_words()[answer],
        sure=int(found.sure[0, row]) if row >= 0 else None,
        possible=int(found.possible[0, row]) if row >= 0 else None,
        reach_km=found.pattern.roles[row].reach_km if row >= 0 else None,
        complete=bool(found.complete[0, row]) if row >= 0 else True,
    )
