"""The sheet of a pole, and its history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render

from essaim.apps.campaigns.queries import last_validated
from essaim.apps.founding.queries.mentoring import public_lessons
from essaim.apps.founding.rules import reads_founding
from essaim.apps.poles.actions import can_be_put_back
from essaim.apps.poles.enums import Heading
from essaim.apps.poles.models import Pole, PoleSection, SheetItem
from essaim.apps.poles.queries import SimilarPole, kept_pole, pole_by_slug, present_slug, similar_poles
from essaim.apps.poles.rules import can_record_recognition
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.engine.territories import load_territories
from essaim.web import labels
from essaim.web.acting import person
from essaim.web.directory.drawing import draw
from essaim.web.directory.figures import figure_groups
from essaim.web.directory.history import read_history
from essaim.web.directory.lines import Places, lines
from essaim.web.keeping.rights import may_keep, may_recognise
from essaim.web.organisations.outline import members_shown

_SIMILAR = 4


@dataclass(frozen=True, slots=True)
class Part:
    """One heading of the sheet, with what is known under it: nothing is shown as nothing."""

    key: str
    label: str
    section: PoleSection | None
    items: list[tuple[str, SheetItem]]


@dataclass(frozen=True, slots=True)
class Similar:
    """Another pole, with the reasons in words."""

    pole: Pole
    reasons: list[str]


def pole(request: HttpRequest, slug: str) -> HttpResponse | HttpResponsePermanentRedirect:
    """The sheet; an address of the past leads to the present one."""
    found = pole_by_slug(slug)
    if found is None:
        return redirect("pole", slug=_moved(slug), permanent=True)
    t = load_territories()
    (line,) = lines([found], t)
    shown = {
        "pole": found,
        "line": line,
        "drawing": draw([line], t) if found.is_located else None,
        "communes": [Places(t).commune(row.code) for row in found.communes.all()],
        "legal_form": labels.legal_form(found.legal_form) if found.legal_form else "",
        "recognitions": [(labels.scheme(event.scheme), event) for event in found.recognitions.all()],
        "figures": figure_groups(found.observations.all()),
        "validated": last_validated(found),
        "keeps": may_keep(request, found),
        "confirms": can_record_recognition(person(request), found),
        "recognises": may_recognise(request, found),
        "parts": parts(found),
        "lessons": public_lessons(found),
        "similar": [_similar(one) for one in similar_poles(found, _SIMILAR)],
        # The sheet's line of the directory stands in "line"; the members' lines in "lines".
        **members_shown(found),
    }
    return render(request, "directory/pole.html", shown)


def history(request: HttpRequest, slug: str) -> HttpResponse | HttpResponsePermanentRedirect:
    """Everything written about a pole: when, by whom, what it was before and after. Light: the sheet is not read."""
    found = kept_pole(slug)
    if found is None:
        return redirect("pole-history", slug=_moved(slug), permanent=True)
    keeps = may_keep(request, found)
    if found.is_draft and not keeps:
        raise Http404
    founding = reads_founding(person(request), found)
    kind, page = request.GET.get("sorte", ""), request.GET.get("page", "1")
    read = read_history("pole", found.uid, kind=kind, page=page, with_names=keeps, founding=founding)
    shown: dict[str, Any] = {
        "pole": found,
        "history": read,
        "undone": {change.number for change in read.changes if keeps and can_be_put_back(change.event)},
    }
    return render(request, "directory/history.html", shown)


def _moved(slug: str) -> str:
    present = present_slug(slug)
    if present is None:
        raise Http404
    return present


def parts(found: Pole) -> list[Part]:
    """The headings of the sheet, in their order."""
    sections = {section.heading: section for section in found.sections.all()}
    return [
        Part(
            key=str(heading.value),
            label=str(heading.label),
            section=sections.get(str(heading.value)),
            items=[(labels.item_kind(item.kind), item) for item in found.items.all() if item.heading == heading],
        )
        for heading in Heading
    ]


def _similar(one: SimilarPole) -> Similar:
    reasons = []
    if one.domains:
        names = ", ".join(labels.domain(key) for key in one.domains)
        reasons.append(
            ngettext("même domaine : %(names)s", "mêmes domaines : %(names)s", len(one.domains)) % {"names": names}
        )
    if one.same_department:
        reasons.append(_("même département"))
    elif one.same_region:
        reasons.append(_("même région"))
    if one.same_carrier:
        reasons.append(_("même structure porteuse"))
    return Similar(one.pole, reasons)
