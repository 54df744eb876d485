"""The engine's diagnosis, in short, kept once computed: it changes with the register, not with whoever reads."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.core.cache import cache

from essaim.engine.errors import NoRegister
from essaim.engine.essaimage import Ground, diagnose, open_ground
from essaim.engine.language import current_language
from essaim.engine.language import gettext as _
from essaim.engine.register import Coverage
from essaim.engine.territories import Perimeter, Territories
from essaim.engine.values import Answer
from essaim.tables import formats
from essaim.tables.table import source_line

_KEPT_SECONDS = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Summary:
    """What the register says of a territory.

    Attributes:
        covered: whether it says anything: some commune is covered, wholly or in part.
        complete: whether it covers everything; else counts are lower bounds.
        share: share of the population wholly covered, in words.
        establishments: active ones.
        composition: article 9's parts: label, answer in words, sure, possible.
        families: label, sure, possible.
        sources: one line each. synthetic: any of them is made up.
    """

    covered: bool
    complete: bool
    share: str
    establishments: int
    composition: list[tuple[str, str, int, int]]
    families: list[tuple[str, int, int]]
    sources: list[str]
    synthetic: bool


def summary(perimeter: Perimeter, t: Territories, level: str, code: str) -> Summary | None:
    """The diagnosis of a territory in short; None when no register is loaded."""
    try:
        ground = open_ground()
    except NoRegister:
        return None
    key = f"diagnosis:{ground.register.version}:{t.version}:{level}:{code}:{current_language()}"
    kept = cache.get(key)
    if kept is not None:
        return Summary(**kept)
    found = _computed(perimeter, ground)
    cache.set(key, asdict(found), _KEPT_SECONDS)
    return found


def _computed(perimeter: Perimeter, ground: Ground) -> Summary:
    result = diagnose(perimeter, ground, references=(), limit=0)
    context = result.context
    words = {Answer.YES: _("réuni"), Answer.NO: _("absent"), Answer.UNKNOWN: _("on ne peut pas dire")}
    return Summary(
        covered=context.covered[Coverage.NONE] < context.communes,
        complete=context.complete,
        share=formats.unknown() if context.covered_share is None else formats.percent(context.covered_share, 0),
        establishments=result.establishments,
        composition=[(one.part.label(), words[one.answer], one.sure, one.possible) for one in result.composition],
        families=[(one.label, one.sure, one.possible) for one in result.families],
        sources=[source_line(source) for source in ground.sources],
        synthetic=any(source.synthetic for source in ground.sources),
    )
