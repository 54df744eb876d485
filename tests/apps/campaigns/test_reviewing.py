"""Accepted answers on the sheet: their source, once, and never over somebody's later work."""

import pytest
from tests.factories import (
    ADMIN,
    AT,
    STRANGER,
    make_accepted_statement,
    make_network,
    make_observation,
    make_statement,
    make_user,
)

from essaim.apps.campaigns import actions
from essaim.apps.campaigns.errors import NotInThisPhase, SheetChanged
from essaim.apps.campaigns.models import Confirmation, StatedAnswer, Statement
from essaim.apps.campaigns.queries import last_validated
from essaim.apps.poles.actions import edit_pole
from essaim.apps.poles.models import Observation, Pole
from essaim.kit.dates import dated
from essaim.kit.errors import NotAllowed

SOURCE = "Campagne « Campagne 2026 », réponse validée par le pôle le 1er novembre 2026"


def of(statement: Statement, key: str) -> StatedAnswer:
    return statement.answers.get(question__key=key)


def test_accepted_answers_are_on_the_sheet_with_their_source() -> None:
    statement = make_accepted_statement()

    pole = Pole.objects.get(pk=statement.invitation.pole_id)
    figure = Observation.objects.get(source_title=SOURCE)
    assert (pole.website, pole.stage, pole.stage_on) == ("https://exemple.org", "running", AT.date())
    assert (figure.value, figure.scope, str(figure.on), figure.precision) == (14, "pole", "2026-01-01", "year")
    assert list(Confirmation.objects.values_list("key", "source_title").order_by("key")) == [
        ("stage", SOURCE),
        ("website", SOURCE),
    ]
    assert last_validated(pole) == statement


def test_figure_of_another_date_stands_beside() -> None:
    statement = make_accepted_statement()

    rows = Observation.objects.filter(pole=statement.invitation.pole, indicator="members")
    assert [(int(row.value), row.superseded_by_id) for row in rows] == [(12, None), (14, None)]


def test_figure_of_the_same_date_is_corrected() -> None:
    statement = make_statement()
    answer = of(statement, "members")
    make_observation(
        statement.invitation.pole, indicator="members", value=13, unit="count", scope="pole", when=dated("2026")
    )

    accepted = actions.accept_answer(answer=answer, by=ADMIN, at=AT, despite_change=True)

    assert Observation.objects.get(value=13).superseded_by == accepted.observation


def test_accepting_twice_changes_nothing() -> None:
    statement = make_accepted_statement()
    before = Observation.objects.count(), Pole.objects.get(pk=statement.invitation.pole_id).version

    done, clashing = actions.accept_answers(statement=statement, by=ADMIN, at=AT)
    actions.accept_answer(answer=of(statement, "members"), by=ADMIN, at=AT)

    assert (done, clashing) == ([], [])
    assert (Observation.objects.count(), Pole.objects.get(pk=statement.invitation.pole_id).version) == before


def test_sheet_changed_since_is_said_and_not_overwritten() -> None:
    statement = make_statement()
    pole = statement.invitation.pole
    edit_pole(pole=pole, changes={"website": "https://autre.example.org"}, seen_version=pole.version, by=ADMIN, at=AT)

    with pytest.raises(SheetChanged):
        actions.accept_answer(answer=of(statement, "website"), by=ADMIN, at=AT)
    _done, clashing = actions.accept_answers(statement=statement, by=ADMIN, at=AT)

    assert [answer.question.key for answer in clashing] == ["website"]
    assert Pole.objects.get(pk=pole.pk).website == "https://autre.example.org"


def test_refused_answer_leaves_the_sheet() -> None:
    statement = make_statement()

    actions.refuse_answer(answer=of(statement, "members"), by=ADMIN, at=AT)
    actions.accept_answer(answer=of(statement, "members"), by=ADMIN, at=AT)

    assert of(statement, "members").outcome == "refused"
    assert Observation.objects.filter(source_title=SOURCE).count() == 0


def test_replaced_statement_is_not_reviewed() -> None:
    statement = make_statement()
    actions.reopen(invitation=statement.invitation, by=ADMIN, at=AT)

    with pytest.raises(NotInThisPhase):
        actions.accept_answer(answer=of(statement, "members"), by=ADMIN, at=AT)


def test_officers_of_the_network_accept_and_nobody_else() -> None:
    statement = make_statement()
    network = statement.invitation.campaign.network
    others = [STRANGER, make_user(network_officer=make_network(key="autre").key), make_user(state_officer="")]

    for who in others:
        with pytest.raises(NotAllowed):
            actions.accept_answer(answer=of(statement, "members"), by=who, at=AT)
    actions.accept_answer(answer=of(statement, "members"), by=make_user(network_officer=network.key), at=AT)

    assert of(statement, "members").outcome == "accepted"


def test_officer_no_longer_writes_on_a_pole_that_left_the_network() -> None:
    statement = make_statement()
    network = statement.invitation.campaign.network
    statement.invitation.pole.networks.remove(network)

    with pytest.raises(NotAllowed):
        actions.accept_answer(answer=of(statement, "members"), by=make_user(network_officer=network.key), at=AT)
