"""The page of a model."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from essaim.apps.library.enums import State
from essaim.apps.library.queries import (
    Shelved,
    poles_of,
    shelf,
    shelved,
    shelved_version,
    version_of,
    versions_of,
)
from essaim.apps.library.rules import can_edit_model, can_write_models
from essaim.engine.errors import UnknownPattern
from essaim.engine.language import gettext as _
from essaim.engine.patterns import Kind
from essaim.web import labels
from essaim.web.acting import person
from essaim.web.library import outline
from essaim.web.library.drawing import draw


def model(request: HttpRequest, key: str) -> HttpResponse:
    """All that a model says, each thing with what it rests on; one withdrawn as a whole leads to its last version."""
    past = versions_of(key)
    if past and all(one.state == State.WITHDRAWN for one in past):
        return redirect("model-version", key=key, number=past[0].number)
    found = found_or_404(key)
    who = person(request)
    others = [one.pattern for one in shelf() if one.pattern.key != found.pattern.key]
    shown = {
        "section": "models",
        "others": others,
        "versions": past if found.version else [],
        "may_edit": found.version is not None and can_edit_model(who, found.version.model),
        "may_adapt": can_write_models(who),
        **sheet(found),
    }
    return render(request, "library/model.html", shown)


def version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A version that was published, in force or not, withdrawn or not."""
    row = version_of(key, number)
    if row is None:
        raise Http404
    shown = {"section": "models", "versions": versions_of(key), "past": row, **sheet(shelved_version(row))}
    return render(request, "library/version.html", shown)


def found_or_404(key: str) -> Shelved:
    """The model of an address.

    Raises:
        Http404: there is none.
    """
    try:
        return shelved(key)
    except UnknownPattern as unknown:
        raise Http404 from unknown


def sheet(found: Shelved) -> dict[str, object]:
    """What the page shows of a model."""
    pattern = found.pattern
    poles = poles_of(pattern.known_uses)
    return {
        "found": found,
        "pattern": pattern,
        "domains": [(key, labels.domain(key)) for key in pattern.domains],
        "kind_words": kind_in_words(pattern.kind),
        "uses": outline.uses(pattern, poles),
        "roles": outline.roles(pattern),
        "links": outline.links(pattern),
        "drawing": draw(pattern),
        "means": outline.means(pattern),
        "funding": outline.funding(pattern),
        "colleges": outline.colleges(pattern),
        "governance": outline.governance(pattern),
        "team": outline.team(pattern),
        "conditions": outline.conditions(pattern),
        "lessons": outline.lessons(pattern),
        "assumed": outline.assumed(pattern),
        "sources": outline.sources(pattern),
        "followers": [pole for use in pattern.known_uses if (pole := poles.get(use.name))],
    }


def kind_in_words(kind: Kind) -> str:
    """What it means to be a case or a model."""
    if kind is Kind.CASE:
        return _("Cas : un seul pôle connu. À discuter avec lui avant d'en tirer une règle.")
    return _("Modèle : tiré d'au moins deux pôles connus.")
