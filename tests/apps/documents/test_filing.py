"""What may be filed, what may not, and where it lies."""

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import LazySettings

from essaim.apps.audit.models import Event
from essaim.apps.documents.actions import file_document, withdraw_document
from essaim.apps.documents.enums import LARGEST
from essaim.apps.documents.keeping import path_of
from essaim.apps.documents.models import Document
from essaim.apps.documents.queries import content_of, documents_of, documents_of_many
from essaim.engine.errors import InvalidValue, UnreadableFile
from tests.factories import ADMIN, AT

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nrest"


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path, settings: LazySettings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return tmp_path / "uploads"


def filed(content: bytes = PDF, file_name: str = "lettre.pdf", title: str = "Lettre") -> Document:
    return file_document(
        owner_kind="prospect", owner_key="k", title=title, file_name=file_name, content=content, by=ADMIN, at=AT
    )


def zipped(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


def test_what_is_filed_is_read_back() -> None:
    document = filed()

    assert content_of(document) == PDF
    assert (document.media, document.size) == ("application/pdf", len(PDF))
    assert documents_of("prospect", "k") == [document]
    assert documents_of_many("prospect", ["k", "other"]) == {"k": [document], "other": []}


def test_its_name_never_reaches_the_disk() -> None:
    document = filed(file_name="../../etc/passwd.pdf")

    assert document.file_name == "passwd.pdf"
    assert path_of(document.uid).name == f"d{document.uid}"


@pytest.mark.parametrize(
    ("content", "file_name"),
    [
        (b"", "vide.pdf"),
        (b"MZ...", "lettre.pdf"),
        (b"<html>", "page.html"),
        (PDF, "lettre"),
        (b"%PDF-" + b"0" * LARGEST, "gros.pdf"),
        (b"PK\x03\x04 broken", "texte.odt"),
        (zipped("content.xml", "Basic/script.xml"), "texte.odt"),
        (zipped("word/document.xml", "word/vbaProject.bin"), "texte.docx"),
    ],
)
def test_what_may_not_be_filed_is_refused(content: bytes, file_name: str, uploads: Path) -> None:
    with pytest.raises(InvalidValue):
        filed(content, file_name)

    assert not Document.objects.exists()
    assert not uploads.exists()


def test_a_withdrawn_document_leaves_only_its_trace(django_capture_on_commit_callbacks: object) -> None:
    document = filed()
    place = path_of(document.uid)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        withdraw_document(document=document, by=ADMIN, at=AT)

    assert not Document.objects.exists()
    assert not place.exists()
    assert Event.objects.filter(action="withdraw_document").get().before["sha256"] == document.sha256


def test_a_lost_file_is_said() -> None:
    document = filed()
    path_of(document.uid).unlink()

    with pytest.raises(UnreadableFile):
        content_of(document)
