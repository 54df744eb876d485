"""Who could join, by family or by role of a model: searched, sorted, paged, drawn, taken away as a file."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode

import numpy as np
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from essaim.apps.library.queries import all_models, model_named
from essaim.engine.errors import EssaimError, UnknownTerritory
from essaim.engine.essaimage import Candidacy, Ground, family_candidacy, role_candidacy
from essaim.engine.essaimage.candidacy import ACTIVITY, CERTAINTY, DISTANCE, HINTED, NAME, POSSIBLE, SURE
from essaim.engine.language import gettext as _
from essaim.engine.patterns import Pattern, Role
from essaim.engine.register import load_families
from essaim.engine.territories import Territories
from essaim.tables.table import source_line
from essaim.web.directory.asking import asked_page
from essaim.web.directory.paging import around
from essaim.web.lookup.wanted import role_look_up, wanted
from essaim.web.territories.candidate_rows import adds_up, candidate_row, counted, hidden_lines, official
from essaim.web.territories.contour import Communes, draw_communes
from essaim.web.territories.pages import ground_or_none
from essaim.web.territories.places import AskedPlace, refused, with_place

PAGE_SIZE = 30
_LONGEST, _MOST_COMMUNES, _MOST_POINTS = 100, 2000, 1500
_SORTS, _SHOWN = (DISTANCE, NAME, ACTIVITY), (SURE, HINTED, POSSIBLE)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the candidates: a family, or a model's role; words, certainty, order. "" asks nothing."""

    famille: str = ""
    modele: str = ""
    role: str = ""
    q: str = ""
    certitude: str = ""
    tri: str = ""

    def query(self, place: AskedPlace, page: int = 1) -> str:
        """The end of the address that asks the same."""
        pairs = {"lieu": place.line, **{field.name: getattr(self, field.name) for field in fields(self)}}
        if page > 1:
            pairs["page"] = str(page)
        return f"?{urlencode({name: value for name, value in pairs.items() if value}, safe=':,')}"


@dataclass(frozen=True, slots=True)
class Part:
    """The part to be held: a family, or a role of a model.

    Attributes:
        title: what it is. why: what it is for, or what its reader must know.
        family: its key, "" for a role. model, role: None for a family.
    """

    title: str
    why: str
    family: str = ""
    model: Pattern | None = None
    role: Role | None = None

    def candidacy(self, place: AskedPlace, ground: Ground) -> Candidacy | None:
        """Who could hold it; None for those who are never listed."""
        if self.role is not None:
            return role_candidacy(self.role, place.perimeter, ground)
        return family_candidacy(self.family, place.perimeter, ground)


def asked_of(request: HttpRequest) -> Asked:
    """What the address asks; anything odd is dropped, never an error."""
    found = {field.name: _clean(request.GET.get(field.name, "")) for field in fields(Asked)}
    return Asked(**found)


def part_of(asked: Asked) -> Part | None:
    """The part that is asked; None when nothing is.

    Raises:
        UnknownTerritory, UnknownPattern: there is no such family, model or role.
    """
    if asked.famille:
        family = load_families().get(asked.famille)
        if family is None:
            raise _unknown(_("Aucune famille d'acteurs ne s'appelle « %(key)s ».") % {"key": asked.famille})
        return Part(family.label(), family.note_text(), family=family.key)
    if not asked.modele:
        return None
    model = model_named(asked.modele)
    role = next((one for one in model.roles if one.key == asked.role), None)
    if role is None:
        raise _unknown(_("Aucun modèle n'a ce rôle : « %(key)s ».") % {"key": f"{asked.modele} {asked.role}".strip()})
    return Part(role.name, role.why, model=model, role=role)


def narrowed(found: Candidacy, asked: Asked) -> Candidacy:
    """Those that the words and the certainty keep, in the order wanted."""
    return found.only(asked.certitude).named(asked.q).sorted(asked.tri if asked.tri in _SORTS else CERTAINTY)


@with_place
def candidates(request: HttpRequest, place: AskedPlace, t: Territories) -> HttpResponseBase:
    """The candidates of a place, thirty a page; without a part, the choice of one."""
    asked = asked_of(request)
    try:
        part = part_of(asked)
    except EssaimError as refusal:
        return refused(request, refusal)
    shown: dict[str, Any] = {"section": "territories", "place": place, "part": part, "asked": asked}
    ground = ground_or_none()
    if part is None:
        families = [(one.key, one.label()) for one in load_families().values() if one.listed]
        shown |= {"families": families, "models": all_models()}
    if part is None or ground is None:
        return render(request, "territories/candidates.html", shown | {"no_register": ground is None})
    found = part.candidacy(place, ground)
    if found is None:
        return render(request, "territories/candidates.html", shown | {"never": True})
    return render(request, "territories/candidates.html", shown | _listed(request, place, asked, found, t))


def _listed(request: HttpRequest, place: AskedPlace, asked: Asked, found: Candidacy, t: Territories) -> dict[str, Any]:
    kept = narrowed(found, asked)
    pages = Paginator(range(len(kept)), PAGE_SIZE)
    page = pages.get_page(asked_page(request))
    start = (page.number - 1) * PAGE_SIZE
    rows = [candidate_row(one) for one in kept.read(start, start + PAGE_SIZE)]
    sources = found.ground.sources
    return {
        "found": found,
        "counted": counted(found),
        **official(found, lambda code, _name: reverse("territory", args=["commune", code])),
        "adds_up": adds_up(found, len(kept)),
        "hidden": hidden_lines(found),
        "count": len(kept),
        "rows": list(enumerate(rows, start + 1)),
        "page": page,
        "pages": [
            (one, asked.query(place, one)) if one else (None, "") for one in around(page.number, pages.num_pages)
        ],
        "query": asked.query(place),
        "look_up": _look_up(place, asked, t),
        "origin": str(t.names[found.origin]),
        "certainties": _certainties(found),
        "sorts": _sorts(),
        "chart": _chart(kept, start, t),
        "sources": [source_line(source) for source in sources],
        "synthetic": any(source.synthetic for source in sources),
        "downloads": [(reverse(f"territory-candidates-{form}"), form) for form in ("csv", "xlsx", "ods")],
    }


def _look_up(place: AskedPlace, asked: Asked, t: Territories) -> str:
    """The page that asks the public directory the same: a role's activities as far as it reaches, or a family."""
    part = part_of(asked)
    if part is not None and part.role is not None:
        return role_look_up(part.role, place.line, t)
    return wanted({"lieu": place.line, "famille": asked.famille}, t).address


@dataclass(frozen=True, slots=True)
class Chart:
    """The communes with a mark for each candidate of the page, its number, and dots for the others."""

    drawing: Communes
    marks: list[tuple[int, int, str]]
    dots: list[tuple[int, int]]


def _chart(kept: Candidacy, start: int, t: Territories) -> Chart | None:
    """None when the place is too large to be drawn commune by commune."""
    if len(kept.communes) > _MOST_COMMUNES:
        return None
    points = kept.points()
    here = points[start : start + PAGE_SIZE]
    drawing = draw_communes(kept.communes, t, np.concatenate((here, points[:_MOST_POINTS])))
    if drawing is None:
        return None
    marks: dict[tuple[int, int], list[int]] = {}
    for number, spot in enumerate(drawing.points[: len(here)], start + 1):
        if spot is not None:
            marks.setdefault(spot, []).append(number)
    others = {spot for spot in drawing.points[len(here) :] if spot is not None} - set(marks)
    named = [(x, y, str(numbers[0]) + ("+" if numbers[1:] else "")) for (x, y), numbers in marks.items()]
    return Chart(drawing, named, sorted(others))


def _certainties(found: Candidacy) -> list[tuple[str, str]]:
    return [
        ("", _("sûrs, et ceux dont l'activité y fait penser")),
        (SURE, _("sûrs seulement")),
        (HINTED, _("dont l'activité y fait penser, à confirmer")),
        (POSSIBLE, _("tous ceux qui sont possibles sans être sûrs")),
    ]


def _sorts() -> list[tuple[str, str]]:
    return [("", _("certitude")), (DISTANCE, _("distance")), (NAME, _("nom")), (ACTIVITY, _("activité"))]


def _unknown(message: str) -> UnknownTerritory:
    return UnknownTerritory(message, _("Revenez à la page du territoire et choisissez dans ses listes."))


def _clean(text: str) -> str:
    return "".join(letter for letter in text[:_LONGEST] if letter.isprintable()).strip()
