"""Addresses of calls. Pages of a call or a dossier ask again whether it is for whoever reads them."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern

from essaim.apps.accounts.rules import is_signed_in
from essaim.apps.calls.rules import can_open_call
from essaim.kit.limits import limited
from essaim.kit.routes import anyone, route
from essaim.web.calls import (
    archive,
    dossier,
    files,
    following,
    handing,
    partners,
    phases,
    pieces,
    planning,
    printing,
    public,
    questions,
    reopening,
    writing,
)

_CALL, _DOSSIER = "appels/<slug:slug>/", "dossiers/<slug:uid>/"


def _writes(request: HttpRequest) -> bool:
    return request.method == "POST"


_call_documents = limited("upload", planning.documents, _writes)
_annexes = limited("upload", dossier.annexes, _writes)
_piece = limited("upload", pieces.piece, _writes)

urlpatterns: list[URLPattern] = [
    route("appels/", anyone, public.calls, "calls"),
    route("appels/calendrier.ics", anyone, public.ics, "calls-ics"),
    route("appels/tenir/", can_open_call, planning.mine, "calls-run"),
    route("appels/preparer/", can_open_call, planning.prepare, "call-prepare"),
    route("appels/<slug:named>/", anyone, public.notice, "call"),
    route("appels/<slug:named>/documents/<slug:uid>/", anyone, public.document, "call-document"),
    route(_CALL + "repondre/", is_signed_in, dossier.start, "call-answer"),
    route(_CALL + "tenir/", is_signed_in, planning.overview, "call-run"),
    route(_CALL + "tenir/avis/", is_signed_in, planning.edit_notice, "call-edit"),
    route(_CALL + "tenir/phases/", is_signed_in, phases.edit_phases, "call-phases"),
    route(_CALL + "tenir/regles/", is_signed_in, planning.edit_rules, "call-rules"),
    route(_CALL + "tenir/documents/", is_signed_in, _call_documents, "call-documents"),
    route(_CALL + "tenir/publier/", is_signed_in, planning.publish, "call-publish"),
    route(_CALL + "tenir/retirer/", is_signed_in, planning.withdraw, "call-withdraw"),
    route(_CALL + "tenir/questions/", is_signed_in, questions.questions, "call-questions"),
    route(_CALL + "tenir/questions/<slug:uid>/", is_signed_in, questions.question, "call-question"),
    route(_CALL + "dossiers/", is_signed_in, following.dossiers, "call-dossiers"),
    route(_CALL + "dossiers.zip", is_signed_in, archive.archive, "call-archive"),
    route(_CALL + "dossiers/archive.zip", is_signed_in, archive.kept, "call-archive-kept"),
    route(_CALL + "dossiers.<slug:form>", is_signed_in, files.table, "call-dossiers-file"),
    route(_CALL + "partenaires.<slug:form>", is_signed_in, files.partners, "call-partners-file"),
    route(_CALL + "resultats/", is_signed_in, following.results, "call-results"),
    route("dossiers/", is_signed_in, dossier.mine, "dossiers"),
    route(_DOSSIER, is_signed_in, dossier.overview, "dossier"),
    route(_DOSSIER + "reponses/", is_signed_in, writing.answers, "dossier-answers"),
    route(_DOSSIER + "reponses/<slug:question>/", is_signed_in, writing.autosave, "dossier-autosave"),
    route(_DOSSIER + "partenaires/", is_signed_in, partners.listed, "dossier-partners"),
    route(_DOSSIER + "partenaires/<slug:partner>/", is_signed_in, partners.changed, "dossier-partner"),
    route(_DOSSIER + "annexes/", is_signed_in, _annexes, "dossier-annexes"),
    route(_DOSSIER + "documents/<slug:document>/", is_signed_in, dossier.download, "dossier-document"),
    route(_DOSSIER + "deposer/", is_signed_in, handing.hand_in, "dossier-submit"),
    route(_DOSSIER + "retirer/", is_signed_in, handing.take_back, "dossier-withdraw"),
    route(_DOSSIER + "rouvrir/", is_signed_in, reopening.ask, "dossier-reopening"),
    route(_DOSSIER + "copie.pdf", is_signed_in, printing.copy, "dossier-copy"),
    route(_DOSSIER + "depots/<int:number>/", is_signed_in, handing.submission, "dossier-submission"),
    route(_DOSSIER + "depots/<int:number>.<slug:form>", is_signed_in, printing.submission_file, "submission-file"),
    route(_DOSSIER + "pieces/<slug:asked>/", is_signed_in, _piece, "dossier-piece"),
    route(_DOSSIER + "instruire/", is_signed_in, following.read, "dossier-read"),
]
