"""Asking that all the dossiers of a call be put in one file."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.calls.models import Call
from essaim.apps.calls.rules import can_run_call
from essaim.apps.jobs.actions import ask_job
from essaim.apps.jobs.models import Job
from essaim.kit.errors import NotAllowed

ARCHIVE = "call-archive"


@transaction.atomic
def ask_archive(*, call: Call, by: Actor, at: datetime) -> Job:
    """Have the worker print every dossier that was handed in, with its annexes.

    Raises:
        NotAllowed: the call is somebody else's.
    """
    if not can_run_call(by, call):
        raise NotAllowed()
    record(action="ask_call_archive", object_type="call", object_id=call.uid, by=by, at=at)
    return ask_job(kind=ARCHIVE, arguments={"call": call.slug}, by=by, at=at)
