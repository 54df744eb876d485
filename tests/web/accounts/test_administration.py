"""People seen by administrators."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.factories import make_network, make_organisation, make_pole, make_role_invitation, make_user

from essaim.apps.accounts.models import RoleInvitation, User


@pytest.fixture
def admin(visitor: Client) -> Client:
    """Somebody to whom the whole site is entrusted."""
    visitor.force_login(make_user(email="admin@example.org", administrator=""))
    return visitor


def test_people_are_found_by_name_address_and_role(admin: Client) -> None:
    make_user(email="camille@example.org", coordinator=make_pole(name="Le Levain").uid)
    make_user(email="noa@example.org")

    by_address = admin.get("/administration/personnes/?q=camille").content.decode()
    by_role = admin.get("/administration/personnes/?role=coordinator&q=\0").content.decode()

    for page in (by_address, by_role):
        assert ["camille@" in page, "Le Levain" in page, "noa@" in page] == [True, True, False]


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_queries(
    admin: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        make_user(
            coordinator=make_pole().uid, representative=make_organisation().uid,
            network_officer=make_network(key=f"reseau-{number}").key, territorial_agent="242600534",
        )  # fmt: skip

    # Session, person, their roles, count, people, roles, poles, organisations, networks.
    with django_assert_num_queries(9):
        admin.get("/administration/personnes/")


def test_agent_is_invited_on_a_territory_that_exists(admin: Client) -> None:
    given = {"email": "agent@example.org", "role": "territorial_agent"}

    unknown = admin.post("/administration/roles/", {**given, "territory": "Nulle part"})
    missing = admin.post("/administration/roles/", given)
    found = admin.post("/administration/roles/", {**given, "territory": "242600534"})

    assert (unknown.status_code, missing.status_code, found.status_code) == (200, 200, 302)
    assert list(RoleInvitation.objects.values_list("key", flat=True)) == ["242600534"]


def test_role_on_the_platform_leaves_the_territory_out(admin: Client) -> None:
    admin.post("/administration/roles/", {"email": "r@example.org", "role": "researcher", "territory": "242600534"})

    assert RoleInvitation.objects.get().key == ""


def test_same_invitation_twice_is_said_on_the_form(admin: Client) -> None:
    make_role_invitation(email="r@example.org")
    RoleInvitation.objects.update(expires_at="2099-01-01T00:00Z")

    answer = admin.post("/administration/roles/", {"email": "r@example.org", "role": "researcher"})

    assert answer.status_code == 200
    assert "attend déjà" in answer.content.decode()
    assert "r@example.org" in answer.content.decode()


def test_person_is_erased_after_a_question_but_not_the_last_administrator(admin: Client) -> None:
    user, me = make_user(coordinator=make_pole().uid), User.objects.get(email="admin@example.org")

    page = admin.get(f"/administration/personnes/{user.uid}/")
    asked = admin.get(f"/administration/personnes/{user.uid}/effacer/")
    admin.post(f"/administration/personnes/{user.uid}/effacer/")
    admin.post(f"/administration/personnes/{me.uid}/effacer/")

    assert (page.status_code, asked.status_code) == (200, 200)
    assert list(User.objects.all()) == [me]
