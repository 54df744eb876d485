"""Mail: queued with what causes it, sent after, tried again, shown when it fails.

A message is queued in the transaction of what it tells, so that neither exists without the other. Sending is *at least
once*: a worker killed between sending and saying so sends again five minutes later.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.message import BadHeaderError
from django.db import transaction
from django.db.models import QuerySet

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.jobs.enums import MessageState
from essaim.apps.jobs.models import Message
from essaim.apps.jobs.rules import can_tend_mail
from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.errors import NotAllowed

MESSAGE = "message"
# 1, 2, 4… minutes, at most 6 hours: twelve tries over some 23 hours, then somebody is asked.
TRIES = 12
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
_LEASE = timedelta(minutes=5)
KEPT_DAYS = 30


@transaction.atomic
def queue_message(
    *,
    to: str,
    subject: str,
    text: str,
    kind: str,
    about: str = "",
    by: Actor,
    at: datetime,
    headers: dict[str, str] | None = None,
    useless_after: datetime | None = None,
) -> Message:
    """Have an e-mail sent once the transaction in course is kept.

    Args:
        to: one address.
        subject: one line; it must hold nothing secret (administrators see it).
        text: plain text, erased once sent.
        kind: what it is for, in a word (``sign_in_code``, ``invitation``): it is counted by kind.
        about: the public key of what it speaks of.
        headers: such as ``List-Unsubscribe``.
        useless_after: when it is no longer worth sending (a code that has expired).

    Raises:
        InvalidValue: a subject or a header of several lines, no address.
    """
    lines = [to, subject, *(headers or {}), *(headers or {}).values()]
    if not to.strip() or any("\n" in line or "\r" in line or "\0" in line for line in lines):
        raise InvalidValue(_("Ce message ne peut pas partir : son adresse ou son objet n'est pas d'une seule ligne."))
    message = Message.objects.create(
        to=to.strip(), subject=subject[:300], text=text.replace("\0", ""), headers=headers or {}, kind=kind,
        about=about, next_try_at=at, queued_at=at, useless_after=useless_after,
    )  # fmt: skip
    # Neither the address nor the text: the log is kept for ever.
    record(action="queue_message", object_type=MESSAGE, object_id=message.uid, by=by, at=at,
           after={"kind": kind, "about": about})  # fmt: skip
    if settings.MAIL_AT_ONCE:
        transaction.on_commit(partial(deliver, message=message, at=at), robust=True)
    return message


def deliver(*, message: Message, at: datetime) -> bool:
    """Try to send one message that waits; whether it was sent. Its failure is written on it, and tried again later.

    Of several processes that try at once, one sends. No transaction is held while the mail server is spoken to, and no
    event is recorded: the row itself says what happened.
    """
    if message.useless_after is not None and message.useless_after <= at:
        _waiting(message).update(state=MessageState.DROPPED, text="")
        return False
    attempts = message.attempts + 1
    # Others wait as long as this lease; were this process killed, they would then try again.
    taken = _waiting(message).update(attempts=attempts, next_try_at=at + _LEASE)
    if not taken:
        return False
    failure = _send(message)
    if not failure:
        done = {"state": MessageState.SENT, "sent_at": at, "text": "", "last_error": ""}
        Message.objects.filter(pk=message.pk).update(**done)
        return True
    state = MessageState.FAILED if attempts >= TRIES else MessageState.QUEUED
    Message.objects.filter(pk=message.pk).update(
        state=state, next_try_at=at + wait_after(attempts), last_error=failure[:500]
    )
    return False


def send_waiting(*, at: datetime, limit: int = 50) -> tuple[int, int]:
    """Send what is due, the oldest first; how many were sent, how many were not."""
    due = Message.objects.filter(state=MessageState.QUEUED, next_try_at__lte=at).order_by("next_try_at", "id")[:limit]
    results = [deliver(message=message, at=at) for message in due]
    return results.count(True), results.count(False)


@transaction.atomic
def send_again(*, message: Message, by: Actor, at: datetime) -> Message:
    """Have a message that failed tried again from the start.

    Raises:
        NotAllowed: ``by`` is no administrator.
        InvalidValue: it was sent or dropped: its text is gone.
    """
    _must_tend(message, by)
    message.state, message.attempts, message.next_try_at = MessageState.QUEUED, 0, at
    message.save(update_fields=["state", "attempts", "next_try_at"])
    record(action="send_message_again", object_type=MESSAGE, object_id=message.uid, by=by, at=at)
    return message


@transaction.atomic
def drop_message(*, message: Message, by: Actor, at: datetime) -> Message:
    """Give up a message that was not sent; its text is erased.

    Raises:
        NotAllowed: ``by`` is no administrator.
        InvalidValue: it was sent or dropped already.
    """
    _must_tend(message, by)
    message.state, message.text = MessageState.DROPPED, ""
    message.save(update_fields=["state", "text"])
    record(action="drop_message", object_type=MESSAGE, object_id=message.uid, by=by, at=at)
    return message


def erase_old_messages(*, at: datetime) -> int:
    """Erase messages sent or dropped, and those that failed, thirty days after they were queued; how many."""
    old = Message.objects.filter(queued_at__lt=at - timedelta(days=KEPT_DAYS)).exclude(state=MessageState.QUEUED)
    return old.delete()[0]


def erase_messages_to(*, address: str) -> int:
    """Erase every message to an address whose owner leaves, sent or not; how many."""
    return Message.objects.filter(to__iexact=address).delete()[0]


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many failures."""
    return min(_FIRST_WAIT * int(2 ** (attempts - 1)), _LONGEST_WAIT)


def _waiting(message: Message) -> QuerySet[Message]:
    """The row, unless another process took it since it was read."""
    return Message.objects.filter(
        pk=message.pk, state=MessageState.QUEUED, attempts=message.attempts, next_try_at=message.next_try_at
    )


def _send(message: Message) -> str:
    """What went wrong, "" when nothing did."""
    try:
        EmailMessage(
            subject=message.subject, body=message.text, from_email=settings.DEFAULT_FROM_EMAIL, to=[message.to],
            headers=message.headers,
        ).send()  # fmt: skip
    except (OSError, SMTPException, BadHeaderError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    return ""


def _must_tend(message: Message, by: Actor) -> None:
    if not can_tend_mail(by):
        raise NotAllowed()
    if message.state not in (MessageState.QUEUED, MessageState.FAILED):
        raise InvalidValue(_("Ce message n'attend plus : il est parti, ou il a été abandonné."))
