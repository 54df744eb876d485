"""Answering: a draft that several people come back to, then a statement that the pole validates and that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.campaigns.actions.permission import INVITATION, locked, may_answer
from essaim.apps.campaigns.enums import Channel, Choice, Standing
from essaim.apps.campaigns.errors import NotInThisPhase, WrongAnswers
from essaim.apps.campaigns.models import Answer, Invitation, Question, StatedAnswer, Statement
from essaim.apps.campaigns.queries import invitation_by_uid
from essaim.apps.campaigns.questions import known, read
from essaim.apps.campaigns.rules import can_answer_for
from essaim.engine.errors import EssaimError, InvalidValue
from essaim.engine.language import gettext as _
from essaim.kit.errors import NotAllowed

NOTE_LENGTH, VALUE_LENGTH = 500, 6000


@dataclass(frozen=True, slots=True)
class Given:
    """What was typed for one question."""

    choice: str = ""
    value: str = ""
    note: str = ""


@transaction.atomic
def open_questionnaire(*, invitation: Invitation, by: Actor, at: datetime) -> Invitation:
    """Say that the pole opened its questionnaire; opened already, it changes nothing."""
    if not can_answer_for(by, invitation):
        raise NotAllowed()
    current = locked(invitation)
    if current.opened_at is not None or not current.campaign.takes_answers(at):
        return current
    current.opened_at = at
    if current.standing in (Standing.WAITING, Standing.INVITED):
        current.standing = Standing.OPENED
    current.save()
    record(action="open_questionnaire", object_type=INVITATION, object_id=current.uid, by=by, at=at)
    return current


@transaction.atomic
def save_answers(
    *,
    invitation: Invitation,
    given: Mapping[int, Given],
    seen_version: int,
    channel: str = Channel.ONLINE,
    given_by: str = "",
    given_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Invitation:
    """Keep the draft as it was typed, right or wrong: nothing is lost. ``given`` is by question; the rest stays.

    Raises:
        ChangedMeanwhile: somebody saved the questionnaire since it was read.
        CampaignClosed, NotInThisPhase, NotAllowed: see ``may_answer``.
    """
    current = locked(invitation)
    may_answer(by, current, at)
    current = locked(invitation, seen_version)
    questions = {q.pk: q for q in current.campaign.questions.all()}
    for key, one in given.items():
        if key in questions:
            _keep(current, questions[key], one)
    current.version += 1
    current.opened_at = current.opened_at or at
    if any(one.choice for one in given.values()):
        current.started_at = current.started_at or at
        current.standing = Standing.STARTED
    current.channel, current.given_by, current.given_on = channel, given_by[:200], given_on
    current.save()
    # How many, never what: a draft is nobody's word yet.
    record(action="save_answers", object_type=INVITATION, object_id=current.uid, by=by, at=at,
           after={"channel": channel, "answers": sum(bool(one.choice) for one in given.values())})  # fmt: skip
    return current


@transaction.atomic
def validate(
    *, invitation: Invitation, person: str, function: str, seen_version: int, by: Actor, at: datetime
) -> Statement:
    """The pole says that its answers are its own: they become a statement, dated and signed, that no longer changes.

    Raises:
        WrongAnswers: some cannot be read; the error says which.
        InvalidValue: nobody is named, or nothing is answered.
        ChangedMeanwhile, CampaignClosed, NotInThisPhase, NotAllowed: as ``save_answers``.
    """
    current = locked(invitation)
    may_answer(by, current, at)
    current = locked(invitation, seen_version)
    person, function = (text.replace("\0", "").strip() for text in (person, function))
    if not person or not function:
        raise InvalidValue(_("Il manque le nom ou la fonction de qui valide."), _("Écrivez-les."))
    rows = _stated_rows(current)
    statement = Statement.objects.create(
        invitation=current, person=person[:200], function=function[:200], validated_at=at,
        channel=current.channel or Channel.ONLINE, given_on=current.given_on or at.date(),
    )  # fmt: skip
    for row in rows:
        row.statement = statement
    StatedAnswer.objects.bulk_create(rows)
    current.standing, current.validated_at = Standing.VALIDATED, at
    current.started_at = current.started_at or at
    current.reopening_asked_at, current.reopening_reason = None, ""
    current.version += 1
    current.save()
    record(action="validate", object_type=INVITATION, object_id=current.uid, by=by, at=at,
           after={"statement": statement.uid, "answers": len(rows)})  # fmt: skip
    return statement


@transaction.atomic
def ask_reopening(*, invitation: Invitation, reason: str, by: Actor, at: datetime) -> Invitation:
    """The pole asks the network to open its validated questionnaire again."""
    if not can_answer_for(by, invitation):
        raise NotAllowed()
    current = locked(invitation)
    if current.standing != Standing.VALIDATED:
        raise NotInThisPhase(_("Ce questionnaire n'est pas validé."), _("Vous pouvez encore le modifier."))
    current.reopening_asked_at, current.reopening_reason = at, reason.replace("\0", "").strip()[:500]
    current.save()
    record(action="ask_reopening", object_type=INVITATION, object_id=current.uid, by=by, at=at)
    return current


def problems(invitation: Invitation) -> dict[int, str]:
    """What would be refused at validation, by question: values that cannot be read, "still true" of nothing."""
    found = {}
    for answer in invitation.answers.all():
        try:
            _written(invitation, answer)
        except EssaimError as wrong:
            found[answer.question_id] = str(wrong)
    return found


def _stated_rows(current: Invitation) -> list[StatedAnswer]:
    whole = invitation_by_uid(current.uid)
    assert whole is not None
    wrong = problems(whole)
    if wrong:
        raise WrongAnswers(wrong)
    answers = [answer for answer in whole.answers.all() if answer.choice]
    if not answers:
        raise InvalidValue(_("Aucune question n'a de réponse."), _("Répondez à une question au moins."))
    return [
        StatedAnswer(
            question=answer.question, choice=answer.choice, value=_written(whole, answer), note=answer.note,
            known=known(answer.question, whole.pole).value,
        )
        for answer in answers
    ]  # fmt: skip


def _written(invitation: Invitation, answer: Answer) -> str:
    if answer.choice == Choice.CORRECTED:
        return read(answer.question, answer.value)
    if answer.choice == Choice.STILL_TRUE:
        value = known(answer.question, invitation.pole).value
        if not value:
            raise InvalidValue(_("Rien n'est connu : cela ne peut pas être « toujours vrai »."), _("Donnez la valeur."))
        return value
    return ""


def _keep(invitation: Invitation, question: Question, one: Given) -> None:
    if one.choice not in Choice.values:
        raise InvalidValue(
            _("Cette réponse n'est pas dans la liste."), _("Choisissez parmi celles qui sont proposées.")
        )
    Answer.objects.update_or_create(
        invitation=invitation, question=question,
        defaults={
            "choice": one.choice, "value": one.value.replace("\0", "")[:VALUE_LENGTH],
            "note": one.note.replace("\0", "")[:NOTE_LENGTH],
        },
    )  # fmt: skip
