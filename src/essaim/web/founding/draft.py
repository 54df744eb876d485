"""The page of a draft: what the model still lacks, whom it brings together, what is to be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from essaim.apps.calls.queries.dossiers import dossiers_of_pole
from essaim.apps.founding.enums import FoundingState, ProspectState
from essaim.apps.founding.models import Founding, Step
from essaim.apps.founding.proposed_steps import proposed_steps
from essaim.apps.founding.queries.foundings import brought_together, gaps, pattern_of
from essaim.apps.founding.queries.mentoring import mentorings_of
from essaim.engine.essaimage.article9 import load_article9
from essaim.engine.patterns import Pattern
from essaim.web.directory.history import read_history
from essaim.web.founding.access import own_founding
from essaim.web.founding.territory import Here, here
from essaim.web.organisations.outline import article9, whole_answer

_LAST = 5


@dataclass(frozen=True, slots=True)
class StepLine:
    """A thing to do in words: why it is proposed and where that is said; late when its day is past."""

    step: Step
    text: str
    why: str
    sources: tuple[str, ...]
    is_late: bool


def founding(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft for its founders; once in the directory, its memory."""
    found = own_founding(request, slug)
    pattern, prospects = pattern_of(found), list(found.prospects.all())
    place = here(found, pattern)
    parts = article9(brought_together(prospects))
    lines = step_lines(found)
    shown: dict[str, Any] = {
        "section": "my-space",
        "founding": found,
        "pole": found.pole,
        "pattern": pattern,
        "place": place,
        "roles": _roles(pattern, prospects, place),
        "states": [(state.label, sum(one.state == state for one in prospects)) for state in ProspectState],
        "count": len(prospects),
        "article9": parts,
        "article9_answer": whole_answer(parts),
        "law": load_article9(),
        "lines": prospects,
        "dossiers": dossiers_of_pole(found.pole),
        "todo": [line for line in lines if line.step.done_at is None],
        "done": [line for line in lines if line.step.done_at is not None],
        "adaptations": list(found.adaptations.all()),
        "mentorings": mentorings_of(found),
        "axes": list(found.pole.axes.all()),
        "last": read_history("pole", found.pole.uid, with_names=True, founding=True).changes[:_LAST],
        "asked": found.state == FoundingState.ASKED,
        "sent_back": found.state == FoundingState.SENT_BACK,
    }
    return render(request, "founding/draft.html", shown)


def step_lines(founding: Founding) -> list[StepLine]:
    """The list of things to do, in words."""
    today = timezone.localdate()
    return [_line(step, today) for step in founding.steps.all()]


def _line(step: Step, today: Any) -> StepLine:
    known = proposed_steps().get(step.key)
    late = step.done_at is None and step.due_on is not None and step.due_on < today
    if known is None:
        return StepLine(step, step.text or step.key, "", (), late)
    return StepLine(step, known.text(), known.why(), known.sources, late)


def _roles(pattern: Pattern | None, prospects: list[Any], place: Here | None) -> list[dict[str, Any]]:
    """Each role: what the model asks, who is meant for it, how many the register shows on the territory."""
    if pattern is None:
        return []
    counted = place.roles if place else {}
    return [{"gap": gap, "here": counted.get(gap.role.key)} for gap in gaps(pattern, prospects)]
