"""The two-page note about a place, as a PDF and an ODT."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from essaim.engine.territories import Territories
from essaim.web.documents.answers import at_once, whole
from essaim.web.documents.odt_parts import MEDIA
from essaim.web.documents.pdf import document_pdf
from essaim.web.documents.terms import site_of
from essaim.web.territories.briefing import briefing_words
from essaim.web.territories.briefing_odt import write_briefing
from essaim.web.territories.pages import ground_or_none
from essaim.web.territories.places import AskedPlace, with_place

_STEM = "note-territoire"


@with_place
def pdf(request: HttpRequest, place: AskedPlace, t: Territories) -> HttpResponseBase:
    """The note to print and to pass on."""
    words = briefing_words(place, t, ground_or_none(), site_of(request) + place.address, timezone.localdate())
    return at_once(document_pdf(words, "briefing.typ"), "application/pdf", f"{_STEM}.pdf")


@with_place
def odt(request: HttpRequest, place: AskedPlace, t: Territories) -> HttpResponseBase:
    """The note to be edited."""
    words = briefing_words(place, t, ground_or_none(), site_of(request) + place.address, timezone.localdate())
    return whole(lambda target: write_briefing(words, target), MEDIA, f"{_STEM}.odt")
