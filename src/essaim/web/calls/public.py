"""What everybody reads: the calendar of calls, a notice, its documents, its results."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from essaim.apps.calls.actions.planning import may_write
from essaim.apps.calls.changes import changes_of
from essaim.apps.calls.enums import CallState, PhaseKind
from essaim.apps.calls.models import Call, Phase
from essaim.apps.calls.places import named_places
from essaim.apps.calls.queries.calls import calendar, call_by_slug, laureates, rules_of
from essaim.apps.calls.queries.dossiers import CALL
from essaim.apps.calls.rules import can_open_call
from essaim.apps.documents.queries import document_by_uid, documents_of
from essaim.engine.language import gettext as _
from essaim.engine.language import ngettext
from essaim.engine.territories import load_territories
from essaim.web.acting import person
from essaim.web.agenda import Entry, calendar_answer
from essaim.web.calls.access import moment, runs
from essaim.web.filing import attachment

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call as a list shows it: whose, when it closes in its own time, how long that is."""

    call: Call
    organiser: str
    opens: str
    closes: str
    left: str
    results: str


def calls(request: HttpRequest) -> HttpResponse:
    """Open, coming and past calls."""
    at = timezone.now()
    found = calendar(at)
    shown = {
        "section": "calls",
        "open": [line_of(call, at) for call in found.open],
        "coming": [line_of(call, at) for call in found.coming],
        "past": [line_of(call, at) for call in found.past],
        "may_open": can_open_call(person(request)),
    }
    return render(request, "calls/calendar.html", shown)


def notice(request: HttpRequest, named: str) -> HttpResponse:
    """One call: what it asks, when, by which rules, and who was chosen."""
    call = call_by_slug(named)
    if call is None or (call.state == CallState.DRAFT and runs(request, call) is None):
        raise Http404
    at = timezone.now()
    shown = {
        "section": "calls",
        "call": call,
        "line": line_of(call, at),
        "places": list(named_places(call.place, load_territories())) if call.place else [],
        "phases": [
            (phase, moment(call, phase.opens_at), _term(call, phase.closes_at), _is_now(phase, call, at))
            for phase in call.phases.all()
            if call.results_at is None or phase.kind != PhaseKind.RESULTS
        ],
        "sections": by_section(call.questions.all(), lambda one: one.section),
        "rules": rules_of(call),
        "documents": documents_of(CALL, call.uid),
        "laureates": laureates(call),
        "changes": [(moment(call, one.at), one.what) for one in changes_of(call)],
        "may_answer": may_write(call, at),
        "runs": runs(request, call) is not None,
    }
    return render(request, "calls/notice.html", shown)


def document(request: HttpRequest, named: str, uid: str) -> HttpResponse:
    """A document of a call, for whoever may read its notice."""
    call, found = call_by_slug(named), document_by_uid(uid)
    if call is None or found is None or (found.owner_kind, found.owner_key) != (CALL, call.uid):
        raise Http404
    if call.state == CallState.DRAFT and runs(request, call) is None:
        raise Http404
    return attachment(found)


def ics(request: HttpRequest) -> HttpResponse:
    """The closings of open and coming calls, for people's calendars (RFC 5545)."""
    at = timezone.now()
    found = calendar(at)
    entries = []
    for call in (*found.open, *found.coming):
        phase = call.writing
        if phase is None or phase.closes_at is None:
            continue
        entries.append(
            Entry(
                uid=call.uid, stamped=call.changed_at, starts=phase.closes_at - timedelta(hours=1),
                ends=phase.closes_at, summary=_("Clôture : %(call)s") % {"call": call.title},
                description=_("Clôture le %(at)s") % {"at": moment(call, phase.closes_at)},
                url=request.build_absolute_uri(reverse("call", args=[call.slug])),
            )
        )  # fmt: skip
    return calendar_answer(entries, "Appels")


def line_of(call: Call, at: datetime) -> CallLine:
    """A call in words."""
    phase = call.writing
    closes = phase.closes_at if phase else None
    return CallLine(
        call,
        organiser=call.organiser or (call.network.name if call.network else _("services de l'État")),
        opens=moment(call, phase.opens_at if phase else None),
        closes=moment(call, closes),
        left=left_in_words(closes - at) if closes is not None and closes > at and call.results_at is None else "",
        results=moment(call, call.results_at),
    )


def _term(call: Call, at: datetime | None) -> str:
    """The moment before which a phase ends, as people say it; "" when it has no end."""
    if at is None:
        return ""
    local, said = call.local(at), _("%(day)s à %(hour)s h %(minute)s (%(zone)s)")
    return said % {
        "day": f"{local:%d/%m/%Y}", "hour": local.hour, "minute": f"{local:%M}", "zone": call.get_zone_display(),
    }  # fmt: skip


def _is_now(phase: Phase, call: Call, at: datetime) -> bool:
    """Whether a phase is under way: none is once results are public, whatever its dates."""
    return call.results_at is None and phase.is_open(at)


def left_in_words(left: timedelta) -> str:
    """How long remains: days, then hours, then minutes."""
    if left.days >= 2:
        return ngettext("encore %(n)d jour", "encore %(n)d jours", left.days) % {"n": left.days}
    hours, minutes = divmod(int(left.total_seconds()) // 60, 60)
    if hours >= 2:
        return ngettext("encore %(n)d heure", "encore %(n)d heures", hours) % {"n": hours}
    total = hours * 60 + minutes
    return ngettext("encore %(n)d minute", "encore %(n)d minutes", total) % {"n": total}


def by_section(things: Iterable[Thing], section: Callable[[Thing], str]) -> list[tuple[str, list[Thing]]]:
    """What a form asks, or what was answered, by part of the form, in its order."""
    return [(name, list(found)) for name, found in groupby(things, section)]
