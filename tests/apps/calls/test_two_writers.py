"""Two people in the same second: a file that a frozen copy names is never erased."""

import threading
from typing import Any

import pytest
from django.db import connection

from essaim.apps.calls.actions import submitting
from essaim.apps.calls.actions.pieces import remove_piece_file
from essaim.apps.calls.actions.reopening import reopen
from essaim.apps.documents.models import Document
from essaim.engine.errors import InvalidValue
from tests.apps.calls.test_calls import CLOSES, PAGE, fresh
from tests.apps.calls.test_pieces import answered, asked
from tests.factories import AT

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
]


def test_a_file_is_not_taken_back_while_the_dossier_is_handed_in_again(
    tmp_path: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    boss, who, piece = asked()
    answered(piece, who, "statuts.pdf")
    document, copied, refused = Document.objects.get(), threading.Event(), threading.Event()
    reopen(dossier=fresh(piece.dossier), until=CLOSES, reason="Précisez", address=PAGE, by=boss, at=AT)
    frozen = submitting.frozen

    def remove() -> None:
        copied.wait(10)
        try:
            remove_piece_file(asked=piece, document=document, by=who, at=AT)
        except InvalidValue:
            refused.set()
        finally:
            connection.close()

    other = threading.Thread(target=remove)

    def slowly(dossier: Any) -> dict[str, Any]:
        data = frozen(dossier)
        copied.set()
        # Whoever removes the file has all the time to, unless they wait for the copy to be kept.
        other.join(1)
        return data

    monkeypatch.setattr(submitting, "frozen", slowly)
    other.start()
    made = submitting.submit(dossier=fresh(piece.dossier), address=PAGE, by=who, at=AT)
    other.join(10)

    assert refused.is_set()
    assert [one["uid"] for one in made.data["pieces"][0]["files"]] == [document.uid]
    assert Document.objects.filter(uid=document.uid).exists()
