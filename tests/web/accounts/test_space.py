"""One's own space: what one holds, and nothing of others."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.factories import ADMIN, AT, make_network, make_organisation, make_pole, make_user

from essaim.apps.accounts.models import User
from essaim.apps.audit.models import Event
from essaim.apps.poles.actions import add_member, end_membership


def test_space_lists_what_one_holds(visitor: Client) -> None:
    pole, organisation, network = make_pole(name="Le Levain"), make_organisation(name="La Scop"), make_network()
    make_pole(name="Un autre")
    user = make_user(coordinator=pole.uid, representative=organisation.uid, network_officer=network.key)
    visitor.force_login(user)

    page = visitor.get("/mon-espace/").content.decode()

    assert [name in page for name in ("Le Levain", "La Scop", "Réseau", "Un autre")] == [True, True, True, False]


def test_space_of_somebody_without_role_says_how_to_get_one(visitor: Client) -> None:
    visitor.force_login(make_user())

    assert "par une invitation" in visitor.get("/mon-espace/").content.decode()


def test_space_leads_those_who_represent_a_member_to_the_projects_of_its_poles(visitor: Client) -> None:
    organisation, here, left = make_organisation(), make_pole(slug="ici"), make_pole(slug="quitte")
    add_member(pole=here, organisation=organisation, by=ADMIN, at=AT)
    gone = add_member(pole=left, organisation=organisation, by=ADMIN, at=AT)
    end_membership(membership=gone, until=AT.date(), by=ADMIN, at=AT)
    visitor.force_login(make_user(representative=organisation.uid))

    page = visitor.get("/mon-espace/").content.decode()

    assert re.findall(r'href="(/poles/\w+/projets/)"', page) == ["/poles/ici/projets/"]
    assert visitor.get("/poles/ici/projets/").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_space_of_a_member_asks_the_same_queries(
    visitor: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user, organisation = make_user(), make_organisation()
    user.grants.create(role="representative", key=organisation.uid, granted_by="tests", granted_at=user.joined_at)
    for _number in range(count):
        add_member(pole=make_pole(), organisation=organisation, by=ADMIN, at=AT)
    visitor.force_login(user)

    # Session, person, roles as keys, organisations, their poles, roles as rows, invitations.
    with django_assert_num_queries(7):
        visitor.get("/mon-espace/")


@pytest.mark.parametrize("count", [1, 3])
def test_space_asks_the_same_queries(
    visitor: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = make_user()
    for _number in range(count):
        user.grants.create(role="coordinator", key=make_pole().uid, granted_by="tests", granted_at=user.joined_at)
    visitor.force_login(user)

    # Session, person, roles as keys, poles, roles as rows, invitations.
    with django_assert_num_queries(6):
        visitor.get("/mon-espace/")


def test_name_is_chosen_and_its_change_logged_without_it(visitor: Client) -> None:
    user = make_user()
    visitor.force_login(user)

    visitor.post("/mon-espace/nom/", {"name": "Camille"})

    assert User.objects.get(pk=user.pk).name == "Camille"
    assert Event.objects.filter(action="change_name").values_list("before", "after").get() == ({}, {})


@pytest.mark.parametrize("path", ["adresse", "cles", "nom"])
def test_pages_of_the_account_are_one_s_own(visitor: Client, path: str) -> None:
    assert visitor.get(f"/mon-espace/{path}/").status_code == 302

    visitor.force_login(make_user())
    assert visitor.get(f"/mon-espace/{path}/").status_code == 200


def test_visitor_without_session_costs_no_query_for_it(
    visitor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        visitor.get("/accessibilite/")


def test_space_shows_no_way_to_a_closed_page(visitor: Client) -> None:
    visitor.force_login(make_user(coordinator=make_pole().uid))

    page = visitor.get("/mon-espace/").content.decode()

    ways = page[page.index('id="faire"') : page.index('id="compte"')] if 'id="faire"' in page else ""
    addresses = re.findall(r'href="([^"]+)"', ways)
    assert [address for address in addresses if visitor.get(address).status_code == 403] == []
