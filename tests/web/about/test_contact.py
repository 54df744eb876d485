"""Writing to whoever publishes the site."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from essaim.apps.jobs.models import Message

pytestmark = pytest.mark.django_db
SAID = {"subject": "Une question", "text": "Bonjour", "email": "ana@exemple.fr", "page": "/poles/ciel/"}


def _opened() -> dict[str, str]:
    seconds_ago = timezone.now() - timedelta(seconds=60)
    return {"opened_at": signing.dumps(seconds_ago.timestamp(), salt="essaim.visitor-form")}


def test_a_message_leaves_for_the_publisher(client: Client, settings: Settings) -> None:
    settings.CONTACT = "site@exemple.fr"

    answer = client.post("/contact/", {**SAID, **_opened()})

    message = Message.objects.get()
    assert (answer.status_code, message.to, message.subject) == (302, "site@exemple.fr", "[Essaim] Une question")
    assert message.text == "Bonjour\n\n-- \nPage : /poles/ciel/\nPour répondre : ana@exemple.fr"
    # Headers are kept a month: the address is not among them.
    assert message.headers == {}


def test_nothing_leaves_without_an_address_to_write_to(client: Client, settings: Settings) -> None:
    settings.CONTACT = ""

    answer = client.post("/contact/", {**SAID, **_opened()})

    assert (answer.status_code, Message.objects.count()) == (200, 0)
    assert "ESSAIM_CONTACT" in answer.content.decode()


def test_line_ends_in_the_subject_are_spaces(client: Client, settings: Settings) -> None:
    settings.CONTACT = "site@exemple.fr"

    client.post("/contact/", {**SAID, **_opened(), "subject": "a\nb"})

    assert Message.objects.get().subject == "[Essaim] a b"


@pytest.mark.parametrize("wrong", [{"text": ""}, {"email": "pas une adresse"}, {"site_web": "robot"}])
def test_what_is_wrong_is_said_and_nothing_is_lost(client: Client, settings: Settings, wrong: dict[str, str]) -> None:
    settings.CONTACT = "site@exemple.fr"

    answer = client.post("/contact/", {**SAID, **_opened(), **wrong})

    assert (answer.status_code, Message.objects.count()) == (200, 0)
    assert "/poles/ciel/" in answer.content.decode()
