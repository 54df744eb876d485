"""The documents of a call, regulations or templates: filed and withdrawn; of a public call, a change that is told."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from essaim.apps.audit.actors import Actor
from essaim.apps.calls.actions.planning import CALL, hold_call, recorded, saved
from essaim.apps.calls.models import Call
from essaim.apps.documents.actions import file_document, withdraw_document
from essaim.apps.documents.models import Document


@transaction.atomic
def add_call_document(
    *, call: Call, title: str, file_name: str, content: bytes, by: Actor, at: datetime, address: str = ""
) -> Document:  # fmt: skip
    """File a document of the call. ``address`` is that of the public page, for letters; here and below.

    Raises:
        NotAllowed. InvalidValue: a kind of file that is not taken.
    """
    current = hold_call(call, by)
    filed = file_document(
        owner_kind=CALL, owner_key=current.uid, title=title, file_name=file_name, content=content, by=by, at=at
    )
    saved(current, at)
    recorded(current, "add_call_document", {}, {"title": filed.title, "sha256": filed.sha256}, address, by, at)
    return filed


@transaction.atomic
def remove_call_document(*, call: Call, document: Document, by: Actor, at: datetime, address: str = "") -> None:
    """Withdraw a document of the call.

    Raises:
        NotAllowed.
    """
    current = hold_call(call, by)
    was = {"title": document.title, "sha256": document.sha256}
    withdraw_document(document=document, by=by, at=at)
    saved(current, at)
    recorded(current, "remove_call_document", was, {}, address, by, at)
