"""Mail leaves after what causes it, is tried again, and keeps no secret once sent."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail

from essaim.apps.audit.models import Event
from essaim.apps.jobs.actions import (
    deliver,
    drop_message,
    erase_old_messages,
    queue_message,
    send_again,
    send_waiting,
)
from essaim.apps.jobs.actions.mail import TRIES, wait_after
from essaim.apps.jobs.models import Message
from essaim.engine.errors import InvalidValue
from essaim.kit.errors import NotAllowed
from tests.factories import ADMIN, AT, STRANGER, make_message

pytestmark = pytest.mark.django_db


def broken_server(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **options: Any) -> int:
        raise SMTPServerDisconnected("Connection unexpectedly closed")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)


def test_message_waits_and_its_event_holds_neither_address_nor_text() -> None:
    message = make_message(to="a@example.org", text="Code : 123456", about="pole-1")

    event = Event.objects.get(action="queue_message")
    assert (message.state, mail.outbox) == ("queued", [])
    assert event.after == {"kind": "test", "about": "pole-1"}
    assert event.object_id == message.uid


def test_message_leaves_once_the_transaction_is_kept(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        message = make_message(headers={"List-Unsubscribe": "<https://example.org/x>"})

    message.refresh_from_db()
    assert (message.state, message.sent_at, message.attempts, message.text) == ("sent", AT, 1, "")
    assert [(one.to, one.subject, one.body) for one in mail.outbox] == [
        (["quelqu-un@example.org"], "Bonjour", "Un mot.")
    ]
    assert mail.outbox[0].extra_headers == {"List-Unsubscribe": "<https://example.org/x>"}


def test_with_a_mail_server_the_worker_sends(settings: Any, django_capture_on_commit_callbacks: Any) -> None:
    settings.MAIL_AT_ONCE = False
    with django_capture_on_commit_callbacks(execute=True):
        make_message()
    waiting = len(mail.outbox)

    sent = send_waiting(at=AT)

    assert (waiting, sent, len(mail.outbox)) == (0, (1, 0), 1)
    assert send_waiting(at=AT) == (0, 0)


def test_failure_is_tried_again_later_then_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    broken_server(monkeypatch)
    message, at = make_message(), AT

    for _ in range(TRIES):
        assert send_waiting(at=at) == (0, 1)
        message.refresh_from_db()
        at = message.next_try_at

    assert (message.state, message.attempts, message.text) == ("failed", TRIES, "Un mot.")
    assert message.last_error == "SMTPServerDisconnected: Connection unexpectedly closed"
    assert send_waiting(at=at + timedelta(days=1)) == (0, 0)
    assert at - AT > timedelta(hours=20)


def test_waits_double_up_to_six_hours() -> None:
    waits = [wait_after(attempts) for attempts in (1, 2, 3, 9, 10, 30)]

    assert [wait.total_seconds() / 60 for wait in waits] == [1, 2, 4, 256, 360, 360]


def test_two_senders_send_once() -> None:
    message = make_message()
    same = Message.objects.get(pk=message.pk)

    assert (deliver(message=message, at=AT), deliver(message=same, at=AT)) == (True, False)
    assert len(mail.outbox) == 1


def test_message_taken_by_a_killed_sender_is_tried_after_its_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    def kill(*args: Any, **options: Any) -> int:
        raise KeyboardInterrupt

    message = make_message()
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", kill)
        with pytest.raises(KeyboardInterrupt):
            deliver(message=message, at=AT)

    early, late = send_waiting(at=AT + timedelta(minutes=4)), send_waiting(at=AT + timedelta(minutes=6))

    assert (early, late) == ((0, 0), (1, 0))


def test_expired_code_is_never_sent_and_is_erased() -> None:
    message = make_message(useless_after=AT + timedelta(minutes=3))

    result = send_waiting(at=AT + timedelta(minutes=3))

    message.refresh_from_db()
    assert (result, message.state, message.text, mail.outbox) == ((0, 1), "dropped", "", [])


@pytest.mark.parametrize("wrong", [{"subject": "a\nBcc: b@example.org"}, {"to": " "}, {"headers": {"X": "a\r\nY: b"}}])
def test_line_breaks_make_no_header(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue):
        make_message(**wrong)

    assert Message.objects.count() == 0


def test_administrator_sends_again_or_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    failed = make_message()
    Message.objects.filter(pk=failed.pk).update(state="failed", attempts=TRIES)
    failed.refresh_from_db()

    again = send_again(message=failed, by=ADMIN, at=AT)
    waiting = (again.state, again.attempts)
    dropped = drop_message(message=again, by=ADMIN, at=AT)

    assert waiting == ("queued", 0)
    assert (dropped.state, dropped.text) == ("dropped", "")
    with pytest.raises(InvalidValue):
        send_again(message=dropped, by=ADMIN, at=AT)


@pytest.mark.parametrize("action", [send_again, drop_message])
def test_others_may_not(action: Any) -> None:
    with pytest.raises(NotAllowed):
        action(message=make_message(), by=STRANGER, at=AT)


def test_old_messages_are_erased_unless_they_wait() -> None:
    queue_message(to="a@example.org", subject="s", text="t", kind="k", by=ADMIN, at=AT - timedelta(days=31))
    send_waiting(at=AT)
    queue_message(to="b@example.org", subject="s", text="t", kind="k", by=ADMIN, at=AT - timedelta(days=31))

    erased = erase_old_messages(at=AT)

    assert (erased, [one.to for one in Message.objects.all()]) == (1, ["b@example.org"])
