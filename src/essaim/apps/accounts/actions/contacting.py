"""Writing to whoever publishes the site."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from essaim.apps.audit.actors import Programme
from essaim.apps.jobs.actions import queue_message
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _

CONTACT = Programme("essaim-contact", is_administrator=False)


@transaction.atomic
def write_to_publisher(*, subject: str, text: str, answer_to: str, page: str, at: datetime) -> None:
    """Send a message to the address of ``ESSAIM_CONTACT``. Nothing of it is kept once it is sent.

    Args:
        answer_to: where to answer, "" when whoever writes wants no answer.
        page: the address of the page it is about, "" for none.

    Raises:
        InvalidValue: the site has no such address, or the subject has several lines.
    """
    if not settings.CONTACT:
        raise InvalidValue(_("Ce site n'a pas dit à quelle adresse lui écrire."))
    lines = [text.strip(), "", "-- "]
    if page:
        lines.append(_("Page : %(page)s") % {"page": page})
    lines.append(
        _("Pour répondre : %(address)s") % {"address": answer_to} if answer_to else _("Aucune réponse n'est demandée.")
    )
    queue_message(
        to=settings.CONTACT, subject=_("[Essaim] %(subject)s") % {"subject": " ".join(subject.split())},
        # The address stands in the text, which is erased once sent; headers are kept a month.
        text="\n".join(lines), kind="contact", by=CONTACT, at=at,
    )  # fmt: skip
