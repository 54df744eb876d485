"""The list of organisations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from essaim.apps.poles.enums import Circle
from essaim.apps.poles.models import Membership, Organisation
from essaim.apps.poles.places import Names
from essaim.apps.poles.queries import (
    UNKNOWN,
    OrganisationFilters,
    families_in_use,
    filtered_organisations,
    organisations_page,
    poles_by_slug,
)
from essaim.apps.poles.rules import can_add_organisation
from essaim.engine.language import gettext as _
from essaim.engine.territories.search_index import search_form
from essaim.web.acting import person
from essaim.web.directory.asking import Choice, Field, asked_page, region_choices
from essaim.web.organisations import wording

PAGE_SIZE = 30
_LONGEST = 100
_NAMES = {"q": "words", "famille": "family", "region": "region", "pole": "pole", "tri": "sort"}


@dataclass(frozen=True, slots=True)
class Line:
    """One organisation of the list."""

    organisation: Organisation
    where: Names
    family: str
    poles: list[tuple[str, str, str, bool]]


def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations, thirty a page; what is asked stands in the address."""
    filters = asked_filters(request)
    paginator = Paginator(filtered_organisations(filters), PAGE_SIZE)
    page = paginator.get_page(asked_page(request))
    first = (page.number - 1) * PAGE_SIZE
    pole = poles_by_slug([filters.pole]).get(filters.pole) if filters.pole else None
    shown = {
        "section": "organisations",
        "may_add": can_add_organisation(person(request)),
        "filters": filters,
        "fields": _fields(filters),
        "sorts": [("", _("nom")), ("place", _("lieu")), ("recent", _("dernière mise à jour"))],
        "pole": pole,
        "query": as_query(filters),
        "count": paginator.count,
        "page": page,
        "pages": pages(page, lambda number: as_query(filters, number)),
        "lines": [_line(one, timezone.localdate()) for one in organisations_page(filters, first, first + PAGE_SIZE)],
    }
    return render(request, "organisations/list.html", shown)


def asked_filters(request: HttpRequest) -> OrganisationFilters:
    """The filters in the address; anything odd is dropped, never an error."""
    return OrganisationFilters(**{meaning: asked_text(request, name) for name, meaning in _NAMES.items()})


def asked_text(request: HttpRequest, name: str) -> str:
    """One line of text in the address, without control characters."""
    text = request.GET.get(name, "")[:_LONGEST]
    return "".join(letter for letter in text if letter.isprintable()).strip()


def as_query(filters: OrganisationFilters, page: int = 1) -> str:
    """The filters as the end of an address."""
    pairs = [(name, getattr(filters, meaning)) for name, meaning in _NAMES.items() if getattr(filters, meaning)]
    if page > 1:
        pairs.append(("page", str(page)))
    return f"?{urlencode(pairs)}" if pairs else "?"


def pages(page: Page[Organisation] | Page[Membership], address: object) -> list[tuple[int | None, str]]:
    """The numbers shown under a list: the ends and what is around; None where some are left out."""
    assert callable(address)
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [(one, address(one)) if isinstance(one, int) else (None, "") for one in numbers]


def _fields(filters: OrganisationFilters) -> list[Field]:
    used = families_in_use()
    known = sorted(((key, wording.family(key)) for key in used if key), key=lambda pair: search_form(pair[1]))
    families: list[Choice] = [*known, (UNKNOWN, _("famille non renseignée"))]
    return [
        Field("famille", _("Famille"), filters.family, families),
        Field("region", _("Région"), filters.region, region_choices()),
    ]


def _line(organisation: Organisation, today: date) -> Line:
    return Line(
        organisation=organisation,
        where=wording.where(organisation),
        family=wording.family(organisation.main_family) if organisation.main_family else "",
        poles=[
            (
                one.pole.name,
                one.pole.get_absolute_url(),
                str(Circle(one.circle).label),
                bool(one.until and one.until < today),
            )
            for one in organisation.memberships.all()
        ],
    )
