"""Whoever comes proposes, follows, takes back; those who may, answer."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.factories import make_network, make_organisation, make_pole, make_proposal, make_user

from essaim.apps.corrections.models import Proposal
from essaim.apps.poles.models import Pole
from essaim.kit import visitors


@pytest.fixture(autouse=True)
def patient(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests write faster than people; what one test sent does not count against the next."""
    monkeypatch.setattr(visitors, "_SOONEST", timedelta(0))
    cache.clear()


def sent(visitor: Client, path: str, **facts: object) -> str:
    page = visitor.get(path)
    data = {"opened_at": page.context["form"]["opened_at"].value(), **facts}
    answer = visitor.post(path, data)
    return str(answer.headers.get("Location", answer.status_code))


def test_visitor_corrects_a_sheet_and_follows_the_answer(visitor: Client) -> None:
    pole = make_pole(name="Le Levain")

    address = sent(visitor, f"{pole.get_absolute_url()}corriger/", part="figures", text="Douze, pas dix.")

    proposal = Proposal.objects.get()
    assert (proposal.pole, proposal.part, address) == (pole, "figures", f"/propositions/{proposal.uid}/")
    assert "Douze, pas dix." in visitor.get(address).content.decode()


def test_visitor_corrects_an_organisation(visitor: Client) -> None:
    organisation = make_organisation()

    sent(visitor, f"/organisations/{organisation.uid}/corriger/", part="other", text="Elle a fermé.")

    assert Proposal.objects.get().organisation == organisation


def test_what_is_written_is_never_read_as_a_page(visitor: Client) -> None:
    pole = make_pole()

    address = sent(visitor, f"{pole.get_absolute_url()}corriger/", part="other", text="<script>alert(1)</script>")

    assert "<script>alert" not in visitor.get(address).content.decode()


def test_programme_that_fills_the_trap_is_stopped(visitor: Client) -> None:
    pole = make_pole()

    sent(visitor, f"{pole.get_absolute_url()}corriger/", part="other", text="Achetez.", site_web="https://example.org")

    assert not Proposal.objects.exists()


def test_odd_characters_are_refused_with_a_sentence(visitor: Client) -> None:
    pole = make_pole()

    assert sent(visitor, f"{pole.get_absolute_url()}corriger/", part="other", text="a\0b") == "200"


def test_pole_that_looks_known_is_shown_before_sending(visitor: Client) -> None:
    make_pole(name="Le Levain de Romans")
    facts = {"name": "Levain", "text": "Du pain.", "source": "J'y travaille."}

    first = sent(visitor, "/proposer-un-pole/", **facts)
    second = sent(visitor, "/proposer-un-pole/", **facts, known="on")

    assert (first, second) == ("200", f"/propositions/{Proposal.objects.get().uid}/")


def test_commune_is_understood_by_its_name(visitor: Client) -> None:
    sent(visitor, "/proposer-un-pole/", name="Levain", text="Du pain.", source="Moi.", commune="Romans-sur-Isère")

    assert Proposal.objects.get().facts["commune"] == "26281"


def test_witness_place_is_named_in_the_proposal(visitor: Client) -> None:
    page = visitor.get("/poles-temoins-2012/").content.decode()
    assert page.count("?temoin=") == 6

    sent(visitor, "/proposer-un-pole/?temoin=2", name="Levain", text="C'est lui.", source="J'y étais.")

    assert (Proposal.objects.get().kind, Proposal.objects.get().witness) == ("witness", "2")


def test_taking_back_asks_first_then_erases_the_address(visitor: Client) -> None:
    proposal = make_proposal(email="lise@example.org")
    path = f"/propositions/{proposal.uid}/retirer/"
    visitor.get(path)
    assert Proposal.objects.get().email == "lise@example.org"

    visitor.post(path)

    assert (Proposal.objects.get().state, Proposal.objects.get().email) == ("withdrawn", "")


def test_address_of_a_visitor_is_on_no_page_open_to_all(visitor: Client) -> None:
    proposal = make_proposal(email="lise@example.org")

    assert "lise@example.org" not in visitor.get(f"/propositions/{proposal.uid}/").content.decode()


@pytest.mark.parametrize("path", ["/moderation/", "/moderation/{uid}/"])
def test_queue_is_closed_to_visitors_and_to_others(visitor: Client, path: str) -> None:
    address = path.format(uid=make_proposal().uid)
    assert visitor.get(address).status_code == 302

    visitor.force_login(make_user(coordinator=make_pole().uid))
    page = visitor.get(address)

    assert page.status_code == 403 or "Rien ici" in page.content.decode()


def test_administrator_accepts_and_lands_on_the_new_sheet(visitor: Client) -> None:
    sent(visitor, "/proposer-un-pole/", name="Levain", text="Du pain.", source="Moi.")
    proposal = Proposal.objects.get()
    visitor.force_login(make_user(administrator=""))

    answer = visitor.post(f"/moderation/{proposal.uid}/", {"do": "accept", "text": "", "version": 1})

    assert answer.headers["Location"] == Pole.objects.get().get_absolute_url()


def test_administrator_creates_in_no_network_unless_one_is_chosen(visitor: Client) -> None:
    make_network(key="mien")
    sent(visitor, "/proposer-un-pole/", name="Levain", text="Du pain.", source="Moi.")
    visitor.force_login(make_user(administrator=""))
    page = visitor.get(f"/moderation/{Proposal.objects.get().uid}/")
    typed = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}

    visitor.post(f"/moderation/{Proposal.objects.get().uid}/", typed | {"do": "accept"})

    assert not Pole.objects.get().networks.exists()


def test_second_moderator_is_told_keeps_the_words_and_may_go_on(visitor: Client) -> None:
    proposal = make_proposal()
    address = f"/moderation/{proposal.uid}/"
    visitor.force_login(make_user(administrator=""))
    visitor.post(address, {"do": "ask", "text": "Où ?", "version": 1})

    told = visitor.post(address, {"do": "refuse", "text": "Déjà su.", "version": 1})
    again = {name: told.context["form"][name].value() for name in ("text", "version")}
    visitor.post(address, again | {"do": "refuse"})

    assert again == {"text": "Déjà su.", "version": "2"}
    assert Proposal.objects.get().state == "refused"


def test_officer_chooses_the_network_that_the_pole_joins(visitor: Client) -> None:
    network = make_network(key="mien")
    sent(visitor, "/proposer-un-pole/", name="Levain", text="Du pain.", source="Moi.")
    visitor.force_login(make_user(network_officer="mien"))

    visitor.post(f"/moderation/{Proposal.objects.get().uid}/", {"do": "accept", "version": 1, "network": "mien"})

    assert list(Pole.objects.get().networks.all()) == [network]


def test_refusal_without_reason_keeps_what_was_typed(visitor: Client) -> None:
    proposal = make_proposal()
    visitor.force_login(make_user(administrator=""))

    answer = visitor.post(f"/moderation/{proposal.uid}/", {"do": "refuse", "text": "", "version": 1})

    assert (answer.status_code, Proposal.objects.get().state) == (200, "waiting")
    assert "Donnez la raison" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_queue_asks_the_same_queries(
    visitor: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        make_proposal()
    visitor.force_login(make_user(administrator=""))

    # Session, person, roles, the number of proposals, the proposals, those that wait by kind.
    with django_assert_num_queries(6):
        visitor.get("/moderation/")
