"""Calls and dossiers made through their pages."""

from datetime import timedelta
from html import unescape
from typing import Any

from django.test import Client
from django.utils import timezone
from tests.factories import make_draft, make_user

from essaim.apps.accounts.models import User
from essaim.apps.calls.models import Call, Dossier
from essaim.apps.poles.models import Pole


def browser(user: User | None = None) -> Client:
    client = Client(headers={"host": "localhost"})
    if user is not None:
        client.force_login(user)
    return client


def phases(call: Call, days: int = 20) -> dict[str, Any]:
    opens, closes = (timezone.localtime() + timedelta(days=n) for n in (-1, days))
    rows = {"p-TOTAL_FORMS": "2", "p-INITIAL_FORMS": "0", "seen_version": call.version}
    rows |= {"p-0-kind": "dossiers", "p-0-opens_at": f"{opens:%Y-%m-%dT%H:%M}"}
    rows |= {"p-0-closes_at": f"{closes:%Y-%m-%dT%H:%M}", "p-1-kind": "decision"}
    return rows | {"p-1-opens_at": f"{closes:%Y-%m-%dT%H:%M}"}


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")


def founder() -> tuple[Client, Pole]:
    user = make_user()
    return browser(user), make_draft(by=user, name="Pôle en herbe")


def begun(call: Call) -> tuple[Client, Dossier]:
    client, pole = founder()
    answer = client.post(f"/appels/{call.slug}/repondre/", {"pole": pole.uid})
    dossier = Dossier.objects.get(pole=pole)
    assert answer.url == f"/dossiers/{dossier.uid}/"
    return client, dossier


def sent(call: Call, *texts: str | list[str], seen: int = 0) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for question, text in zip(call.questions.all(), texts, strict=False):
        data |= {f"q-{question.uid}": text, f"q-{question.uid}-seen": seen}
    return data


def handed(call: Call) -> tuple[Client, Dossier]:
    client, dossier = begun(call)
    client.post(f"/dossiers/{dossier.uid}/reponses/", sent(call, "Parce que.", "1 234,50", ["Un", "Deux"]))
    dossier.refresh_from_db()
    partner = {"do": "add", "name": "La ferme", "family": "ess_form", "is_applicant": "on", "amount": "500"}
    client.post(f"/dossiers/{dossier.uid}/partenaires/", {**partner, "seen_version": dossier.version})
    answer = client.post(f"/dossiers/{dossier.uid}/deposer/")
    assert answer.url == f"/dossiers/{dossier.uid}/depots/1/"
    dossier.refresh_from_db()
    return client, dossier
