"""Signing in by a code: who may, what the letters say, what nobody learns."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from tests.factories import make_user

from essaim.apps.accounts.models import User
from essaim.apps.audit.models import Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh_limits(transactional_db: None) -> None:
    """What one test asked does not count against the next."""
    cache.clear()


def code_in_last_letter() -> str:
    found = re.search(r" : (\S+)", mail.outbox[-1].body)
    assert found is not None
    return found.group(1)


def sign_in(visitor: Client, address: str, **more: str) -> None:
    visitor.post("/connexion/", {"login": address, **more})
    visitor.post("/connexion/code/", {"code": code_in_last_letter(), **more})


def test_code_by_letter_opens_one_s_space(visitor: Client) -> None:
    user = make_user(email="camille@example.org")

    sign_in(visitor, "Camille@Example.org")

    assert visitor.session["_auth_user_id"] == str(user.pk)
    assert visitor.get("/mon-espace/").status_code == 200


def test_wrong_code_opens_nothing(visitor: Client) -> None:
    make_user(email="camille@example.org")
    visitor.post("/connexion/", {"login": "camille@example.org"})

    answer = visitor.post("/connexion/code/", {"code": "XXXX-XXXX"})

    assert answer.status_code == 200
    assert "_auth_user_id" not in visitor.session


def test_code_serves_once(visitor: Client) -> None:
    make_user(email="camille@example.org")
    sign_in(visitor, "camille@example.org")
    code = code_in_last_letter()
    visitor.post("/deconnexion/")

    visitor.post("/connexion/", {"login": "camille@example.org"})
    visitor.post("/connexion/code/", {"code": code})

    assert "_auth_user_id" not in visitor.session


def test_nobody_learns_which_addresses_have_an_account(visitor: Client) -> None:
    make_user(email="camille@example.org")

    known = visitor.post("/connexion/", {"login": "camille@example.org"})
    other = Client(headers={"host": "localhost"})
    unknown = other.post("/connexion/", {"login": "personne@example.org"})

    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert "n'a pas de compte" in mail.outbox[-1].body


def test_sign_up_proves_the_address_and_leaves_a_trace_without_it(visitor: Client) -> None:
    visitor.post("/inscription/", {"email": "Noa@Example.org"})

    visitor.post("/inscription/code/", {"code": code_in_last_letter()})

    user = User.objects.get()
    assert (user.email, user.has_usable_password()) == ("noa@example.org", False)
    assert visitor.session["_auth_user_id"] == str(user.pk)
    events = Event.objects.filter(action="register_user")
    assert [(event.object_id, event.before, event.after) for event in events] == [(user.uid, {}, {})]


def test_sign_up_of_a_known_address_says_so_to_its_owner_alone(visitor: Client) -> None:
    make_user(email="camille@example.org")

    answer = visitor.post("/inscription/", {"email": "camille@example.org"})

    assert answer.status_code == 302
    assert "en a déjà un" in mail.outbox[-1].body
    assert User.objects.count() == 1


def test_after_signing_in_one_comes_back_where_one_was(visitor: Client) -> None:
    make_user(email="camille@example.org")
    visitor.post("/connexion/", {"login": "camille@example.org", "next": "/poles/"})

    answer = visitor.post("/connexion/code/", {"code": code_in_last_letter(), "next": "/poles/"})

    assert answer.headers["Location"] == "/poles/"


def test_signing_in_never_leads_elsewhere(visitor: Client) -> None:
    make_user(email="camille@example.org")
    visitor.post("/connexion/", {"login": "camille@example.org", "next": "https://example.com/"})

    answer = visitor.post("/connexion/code/", {"code": code_in_last_letter(), "next": "https://example.com/"})

    assert answer.headers["Location"] == "/mon-espace/"


def test_closed_account_does_not_open(visitor: Client) -> None:
    user = make_user(email="camille@example.org")
    user.is_active = False
    user.save()

    visitor.post("/connexion/", {"login": "camille@example.org"})

    assert "_auth_user_id" not in visitor.session


def test_codes_are_limited(visitor: Client) -> None:
    make_user(email="camille@example.org")

    codes = [visitor.post("/connexion/", {"login": "camille@example.org"}).status_code for _one in range(12)]

    assert codes[-1] == 429


def test_session_cookie_is_for_the_server_alone(visitor: Client) -> None:
    make_user(email="camille@example.org")

    sign_in(visitor, "camille@example.org")

    cookie = visitor.cookies["essaim_session"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_new_address_takes_over_once_its_code_is_given(visitor: Client) -> None:
    user = make_user(email="camille@example.org")
    sign_in(visitor, "camille@example.org")
    visitor.get("/mon-espace/adresse/")
    visitor.post("/mon-espace/adresse/", {"email": "Camille@Ailleurs.example", "action_add": ""})
    before = User.objects.get(pk=user.pk).email
    to = mail.outbox[-1].to

    visitor.post("/inscription/code/", {"code": code_in_last_letter()})

    user.refresh_from_db()
    assert (before, to) == ("camille@example.org", ["camille@ailleurs.example"])
    assert user.email == "camille@ailleurs.example"
    assert (mail.outbox[-1].to, "une autre" in str(mail.outbox[-1].body)) == (["camille@example.org"], True)
    event = Event.objects.get(action="change_address")
    assert (event.object_id, event.before, event.after) == (user.uid, {}, {})
