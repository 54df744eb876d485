"""All the dossiers of a call in one file: each as a PDF, with its data, its annexes, what was answered to pieces."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import datetime
from typing import IO, Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from essaim.apps.calls.actions.archiving import ARCHIVE, ask_archive
from essaim.apps.calls.archives import archive_of, keep_archive
from essaim.apps.calls.models import Call, Dossier, PieceRequest
from essaim.apps.calls.queries.calls import call_by_slug
from essaim.apps.calls.queries.dossiers import DOSSIER, DossierFilters, dossiers_of, piece_files
from essaim.apps.documents.models import Document
from essaim.apps.documents.queries import content_of, documents_of_many
from essaim.apps.jobs.registry import Progress, job_kind
from essaim.engine.errors import InvalidValue, UnreadableFile
from essaim.engine.language import gettext as _
from essaim.kit.language import gettext_lazy
from essaim.web.acting import acting
from essaim.web.calls.access import moment, run_call
from essaim.web.calls.print_words import handed_in
from essaim.web.calls.printing import data_of
from essaim.web.documents.answers import whole
from essaim.web.documents.pdf import document_pdf

# More than these and the worker does it: each takes a fraction of a second to lay out.
AT_ONCE = 20
_ZIP = "application/zip"


def archive(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A few dossiers at once; many, asked of the worker by a button of the list; kept ones, given again."""
    call = run_call(request, slug)
    if request.method == "POST":
        return redirect("job", ask_archive(call=call, by=acting(request), at=timezone.now()).uid)
    found = list(dossiers_of(call, DossierFilters()))
    if len(found) > AT_ONCE:
        messages.info(request, _("Il y a beaucoup de dossiers : demandez l'archive par le bouton de cette page."))
        return redirect("call-dossiers", slug)
    return whole(lambda target: write_archive(target, call, found), _ZIP, _name(call))


def kept(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The archive that the worker made last."""
    call = run_call(request, slug)
    try:
        content = archive_of(call).open("rb")
    except OSError as absent:
        raise Http404 from absent
    return FileResponse(content, content_type=_ZIP, as_attachment=True, filename=_name(call))


@job_kind(ARCHIVE, title=gettext_lazy("Dossiers d'un appel en PDF"), tries=2)
def make_archive(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Print every dossier of a call; the link is to what was made.

    Raises:
        InvalidValue: the call is gone.
    """
    call = call_by_slug(arguments["call"])
    if call is None:
        raise InvalidValue(_("Cet appel n'existe plus."))
    found = list(dossiers_of(call, DossierFilters()))
    keep_archive(call, lambda target: write_archive(target, call, found, progress.advance))
    return {"url": reverse("call-archive-kept", args=[call.slug]), "label": _("Télécharger l'archive")}


def write_archive(
    target: IO[bytes], call: Call, dossiers: list[Dossier], advance: Callable[[int, int, str], object] | None = None
) -> None:
    """Write the archive; a file that the server lost is named in it, and stops nothing."""
    annexes, lost = documents_of_many(DOSSIER, [one.uid for one in dossiers]), []
    files = piece_files([piece for one in dossiers for piece in one.piece_requests.all()])
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for place, dossier in enumerate(dossiers, start=1):
            dossier.call = call
            made = dossier.submissions.all()[0]
            folder = f"{place:03d}-{slugify(made.data['pole']['name'])[:60] or 'pole'}"
            _put(packed, f"{folder}/dossier.pdf", document_pdf(handed_in(dossier, made), "dossier.typ"),
                 call.local(made.submitted_at))  # fmt: skip
            _put(packed, f"{folder}/dossier.json", data_of(made), call.local(made.submitted_at))
            handed = {one["uid"] for one in made.data["annexes"]}
            sealed = [one for one in annexes[dossier.uid] if one.uid in handed]
            lost += _put_files(packed, call, f"{folder}/annexes", sealed)
            for number, asked in enumerate(dossier.piece_requests.all(), start=1):
                below = f"{folder}/pieces/{number:02d}"
                _put(packed, f"{below}/demande.txt", _asked_and_answered(call, asked), call.local(asked.asked_at))
                lost += _put_files(packed, call, below, files[asked.uid])
            if advance is not None:
                advance(place, len(dossiers), _("Dossiers imprimés"))
        if lost:
            head = _("Ces fichiers ne sont plus sur le serveur :")
            packed.writestr("manquants.txt", "\n".join([head, *lost]) + "\n")


def _asked_and_answered(call: Call, asked: PieceRequest) -> bytes:
    """What was asked, what was answered, and when."""
    said = [
        _("Demandé le %(at)s.") % {"at": moment(call, asked.asked_at)}, asked.text, "",
        _("Répondu le %(at)s.") % {"at": moment(call, asked.answered_at)} if asked.answered_at else _("sans réponse"),
        asked.answer,
    ]  # fmt: skip
    return ("\n".join(said).strip() + "\n").encode()


def _put_files(packed: zipfile.ZipFile, call: Call, folder: str, documents: list[Document]) -> list[str]:
    lost = []
    for place, one in enumerate(documents, start=1):
        # The name on somebody's disk may hold anything: the title is made plain, the ending is the kind's own.
        ending = one.file_name.rpartition(".")[2].lower()
        name = f"{folder}/{place:02d}-{_plain(one.title, ending)}.{ending}"
        try:
            _put(packed, name, content_of(one), call.local(one.filed_at))
        except UnreadableFile:
            lost.append(name)
    return lost


def _plain(title: str, ending: str) -> str:
    """A title as part of a file's name; a title that is a file's name has its ending once."""
    return slugify(title.removesuffix(f".{ending}"))[:60] or "fichier"


def _put(packed: zipfile.ZipFile, name: str, content: bytes, at: datetime) -> None:
    entry = zipfile.ZipInfo(name, at.timetuple()[:6])
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    packed.writestr(entry, content)


def _name(call: Call) -> str:
    return f"dossiers-{call.slug}.zip"
