"""The officer's pages: from preparing a campaign to accepting its answers."""

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories import ADMIN, make_accepted_statement, make_network, make_pole, make_statement, make_user
from tests.web.campaigns.scenes import open_campaign, signed_in

from essaim.apps.campaigns import actions
from essaim.apps.campaigns.models import Campaign, Invitation
from essaim.apps.campaigns.queries import invitation_by_uid
from essaim.apps.jobs.models import Message
from essaim.apps.poles.actions import join_network
from essaim.apps.poles.models import Observation

PAGES = ["", "modifier/", "questions/", "poles/", "etape/fermer/", "envois/", "manques/", "poles.csv", "manques.xlsx"]


def test_officer_prepares_opens_and_sends(visitor: Client) -> None:
    network = make_network()
    pole = make_pole()
    join_network(pole=pole, network=network, by=ADMIN, at=timezone.now())
    make_user("coordination@example.org", coordinator=pole.uid)
    officer = signed_in(make_user(network_officer=network.key))

    page = officer.get("/campagnes/nouvelle/").context["form"]
    facts = {name: page[name].value() for name in page.fields}
    facts |= {
        "network": network.pk,
        "name": "Printemps",
        "opens_at": "2026-01-01T00:00",
        "closes_at": "2099-01-01T23:59",
    }
    made = officer.post("/campagnes/nouvelle/", facts)
    campaign = Campaign.objects.get()
    questions = officer.get(made.headers["Location"]).context["form"]
    asked = {name: value for name in questions.fields if (value := questions[name].value())}
    chosen = officer.post(made.headers["Location"], asked)
    officer.post(chosen.headers["Location"], {"poles": [pole.uid]})
    officer.post(f"/campagnes/{campaign.uid}/etape/ouvrir/")
    preview = officer.get(f"/campagnes/{campaign.uid}/envois/")
    officer.post(f"/campagnes/{campaign.uid}/envois/", {"invite": "1"})

    campaign.refresh_from_db()
    assert (campaign.phase, campaign.closes_at.second, campaign.questions.count()) == ("open", 59, 11)
    assert "coordination@example.org" in preview.content.decode()
    assert list(Message.objects.values_list("to", "kind")) == [("coordination@example.org", "campaign_invitation")]


def test_officer_types_a_telephone_call_and_accepts(officer: Client, invitation: Invitation) -> None:
    members = invitation.campaign.questions.all()[3]
    typed = {"version": "1", "channel": "telephone", "given_by": "C. Exemple", "given_on": "2026-11-20",
             f"v{members.pk}": "14", "validate": "1"}  # fmt: skip

    officer.post(f"/campagnes/pole/{invitation.uid}/saisir/", typed)
    officer.post(
        f"/campagnes/pole/{invitation.uid}/valider/",
        {"version": "2", "person": "C. Exemple", "function": "présidence", "agreed": "on"},
    )
    review = officer.get(f"/campagnes/pole/{invitation.uid}/relire/")
    officer.post(f"/campagnes/pole/{invitation.uid}/relire/", {"accept_all": "1"})

    figure = Observation.objects.get(value=14)
    assert "<ins>14</ins>" in review.content.decode()
    assert figure.source_title == "Campagne « Campagne 2026 », réponse validée par le pôle le 20 novembre 2026"


def test_link_is_shown_once_to_the_officer(officer: Client, invitation: Invitation) -> None:
    page = officer.post(f"/campagnes/pole/{invitation.uid}/lien/", {"issue": "1"})

    address = page.context["address"]
    assert officer.get(address.removeprefix("http://localhost")).status_code == 200
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", PAGES)
def test_campaign_is_closed_to_others(officer: Client, campaign: Campaign, visitor: Client, page: str) -> None:
    others = [visitor, signed_in(make_user(network_officer=make_network(key="autre").key)), signed_in(make_user())]

    statuses = [client.get(f"/campagnes/{campaign.uid}/{page}").status_code for client in [officer, *others]]

    assert statuses == [200, 302, 403, 403]


@pytest.mark.parametrize("page", ["", "saisir/", "valider/", "imprimer/", "questionnaire.ods"])
def test_pole_of_a_campaign_is_closed_to_others(officer: Client, invitation: Invitation, page: str) -> None:
    other = signed_in(make_user(network_officer=make_network(key="autre").key))
    coordinator = signed_in(make_user(coordinator=invitation.pole.uid))

    statuses = [
        client.get(f"/campagnes/pole/{invitation.uid}/{page}").status_code for client in (officer, other, coordinator)
    ]

    assert statuses == [200, 403, 403]


@pytest.mark.parametrize(("page", "queries"), [("", 9), ("envois/", 8), ("manques/", 10), ("poles/", 7)])
def test_as_many_queries_for_one_pole_as_for_three(
    visitor: Client, django_assert_num_queries: object, page: str, queries: int
) -> None:
    for number in (1, 3):
        campaign = open_campaign(number)
        officer = signed_in(make_user(network_officer=campaign.network.key))
        for invitation in campaign.invitations.all():
            actions.issue_link(invitation=invitation, by=ADMIN, at=timezone.now())
        with django_assert_num_queries(queries):  # type: ignore[operator]
            officer.get(f"/campagnes/{campaign.uid}/{page}")


def test_list_of_campaigns_has_one_count_of_queries(visitor: Client, django_assert_num_queries: object) -> None:
    first = open_campaign(1)
    officer = signed_in(make_user(network_officer=first.network.key))

    for more in (0, 2):
        for _ in range(more):
            open_campaign(1, network=first.network)
        with django_assert_num_queries(4):  # type: ignore[operator]
            page = officer.get("/campagnes/")

    assert len(page.context["rows"]) == 3


def test_review_has_one_count_of_queries(
    officer: Client, invitation: Invitation, django_assert_num_queries: object
) -> None:
    whole = invitation_by_uid(invitation.uid)
    make_statement(whole)

    with django_assert_num_queries(11):  # type: ignore[operator]
        page = officer.get(f"/campagnes/pole/{invitation.uid}/relire/")

    assert len(page.context["rows"]) == 3


def test_rate_is_public_once_published_and_names_nobody(
    officer: Client, visitor: Client, campaign: Campaign, invitation: Invitation
) -> None:
    before = visitor.get(f"/campagnes/{campaign.uid}/bilan/")
    officer.post(f"/campagnes/{campaign.uid}/etape/fermer/")
    officer.post(f"/campagnes/{campaign.uid}/etape/publier/")
    after = visitor.get(f"/campagnes/{campaign.uid}/bilan/")

    text = after.content.decode()
    assert (before.status_code, after.status_code) == (404, 200)
    assert "sur 1, soit 0" in text
    assert invitation.pole.name not in text


def test_filter_and_sort_are_in_the_address(officer: Client, campaign: Campaign) -> None:
    page = officer.get(f"/campagnes/{campaign.uid}/?etat=validated&tri=reminder")
    odd = officer.get(f"/campagnes/{campaign.uid}/?etat=x&tri=y&page=²")

    assert (page.context["count"], odd.context["count"]) == (0, 1)
    assert "etat=validated" in page.context["wanted"].query


def test_unit_that_does_not_fit_its_figure_is_named(officer: Client, campaign: Campaign) -> None:
    draft = Campaign.objects.get(pk=campaign.pk)

    page = officer.post(f"/campagnes/{draft.uid}/questions/", {"i0": "members", "u0": "eur", "when": "hier"})

    text = page.content.decode().replace("\xa0", " ")
    assert "« membres » se compte en : nombre." in text
    assert "n&#x27;est pas une date" in text


def test_public_sheet_says_that_the_pole_validated_it_and_names_nobody(visitor: Client) -> None:
    statement = make_accepted_statement()

    page = visitor.get(statement.invitation.pole.get_absolute_url()).content.decode()

    assert "Fiche validée par le pôle le 1er novembre 2026 (Campagne 2026)." in page
    assert "Camille" not in page
