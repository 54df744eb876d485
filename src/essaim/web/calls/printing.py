"""A dossier on paper and as data: what was handed in, for those who may read it; a working copy for its writers."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from essaim.apps.calls.models import Submission
from essaim.web.calls.access import read_submission, written_dossier
from essaim.web.calls.print_words import handed_in, working_copy
from essaim.web.documents.answers import at_once
from essaim.web.documents.pdf import document_pdf


def submission_file(request: HttpRequest, uid: str, number: int, form: str) -> HttpResponse:
    """A frozen copy: as a PDF, or as the very data whose fingerprint the receipt gives."""
    dossier, made = read_submission(request, uid, number)
    if form == "json":
        return at_once(data_of(made), "application/json", f"dossier-{made.receipt}.json")
    if form != "pdf":
        raise Http404
    content = document_pdf(handed_in(dossier, made), "dossier.typ")
    return at_once(content, "application/pdf", f"dossier-{made.receipt}.pdf")


def copy(request: HttpRequest, uid: str) -> HttpResponse:
    """The dossier as it stands, handed in or not, before or after the closing: nothing typed is out of reach."""
    dossier = written_dossier(request, uid)
    content = document_pdf(working_copy(dossier, timezone.now()), "dossier.typ")
    return at_once(content, "application/pdf", f"dossier-{dossier.call.slug}-copie.pdf")


def data_of(made: Submission) -> bytes:
    """The frozen data in the form whose SHA-256 is ``made.sha256``."""
    return json.dumps(made.data, ensure_ascii=False, sort_keys=True).encode()
