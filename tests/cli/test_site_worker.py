"""The worker does what time asks, whether or not anybody thinks of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from tests.factories import AT, make_proposal

from essaim.apps.corrections.models import Proposal
from essaim.cli.site_worker import worker


class Listening:
    """Stands where the worker stands, and keeps the chores it is given."""

    chores: tuple[Callable[[datetime], Any], ...] = ()

    def __init__(self, *, also: Any, **_others: Any) -> None:
        Listening.chores = tuple(also)

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_given: None


@pytest.mark.django_db
def test_old_addresses_and_sessions_go_by_themselves(monkeypatch: pytest.MonkeyPatch, essaim_home: object) -> None:
    make_proposal(email="ancienne@example.org")
    Session.objects.create(session_key="over", session_data="", expire_date=timezone.now() - timedelta(days=1))
    monkeypatch.setattr("essaim.apps.jobs.worker.SiteWorker", Listening)
    assert worker.callback is not None

    worker.callback(once=True, parent=None)
    for chore in Listening.chores:
        chore(AT + timedelta(days=800))

    assert [proposal.email for proposal in Proposal.objects.all()] == [""]
    assert not Session.objects.exists()
