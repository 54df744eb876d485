"""Reading what was filed."""

from __future__ import annotations

from collections.abc import Collection

from essaim.apps.documents.keeping import path_of
from essaim.apps.documents.models import Document
from essaim.engine.errors import UnreadableFile
from essaim.engine.language import gettext as _


def document_by_uid(uid: str) -> Document | None:
    """One document; None when there is none."""
    return Document.objects.filter(uid=uid).first()


def documents_of(owner_kind: str, owner_key: str) -> list[Document]:
    """What was filed for one thing, in the order of filing."""
    return list(Document.objects.filter(owner_kind=owner_kind, owner_key=owner_key))


def documents_of_many(owner_kind: str, owner_keys: Collection[str]) -> dict[str, list[Document]]:
    """What was filed for several things, by their key, in one query."""
    found: dict[str, list[Document]] = {key: [] for key in owner_keys}
    for document in Document.objects.filter(owner_kind=owner_kind, owner_key__in=owner_keys):
        found[document.owner_key].append(document)
    return found


def content_of(document: Document) -> bytes:
    """Its bytes.

    Raises:
        UnreadableFile: the file is no longer there (a backup without its uploads, a disk that lost it).
    """
    try:
        return path_of(document.uid).read_bytes()
    except OSError:
        raise UnreadableFile(
            _("Le fichier « %(name)s » n'est plus sur le serveur.") % {"name": document.file_name},
            _("Demandez à la personne qui l'a déposé de le déposer de nouveau."),
        ) from None
