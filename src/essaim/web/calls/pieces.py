"""Pieces that are asked for: answered by those who write the dossier, accepted by those who run the call."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.calls.actions.pieces import Pages, accept_piece, answer_piece, remove_piece_file
from essaim.apps.calls.errors import WrongFiles
from essaim.apps.calls.models import Dossier, PieceRequest
from essaim.apps.calls.queries.dossiers import PIECE, piece_files
from essaim.apps.documents.models import Document
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext
from essaim.kit.errors import ChangedMeanwhile
from essaim.kit.numbers import typed_version
from essaim.web.acting import acting
from essaim.web.calls.access import desk_of, moment, page_of, written_dossier
from essaim.web.calls.forms import PieceAnswerForm
from essaim.web.filing import Shelf, withdrawn


@dataclass(frozen=True, slots=True)
class PieceLine:
    """A piece as pages show it: its moments in the call's own time, its files with their addresses."""

    piece: PieceRequest
    asked: str
    answered: str
    accepted: str
    files: list[tuple[Document, str]]


def piece(request: HttpRequest, uid: str, asked: str) -> HttpResponse:
    """Answer what is asked, in words and files; correct the answer until it is accepted."""
    dossier = written_dossier(request, uid)
    found = _piece_of(dossier, asked)
    shelf = _shelf(dossier, found)
    if request.POST.get("do") == "remove":
        return withdrawn(request, shelf)
    form, status = _form(request, found), 200
    shown: dict[str, Any] = {"section": "my-space", "dossier": dossier, "call": dossier.call, "shelf": shelf}
    if request.method == "POST" and form.is_valid():
        try:
            if _answered(request, found, form):
                return redirect("dossier", uid=uid)
        except ChangedMeanwhile:
            form, status = _seen_again(request, found), 409
            shown["conflict"] = True
    shown |= {"form": form, "line": lines_of(dossier, [found])[0], "documents": shelf.documents()}
    return render(request, "calls/piece.html", shown, status=status)


def accept(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Accept an answer as it was read, for somebody who runs the call."""
    found = _piece_of(dossier, request.POST.get("piece", ""))
    seen, address = typed_version(request.POST.get("seen_version", "")), page_of(request, dossier)
    try:
        accept_piece(asked=found, seen_version=seen, address=address, by=acting(request), at=timezone.now())
    except EssaimError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, gettext("La réponse est acceptée : elle ne change plus."))
    return redirect("dossier-read", uid=dossier.uid)


def lines_of(dossier: Dossier, pieces: list[PieceRequest]) -> list[PieceLine]:
    """Pieces with what was answered to them."""
    files, call = piece_files(pieces), dossier.call
    return [
        PieceLine(
            one, moment(call, one.asked_at), moment(call, one.answered_at), moment(call, one.accepted_at),
            [(file, reverse("dossier-document", args=[dossier.uid, file.uid])) for file in files[one.uid]],
        )
        for one in pieces
    ]  # fmt: skip


def _form(request: HttpRequest, found: PieceRequest) -> PieceAnswerForm:
    first = {"answer": found.answer, "seen_version": found.version}
    return PieceAnswerForm(request.POST or None, request.FILES or None, initial=first)


def _answered(request: HttpRequest, found: PieceRequest, form: PieceAnswerForm) -> bool:
    """Whether the answer is kept; what is refused stands beside its field.

    Raises:
        ChangedMeanwhile: somebody else answered since the page was read.
    """
    typed = form.cleaned_data
    files = [(file.name or "", file.read()) for file in typed["attached"]]
    pages = Pages(page_of(request, found.dossier), desk_of(request, found.dossier))
    try:
        kept = answer_piece(
            asked=found, answer=typed["answer"], seen_version=typed["seen_version"], pages=pages, files=files,
            by=acting(request), at=timezone.now(),
        )  # fmt: skip
    except ChangedMeanwhile:
        raise
    except EssaimError as refusal:
        form.add_error("attached" if isinstance(refusal, WrongFiles) else "answer", str(refusal))
        return False
    if kept.version == found.version:
        messages.info(request, gettext("Cette réponse était déjà enregistrée : personne n'est prévenu de nouveau."))
    else:
        said = gettext(
            "Votre réponse est envoyée ; vous en recevez une copie par courriel, si vous recevez ces messages."
        )
        messages.success(request, said)
    return True


def _seen_again(request: HttpRequest, found: PieceRequest) -> PieceAnswerForm:
    """What was typed, beside the answer as it is now: sending again is done knowingly."""
    found.refresh_from_db(fields=["answer", "answered_by", "answered_at", "accepted_at", "version"])
    data = request.POST.copy()
    data["seen_version"] = str(found.version)
    form = PieceAnswerForm(data)
    if request.FILES:
        # No browser shows chosen files again.
        form.add_error("attached", gettext("Choisissez de nouveau vos fichiers : ils ne sont pas enregistrés."))
    return form


def _piece_of(dossier: Dossier, uid: str) -> PieceRequest:
    found = next((one for one in dossier.piece_requests.all() if one.uid == uid), None)
    if found is None:
        raise Http404
    found.dossier = dossier
    return found


def _shelf(dossier: Dossier, found: PieceRequest) -> Shelf:
    address = reverse("dossier-piece", args=[dossier.uid, found.uid])
    return Shelf(
        kind=PIECE, key=found.uid, withdraw=partial(remove_piece_file, asked=found),
        back=address, back_label=gettext("Une pièce est demandée"), address=address,
        given=lambda one: reverse("dossier-document", args=[dossier.uid, one.uid]),
        closed=gettext("L'équipe de l'appel a accepté cette réponse : elle ne change plus.")
        if found.accepted_at else "",
    )  # fmt: skip
