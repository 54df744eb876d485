"""What waits for those who run a call is counted where they arrive, and said in the list of dossiers."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.web.calls.making import begun, handed, sent, text_of
from tests.web.calls.test_call_pieces import answered
from tests.web.calls.test_call_reopening import asked

from essaim.apps.calls.models import Call, PieceRequest
from essaim.web.organisations.wording import family

pytestmark = pytest.mark.django_db


def test_what_waits_is_counted_where_officers_arrive(call: Call, officer: Client) -> None:
    _client, dossier, _address = answered(call, officer)
    officer.post(f"/dossiers/{dossier.uid}/instruire/", {"do": "ask", "text": "Votre RIB ?"})
    _other, waiting = asked(call)
    handed(call)

    for address in ("/appels/tenir/", f"/appels/{call.slug}/tenir/", "/mon-espace/"):
        text = text_of(officer, address)
        for words in ("1 demande de réouverture", "1 réponse à une pièce à lire", "1 pièce sans réponse"):
            assert words in text, (address, words)

    waiting.__class__.objects.update(state="withdrawn")
    assert "1 demande" not in text_of(officer, "/appels/tenir/")


def test_the_list_says_where_pieces_stand_and_no_more_once_accepted(call: Call, officer: Client) -> None:
    _client, dossier, _address = answered(call, officer)
    here = f"/appels/{call.slug}/dossiers/"
    assert "réponse à lire" in text_of(officer, here)
    piece = PieceRequest.objects.get()

    accept = {"do": "accept", "piece": piece.uid, "seen_version": piece.version}
    officer.post(f"/dossiers/{dossier.uid}/instruire/", accept)

    text = text_of(officer, here)
    assert "réponse à lire" not in text
    assert "pièces" not in text.partition("<tbody>")[2].partition("</tbody>")[0]


def test_officers_go_on_reading_the_limit_the_request_and_its_answer(call: Call, officer: Client) -> None:
    _client, dossier = asked(call)
    here, until = f"/dossiers/{dossier.uid}/instruire/", timezone.localtime() + timedelta(days=3)
    officer.post(here, {"do": "ask", "text": "Vos statuts ?", "due_on": f"{until:%Y-%m-%d}"})

    officer.post(here, {"do": "reopen", "until": f"{until:%Y-%m-%dT%H:%M}", "reason": "D'accord."})

    text = text_of(officer, here)
    for words in (f"À corriger avant le {until:%d/%m/%Y}", "Le budget est faux.", "Acceptée le", "D'accord.",
                  f"pour le {until:%d/%m/%Y}"):  # fmt: skip
        assert words in text


@pytest.mark.parametrize("count", [1, 2])
def test_the_calls_that_one_runs_ask_the_same_queries(
    call: Call, officer: Client, count: int, django_assert_num_queries: Any
) -> None:
    for _number in range(count - 1):
        officer.post("/appels/preparer/", {"title": "Autre", "owner": call.network.key})

    with django_assert_num_queries(6):
        officer.get("/appels/tenir/")


def test_officers_read_families_and_that_shares_exceed_the_budget(call: Call, officer: Client) -> None:
    client, dossier = begun(call)
    client.post(f"/dossiers/{dossier.uid}/reponses/", sent(call, "Parce que.", "1", ["Un"]))
    partner = {"do": "add", "name": "La ferme", "family": "ess_form", "is_applicant": "on", "amount": "500"}
    for more in (partner, {"do": "budget", "budget": "400"}):
        dossier.refresh_from_db()
        client.post(f"/dossiers/{dossier.uid}/partenaires/", {**more, "seen_version": dossier.version})
    client.post(f"/dossiers/{dossier.uid}/deposer/")

    text = text_of(officer, f"/dossiers/{dossier.uid}/instruire/")

    assert "Les parts dépassent le budget de 100 €." in text
    assert family("ess_form") in text
