"""What the lists of pages share: their page, their files, what of the address they keep."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase

from essaim.tables.table import Table
from essaim.tables.writing import write_to
from essaim.web.documents.answers import whole
from essaim.web.files import forms as files

A_PAGE = 50
_FORMS = {"csv": files.CSV, "xlsx": files.XLSX, "ods": files.ODS}
Row = TypeVar("Row", bound=Model)


def page_of(request: HttpRequest, rows: QuerySet[Row]) -> Page[Row]:
    """The page that the address asks for, or the nearest."""
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))


def asked(request: HttpRequest) -> str:
    """What the address asks, but for the page."""
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()


def given(request: HttpRequest, *names: str) -> dict[str, str]:
    """What the address gives under these names, cleaned; "" for nothing."""
    return {name: request.GET.get(name, "").replace("\0", "")[:100] for name in names}


def as_given(table: Table) -> Table:
    """The table as it leaves the site: every file of the sandbox says that it is made up."""
    return replace(table, synthetic=table.synthetic or settings.SANDBOX)


def table_file(make: Callable[[], Table], form: str, stem: str) -> HttpResponseBase:
    """A table as a file.

    Raises:
        Http404: no such form.
    """
    chosen = _FORMS.get(form)
    if chosen is None:
        raise Http404
    made = as_given(make())
    return whole(lambda target: write_to(made, chosen.writer, target), chosen.media, f"{stem}.{form}")
