"""Filing and withdrawing files. Called by the app above, which has checked who may."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import partial
from pathlib import PurePath

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.documents.checking import checked_kind
from essaim.apps.documents.enums import LONGEST_NAME
from essaim.apps.documents.keeping import erase, write
from essaim.apps.documents.models import Document

DOCUMENT = "document"


@transaction.atomic
def file_document(
    *, owner_kind: str, owner_key: str, title: str, file_name: str, content: bytes, by: Actor, at: datetime
) -> Document:
    """Keep a file for what ``owner_kind`` and ``owner_key`` name.

    Raises:
        InvalidValue: it is not a kind of file that may be filed, see ``checking``.
    """
    name = PurePath(file_name.replace("\\", "/")).name.replace("\0", "") or DOCUMENT
    kind = checked_kind(content, name)
    short = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 6]}.{kind.extension}"
    document = Document.objects.create(
        owner_kind=owner_kind, owner_key=owner_key, title=(title.replace("\0", "").strip() or short)[:200],
        file_name=short, media=kind.media, size=len(content), sha256=hashlib.sha256(content).hexdigest(),
        filed_by=by.uid, filed_at=at,
    )  # fmt: skip
    # Before the commit: a row without its file would be a broken promise, a file without its row is only lost room.
    write(document.uid, content)
    record(
        action="file_document", object_type=DOCUMENT, object_id=document.uid, by=by, at=at,
        after={"owner": f"{owner_kind} {owner_key}", "sha256": document.sha256},
    )  # fmt: skip
    return document


@transaction.atomic
def withdraw_document(*, document: Document, by: Actor, at: datetime) -> None:
    """Erase a file; the log keeps that there was one, with its fingerprint."""
    record(
        action="withdraw_document", object_type=DOCUMENT, object_id=document.uid, by=by, at=at,
        before={"owner": f"{document.owner_kind} {document.owner_key}", "sha256": document.sha256},
    )  # fmt: skip
    uid = document.uid
    document.delete()
    transaction.on_commit(partial(erase, uid))
