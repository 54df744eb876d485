"""Reading dossiers: for those who write one, for those who run the call."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.rules import keys_of
from essaim.apps.audit.actors import Actor
from essaim.apps.calls.enums import DossierState, Outcome
from essaim.apps.calls.models import (
    Answer,
    Call,
    Decision,
    Dossier,
    Phase,
    PieceRequest,
    Question,
    ReopenRequest,
    Submission,
)
from essaim.apps.documents.models import Document
from essaim.apps.documents.queries import documents_of, documents_of_many
from essaim.apps.poles.models import Pole
from essaim.engine.territories.search_index import search_form

DOSSIER, CALL, PIECE = "dossier", "call", "piece"


@dataclass(frozen=True, slots=True)
class DossierFilters:
    """What an officer asks of the list; "" asks nothing."""

    words: str = ""
    state: str = ""
    outcome: str = ""
    sort: str = ""


def dossier_by_uid(uid: str) -> Dossier | None:
    """One dossier with all that its pages show; None when there is none."""
    return _whole(Dossier.objects.filter(uid=uid)).first()


def dossiers_kept_by(user: Actor) -> list[Dossier]:
    """The dossiers of the poles that somebody founds or coordinates, the latest written on first."""
    keys = keys_of(user, Role.FOUNDER) | keys_of(user, Role.COORDINATOR)
    return list(
        Dossier.objects.filter(pole__uid__in=keys)
        .select_related("call", "pole")
        .prefetch_related(Prefetch("call__phases", Phase.objects.prefetch_related("permissions")))
    )


def dossiers_of_pole(pole: Pole) -> list[Dossier]:
    """The dossiers of a pole, be it a draft, with their call; each says whether it is a public laureate."""
    chosen = Decision.objects.filter(
        dossier=OuterRef("pk"), is_current=True, outcome=Outcome.LAUREATE, dossier__call__results_at__isnull=False
    ).exclude(dossier__state=DossierState.WITHDRAWN)  # fmt: skip
    return list(Dossier.objects.filter(pole=pole).select_related("call").annotate(is_laureate=Exists(chosen)))


def poles_that_may_answer(user: Actor) -> list[Pole]:
    """The poles and drafts that somebody founds or coordinates, by name."""
    keys = keys_of(user, Role.FOUNDER) | keys_of(user, Role.COORDINATOR)
    return list(Pole.every.filter(uid__in=keys).order_by("search_text", "pk"))


def dossiers_of(call: Call, filters: DossierFilters) -> QuerySet[Dossier]:
    """The dossiers that were handed in, with their decision; those being written are only counted."""
    found = Dossier.objects.filter(call=call, submitted_at__isnull=False)
    for word in search_form(filters.words).split():
        found = found.filter(pole__search_text__contains=word)
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.outcome == "none":
        found = found.exclude(decisions__is_current=True)
    elif filters.outcome:
        found = found.filter(decisions__is_current=True, decisions__outcome=filters.outcome)
    order = {"date": "submitted_at", "-date": "-submitted_at"}.get(filters.sort, "pole__search_text")
    return (
        found.order_by(order, "pk")
        .select_related("pole")
        .prefetch_related(
            Prefetch("decisions", Decision.objects.filter(is_current=True), to_attr="current"),
            "submissions",
            "piece_requests",
            Prefetch("reopen_requests", ReopenRequest.objects.filter(is_accepted=None), to_attr="reopening"),
        )
    )


def open_dossiers(call: Call) -> QuerySet[Dossier]:
    """The dossiers that are begun and not handed in."""
    return Dossier.objects.filter(call=call, state=DossierState.OPEN).select_related("pole")


def answers_by_question(dossier: Dossier) -> dict[int, Answer]:
    """The dossier's answers, by the number of their question."""
    return {one.question_id: one for one in dossier.answers.all()}


def question_of(call: Call, uid: str) -> Question | None:
    """One question of a call; None when there is none."""
    return next((one for one in call.questions.all() if one.uid == uid), None)


def annexes_of(dossier: Dossier) -> list[Document]:
    """What was filed with a dossier."""
    return documents_of(DOSSIER, dossier.uid)


def owners_of(dossier: Dossier) -> set[tuple[str, str]]:
    """What files of a dossier are filed for, as documents name it: itself, each piece that was asked for."""
    return {(DOSSIER, dossier.uid), *((PIECE, one.uid) for one in dossier.piece_requests.all())}


def decision_of(dossier: Dossier) -> Decision | None:
    """What is decided of a dossier today; None: nothing is."""
    return next((one for one in dossier.decisions.all() if one.is_current), None)


def judged_copy(dossier: Dossier, decision: Decision) -> Submission:
    """The frozen copy on which a decision of that dossier rests."""
    return next(one for one in dossier.submissions.all() if one.pk == decision.submission_id)


def takes_pieces(dossier: Dossier) -> bool:
    """Whether pieces may be asked of it: once results are public, of laureates alone."""
    if dossier.call.results_at is None:
        return True
    decision = decision_of(dossier)
    is_laureate = decision is not None and decision.outcome == Outcome.LAUREATE
    return is_laureate and dossier.state != DossierState.WITHDRAWN


def sealed_documents(dossier: Dossier) -> set[str]:
    """The documents, annexes and files of pieces, that some frozen copy of the dossier names."""
    found: set[str] = set()
    for data in dossier.submissions.values_list("data", flat=True):
        found |= {one["uid"] for one in data.get("annexes", [])}
        found |= {one["uid"] for piece in data.get("pieces", []) for one in piece["files"]}
    return found


def piece_files(pieces: Collection[PieceRequest]) -> dict[str, list[Document]]:
    """The files given for each piece, by its identifier, in one query."""
    return documents_of_many(PIECE, [one.uid for one in pieces])


def _whole(dossiers: QuerySet[Dossier]) -> QuerySet[Dossier]:
    return dossiers.select_related("pole", "call", "call__network").prefetch_related(
        Prefetch("call__phases", Phase.objects.prefetch_related("permissions")),
        "call__questions",
        "call__own_rules",
        "pole__networks",
        "pole__recognitions",
        "answers",
        "partners__organisation",
        "submissions",
        "piece_requests",
        "reopen_requests",
        "decisions",
    )
