"""A laureate that is still a draft: its name becomes public, and everybody who decides so is told before."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories import make_founding, make_user
from tests.web.calls.making import begun, browser, handed, text_of

from essaim.apps.accounts.models import User
from essaim.apps.calls.models import Call, Dossier, Phase

pytestmark = pytest.mark.django_db


def decided(call: Call, officer: Client, outcome: str = "laureate") -> Client:
    client, dossier = handed(call)
    Phase.objects.filter(kind="dossiers").update(closes_at=timezone.now() - timedelta(minutes=1))
    sent = {"do": "decide", "dossier": [dossier.uid], "outcome": outcome, "reason": "Vu."}
    officer.post(f"/appels/{call.slug}/dossiers/", sent)
    return client


def test_founders_read_that_the_name_becomes_public_where_they_answer_and_hand_in(call: Call) -> None:
    client, dossier = begun(call)

    assert "est nommé sur la page publique de l'appel" in text_of(client, f"/appels/{call.slug}/repondre/")
    client.post(f"/dossiers/{dossier.uid}/reponses/", {
        f"q-{one.uid}": text for one, text in zip(call.questions.all(), ("Oui.", "1", ["Un"]), strict=True)
    })  # fmt: skip
    dossier.refresh_from_db()
    partner = {"do": "add", "name": "La ferme", "is_applicant": "on", "seen_version": dossier.version}
    client.post(f"/dossiers/{dossier.uid}/partenaires/", partner)
    assert "ce nom devient public" in text_of(client, f"/dossiers/{dossier.uid}/deposer/")


def test_the_draft_says_what_becomes_public(call: Call) -> None:
    founding = make_founding()
    client = browser(User.objects.get(grants__key=founding.pole.uid))
    here = f"/fonder/{founding.pole.slug}/"
    assert "son nom devient public" not in text_of(client, here)

    client.post(f"/appels/{call.slug}/repondre/", {"pole": founding.pole.uid})

    text = text_of(client, here)
    assert "Ce pôle a un dossier pour l'appel « Appel d'essai » (en cours d'écriture)." in text
    assert "S'il est lauréat, son nom devient public" in text
    Dossier.objects.update(state="withdrawn")
    text = text_of(client, here)
    assert "Le dossier de ce pôle pour l'appel « Appel d'essai » est retiré." in text
    assert "a un dossier" not in text


def test_the_officer_is_asked_before_a_draft_is_named(call: Call, officer: Client) -> None:
    decided(call, officer)
    here = f"/appels/{call.slug}/resultats/"
    assert "leur nom devient public : Pôle en herbe." in text_of(officer, here)

    asked = officer.post(here)

    call.refresh_from_db()
    assert (asked.status_code, call.results_at) == (200, None)
    assert "Pôle en herbe" in asked.content.decode()
    officer.post(here, {"sure": "oui"})
    call.refresh_from_db()
    assert call.results_at is not None


def test_results_that_name_no_draft_are_published_at_once(call: Call, officer: Client) -> None:
    decided(call, officer, "refused")

    officer.post(f"/appels/{call.slug}/resultats/")

    call.refresh_from_db()
    assert call.results_at is not None
    assert browser(make_user()).get(f"/appels/{call.slug}/resultats/").status_code == 404
