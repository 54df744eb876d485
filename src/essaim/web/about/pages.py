"""Home, the witness places of 2012, and the pages about the site itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from essaim.apps.poles.models import Pole
from essaim.apps.poles.queries import (
    Filters,
    directory_counts,
    directory_state,
    latest_poles,
    networks,
    poles_by_slug,
)
from essaim.engine.language import LANGUAGES, current_language
from essaim.engine.sources.poles import WitnessPlace, load_schemes, load_witness_places
from essaim.engine.territories import load_territories
from essaim.kit.middleware import LANGUAGE_COOKIE
from essaim.web.directory.charting import chart
from essaim.web.directory.lines import short_lines
from essaim.web.directory.symbols import symbols

_LATEST = 6
_YEAR_IN_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness place of 2012, with its pole when it is known."""

    place: WitnessPlace
    pole: Pole | None
    lead_pole: Pole | None


def home(request: HttpRequest) -> HttpResponse:
    """What a pole is, where they are, what one can do here."""
    t = load_territories()
    found = chart(Filters(), directory_state(), current_language())
    shown = {
        "chart": found,
        "symbols": symbols(),
        "count": found.count,
        "latest": short_lines(latest_poles(_LATEST), t),
    }
    return render(request, "about/home.html", shown)


def witnesses(request: HttpRequest) -> HttpResponse:
    """The eighteen witness places of June 2012: what is certain, what is not, what we ask."""
    places = load_witness_places()
    poles = poles_by_slug({slug for place in places for slug in (place.pole, place.lead_pole) if slug})
    found = [Witness(place, poles.get(place.pole), poles.get(place.lead_pole)) for place in places]
    shown = {
        "section": "witnesses",
        "confirmed": [one for one in found if one.place.status == "confirmed"],
        "probable": [one for one in found if one.place.status == "probable"],
        "unidentified": [one for one in found if one.place.status == "unidentified"],
        "scheme": next((scheme for scheme in load_schemes() if scheme.key == "witness_2012"), None),
    }
    return render(request, "about/witnesses.html", shown)


def about_data(request: HttpRequest) -> HttpResponse:
    """Where the data come from, under which terms, and what is not known."""
    t = load_territories()
    shown = {
        "section": "about-data",
        "counts": directory_counts(),
        "sources": t.sources,
        "schemes": load_schemes(),
        "networks": networks(),
    }
    return render(request, "about/about_data.html", shown)


def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "about/accessibility.html")


def legal_notice(request: HttpRequest) -> HttpResponse:
    """Who publishes the site."""
    return render(request, "about/legal_notice.html", {"publisher": settings.PUBLISHER})


def privacy(request: HttpRequest) -> HttpResponse:
    """What the site keeps about its visitors."""
    return render(request, "about/privacy.html")


def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language chosen, and come back. Reading the address alone changes nothing."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=settings.HTTPS):
        back = "/"
    # An address, never the name of a route.
    response = HttpResponseRedirect(back)
    language = request.POST.get("language", "")
    if request.method == "POST" and language in LANGUAGES:
        response.set_cookie(
            LANGUAGE_COOKIE, language, max_age=_YEAR_IN_SECONDS, httponly=True, samesite="Lax", secure=settings.HTTPS
        )
    return response
