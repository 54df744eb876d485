"""Proposals: who may answer, once, and what becomes of addresses."""

from datetime import timedelta

import pytest
from tests.factories import ADMIN, AT, make_network, make_pole, make_proposal, make_user

from essaim.apps.corrections import actions
from essaim.apps.corrections.enums import Kind, State
from essaim.apps.corrections.models import Exchange, Proposal
from essaim.apps.corrections.queries import poles_alike, proposals_for, waiting_by_kind
from essaim.apps.corrections.rules import can_moderate
from essaim.apps.jobs.models import Message
from essaim.apps.poles.actions import enter_own_data, join_network
from essaim.apps.poles.models import Pole
from essaim.engine.errors import InvalidValue
from essaim.kit.errors import ChangedMeanwhile, NotAllowed

pytestmark = pytest.mark.django_db
ANSWER = {"seen_version": 1, "text": "Merci.", "address": "https://example.org/p", "by": ADMIN, "at": AT}


@pytest.fixture(autouse=True)
def territories(essaim_home: object) -> None:
    """Poles are located by the compiled territories."""


def new_pole(**facts: object) -> Proposal:
    known = {"name": "Le Levain", "commune": "26281", "domains": ["food"], "website": ""}
    return actions.propose(kind=Kind.NEW_POLE, title="Le Levain", text="Du pain.", facts=known | facts, at=AT)


def test_accepting_a_missing_pole_creates_it_with_its_source() -> None:
    done = actions.accept(proposal=new_pole(), **ANSWER)

    pole = Pole.objects.get()
    assert done.pole == pole
    assert (pole.name, pole.commune, pole.summary) == ("Le Levain", "26281", "Du pain.")
    assert pole.source_title == "Proposition d'un visiteur, reçue le 2026-11-01"
    assert [domain.key for domain in pole.domains.all()] == ["food"]


def test_source_that_the_visitor_gave_is_kept() -> None:
    proposal = new_pole()
    Proposal.objects.update(source="J'y travaille, voir https://example.org/a et https://example.org/b.")

    actions.accept(proposal=proposal, **ANSWER)

    pole = Pole.objects.get()
    assert pole.urls == ["https://example.org/a", "https://example.org/b"]
    assert pole.source_title == "Proposition d'un visiteur, reçue le 2026-11-01 : J'y travaille, voir et ."


def test_proposal_that_is_an_existing_pole_creates_none() -> None:
    there = make_pole(name="Le Levain")

    done = actions.accept(proposal=new_pole(), **ANSWER, existing=there)

    assert (done.pole, Pole.objects.count()) == (there, 1)


def test_witness_place_identified_is_a_recognition_to_be_confirmed() -> None:
    there = make_pole(name="Le Levain")
    proposal = new_pole()
    Proposal.objects.update(kind=Kind.WITNESS)

    actions.accept(proposal=proposal, **ANSWER, existing=there)

    event = there.recognitions.get()
    assert (event.scheme, event.confirmed) == ("witness_2012", False)


def test_accepting_twice_creates_once() -> None:
    proposal = new_pole()
    actions.accept(proposal=proposal, **ANSWER)

    with pytest.raises(ChangedMeanwhile):
        actions.accept(proposal=proposal, **ANSWER)

    assert Pole.objects.count() == 1


def test_second_moderator_is_told() -> None:
    proposal = make_proposal()
    actions.ask(proposal=proposal, **ANSWER)

    with pytest.raises(ChangedMeanwhile):
        actions.refuse(proposal=proposal, **ANSWER)

    assert Proposal.objects.get().state == State.ASKED


def test_answered_proposal_is_not_answered_again() -> None:
    proposal = actions.refuse(proposal=make_proposal(), **ANSWER)

    with pytest.raises(InvalidValue):
        actions.ask(proposal=proposal, **{**ANSWER, "seen_version": proposal.version})


@pytest.mark.parametrize("action", [actions.refuse, actions.ask])
def test_refusal_and_question_need_words(action: object) -> None:
    assert callable(action)

    with pytest.raises(InvalidValue):
        action(proposal=make_proposal(), **{**ANSWER, "text": "  "})


def test_question_and_answer_bring_it_back_to_the_queue() -> None:
    proposal = actions.ask(proposal=make_proposal(), **ANSWER)

    actions.reply(proposal=proposal, text="À Romans.", at=AT)

    assert Proposal.objects.get().state == State.WAITING
    assert [(one.author, one.text) for one in Exchange.objects.all()] == [("tests", "Merci."), ("", "À Romans.")]


def test_nobody_answers_a_question_that_was_not_asked() -> None:
    with pytest.raises(InvalidValue):
        actions.reply(proposal=make_proposal(), text="Allô ?", at=AT)


def test_letter_goes_to_whoever_left_an_address_in_their_language() -> None:
    proposal = make_proposal(email="lise@example.org")
    Proposal.objects.update(language="en")

    actions.refuse(proposal=Proposal.objects.get(pk=proposal.pk), **ANSWER)

    message = Message.objects.get()
    assert (message.to, message.subject) == ("lise@example.org", "Your proposal is not taken up")


def test_no_letter_without_address() -> None:
    actions.refuse(proposal=make_proposal(), **ANSWER)

    assert not Message.objects.exists()


def test_withdrawing_erases_the_address_at_once() -> None:
    proposal = make_proposal(email="lise@example.org")

    actions.withdraw(proposal=proposal, at=AT)

    kept = Proposal.objects.get()
    assert (kept.state, kept.email) == (State.WITHDRAWN, "")


def test_addresses_are_erased_a_year_after_the_answer() -> None:
    actions.refuse(proposal=make_proposal(email="ancienne@example.org"), **ANSWER)
    make_proposal(email="en-attente@example.org")

    erased = actions.erase_old_addresses(at=AT + timedelta(days=366))

    assert erased == 1
    assert sorted(Proposal.objects.values_list("email", flat=True)) == ["", "en-attente@example.org"]


def test_address_of_a_proposal_left_without_answer_goes_too() -> None:
    make_proposal(email="oubliee@example.org")

    assert actions.erase_old_addresses(at=AT + timedelta(days=729)) == 0
    assert actions.erase_old_addresses(at=AT + timedelta(days=731)) == 1


def test_correction_of_nothing_is_refused() -> None:
    with pytest.raises(InvalidValue):
        actions.propose(kind=Kind.CORRECTION, title="?", text="Faux.", at=AT)


def test_moderators_are_those_who_keep_the_pole() -> None:
    pole, network = make_pole(), make_network(key="mien")
    join_network(pole=pole, network=network, by=ADMIN, at=AT)
    proposal = make_proposal(pole=pole)
    people = {
        "coordinator": make_user(coordinator=pole.uid),
        "officer": make_user(network_officer="mien"),
        "other_officer": make_user(network_officer="autre"),
        "other_coordinator": make_user(coordinator=make_pole().uid),
        "state": make_user(state_officer=""),
        "nobody": make_user(),
    }

    may = [name for name, user in people.items() if can_moderate(user, proposal)]
    see = [name for name, user in people.items() if proposals_for(user).exists()]

    assert may == see == ["coordinator", "officer"]
    with pytest.raises(NotAllowed):
        actions.accept(proposal=proposal, **{**ANSWER, "by": people["other_officer"]})


def test_new_poles_wait_for_officers_and_administrators() -> None:
    new_pole()

    assert waiting_by_kind(make_user(network_officer="mien")) == {Kind.NEW_POLE: 1}
    assert waiting_by_kind(make_user(administrator="")) == {Kind.NEW_POLE: 1}
    assert waiting_by_kind(make_user(coordinator=make_pole().uid)) == {}


def test_officer_creates_the_pole_in_a_network_of_theirs() -> None:
    network = make_network(key="mien")
    officer = make_user(network_officer="mien")

    done = actions.accept(proposal=new_pole(), **{**ANSWER, "by": officer}, network=network)

    assert done.pole is not None
    assert [one.key for one in done.pole.networks.all()] == ["mien"]


def test_poles_alike_share_a_word_or_a_commune() -> None:
    make_pole(name="Le Levain de Romans")
    make_pole(name="La Laine", commune="48095")
    make_pole(name="Le Bois")

    assert [pole.name for pole in poles_alike("Levain", "48095")] == ["Le Levain de Romans", "La Laine"]


def test_poles_alike_are_told_apart_by_the_words_that_matter() -> None:
    for name in ("Bou'Sol", "CIS DT 52", "Pôle Sud Archer", "Pôle du Bois", "Réseau de la laine"):
        make_pole(name=name)

    found = {name: [pole.name for pole in poles_alike(name, "")][:1] for name in ("Bou'Sol", "CIS DT 52", "Sud Archer")}

    assert found == {"Bou'Sol": ["Bou'Sol"], "CIS DT 52": ["CIS DT 52"], "Sud Archer": ["Pôle Sud Archer"]}
    assert list(poles_alike("Pôle territorial de coopération économique inventé", "")) == []


def test_every_pole_of_the_product_is_found_by_its_own_name() -> None:
    enter_own_data(by=ADMIN, at=AT)

    lost = [pole.name for pole in Pole.objects.all() if pole not in poles_alike(f"PTCE {pole.name}", "")]

    assert lost == []
