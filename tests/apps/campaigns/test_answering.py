"""Answers: kept as typed, validated once, closed to the second."""

from datetime import timedelta

import pytest
from tests.factories import ADMIN, AT, STRANGER, make_answers, make_campaign, make_invitation, make_statement

from essaim.apps.audit.actors import Programme
from essaim.apps.audit.models import Event
from essaim.apps.campaigns import actions
from essaim.apps.campaigns.actions.answering import problems
from essaim.apps.campaigns.errors import CampaignClosed, NotInThisPhase, WrongAnswers
from essaim.apps.campaigns.models import Invitation, Statement
from essaim.apps.campaigns.queries import invitation_by_uid, response_rate
from essaim.apps.campaigns.rules import answering_uid
from essaim.engine.errors import InvalidValue
from essaim.kit.errors import ChangedMeanwhile, NotAllowed


def visitor_of(invitation: Invitation) -> Programme:
    return Programme(answering_uid(invitation), is_administrator=False)


def again(invitation: Invitation) -> Invitation:
    found = invitation_by_uid(invitation.uid)
    assert found is not None
    return found


def save(invitation: Invitation, place: int, *given: str, **more: object) -> Invitation:
    question = invitation.campaign.questions.all()[place]
    facts = {"seen_version": invitation.version, "by": visitor_of(invitation), "at": AT, **more}
    return actions.save_answers(invitation=invitation, given={question.pk: actions.Given(*given)}, **facts)  # type: ignore[arg-type]


def test_draft_is_kept_as_typed_even_when_wrong() -> None:
    invitation = make_invitation()

    save(invitation, 3, "corrected", "quatorze", "à vérifier")

    answer = invitation.answers.get()
    assert (answer.choice, answer.value, answer.note) == ("corrected", "quatorze", "à vérifier")
    assert problems(again(invitation)) == {
        answer.question_id: "« quatorze » n'est pas un nombre. Écrivez par exemple 12 ou 12,5."
    }


def test_validation_names_the_wrong_answer_and_keeps_nothing() -> None:
    invitation = save(make_invitation(), 3, "corrected", "quatorze")

    with pytest.raises(WrongAnswers) as refusal:
        actions.validate(
            invitation=invitation, person="C. Exemple", function="coordination", seen_version=invitation.version,
            by=visitor_of(invitation), at=AT,
        )  # fmt: skip

    assert list(refusal.value.by_question) == [invitation.campaign.questions.all()[3].pk]
    assert Statement.objects.count() == 0


def test_still_true_of_nothing_is_refused() -> None:
    invitation = save(make_invitation(), 1, "still_true")

    assert list(problems(again(invitation))) == [invitation.campaign.questions.all()[1].pk]


def test_validated_statement_says_who_and_what_was_known() -> None:
    statement = make_statement()

    rows = [(row.question.key, row.choice, row.value, row.known) for row in statement.answers.all()]
    assert (statement.person, statement.function, statement.channel) == ("Camille Exemple", "coordination", "online")
    assert rows == [
        ("stage", "still_true", "running", "running"),
        ("website", "corrected", "https://exemple.org", ""),
        ("members", "corrected", "14", "12"),
    ]


def test_validated_questionnaire_no_longer_changes() -> None:
    invitation = again(make_statement().invitation)

    with pytest.raises(NotInThisPhase):
        save(invitation, 3, "corrected", "15")


def test_reopened_questionnaire_keeps_its_statement() -> None:
    first = make_statement()
    invitation = first.invitation
    actions.ask_reopening(invitation=invitation, reason="Une erreur.", by=visitor_of(invitation), at=AT)

    reopened = actions.reopen(invitation=invitation, by=ADMIN, at=AT)
    second = make_statement(again(reopened))

    first.refresh_from_db()
    assert (first.replaced, second.replaced) == (True, False)
    assert first.answers.count() == second.answers.count() == 3


def test_nobody_is_overwritten_in_silence() -> None:
    invitation = make_invitation()
    save(invitation, 3, "corrected", "14")

    with pytest.raises(ChangedMeanwhile):
        save(invitation, 3, "corrected", "99")

    assert invitation.answers.get().value == "14"


def test_closing_second_is_open_and_the_next_is_not() -> None:
    invitation = make_invitation()
    closing = invitation.campaign.closes_at

    saved = save(invitation, 3, "corrected", "14", at=closing + timedelta(milliseconds=999))

    assert saved.version == 2
    with pytest.raises(CampaignClosed):
        save(again(invitation), 3, "corrected", "15", at=closing + timedelta(seconds=1))


def test_officer_types_what_came_by_telephone_even_after_closing() -> None:
    invitation = make_invitation()
    late = invitation.campaign.closes_at + timedelta(days=1)

    save(invitation, 3, "corrected", "14", by=ADMIN, at=late, channel="telephone", given_by="C. Exemple",
         given_on=AT.date())  # fmt: skip

    invitation.refresh_from_db()
    assert (invitation.channel, invitation.given_by, invitation.given_on) == ("telephone", "C. Exemple", AT.date())


def test_strangers_and_other_poles_may_not_answer() -> None:
    invitation, other = make_invitation(), make_invitation()

    for who in (STRANGER, visitor_of(other)):
        with pytest.raises(NotAllowed):
            save(invitation, 3, "corrected", "14", by=who)


def test_validation_needs_a_name_and_an_answer() -> None:
    invitation = make_invitation()
    facts = {"invitation": invitation, "seen_version": 1, "by": ADMIN, "at": AT}

    with pytest.raises(InvalidValue):
        actions.validate(person=" ", function="coordination", **facts)  # type: ignore[arg-type]
    with pytest.raises(InvalidValue):
        actions.validate(person="C. Exemple", function="coordination", **facts)  # type: ignore[arg-type]


def test_rate_counts_each_step() -> None:
    campaign = make_campaign(poles=3)
    first, second, _third = campaign.invitations.all()
    make_statement(again(first))
    actions.issue_link(invitation=second, by=ADMIN, at=AT)
    actions.set_standing(invitation=second, standing="unreachable", by=ADMIN, at=AT)

    rate = response_rate(campaign)

    assert (rate.poles, rate.invited, rate.started, rate.validated, rate.unreachable) == (3, 1, 1, 1, 1)


def test_log_of_drafts_holds_neither_answers_nor_people() -> None:
    invitation = make_answers()
    actions.set_contact(invitation=invitation, name="Camille", email="c@exemple.org", phone="06", by=ADMIN, at=AT)

    told = " ".join(str(event.after) for event in Event.objects.filter(object_type="invitation"))

    assert [word for word in ("Camille", "c@exemple.org", "06", "14", "exemple.org") if word in told] == []
