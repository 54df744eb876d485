"""Accepted answers become facts of the sheet, with the campaign as their source. Accepting twice changes nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.campaigns.actions.permission import INVITATION, must_run
from essaim.apps.campaigns.enums import Choice, Fact, Kind, Outcome
from essaim.apps.campaigns.errors import NotInThisPhase, SheetChanged
from essaim.apps.campaigns.models import Confirmation, StatedAnswer, Statement
from essaim.apps.campaigns.questions import Known, in_words, known, label
from essaim.apps.poles.actions import edit_pole, record_observation, write_section
from essaim.apps.poles.enums import Stage
from essaim.apps.poles.models import Observation, Pole
from essaim.apps.poles.rules import can_edit_pole
from essaim.engine.language import gettext as _
from essaim.kit.dates import DAY, DatedAs, date_in_words
from essaim.kit.errors import NotAllowed


@transaction.atomic
def accept_answer(*, answer: StatedAnswer, by: Actor, at: datetime, despite_change: bool = False) -> StatedAnswer:
    """Write one answer on the sheet, with its source; decided already, it changes nothing.

    Raises:
        SheetChanged: the sheet no longer says what the questionnaire showed, and ``despite_change`` is not said.
        NotInThisPhase: the statement was replaced by a later one.
        NotAllowed: the pole is not theirs to edit.
    """
    current = _locked(answer, by)
    if current.outcome or current.choice == Choice.NOTHING:
        return current
    pole = Pole.objects.select_for_update().get(pk=current.statement.invitation.pole_id)
    before = known(current.question, pole)
    if before.value != current.known and before.value != current.value and not despite_change:
        raise SheetChanged(label(current.question))
    current.observation = _write(current, pole, before, by, at)
    return _decide(current, Outcome.ACCEPTED, by, at)


@transaction.atomic
def accept_answers(
    *, statement: Statement, only: Collection[int] | None = None, by: Actor, at: datetime
) -> tuple[list[StatedAnswer], list[StatedAnswer]]:
    """Accept the answers that wait (all, or those in ``only``): those written, and those whose sheet has changed."""
    done, clashing = [], []
    for answer in statement.answers.filter(outcome="").exclude(choice=Choice.NOTHING):
        if only is not None and answer.pk not in only:
            continue
        try:
            done.append(accept_answer(answer=answer, by=by, at=at))
        except SheetChanged:
            clashing.append(answer)
    return done, clashing


@transaction.atomic
def refuse_answer(*, answer: StatedAnswer, by: Actor, at: datetime) -> StatedAnswer:
    """Leave the sheet as it is; decided already, it changes nothing."""
    current = _locked(answer, by)
    if current.outcome or current.choice == Choice.NOTHING:
        return current
    return _decide(current, Outcome.REFUSED, by, at)


def source_of(statement: Statement) -> str:
    """How a fact drawn from a statement names its source."""
    day = date_in_words(statement.given_on, DAY)
    return _("Campagne « %(name)s », réponse validée par le pôle le %(day)s") % {
        "name": statement.invitation.campaign.name,
        "day": day,
    }


def _locked(answer: StatedAnswer, by: Actor) -> StatedAnswer:
    current = (
        StatedAnswer.objects.select_for_update(of=("self",))
        .select_related("question", "statement__invitation__campaign__network", "statement__invitation__pole")
        .get(pk=answer.pk)
    )
    invitation = current.statement.invitation
    must_run(by, invitation.campaign)
    if not can_edit_pole(by, invitation.pole):
        raise NotAllowed()
    if current.statement.replaced:
        raise NotInThisPhase(_("Le pôle a rouvert ce questionnaire."), _("Relisez sa réponse suivante."))
    return current


def _write(answer: StatedAnswer, pole: Pole, before: Known, by: Actor, at: datetime) -> Observation | None:
    if answer.choice == Choice.NOT_KNOWN:
        return None
    if answer.question.kind == Kind.INDICATOR:
        return _write_figure(answer, pole, before, by, at)
    source, on = source_of(answer.statement), answer.statement.given_on
    if answer.value != before.value:
        _write_words(answer, pole, source, by, at)
    elif answer.question.key == Fact.STAGE:
        edit_pole(pole=pole, changes={"stage_on": on, "stage_precision": DAY}, seen_version=pole.version, by=by, at=at)
    Confirmation.objects.create(
        pole=pole, answer=answer, kind=answer.question.kind, key=answer.question.key, on=on, source_title=source
    )
    return None


def _write_words(answer: StatedAnswer, pole: Pole, source: str, by: Actor, at: datetime) -> None:
    key, value = answer.question.key, answer.value
    if answer.question.kind == Kind.SECTION:
        write_section(pole=pole, heading=key, text=value, source_title=source, by=by, at=at)
        return
    changes: dict[str, Any] = {key: int(value) if key == Fact.FOUNDED_YEAR else value}
    if key == Fact.STAGE:
        changes |= {"stage_on": answer.statement.given_on, "stage_precision": DAY, "stage_urls": ""}
        if value != Stage.ENDED:
            changes |= {"ended_on": None, "ended_precision": "", "ended_reason": ""}
    if key == Fact.COMMUNE:
        changes["commune_to_confirm"] = False
    edit_pole(pole=pole, changes=changes, seen_version=pole.version, by=by, at=at)


def _write_figure(answer: StatedAnswer, pole: Pole, before: Known, by: Actor, at: datetime) -> Observation:
    question = answer.question
    assert question.on is not None  # the table refuses a figure without its date
    # A figure of another date is not wrong: both stand. One of the same date is corrected.
    same = before.figure if before.figure and before.figure.on == question.on else None
    return record_observation(
        pole=pole, indicator=question.key, value=Decimal(answer.value), unit=question.unit, scope=question.scope,
        when=DatedAs(question.on, question.precision), source_title=source_of(answer.statement),
        replaces=same, by=by, at=at,
    )  # fmt: skip


def _decide(answer: StatedAnswer, outcome: Outcome, by: Actor, at: datetime) -> StatedAnswer:
    answer.outcome, answer.decided_at, answer.decided_by = outcome, at, by.uid
    answer.save()
    shown = {"question": label(answer.question), "value": in_words(answer.question, answer.value)}
    record(action="decide_answer", object_type=INVITATION, object_id=answer.statement.invitation.uid, by=by, at=at,
           after={**shown, "choice": answer.choice, "outcome": str(outcome.value)})  # fmt: skip
    return answer
