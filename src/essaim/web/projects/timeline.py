"""The projects of a pole along the months, as a drawing with its table: when each runs, what is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from essaim.apps.projects.enums import ProjectState
from essaim.apps.projects.models import Milestone, Project
from essaim.apps.projects.queries.projects import projects_of
from essaim.web.access import read_pole

# The edges leave room for half of a month's name.
_WIDTH, _ROW, _TOP, _BOTTOM, _EDGE = 760, 44, 26, 8, 24
# No more months than can be told apart; what is beyond stands in the table alone.
_MOST_MONTHS = 84


@dataclass(frozen=True, slots=True)
class Mark:
    """A milestone on the drawing."""

    x: float
    title: str
    css: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A project on the drawing: its bar when its dates are known, and its milestones."""

    project: Project
    y: int
    x: float | None
    width: float
    marks: tuple[Mark, ...]

    @property
    def text_y(self) -> int:
        """Where its title stands, above its bar."""
        return self.y + 12


@dataclass(frozen=True, slots=True)
class Timeline:
    """All that the drawing holds. ``ticks``: (x, label) of Januaries and Julys; ``now``: where today stands."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    now: float | None
    height: int
    width: int = _WIDTH
    top: int = _TOP

    @property
    def bottom(self) -> int:
        """Where the lines of months end."""
        return self.height - _BOTTOM


def timeline(request: HttpRequest, slug: str) -> HttpResponse:
    """The drawing and its table, for the pole's people and its members."""
    pole, today = read_pole(request, slug), timezone.localdate()
    projects = list(projects_of(pole).exclude(state=ProjectState.DROPPED))
    rows = [(one, sorted(one.milestones.all(), key=_order)) for one in projects]
    shown: dict[str, Any] = {"pole": pole, "rows": rows, "drawing": drawn(projects, today), "today": today}
    return render(request, "projects/timeline.html", shown)


def drawn(projects: Sequence[Project], today: date) -> Timeline | None:
    """The drawing of projects read with their milestones; None when none of them has a date."""
    days = [day for one in projects for day in _days(one)]
    if not days:
        return None
    first = _month(min(*days, today))
    last = min(_month(max(*days, today)) + 1, first + _MOST_MONTHS)
    scale = (_WIDTH - 2 * _EDGE) / max(1, last - first)

    def x(day: date) -> float:
        return round(_EDGE + scale * (min(max(_month(day) + (day.day - 1) / 31, first), last) - first), 1)

    dated = [one for one in projects if _days(one)]
    return Timeline(
        bars=tuple(_bar(one, _TOP + place * _ROW, x, today) for place, one in enumerate(dated)),
        ticks=tuple(_ticks(first, last, scale)),
        now=x(today) if first <= _month(today) < last else None,
        height=_TOP + len(dated) * _ROW + _BOTTOM,
    )


def _bar(one: Project, y: int, x: Any, today: date) -> Bar:
    starts, ends = one.starts_on, one.ends_on
    begins = x(starts or ends) if starts or ends else None
    width = max(3.0, round(x(ends) - x(starts), 1)) if starts and ends else 3.0
    marks = tuple(
        Mark(x(one_day), row.title, "done" if row.done_on else "late" if one_day < today else "due")
        for row in one.milestones.all()
        if (one_day := row.done_on or row.due_on) is not None
    )
    return Bar(one, y, begins, width, marks)


def _days(one: Project) -> list[date]:
    found = [one.starts_on, one.ends_on, *(row.done_on or row.due_on for row in one.milestones.all())]
    return [day for day in found if day is not None]


def _ticks(first: int, last: int, scale: float) -> list[tuple[float, str]]:
    step = 6 if last - first <= 48 else 12
    return [
        (round(_EDGE + scale * (month - first), 1), f"{month % 12 + 1:02d}/{month // 12}")
        for month in range(first, last + 1)
        if month % step == 0
    ]


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _order(row: Milestone) -> tuple[bool, date]:
    day = row.done_on or row.due_on
    return day is None, day or date.max
