"""A decision rests on a receipt; a dossier that is reopened is asked about first; results close everything."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.web.calls.making import browser, handed, text_of

from essaim.apps.audit.models import Event
from essaim.apps.calls.models import Call, Decision, Dossier, PieceRequest
from essaim.apps.jobs.models import Message

pytestmark = pytest.mark.django_db

LAUREATE = {"do": "decide", "outcome": "laureate", "reason": "Vu."}


def reopened(call: Call, officer: Client) -> tuple[Client, Dossier]:
    client, dossier = handed(call)
    until = timezone.localtime() + timedelta(days=3)
    sent = {"do": "reopen", "until": f"{until:%Y-%m-%dT%H:%M}", "reason": "Précisez."}
    officer.post(f"/dossiers/{dossier.uid}/instruire/", sent)
    dossier.refresh_from_db()
    assert dossier.state == "reopened"
    return client, dossier


def published(call: Call, officer: Client, outcome: str = "laureate") -> tuple[Client, Dossier]:
    client, dossier = handed(call)
    officer.post(f"/dossiers/{dossier.uid}/instruire/", {**LAUREATE, "outcome": outcome})
    officer.post(f"/appels/{call.slug}/resultats/", {"sure": "oui"})
    call.refresh_from_db()
    assert call.results_at is not None
    return client, dossier


def test_a_decision_names_the_receipt_on_which_it_rests_to_both(call: Call, officer: Client) -> None:
    client, dossier = published(call, officer)
    receipt = dossier.submissions.get().receipt

    assert f"Décidé sur le dépôt de reçu {receipt}." in text_of(officer, f"/dossiers/{dossier.uid}/instruire/")
    assert "Prise sur votre dépôt :" in text_of(client, f"/dossiers/{dossier.uid}/")
    assert Event.objects.get(action="decide_dossier").after["receipt"] == receipt
    assert (
        f"Décision prise sur le dépôt de reçu {receipt}."
        in Message.objects.filter(subject__startswith="Rés").get().text
    )


@pytest.mark.parametrize("several", [False, True])
def test_deciding_on_a_reopened_dossier_is_asked_first(call: Call, officer: Client, several: bool) -> None:
    _client, dossier = reopened(call, officer)
    here = f"/appels/{call.slug}/dossiers/" if several else f"/dossiers/{dossier.uid}/instruire/"
    sent = {**LAUREATE, "dossier": [dossier.uid]}

    asked = officer.post(here, sent)

    assert "La décision porterait sur le dernier dépôt" in asked.content.decode()
    assert not Decision.objects.exists()
    assert officer.post(here, {**sent, "sure": "oui"}).status_code == 302
    assert Decision.objects.get().submission == dossier.submissions.get()


def test_publishing_says_who_is_reopened_and_then_nothing_is_handed_in(call: Call, officer: Client) -> None:
    client, dossier = reopened(call, officer)
    officer.post(f"/dossiers/{dossier.uid}/instruire/", {**LAUREATE, "outcome": "refused", "sure": "oui"})
    here = f"/appels/{call.slug}/resultats/"
    assert "ne pourraient plus être déposés : Pôle en herbe." in text_of(officer, here)

    assert "ne pourraient plus être déposés" in officer.post(here).content.decode()
    officer.post(here, {"sure": "oui"})

    dossier.refresh_from_db()
    assert (dossier.state, dossier.reopened_until) == ("submitted", None)
    assert Event.objects.filter(action="end_correction").count() == 1
    client.post(f"/dossiers/{dossier.uid}/deposer/")
    assert dossier.submissions.count() == 1
    text = text_of(client, f"/dossiers/{dossier.uid}/")
    assert "ne se corrige plus" in text
    assert "À corriger avant" not in text
    assert "Vérifier et déposer" not in text
    assert "il ne se dépose plus" in Message.objects.filter(subject__startswith="Résultat").get().text


def test_a_later_receipt_is_said_where_results_are_published(call: Call, officer: Client) -> None:
    client, dossier = reopened(call, officer)
    officer.post(f"/dossiers/{dossier.uid}/instruire/", {**LAUREATE, "sure": "oui"})
    client.post(f"/dossiers/{dossier.uid}/deposer/")
    assert dossier.submissions.count() == 2

    assert "Déposés de nouveau depuis leur décision" in text_of(officer, f"/appels/{call.slug}/resultats/")
    assert "sur un dépôt précédent" in text_of(officer, f"/appels/{call.slug}/dossiers/")
    assert "Un dépôt plus récent n'a pas été jugé." in text_of(officer, f"/dossiers/{dossier.uid}/instruire/")


def test_after_the_results_nothing_is_reopened_and_laureates_give_pieces(call: Call, officer: Client) -> None:
    client, dossier = published(call, officer)
    here, until = f"/dossiers/{dossier.uid}/instruire/", timezone.localtime() + timedelta(days=3)
    text = text_of(officer, here)
    assert "Rouvrir pour correction" not in text
    assert "des pièces peuvent encore être demandées à ce lauréat" in text
    assert "peut encore vous demander des pièces" in text_of(client, f"/dossiers/{dossier.uid}/")

    officer.post(here, {"do": "reopen", "until": f"{until:%Y-%m-%dT%H:%M}", "reason": "x"})
    officer.post(here, {"do": "ask", "text": "Vos statuts ?"})

    dossier.refresh_from_db()
    assert dossier.state == "submitted"
    assert PieceRequest.objects.count() == 1


def test_after_the_results_a_piece_is_not_asked_of_others(call: Call, officer: Client) -> None:
    _client, dossier = published(call, officer, "refused")
    here = f"/dossiers/{dossier.uid}/instruire/"
    assert "Demander une pièce" not in text_of(officer, here)

    refused = officer.post(here, {"do": "ask", "text": "Vos statuts ?"})

    assert refused.status_code == 200
    assert not PieceRequest.objects.exists()


def test_the_public_page_says_that_results_are_published(call: Call, officer: Client) -> None:
    here = f"/appels/{call.slug}/"
    call.phases.create(kind="results", title="Jour des lauréats", opens_at=timezone.now() + timedelta(days=40))
    text = text_of(browser(), here)
    assert "Répondre au nom d'un pôle" in text
    assert "Jour des lauréats" in text

    published(call, officer)

    text = text_of(browser(), here)
    assert "on ne répond plus à cet appel" in text
    for words in ("Répondre au nom d'un pôle", "encore 1", "en ce moment", "Jour des lauréats"):
        assert words not in text
    assert "Aucun appel n'est ouvert." in text_of(browser(), "/appels/")
