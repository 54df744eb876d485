"""The action sheet of a project (fiche-action), to print, to sign or to paste elsewhere: PDF and ODT."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import never_cache

from essaim.apps.documents.queries import documents_of
from essaim.apps.projects.actions.holding import PROJECT
from essaim.apps.projects.queries.projects import project_by_uid
from essaim.apps.projects.rules import keeps_work
from essaim.web.access import read_pole
from essaim.web.acting import person
from essaim.web.documents.answers import at_once, whole
from essaim.web.documents.odt_parts import MEDIA
from essaim.web.documents.pdf import document_pdf
from essaim.web.documents.terms import site_of
from essaim.web.projects.action_sheet_odt import write_action_sheet
from essaim.web.projects.action_sheet_words import action_sheet_words


@never_cache
def sheet(request: HttpRequest, slug: str, uid: str, form: str) -> HttpResponseBase:
    """The sheet as a file, for the pole's people; its members read the same without any amount.

    Raises:
        Http404: there is no such project, or no such form of file. PermissionDenied: it is not theirs to read.
    """
    pole = read_pole(request, slug)
    found = project_by_uid(pole, uid)
    if found is None or form not in ("pdf", "odt"):
        raise Http404
    words = action_sheet_words(
        found, documents_of(PROJECT, found.uid), with_amounts=keeps_work(person(request), pole),
        address=site_of(request) + found.get_absolute_url(), today=timezone.localdate(),
    )  # fmt: skip
    name = f"fiche-action-{slugify(found.title)[:60] or 'projet'}.{form}"
    if form == "pdf":
        return at_once(document_pdf(words, "action_sheet.typ"), "application/pdf", name)
    return whole(lambda target: write_action_sheet(words, target), MEDIA, name)
