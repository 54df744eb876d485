"""Preparing, opening and closing a campaign."""

from datetime import timedelta

import pytest
from tests.factories import (
    ADMIN,
    AT,
    QUESTIONS,
    STRANGER,
    make_campaign,
    make_network,
    make_pole,
    make_statement,
    make_user,
)

from essaim.apps.campaigns import actions
from essaim.apps.campaigns.actions import Asked
from essaim.apps.campaigns.errors import NotInThisPhase
from essaim.apps.campaigns.models import Campaign
from essaim.apps.campaigns.queries import blanks, campaigns_run_by
from essaim.engine.errors import InvalidValue
from essaim.kit.errors import ChangedMeanwhile, NotAllowed

FACTS = {"name": "C", "message": "M", "opens_at": AT, "closes_at": AT + timedelta(days=9)}


def test_officer_plans_on_their_own_network_only() -> None:
    mine, other = make_network(key="mien"), make_network(key="autre")
    officer = make_user(network_officer=mine.key)

    campaign = actions.plan_campaign(network=mine, facts=FACTS, by=officer, at=AT)

    for who, network in ((officer, other), (STRANGER, mine)):
        with pytest.raises(NotAllowed):
            actions.plan_campaign(network=network, facts=FACTS, by=who, at=AT)
    assert list(campaigns_run_by(officer)) == [campaign]


@pytest.mark.parametrize("wrong", [{"closes_at": AT}, {"name": " "}, {"message": ""}])
def test_campaign_without_order_or_words_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidValue):
        actions.plan_campaign(network=make_network(), facts={**FACTS, **wrong}, by=ADMIN, at=AT)

    assert Campaign.objects.count() == 0


@pytest.mark.parametrize(
    "asked",
    [
        Asked("fact", "name"),
        Asked("section", "secret"),
        Asked("indicator", "members", "pole", "eur", QUESTIONS[3].when),
        Asked("indicator", "members", "pole", "count"),
    ],
)
def test_question_that_no_list_knows_is_refused(asked: Asked) -> None:
    campaign = make_campaign(opened=False)

    with pytest.raises(InvalidValue):
        actions.choose_questions(campaign=campaign, asked=[asked], by=ADMIN, at=AT)

    assert campaign.questions.count() == 4


def test_questions_no_longer_change_once_open() -> None:
    campaign = make_campaign()

    with pytest.raises(NotInThisPhase):
        actions.choose_questions(campaign=campaign, asked=QUESTIONS[:1], by=ADMIN, at=AT)


def test_poles_are_of_the_network() -> None:
    campaign = make_campaign(opened=False)

    with pytest.raises(InvalidValue):
        actions.choose_poles(campaign=campaign, poles=[make_pole()], by=ADMIN, at=AT)

    assert campaign.invitations.count() == 1


def test_campaign_closes_by_hand_or_by_its_date() -> None:
    campaign = make_campaign()

    before = campaign.phase_at(campaign.closes_at), campaign.phase_at(campaign.closes_at + timedelta(seconds=1))
    actions.close_campaign(campaign=campaign, by=ADMIN, at=AT)

    assert before == ("open", "closed")
    assert (campaign.phase_at(AT), campaign.ended_at(AT)) == ("closed", AT)


def test_edit_of_somebody_else_is_not_overwritten() -> None:
    campaign = make_campaign()
    edit = {"campaign": campaign, "changes": {"message": "Autre"}, "seen_version": 1, "by": ADMIN, "at": AT}
    actions.edit_campaign(**edit)  # type: ignore[arg-type]

    with pytest.raises(ChangedMeanwhile):
        actions.edit_campaign(**edit)  # type: ignore[arg-type]


def test_rate_is_published_after_closing_only() -> None:
    campaign = make_campaign()

    with pytest.raises(NotInThisPhase):
        actions.publish_rate(campaign=campaign, publish=True, by=ADMIN, at=AT)
    actions.close_campaign(campaign=campaign, by=ADMIN, at=AT)
    actions.publish_rate(campaign=campaign, publish=True, by=ADMIN, at=AT)

    assert campaign.published_at == AT


def test_blanks_are_what_neither_sheet_nor_answer_says() -> None:
    statement = make_statement()
    campaign = make_campaign(network=statement.invitation.campaign.network)

    asked_before = blanks(statement.invitation.campaign)
    (one,) = blanks(campaign)

    assert asked_before == []
    assert [question.key for question in one.questions] == ["website"]
