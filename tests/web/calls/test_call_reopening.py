"""A dossier that is handed in says how it is corrected; reopening is asked, accepted or refused, and told by mail."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories import make_user
from tests.web.calls.making import begun, browser, handed, text_of

from essaim.apps.accounts.models import User
from essaim.apps.audit.models import Event
from essaim.apps.calls.models import Call, Dossier, ReopenRequest
from essaim.apps.jobs.models import Message
from essaim.apps.poles.models import Network

pytestmark = pytest.mark.django_db


def asked(call: Call) -> tuple[Client, Dossier]:
    client, dossier = handed(call)
    Message.objects.all().delete()
    answer = client.post(f"/dossiers/{dossier.uid}/rouvrir/", {"reason": "Le budget est faux."})
    assert answer.status_code == 302
    return client, dossier


def test_a_dossier_that_is_handed_in_says_what_may_be_done(call: Call) -> None:
    client, dossier = begun(call)
    assert "Corriger ou retirer" not in text_of(client, f"/dossiers/{dossier.uid}/")
    client, dossier = handed(call)

    text = text_of(client, f"/dossiers/{dossier.uid}/")

    for words in ("Corriger ou retirer", "Jusqu'à la publication des résultats", "Demander à rouvrir",
                  "Retirer ce dossier", "appel@reseau.example"):  # fmt: skip
        assert words in text


def test_after_the_results_it_says_that_it_is_too_late(call: Call) -> None:
    client, dossier = handed(call)
    Call.objects.update(results_at=timezone.now())

    text = text_of(client, f"/dossiers/{dossier.uid}/")
    client.post(f"/dossiers/{dossier.uid}/rouvrir/", {"reason": "Trop tard"})

    assert "ne se corrige plus et ne se retire plus" in text
    assert "Demander à rouvrir" not in text
    assert not ReopenRequest.objects.exists()


def test_reopening_is_asked_once_and_told_to_the_officers(call: Call, officer: Client, network: Network) -> None:
    client, dossier = asked(call)
    again = client.post(f"/dossiers/{dossier.uid}/rouvrir/", {"reason": "Encore"})

    boss = User.objects.get(grants__role="network_officer", grants__key=network.key)
    message = Message.objects.get()
    assert message.to == boss.email
    assert f"/dossiers/{dossier.uid}/instruire/" in message.text
    assert "C'est déjà demandé" in again.content.decode().replace("&#x27;", "'")
    assert Event.objects.get(action="ask_reopening").after == {"reason": "Le budget est faux."}
    assert "à rouvrir ?" in text_of(officer, f"/appels/{call.slug}/dossiers/")
    assert "Le budget est faux." in text_of(officer, f"/dossiers/{dossier.uid}/instruire/")
    assert "Pas encore de réponse." in text_of(client, f"/dossiers/{dossier.uid}/")


def test_reopening_answers_the_request(call: Call, officer: Client) -> None:
    client, dossier = asked(call)
    until = timezone.localtime() + timedelta(days=3)

    sent = {"do": "reopen", "reason": "D'accord", "until": f"{until:%Y-%m-%dT%H:%M}"}
    officer.post(f"/dossiers/{dossier.uid}/instruire/", sent)

    dossier.refresh_from_db()
    assert (dossier.state, ReopenRequest.objects.get().is_accepted) == ("reopened", True)
    assert "Acceptée le" in text_of(client, f"/dossiers/{dossier.uid}/")


def test_reopening_is_refused_with_a_reason(call: Call, officer: Client) -> None:
    client, dossier = asked(call)
    here = f"/dossiers/{dossier.uid}/instruire/"
    officer.post(here, {"do": "refuse", "reason": " "})
    assert ReopenRequest.objects.get().is_accepted is None
    Message.objects.all().delete()

    officer.post(here, {"do": "refuse", "reason": "L'instruction est finie."})

    dossier.refresh_from_db()
    assert (dossier.state, ReopenRequest.objects.get().is_accepted) == ("submitted", False)
    assert "L'instruction est finie." in Message.objects.get().text
    assert "Refusée le" in text_of(client, f"/dossiers/{dossier.uid}/")
    assert Event.objects.filter(action="refuse_reopening").count() == 1


def test_a_request_is_for_its_writers_and_its_answer_for_the_officers(call: Call) -> None:
    client, dossier = asked(call)
    sent = {"do": "refuse", "reason": "Non"}

    assert browser(make_user()).post(f"/dossiers/{dossier.uid}/rouvrir/", {"reason": "x"}).status_code == 404
    assert client.post(f"/dossiers/{dossier.uid}/instruire/", sent).status_code == 404
    assert ReopenRequest.objects.get().is_accepted is None
