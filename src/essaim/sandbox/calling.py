"""Entering the made-up call, open for a month, and the dossier that the made-up draft has begun."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from essaim.apps.audit.actors import Programme
from essaim.apps.calls.actions.answering import start_dossier
from essaim.apps.calls.actions.planning import (
    PhasePlan,
    edit_call,
    prepare_call,
    publish_call,
    put_question,
    set_phases,
)
from essaim.apps.calls.models import Call
from essaim.apps.poles.models import Network, Pole

SANDBOX = Programme("essaim-sandbox")


def enter_call(known: dict[str, Any], network: Network, *, answered_by: Pole, at: datetime) -> Call:
    """A published call, with the dossier that ``answered_by`` has begun."""
    call = prepare_call(title=known["title"], network=network, by=SANDBOX, at=at)
    opens = (at - timedelta(days=10)).replace(minute=0, second=0, microsecond=0)
    closes = (at + timedelta(days=30)).replace(hour=11, minute=0, second=0, microsecond=0)
    facts = {key: known[key] for key in ("summary", "text", "contact", "rules")}
    call = edit_call(call=call, changes=facts, seen_version=call.version, by=SANDBOX, at=at)
    call = set_phases(
        call=call, seen_version=call.version, by=SANDBOX, at=at,
        phases=[
            PhasePlan("dossiers", opens, closes),
            PhasePlan("decision", closes, closes + timedelta(days=40)),
            PhasePlan("results", closes + timedelta(days=41), None),
        ],
    )  # fmt: skip
    for question in known["question"]:
        put_question(call=call, question=None, facts=question, by=SANDBOX, at=at)
    call.refresh_from_db()
    call = publish_call(call=call, seen_version=call.version, by=SANDBOX, at=at)
    start_dossier(call=call, pole=answered_by, by=SANDBOX, at=at)
    return call
