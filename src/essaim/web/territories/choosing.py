"""Choosing a territory: by its name, around a commune, from a list of communes, on a map."""

from __future__ import annotations

import numpy as np
from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from essaim.apps.poles.choosing import communes_listed, communes_meant
from essaim.apps.poles.places import DEPARTMENT
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.engine.territories import (
    CODES,
    COMMUNE,
    MAX_RADIUS_KM,
    MIN_RADIUS_KM,
    Place,
    WrittenPerimeter,
    checked_radius,
    load_territories,
    search_places,
)
from essaim.engine.territories.search_index import search_form
from essaim.kit.language import gettext_lazy
from essaim.web.directory.drawing import HEIGHT, WIDTH, ground_of
from essaim.web.territories.contour import draw_communes
from essaim.web.territories.places import PLAIN, place_of

_FOUND, _LONGEST, _USUAL_KM = 20, 100, "20"
_LONGEST_LIST = 20_000


class ListForm(forms.Form):
    """Communes, one a line, or parted by commas."""

    communes = forms.CharField(
        label=gettext_lazy("Communes"), max_length=_LONGEST_LIST, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "Noms ou codes officiels, un par ligne ou séparés par des virgules. "
            "Vous pouvez coller une colonne de tableur."
        ),
    )  # fmt: skip


def choose(request: HttpRequest) -> HttpResponseBase:
    """The page where a territory is chosen; names, and a commune with a radius, are answered here."""
    words, commune, radius = (_asked(request, name) for name in ("q", "commune", "rayon"))
    t = load_territories()
    around: list[tuple[Place, str]] = []
    problem = ""
    if commune:
        meant = communes_meant(commune)
        try:
            km = checked_radius(float((radius or _USUAL_KM).replace(",", ".")))
        except (ValueError, EssaimError):
            bounds = {"low": MIN_RADIUS_KM, "high": MAX_RADIUS_KM}
            problem = _("Un rayon est un nombre de kilomètres, entre %(low)g et %(high)g.") % bounds
        else:
            around = [(one, _address(WrittenPerimeter(COMMUNE, (one.code,), km))) for one in meant]
            if len(around) == 1:
                return redirect(around[0][1])
    shown = {
        "section": "territories", "words": words, "commune": commune, "radius": radius or _USUAL_KM,
        "found": search_places(t, words, _FOUND, PLAIN) if words else [],
        "around": around, "problem": problem, "form": ListForm(),
        "contours": ground_of(t).contours, "width": WIDTH, "height": HEIGHT,
        "departments": sorted((one.code, one.name) for one in ground_of(t).contours),
    }  # fmt: skip
    return render(request, "territories/search.html", shown)


def listed(request: HttpRequest) -> HttpResponseBase:
    """A list of communes: their page when all are understood, else which are not, and everything typed."""
    if request.method != "POST":
        return redirect("territories")
    form = ListForm(request.POST)
    shown = {"section": "territories", "form": form}
    if not form.is_valid():
        return render(request, "territories/list.html", shown)
    try:
        found = communes_listed(form.cleaned_data["communes"])
    except EssaimError as refusal:
        form.add_error("communes", str(refusal))
        return render(request, "territories/list.html", shown)
    codes = tuple(dict.fromkeys(found.codes))
    address = _address(WrittenPerimeter(CODES if len(codes) > 1 else COMMUNE, codes)) if codes else ""
    if address and not found.unclear:
        return redirect(address)
    unclear = [(line, communes_meant(line)) for line in found.unclear]
    return render(request, "territories/list.html", shown | {"unclear": unclear, "known": codes, "address": address})


def department(request: HttpRequest, code: str) -> HttpResponse:
    """The communes of a département on a drawing, each leading to its page, and the same as a list."""
    t = load_territories()
    level = t.level(DEPARTMENT)
    rows = np.flatnonzero(level.codes == code)
    if not rows.size:
        raise Http404
    inside = level.communes(int(rows[0]))
    shown = {
        "section": "territories", "code": code, "name": str(level.names[rows[0]]),
        "drawing": draw_communes(inside, t),
        "communes": sorted(
            ((str(t.names[place]), str(t.codes[place])) for place in inside), key=lambda one: search_form(one[0])
        ),
    }  # fmt: skip
    return render(request, "territories/department.html", shown)


def _asked(request: HttpRequest, name: str) -> str:
    text = request.GET.get(name, "")[:_LONGEST]
    return "".join(letter for letter in text if letter.isprintable()).strip()


def _address(written: WrittenPerimeter) -> str:
    return place_of(written, load_territories()).address
