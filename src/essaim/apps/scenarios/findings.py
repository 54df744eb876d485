"""What a scan found, packed to be kept with it, and what changed between two findings."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from essaim.apps.scenarios.answers import Answers, condition_key
from essaim.engine.essaimage.conditions import Asked
from essaim.engine.values import Answer

# One sign for each answer, in the order of ``Answer``: missing, unknown, met.
_SIGNS = "-?+"


@dataclass(frozen=True)
class Findings:
    """The answers of a scan, as they are kept.

    Attributes:
        conditions: key → (label as the model writes it, what was asked), in order.
        answers: code of a territory → one sign for each condition, in the same order.
    """

    conditions: Mapping[str, tuple[str, str]]
    answers: Mapping[str, str]

    def answer(self, code: str, condition: str) -> Answer | None:
        """The answer of a territory; None when it, or the condition, was not looked at."""
        signs = self.answers.get(code)
        if signs is None or condition not in self.conditions:
            return None
        return Answer(_SIGNS.index(signs[list(self.conditions).index(condition)]))


@dataclass(frozen=True)
class ConditionChange:
    """One condition in two findings: the territories where it is met in the second only, in the first only.

    Attributes:
        key, label: of the condition. before, after: what was asked, "" where it was not.
        met_before, met_after: territories where it is met, among those that both looked at.
        gained, lost: codes.
    """

    key: str
    label: str
    before: str
    after: str
    met_before: int
    met_after: int
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True)
class TerritoryChange:
    """A territory that answers otherwise: (label of the condition, answer before, answer after) of each change."""

    code: str
    changes: tuple[tuple[str, Answer, Answer], ...]


def findings_of(answers: Answers) -> Findings:
    """What a scan found, ready to be kept."""
    signs = np.array(list(_SIGNS))[answers.answers]
    return Findings(
        {condition_key(asked): (asked.label, asked.wanted) for asked in answers.asked},
        {str(code): "".join(row) for code, row in zip(answers.codes, signs, strict=True)},
    )


def pack(findings: Findings) -> str:
    """As text for a record, compressed."""
    text = json.dumps({"conditions": findings.conditions, "answers": findings.answers}, ensure_ascii=False)
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def unpack(packed: str) -> Findings:
    """What ``pack`` packed."""
    data = json.loads(zlib.decompress(base64.b64decode(packed)))
    return Findings({key: (said[0], said[1]) for key, said in data["conditions"].items()}, data["answers"])


def said_again(found: Findings, asked: Sequence[Asked]) -> Findings:
    """The same with its conditions in the language in use, whatever the language of who kept them."""
    said = {condition_key(one): (one.label, one.wanted) for one in asked}
    return replace(found, conditions={key: said.get(key, kept) for key, kept in found.conditions.items()})


def changes_by_condition(before: Findings, after: Findings) -> list[ConditionChange]:
    """Each condition of either, on the territories that both looked at."""
    both = [code for code in before.answers if code in after.answers]
    keys = [*before.conditions, *(key for key in after.conditions if key not in before.conditions)]
    return [_change(key, before, after, both) for key in keys]


def changes_by_territory(before: Findings, after: Findings) -> list[TerritoryChange]:
    """The territories that answer a shared condition otherwise, in the order of ``before``."""
    shared = [key for key in before.conditions if key in after.conditions]
    was = [list(before.conditions).index(key) for key in shared]
    now = [list(after.conditions).index(key) for key in shared]
    found = []
    for code, signs in before.answers.items():
        other = after.answers.get(code)
        if other is None:
            continue
        changes = tuple(
            (after.conditions[key][0], Answer(_SIGNS.index(signs[old])), Answer(_SIGNS.index(other[new])))
            for key, old, new in zip(shared, was, now, strict=True)
            if signs[old] != other[new]
        )
        if changes:
            found.append(TerritoryChange(code, changes))
    return found


def _change(key: str, before: Findings, after: Findings, both: list[str]) -> ConditionChange:
    was, now = before.conditions.get(key), after.conditions.get(key)
    met_before, met_after = _met(key, before, both), _met(key, after, both)
    compared = was is not None and now is not None
    return ConditionChange(
        key, (now or was or ("", ""))[0], was[1] if was else "", now[1] if now else "", len(met_before), len(met_after),
        tuple(code for code in both if compared and code in met_after and code not in met_before),
        tuple(code for code in both if compared and code in met_before and code not in met_after),
    )  # fmt: skip


def _met(key: str, findings: Findings, codes: list[str]) -> set[str]:
    if key not in findings.conditions:
        return set()
    place, met = list(findings.conditions).index(key), _SIGNS[Answer.YES]
    return {code for code in codes if findings.answers[code][place] == met}
