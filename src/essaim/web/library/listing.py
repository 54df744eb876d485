"""The list of models."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from essaim.apps.library.queries import Shelved, shelf
from essaim.apps.library.rules import can_write_models
from essaim.web import labels
from essaim.web.acting import person
from essaim.web.directory.symbols import SHAPES, family_of
from essaim.web.library.asking import asked, fields


@dataclass(frozen=True, slots=True)
class Line:
    """One model of the list."""

    shelved: Shelved
    domains: list[str]
    family: str
    shape: str


def models(request: HttpRequest) -> HttpResponse:
    """The models that answer to what is asked; all of them when nothing is."""
    wanted, every = asked(request), shelf()
    found = [line(one) for one in every if wanted.holds(one)]
    shown = {
        "section": "models",
        "wanted": wanted,
        "fields": fields(wanted, every),
        "lines": found,
        "count": len(found),
        "total": len(every),
        "may_write": can_write_models(person(request)),
    }
    return render(request, "library/list.html", shown)


def line(one: Shelved) -> Line:
    """A model as its card shows it."""
    family = family_of(list(one.pattern.domains))
    return Line(one, [labels.domain(key) for key in one.pattern.domains], family, SHAPES[family])
