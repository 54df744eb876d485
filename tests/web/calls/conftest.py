"""A network, its officer, and a call that they published."""

from __future__ import annotations

from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import LazySettings
from django.test import Client

if TYPE_CHECKING:  # models are not ready when this file is read
    from essaim.apps.calls.models import Call
    from essaim.apps.poles.models import Network


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path, settings: LazySettings) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def network() -> Network:
    from tests.factories import make_network

    return make_network()


@pytest.fixture
def officer(network: Network) -> Client:
    from tests.factories import make_user
    from tests.web.calls.making import browser

    return browser(make_user(network_officer=network.key))


@pytest.fixture
def call(officer: Client, network: Network) -> Call:
    """A call prepared and published through its pages."""
    from tests.web.calls.making import phases

    from essaim.apps.calls.models import Call

    officer.post("/appels/preparer/", {"title": "Appel d'essai", "owner": network.key})
    found = Call.objects.get()
    here = f"/appels/{found.slug}/tenir"
    notice = {"title": found.title, "text": "Venez.", "contact": "appel@reseau.example", "zone": "Europe/Paris"}
    officer.post(f"{here}/avis/", {**notice, "seen_version": found.version})
    found.refresh_from_db()
    officer.post(f"{here}/phases/", phases(found))
    for label, kind, more in (
        ("Pourquoi ?", "long", {"longest": "20"}),
        ("Budget ?", "euros", {}),
        ("Lesquels ?", "choices", {"choices": "Un\nDeux"}),
    ):
        officer.post(f"{here}/questions/", {"label": label, "kind": kind, "is_required": "on", **more})
    found.refresh_from_db()
    officer.post(f"{here}/regles/", {"rules": "decret-2015-431", "own": "Rural", "seen_version": found.version})
    found.refresh_from_db()
    answer = officer.post(f"{here}/publier/", {"seen_version": found.version})
    assert answer.status_code == 302, unescape(answer.content.decode()).split("<main")[1][:900]
    found.refresh_from_db()
    return found
