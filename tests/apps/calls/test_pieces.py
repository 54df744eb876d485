"""Pieces asked for: answered in words and files, corrected until accepted, sealed by a later copy."""

from datetime import timedelta
from typing import Any

import pytest

from essaim.apps.accounts.models import User
from essaim.apps.audit.models import Event
from essaim.apps.calls.actions.pieces import Pages, accept_piece, answer_piece, ask_piece, remove_piece_file
from essaim.apps.calls.actions.reopening import reopen
from essaim.apps.calls.actions.submitting import submit
from essaim.apps.calls.models import PieceRequest
from essaim.apps.documents.models import Document
from essaim.apps.jobs.models import Message
from essaim.engine.errors import InvalidValue
from essaim.kit.errors import ChangedMeanwhile, NotAllowed
from tests.apps.calls.test_calls import CLOSES, PAGE, filled, fresh, open_call
from tests.factories import AT, make_user

pytestmark = pytest.mark.django_db
PDF, PAGES = b"%PDF-1.7", Pages(PAGE, f"{PAGE}instruire/")


@pytest.fixture(autouse=True)
def uploads(tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def asked() -> tuple[User, User, PieceRequest]:
    """The officer, the founder, and what the first asked of the second."""
    boss, call = open_call()
    who, dossier = filled(call)
    submit(dossier=dossier, address=PAGE, by=who, at=AT)
    return boss, who, ask_piece(dossier=fresh(dossier), text="Vos statuts", due_on=None, address=PAGE, by=boss, at=AT)


def answered(piece: PieceRequest, by: User, *names: str, answer: str = "") -> PieceRequest:
    piece.refresh_from_db()
    files = [(name, PDF) for name in names]
    return answer_piece(
        asked=piece, answer=answer, seen_version=piece.version, pages=PAGES, files=files, by=by, at=AT
    )  # fmt: skip


def test_a_piece_is_answered_with_files_and_both_sides_are_told() -> None:
    boss, who, piece = asked()
    Message.objects.all().delete()

    answered(piece, who, "statuts.pdf", "rib.pdf", answer="Les voici.")

    assert [one.title for one in Document.objects.filter(owner_kind="piece")] == ["statuts.pdf", "rib.pdf"]
    prints = [one.sha256 for one in Document.objects.all()]
    for user, page in ((who, PAGES.writers), (boss, PAGES.officers)):
        text = Message.objects.get(to=user.email).text
        assert all(one in text for one in ("Les voici.", page, *prints))
    assert Event.objects.get(action="answer_piece").after["files"] == prints


def test_a_piece_is_answered_by_its_writers_who_say_or_give_something() -> None:
    _boss, who, piece = asked()

    with pytest.raises(NotAllowed):
        answered(piece, make_user(), answer="Voici")
    with pytest.raises(InvalidValue):
        answered(piece, who, answer=" ")
    answered(piece, who, "statuts.pdf")

    piece.refresh_from_db()
    assert (piece.answered_by, piece.version) == (who.uid, 2)


def test_one_wrong_file_keeps_none_and_is_named() -> None:
    _boss, who, piece = asked()

    with pytest.raises(InvalidValue, match=r"virus\.exe"):
        answered(piece, who, "statuts.pdf", "virus.exe")

    assert not Document.objects.exists()


def test_two_answers_at_once_do_not_overwrite_one_another() -> None:
    _boss, who, piece = asked()
    answered(piece, who, answer="La première")

    with pytest.raises(ChangedMeanwhile):
        answer_piece(asked=piece, answer="La seconde", seen_version=1, pages=PAGES, by=who, at=AT)


def test_the_same_answer_again_writes_nothing_and_tells_nobody() -> None:
    _boss, who, piece = asked()
    answered(piece, who, "statuts.pdf", answer="Les\nvoici.")
    Message.objects.all().delete()

    # Browsers send two signs for a new line.
    answered(piece, who, answer="Les\r\nvoici.\r\n")

    piece.refresh_from_db()
    assert (piece.version, Message.objects.count(), Event.objects.filter(action="answer_piece").count()) == (2, 0, 1)


def test_a_file_joins_an_answer_that_somebody_else_wrote_with_the_same_words() -> None:
    _boss, who, piece = asked()
    answered(piece, who, answer="Les voici.")

    answer_piece(
        asked=piece, answer="Les voici.", seen_version=1, pages=PAGES, files=[("rib.pdf", PDF)], by=who, at=AT
    )  # fmt: skip

    assert Document.objects.get().title == "rib.pdf"


def test_a_wrong_file_is_taken_back_until_the_answer_is_accepted() -> None:
    boss, who, piece = asked()
    answered(piece, who, "erreur.pdf")
    remove_piece_file(asked=piece, document=Document.objects.get(), by=who, at=AT)
    piece.refresh_from_db()
    assert (piece.answered_at, piece.answered_by) == (None, "")
    with pytest.raises(InvalidValue):
        accept_piece(asked=piece, seen_version=piece.version, address=PAGE, by=boss, at=AT)

    kept = answered(piece, who, "statuts.pdf")
    with pytest.raises(NotAllowed):
        accept_piece(asked=kept, seen_version=kept.version, address=PAGE, by=who, at=AT)
    with pytest.raises(ChangedMeanwhile):
        accept_piece(asked=kept, seen_version=kept.version - 1, address=PAGE, by=boss, at=AT)
    accept_piece(asked=kept, seen_version=kept.version, address=PAGE, by=boss, at=AT)

    with pytest.raises(InvalidValue):
        remove_piece_file(asked=piece, document=Document.objects.get(), by=who, at=AT)
    with pytest.raises(InvalidValue):
        answered(piece, who, answer="Encore")


def test_what_was_given_is_sealed_when_the_dossier_is_handed_in_again() -> None:
    boss, who, piece = asked()
    answered(piece, who, "statuts.pdf", answer="Les voici.")
    document = Document.objects.get()
    reopen(dossier=fresh(piece.dossier), until=CLOSES, reason="Précisez", address=PAGE, by=boss, at=AT)
    made = submit(dossier=fresh(piece.dossier), address=PAGE, by=who, at=AT + timedelta(hours=1))

    assert made.data["pieces"] == [{
        "uid": piece.uid, "asked": "Vos statuts", "answer": "Les voici.", "answered_at": AT.isoformat(),
        "files": [{"uid": document.uid, "title": "statuts.pdf", "sha256": document.sha256}],
    }]  # fmt: skip
    with pytest.raises(InvalidValue, match="fait partie d'un dépôt"):
        remove_piece_file(asked=piece, document=document, by=who, at=AT)
