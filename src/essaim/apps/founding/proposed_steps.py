"""The things to do that are proposed to founders: data with their sources (``data/rules/founding_steps.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from essaim.engine.language import current_language


@dataclass(frozen=True, slots=True)
class ProposedStep:
    """A thing to do, why, and where that is said; no source: it is Essaim's own advice."""

    key: str
    texts: Mapping[str, str]
    whys: Mapping[str, str]
    sources: tuple[str, ...]

    def text(self) -> str:
        """What to do, in the language in use."""
        return self.texts[current_language()]

    def why(self) -> str:
        """Why, in the language in use."""
        return self.whys[current_language()]


@cache
def proposed_steps() -> dict[str, ProposedStep]:
    """Every proposed step by its key, in order."""
    data = tomllib.loads((files("essaim") / "data" / "rules" / "founding_steps.toml").read_text(encoding="utf-8"))
    return {
        step["key"]: ProposedStep(
            step["key"], {"fr": step["fr"], "en": step["en"]}, {"fr": step["why_fr"], "en": step["why_en"]},
            tuple(step["sources"]),
        )
        for step in data["step"]
    }  # fmt: skip
