"""Pieces asked for about a dossier that was handed in: asked, answered in words and files, accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.calls.actions.answering import MOST_ANNEXES
from essaim.apps.calls.actions.planning import hold_call
from essaim.apps.calls.actions.telling import tell_officers, tell_writers
from essaim.apps.calls.errors import WrongFiles
from essaim.apps.calls.models import Dossier, PieceRequest
from essaim.apps.calls.queries.dossiers import DOSSIER, PIECE, sealed_documents, takes_pieces
from essaim.apps.calls.rules import can_write_dossier
from essaim.apps.documents.actions import file_document, withdraw_document
from essaim.apps.documents.models import Document
from essaim.apps.documents.queries import documents_of
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.errors import ChangedMeanwhile, NotAllowed


@dataclass(frozen=True, slots=True)
class Pages:
    """Whole addresses for letters: the dossier's page for those who write it, and for those who run the call."""

    writers: str
    officers: str


@transaction.atomic
def ask_piece(
    *, dossier: Dossier, text: str, due_on: date | None, address: str, by: Actor, at: datetime
) -> PieceRequest:  # fmt: skip
    """Ask for something about a dossier that was handed in; once results are public, of laureates alone.

    Raises:
        NotAllowed. InvalidValue: nothing is asked, or results are public and it is no laureate.
    """
    hold_call(dossier.call, by)
    if not takes_pieces(Dossier.objects.select_related("call").get(pk=dossier.pk)):
        raise InvalidValue(_("Les résultats sont publiés : une pièce ne se demande plus qu'à un lauréat."))
    if not text.strip():
        raise InvalidValue(_("Dites ce que vous demandez."))
    asked = PieceRequest.objects.create(
        dossier=dossier, text=text.strip(), due_on=due_on, asked_by=by.uid, asked_at=at
    )  # fmt: skip
    _record("ask_piece", dossier, by, at, text=asked.text)
    tell_writers(
        dossier, _("Une pièce est demandée : %(call)s") % {"call": dossier.call.title}, f"{asked.text}\n\n{address}",
        by, at,
    )  # fmt: skip
    return asked


@transaction.atomic
def answer_piece(
    *, asked: PieceRequest, answer: str, seen_version: int, pages: Pages, by: Actor, at: datetime,
    files: Sequence[tuple[str, bytes]] = (),
) -> PieceRequest:  # fmt: skip
    """Answer what was asked, or correct the answer; ``files`` (names, contents) join those that were given. With the
    same words and no file, nothing is written, and nobody is told.

    Those who write the dossier get a letter that names each file with its fingerprint: what they can show later.

    Raises:
        NotAllowed: not one of those who write the dossier. ChangedMeanwhile: somebody wrote other words since.
        InvalidValue: nothing is given, or the answer was accepted. WrongFiles.
    """
    current = _held(asked, by)
    # Browsers send two signs for a new line, which would look like a change.
    said, given = answer.replace("\r\n", "\n").strip(), documents_of(PIECE, current.uid)
    if said == current.answer and current.answered_at is not None and not files:
        return current
    if said != current.answer and current.version != seen_version:
        raise ChangedMeanwhile()
    if not said and not given and not files:
        raise InvalidValue(_("Écrivez votre réponse, ou joignez un fichier."))
    if len(given) + len(files) > MOST_ANNEXES:
        raise WrongFiles(_("Une réponse a au plus quarante fichiers."))
    new = [_filed(current, name, content, by, at) for name, content in files]
    current.answer, current.answered_by, current.answered_at = said, by.uid, at
    _raised(current)
    _record("answer_piece", current.dossier, by, at, piece=current.uid, files=[one.sha256 for one in new])
    _tell_answered(current, [*given, *new], pages, by, at)
    return current


@transaction.atomic
def remove_piece_file(*, asked: PieceRequest, document: Document, by: Actor, at: datetime) -> None:
    """Take back a file of an answer that is not accepted yet. Without words nor files left, nothing is answered.

    Raises:
        NotAllowed. InvalidValue: the answer was accepted, or a later copy of the dossier, frozen, names the file.
    """
    current = _held(asked, by)
    if document.uid in sealed_documents(current.dossier):
        raise InvalidValue(
            _("Ce fichier fait partie d'un dépôt : il reste avec le dossier."), _("Joignez-en un autre.")
        )
    withdraw_document(document=document, by=by, at=at)
    if not current.answer and not documents_of(PIECE, current.uid):
        current.answered_by, current.answered_at = "", None
    _raised(current)
    _record("remove_piece_file", current.dossier, by, at, piece=current.uid, sha256=document.sha256)


@transaction.atomic
def accept_piece(*, asked: PieceRequest, seen_version: int, address: str, by: Actor, at: datetime) -> PieceRequest:
    """Accept an answer as it was read: from then on it does not change.

    Raises:
        NotAllowed. ChangedMeanwhile: it was corrected since it was read. InvalidValue: nothing is answered.
    """
    hold_call(asked.dossier.call, by)
    current = _row(asked)
    if current.version != seen_version:
        raise ChangedMeanwhile()
    if current.answered_at is None:
        raise InvalidValue(_("Cette demande n'a pas encore de réponse."))
    if current.accepted_at is None:
        current.accepted_by, current.accepted_at = by.uid, at
        _raised(current)
        _record("accept_piece", current.dossier, by, at, piece=current.uid)
        subject = _("Pièce acceptée : %(call)s") % {"call": current.dossier.call.title}
        tell_writers(current.dossier, subject, f"{current.text}\n\n{address}", by, at)
    return current


def _held(asked: PieceRequest, by: Actor) -> PieceRequest:
    """The request's row, locked, for somebody who may still answer it."""
    if not can_write_dossier(by, asked.dossier):
        raise NotAllowed()
    # The dossier first, as whoever hands it in does: a file is erased before it is sealed, or not at all.
    Dossier.objects.select_for_update().get(pk=asked.dossier_id)
    current = _row(asked)
    if current.accepted_at is not None:
        raise InvalidValue(_("L'équipe de l'appel a accepté cette réponse : elle ne change plus."))
    return current


def _row(asked: PieceRequest) -> PieceRequest:
    found = PieceRequest.objects.select_for_update(of=("self",)).select_related("dossier__call", "dossier__pole")
    return found.get(pk=asked.pk)


def _raised(current: PieceRequest) -> None:
    current.version += 1
    current.save()


def _filed(asked: PieceRequest, name: str, content: bytes, by: Actor, at: datetime) -> Document:
    try:
        return file_document(
            owner_kind=PIECE, owner_key=asked.uid, title="", file_name=name, content=content, by=by, at=at
        )
    except InvalidValue as refusal:
        # Several files come together: which one is refused must be said.
        raise WrongFiles(_("« %(name)s » : %(why)s") % {"name": name, "why": refusal.message}, refusal.advice) from None


def _tell_answered(asked: PieceRequest, files: list[Document], pages: Pages, by: Actor, at: datetime) -> None:
    dossier = asked.dossier
    named = "\n".join(f"{one.title} (SHA-256 {one.sha256})" for one in files) or _("Aucun fichier.")
    words = {"asked": asked.text, "answer": asked.answer or _("sans texte"), "files": named}
    text = _("Demandé : %(asked)s\n\nRéponse : %(answer)s\n\nFichiers :\n%(files)s") % words
    subject = _("Réponse à une pièce demandée : %(call)s") % {"call": dossier.call.title}
    tell_writers(dossier, subject, f"{text}\n\n{pages.writers}", by, at)
    tell_officers(dossier.call, subject, f"{dossier.pole.name}\n\n{text}\n\n{pages.officers}", by, at)


def _record(action: str, dossier: Dossier, by: Actor, at: datetime, **after: object) -> None:
    record(action=action, object_type=DOSSIER, object_id=dossier.uid, by=by, at=at, after=after)
