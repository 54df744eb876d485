"""Choosing letters: signed in, by the link of a letter, by a mail programme."""

import pytest
from django.test import Client
from tests.factories import make_user

from essaim.apps.accounts.models import User
from essaim.apps.accounts.queries import mail_choices, preferences_token


def chosen(user: User) -> dict[str, str]:
    return {kind.key: str(frequency) for kind, frequency in mail_choices(user)}


def test_letters_are_chosen_by_link_without_signing_in(visitor: Client) -> None:
    user = make_user()
    address = f"/messages/{preferences_token(user)}/"
    page = visitor.get(address)

    answer = visitor.post(address, {**chosen(user), "roles": "daily"})

    assert page.status_code == 200
    assert user.email not in page.content.decode()
    assert (answer.status_code, chosen(user)["roles"]) == (302, "daily")


def test_mail_programme_stops_a_kind_in_one_click(visitor: Client) -> None:
    user = make_user()
    strict = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)

    answer = strict.post(f"/messages/{preferences_token(user)}/arreter/roles/", {"List-Unsubscribe": "One-Click"})

    assert (answer.status_code, chosen(user)["roles"]) == (302, "off")


def test_following_the_link_alone_stops_nothing(visitor: Client) -> None:
    user = make_user()

    answer = visitor.get(f"/messages/{preferences_token(user)}/arreter/roles/")

    assert (answer.status_code, chosen(user)["roles"]) == (200, "at_once")


@pytest.mark.parametrize("token", ["x", "x:y:z", "%00"])
def test_made_up_link_opens_nothing(visitor: Client, token: str) -> None:
    assert visitor.get(f"/messages/{token}/").status_code == 404
    assert visitor.post(f"/messages/{token}/arreter/roles/").status_code == 404


def test_unknown_kind_is_no_page(visitor: Client) -> None:
    assert visitor.post(f"/messages/{preferences_token(make_user())}/arreter/nothing/").status_code == 404


def test_own_letters_are_chosen_signed_in(visitor: Client) -> None:
    user = make_user()
    visitor.force_login(user)

    visitor.post("/mon-espace/messages/", {**chosen(user), "roles": "off"})

    assert chosen(user)["roles"] == "off"
