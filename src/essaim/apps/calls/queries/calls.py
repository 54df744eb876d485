"""Reading calls: those that are public, those that one runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.rules import is_administrator, is_state_officer, keys_of
from essaim.apps.audit.actors import Actor
from essaim.apps.calls.enums import CallState, DossierState, Outcome
from essaim.apps.calls.models import Call, Decision, Phase, PieceRequest, ReopenRequest
from essaim.apps.poles.models import Pole
from essaim.engine.eligibility import RuleSet, own_rules, rule_sets


@dataclass(frozen=True, slots=True)
class Calendar:
    """Public calls by how near they are."""

    open: list[Call]
    coming: list[Call]
    past: list[Call]


def calendar(at: datetime) -> Calendar:
    """Every public call: open ones by their closing, coming ones by their opening, past ones the latest first."""
    found = list(_whole(Call.objects.filter(state=CallState.PUBLISHED)))
    now: list[Call] = []
    coming: list[Call] = []
    past: list[Call] = []
    for call in found:
        phase = call.writing
        if call.results_at is not None or phase is None or (phase.closes_at is not None and phase.closes_at <= at):
            past.append(call)
        else:
            (now if phase.opens_at <= at else coming).append(call)
    return Calendar(sorted(now, key=_closing), sorted(coming, key=_opening), sorted(past, key=_closing, reverse=True))


def call_by_slug(slug: str) -> Call | None:
    """One call with its phases, questions, rules and network; None when there is none."""
    return _whole(Call.objects.filter(slug=slug)).prefetch_related("questions", "own_rules").first()


def calls_run_by(user: Actor) -> QuerySet[Call]:
    """The calls that somebody runs, with how many dossiers are being written and were handed in."""
    found = Call.objects.all()
    if not is_administrator(user):
        mine = Q(network__key__in=keys_of(user, Role.NETWORK_OFFICER))
        if is_state_officer(user):
            mine |= Q(network=None)
        found = found.filter(mine)
    return with_waiting(_whole(found)).annotate(
        writing_count=Count("dossiers", filter=Q(dossiers__state__in=(DossierState.OPEN, DossierState.REOPENED))),
        handed_count=Count("dossiers", filter=Q(dossiers__state=DossierState.SUBMITTED)),
    )


def with_waiting(calls: QuerySet[Call]) -> QuerySet[Call]:
    """Calls with what waits for somebody: requests to reopen (``asking_count``), answers to pieces that nobody accepted
    yet (``answered_count``), pieces without an answer (``unanswered_count``). Withdrawn dossiers wait for nothing."""
    there = Q(dossier__call=OuterRef("pk")) & ~Q(dossier__state=DossierState.WITHDRAWN)
    asking = ReopenRequest.objects.filter(
        there, is_accepted=None, dossier__state=DossierState.SUBMITTED, dossier__call__results_at=None
    )
    pieces = PieceRequest.objects.filter(there, accepted_at=None)
    return calls.annotate(
        asking_count=_number(asking),
        answered_count=_number(pieces.filter(answered_at__isnull=False)),
        unanswered_count=_number(pieces.filter(answered_at=None)),
    )


def _number(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("dossier__call").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def calls_answered_by(pole: Pole) -> list[Call]:
    """The calls to which a pole, be it a draft, answers or answered."""
    return list(Call.objects.filter(dossiers__pole=pole).distinct())


def rules_of(call: Call) -> list[RuleSet]:
    """The rules that a call asks: those of a text, and its own."""
    found = [rule_sets()[call.rules]] if call.rules in rule_sets() else []
    own = [rule.text for rule in call.own_rules.all()]
    return [*found, own_rules(own)] if own else found


def laureates(call: Call) -> list[Decision]:
    """The decisions that name laureates, once results are public, by pole; a dossier that was withdrawn has none."""
    if call.results_at is None:
        return []
    found = Decision.objects.filter(dossier__call=call, is_current=True, outcome=Outcome.LAUREATE)
    named = found.exclude(dossier__state=DossierState.WITHDRAWN)
    return list(named.select_related("dossier__pole").order_by("dossier__pole__search_text", "pk"))


def _whole(calls: QuerySet[Call]) -> QuerySet[Call]:
    return calls.select_related("network").prefetch_related(
        Prefetch("phases", Phase.objects.prefetch_related("permissions"))
    )


def _closing(call: Call) -> tuple[bool, datetime]:
    phase = call.writing
    closes = phase.closes_at if phase else None
    return closes is None, closes or call.changed_at


def _opening(call: Call) -> datetime:
    phase = call.writing
    return phase.opens_at if phase else call.changed_at
