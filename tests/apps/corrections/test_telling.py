"""Who is told that a proposal waits, and how often."""

from datetime import timedelta

import pytest
from tests.factories import ADMIN, AT, make_network, make_organisation, make_pole, make_proposal, make_user

from essaim.apps.accounts.actions import choose_frequency, send_digests
from essaim.apps.accounts.models import Notice, User
from essaim.apps.corrections.actions import propose
from essaim.apps.jobs.models import Message
from essaim.apps.poles.actions import add_member, join_network

pytestmark = pytest.mark.django_db


def told() -> set[User]:
    return {notice.user for notice in Notice.objects.select_related("user")}


def test_keepers_of_a_pole_are_told_and_nobody_else() -> None:
    pole, other, network = make_pole(), make_pole(), make_network()
    join_network(pole=pole, network=network, by=ADMIN, at=AT)
    coordinator = make_user(coordinator=pole.uid)
    officer = make_user(network_officer=network.key, coordinator=pole.uid)
    make_user(coordinator=other.uid)
    make_user(network_officer=make_network(key="autre").key)
    make_user(administrator="")

    make_proposal(pole=pole)

    assert told() == {coordinator, officer}
    assert Notice.objects.count() == 2


def test_representatives_and_poles_of_an_organisation_are_told() -> None:
    pole, organisation = make_pole(), make_organisation()
    add_member(pole=pole, organisation=organisation, by=ADMIN, at=AT)
    representative, coordinator = make_user(representative=organisation.uid), make_user(coordinator=pole.uid)

    propose(kind="correction", title="La Scop", text="Faux.", organisation=organisation, at=AT)

    assert told() == {representative, coordinator}
    assert {notice.subject for notice in Notice.objects.all()} == {f"À relire : {organisation.name}"}


def test_administrators_are_told_when_nobody_keeps_it() -> None:
    administrator = make_user(administrator="")

    make_proposal()

    assert told() == {administrator}


def test_officers_are_told_of_a_pole_that_is_missing() -> None:
    officer = make_user(network_officer=make_network().key)
    make_user(coordinator=make_pole().uid)

    propose(kind="new_pole", title="Ailleurs", text="Il existe.", at=AT)

    assert told() == {officer}


def test_daily_letter_leads_to_the_answer_and_off_means_off() -> None:
    pole = make_pole(name="Le Levain")
    first, second = make_user(coordinator=pole.uid), make_user(coordinator=pole.uid)
    choose_frequency(user=second, kind="moderation", frequency="off", by=second, at=AT)
    proposal = make_proposal(pole=pole)

    sent = send_digests(at=AT + timedelta(days=1))

    message = Message.objects.get(to=first.email)
    assert (sent, Message.objects.filter(to=second.email).count()) == (1, 0)
    assert "Le Levain" in message.text
    assert f"/moderation/{proposal.uid}/" in message.text
