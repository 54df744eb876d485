"""The place that an address asks for: any set of communes, under a name that people read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

import numpy as np
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse

from essaim.apps.poles.places import DEPARTMENT, REGION
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.engine.territories import (
    CODES,
    COMMUNE,
    Perimeter,
    Territories,
    WrittenPerimeter,
    load_territories,
    read_perimeter,
)
from essaim.kit.templatetags.words import number

EPCI = "epci"
PLAIN = (COMMUNE, EPCI, DEPARTMENT, REGION)
_NAMED, _LONGEST = 12, 30_000


@dataclass(frozen=True, eq=False)
class AskedPlace:
    """A place of the site.

    Attributes:
        written: as the address has it, with codes of today.
        perimeter: its communes.
        name: for titles. kind: what it is, in words.
        level, code: of a territory that has its own page; "" for others.
        centre: the commune that stands for it: that it was drawn around, else its most populous.
        names: its first communes, the most populous first, when it is a list or a radius.
    """

    written: WrittenPerimeter
    perimeter: Perimeter
    name: str
    kind: str
    level: str
    code: str
    centre: int
    names: tuple[str, ...]

    @property
    def line(self) -> str:
        """As other pages are told of it."""
        return str(self.written)

    @property
    def query(self) -> str:
        """The end of an address that speaks of it: ``?lieu=…``."""
        return f"?{urlencode({'lieu': self.line}, safe=':,')}"

    @property
    def address(self) -> str:
        """Its page."""
        return page_of(self.written)

    def address_of(self, route: str, **asked: str) -> str:
        """Another page about it; "" while the site has no such page."""
        try:
            start = reverse(route)
        except NoReverseMatch:
            return ""
        return f"{start}?{urlencode({'lieu': self.line, **asked}, safe=':,')}"


def page_of(written: WrittenPerimeter) -> str:
    """The page of a place whose codes are those of today."""
    if written.kind in PLAIN and written.radius_km is None:
        return reverse("territory", args=[written.kind, written.codes[0]])
    return f"{reverse('territory-place')}?{urlencode({'lieu': str(written)}, safe=':,')}"


def place_of(written: WrittenPerimeter, t: Territories) -> AskedPlace:
    """The place that a line writes, former codes replaced by those of today.

    Raises:
        UnknownTerritory, BadRadius, EmptyPerimeter: see ``WrittenPerimeter.perimeter``.
    """
    perimeter = written.perimeter(t)
    centre = perimeter.center if perimeter.center is not None else _most_populous(perimeter, t)
    if written.kind == CODES:
        return _listed(written, perimeter, centre, t)
    if written.kind == COMMUNE:
        return _commune(written, perimeter, centre, t)
    level = t.level(written.kind)
    row = level.index(written.codes[0])
    code = str(level.codes[row])
    return AskedPlace(
        WrittenPerimeter(written.kind, (code,)), perimeter, str(level.names[row]), level.label, written.kind, code,
        centre, (),
    )  # fmt: skip


def with_place(
    view: Callable[[HttpRequest, AskedPlace, Territories], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """A view about the place of the address; without one, the page where it is chosen; a page that says what to do when
    what is written is no place."""

    def asked(request: HttpRequest) -> HttpResponseBase:
        text = "".join(sign for sign in request.GET.get("lieu", "")[:_LONGEST] if sign.isprintable()).strip()
        if not text:
            return redirect("territories")
        t = load_territories()
        try:
            place = place_of(read_perimeter(text), t)
        except EssaimError as refusal:
            return refused(request, refusal)
        return view(request, place, t)

    asked.__doc__ = view.__doc__
    return asked


def refused(request: HttpRequest, refusal: EssaimError) -> HttpResponse:
    """What is written is no place, or asks what does not exist: why, and what to do."""
    shown = {"section": "territories", "refusal": refusal}
    return render(request, "territories/unknown.html", shown, status=404)


def _commune(written: WrittenPerimeter, perimeter: Perimeter, centre: int, t: Territories) -> AskedPlace:
    code, name = str(t.codes[centre]), str(t.names[centre])
    if written.radius_km is None:
        return AskedPlace(
            WrittenPerimeter(COMMUNE, (code,)), perimeter, name, t.level(COMMUNE).label, COMMUNE, code, centre, ()
        )
    title = _("%(km)s km autour de %(name)s") % {"km": number(written.radius_km), "name": name}
    here = WrittenPerimeter(COMMUNE, (code,), written.radius_km)
    return AskedPlace(here, perimeter, title, _("Commune et rayon"), "", code, centre, _names(perimeter, t))


def _listed(written: WrittenPerimeter, perimeter: Perimeter, centre: int, t: Territories) -> AskedPlace:
    codes = tuple(str(code) for code in t.codes[perimeter.communes])
    name = str(t.names[centre])
    others = len(codes) - 1
    if others:
        said = ngettext("%(name)s et %(n)s autre commune", "%(name)s et %(n)s autres communes", others)
        name = said % {"name": name, "n": number(others)}
    return AskedPlace(
        WrittenPerimeter(CODES, codes), perimeter, name, _("Liste de communes"), "", "", centre, _names(perimeter, t)
    )


def _names(perimeter: Perimeter, t: Territories) -> tuple[str, ...]:
    order = np.argsort(-np.nan_to_num(t.population[perimeter.communes]), kind="stable")[:_NAMED]
    return tuple(str(t.names[place]) for place in perimeter.communes[order])


def _most_populous(perimeter: Perimeter, t: Territories) -> int:
    return int(perimeter.communes[int(np.argmax(np.nan_to_num(t.population[perimeter.communes])))])
