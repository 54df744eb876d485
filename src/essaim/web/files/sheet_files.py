"""The sheet of one pole as a PDF, an ODT and JSON-LD; all its data as one archive for those who keep it."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from essaim.apps.financing.rules import keeps_money
from essaim.apps.founding.rules import reads_founding
from essaim.apps.poles.models import Pole
from essaim.apps.poles.queries import pole_by_slug, present_slug
from essaim.apps.projects.rules import keeps_work
from essaim.engine.territories import load_territories
from essaim.web.acting import person
from essaim.web.documents.answers import at_once, whole
from essaim.web.documents.pdf import sheet_pdf
from essaim.web.documents.terms import LICENCE_ADDRESS, site_of
from essaim.web.files.archive import write_archive
from essaim.web.files.communes import Communes
from essaim.web.files.money_rows import money_parts
from essaim.web.files.odt import MEDIA, write_odt
from essaim.web.files.pole_rows import pole_node
from essaim.web.files.project_rows import project_parts
from essaim.web.files.sheet_words import sheet_words
from essaim.web.keeping.rights import editable_pole


def pdf(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The sheet to print and to pass on."""
    pole = pole_by_slug(slug)
    if pole is None:
        return _moved(slug, "pole-pdf")
    return at_once(sheet_pdf(sheet_words(pole, _page(request, pole))), "application/pdf", f"{pole.slug}.pdf")


def odt(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The sheet to be edited."""
    pole = pole_by_slug(slug)
    if pole is None:
        return _moved(slug, "pole-odt")
    words = sheet_words(pole, _page(request, pole))
    return whole(lambda target: write_odt(words, target), MEDIA, f"{pole.slug}.odt")


def json_ld(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The sheet for programs, with the organisations that are members."""
    pole = pole_by_slug(slug)
    if pole is None:
        return _moved(slug, "pole-jsonld")
    node = pole_node(pole, Communes(load_territories()), site_of(request))
    members = [
        {"@type": "Organization", "name": one.organisation.name}
        for one in pole.memberships.all()
        if one.organisation is not None and one.until is None
    ]
    known = {"@context": "https://schema.org", **node, "license": LICENCE_ADDRESS}
    text = json.dumps({**known, "member": members} if members else known, ensure_ascii=False, indent=1)
    return at_once(text.encode(), "application/ld+json", f"{pole.slug}.jsonld")


def everything(request: HttpRequest, slug: str) -> HttpResponseBase:
    """All that the site holds of a pole, for those who may edit it."""
    kept = editable_pole(request, slug)
    pole = pole_by_slug(kept.slug, drafts=True)
    assert pole is not None  # it was just found
    founding = reads_founding(person(request), pole)
    address, name = _page(request, pole), f"{pole.slug}-donnees.zip"
    more = [
        *(project_parts(pole) if keeps_work(person(request), pole) else ()),
        *(money_parts() if keeps_money(person(request), pole) else ()),
    ]
    return whole(
        lambda target: write_archive(pole, address, target, founding=founding, more=more), "application/zip", name
    )


def _page(request: HttpRequest, pole: Pole) -> str:
    return site_of(request) + pole.get_absolute_url()


def _moved(slug: str, name: str) -> HttpResponse:
    present = present_slug(slug)
    if present is None:
        raise Http404
    return redirect(name, slug=present, permanent=True)
