"""The doors of the sandbox open there, and only there."""

import pytest
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings
from tests.factories import AT

from essaim.apps.poles.models import Pole
from essaim.sandbox import person_of, reset_sandbox


@pytest.fixture
def guest(visitor: Client, settings: Settings) -> Client:
    settings.SANDBOX = True
    reset_sandbox(at=AT)
    return visitor


@pytest.mark.parametrize(
    ("method", "address"),
    [("get", "/essayer/"), ("post", "/essayer/coordinator/"), ("post", "/essayer/remettre-a-zero/")],
)
def test_doors_are_closed_on_the_real_site(visitor: Client, method: str, address: str) -> None:
    answer = getattr(visitor, method)(address)

    assert answer.status_code in (302, 403)
    assert "_auth_user_id" not in visitor.session


def test_guest_becomes_the_person_of_the_door(guest: Client) -> None:
    answer = guest.post("/essayer/coordinator/")

    assert answer.headers["Location"] == "/mon-espace/"
    person = person_of("coordinator")
    assert person is not None
    assert guest.session["_auth_user_id"] == str(person.pk)


def test_door_that_does_not_exist_is_not_found(guest: Client) -> None:
    assert guest.post("/essayer/nobody/").status_code == 404


def test_door_opens_by_post_only(guest: Client) -> None:
    assert guest.get("/essayer/coordinator/").status_code == 405


@pytest.mark.parametrize("address", ["/", "/poles/", "/essayer/", "/poles/les-hautes-ruches-fictif/"])
def test_every_page_says_that_all_is_made_up(guest: Client, address: str) -> None:
    assert "pôles, personnes et montants sont inventés" in guest.get(address).content.decode()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the sandbox is always a file of SQLite")
def test_reset_puts_the_records_back(guest: Client) -> None:
    Pole.objects.filter(slug="sans-adresse-fictif").update(name="Abîmé")

    guest.post("/essayer/remettre-a-zero/")

    assert Pole.objects.get(slug="sans-adresse-fictif").name == "Pôle sans adresse (fictif)"
