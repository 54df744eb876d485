"""The composition that article 9 of the law of 31 July 2014 asks of a pole, looked for on a territory.

Rules and text are data (``data/rules/article9.toml``). The answer says whether the register shows such actors here; it
does not say whether a group of them is a pole.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from essaim.engine.essaimage.conditions import decide_count
from essaim.engine.language import current_language
from essaim.engine.values import Answer


@dataclass(frozen=True)
class Part:
    """One part of the composition: enough actors of any of these families."""

    key: str
    labels: Mapping[str, str]
    text: str
    families: tuple[str, ...]
    minimum: int

    def label(self) -> str:
        """The part's name in the language in use."""
        return self.labels[current_language()]


@dataclass(frozen=True)
class Article9:
    """The parts, with the text relied on."""

    version: str
    source: str
    url: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Composition:
    """One part's answer on a territory, with the counts it rests on."""

    part: Part
    answer: Answer
    sure: int
    possible: int


@cache
def load_article9() -> Article9:
    """The rule in force."""
    data = tomllib.loads((files("essaim") / "data" / "rules" / "article9.toml").read_text(encoding="utf-8"))
    parts = tuple(
        Part(
            part["key"],
            {"fr": part["label_fr"], "en": part["label_en"]},
            part["text"],
            tuple(part["families"]),
            int(part["minimum"]),
        )
        for part in data["part"]
    )
    return Article9(data["version"], data["source"], data["url"], parts)


def composition(sure: Mapping[str, int], possible: Mapping[str, int], *, complete: bool) -> tuple[Composition, ...]:
    """Each part of the composition: met, not met or cannot tell.

    Args:
        sure, possible: establishments by "|"-joined families of a part (see ``part_key``): an establishment that
            belongs to two families of one part counts once.
        complete: the register covers every commune of the territory.
    """
    answers = []
    for part in load_article9().parts:
        low, high = sure[part_key(part)], possible[part_key(part)]
        answer = decide_count(np.array([low]), np.array([high]), part.minimum, np.array([complete]))
        answers.append(Composition(part, Answer(int(answer[0])), low, high))
    return tuple(answers)


def part_key(part: Part) -> str:
    """The name under which a part's establishments are counted."""
    return "|".join(part.families)
