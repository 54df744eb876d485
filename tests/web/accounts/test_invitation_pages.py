"""Invitations on the pages: sent, sent again, withdrawn, accepted by whoever received them."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.factories import ADMIN, make_network, make_organisation, make_pole, make_role_invitation, make_user

from essaim.apps.accounts.models import Grant, RoleInvitation
from essaim.apps.jobs.models import Message
from essaim.apps.poles.actions import add_member, join_network
from essaim.kit.limit_settings import Limit


def link_in_letter() -> str:
    found = re.search(r"http://localhost(/invitation/\S+)", Message.objects.latest("id").text)
    assert found is not None
    return found.group(1)


def test_coordinator_invites_and_the_other_accepts(visitor: Client, settings: object) -> None:
    pole = make_pole(name="Le Levain")
    visitor.force_login(make_user(coordinator=pole.uid))
    settings.MAIL_AT_ONCE = False  # type: ignore[attr-defined]
    sent = visitor.post(f"/poles/{pole.slug}/personnes/", {"email": "noa@example.org"})
    link = link_in_letter()
    guest = Client(headers={"host": "localhost"})

    asked = guest.get(link)
    noa = make_user(email="noa@example.org")
    guest.force_login(noa)
    answer = guest.post(link)

    assert (sent.status_code, sent.headers["Location"]) == (302, f"/poles/{pole.slug}/personnes/")
    assert f"/inscription/?next={link}".replace("/", "%2F") in asked.content.decode().replace("/", "%2F")
    assert asked.headers["Cache-Control"] == "no-store"
    assert "noa@" not in asked.content.decode()
    assert (answer.status_code, answer.headers["Location"]) == (302, "/mon-espace/")
    assert Grant.objects.filter(user=noa, role="coordinator", key=pole.uid).exists()


def test_link_of_another_is_not_accepted(visitor: Client) -> None:
    make_role_invitation(token="secret", at=timezone.now())
    visitor.force_login(make_user(email="lou@example.org"))

    page, answer = visitor.get("/invitation/secret/"), visitor.post("/invitation/secret/")

    assert "une autre adresse" in page.content.decode()
    assert answer.status_code == 302
    assert Grant.objects.count() == 0


def test_visitor_accepts_nothing(visitor: Client) -> None:
    make_role_invitation(token="secret", at=timezone.now())

    answer = visitor.post("/invitation/secret/")

    assert answer.status_code == 200
    assert Grant.objects.count() == 0


@pytest.mark.parametrize(
    ("state", "said"), [("accepted_at", "déjà servi"), ("withdrawn_at", "retirée"), ("", "valable")]
)
def test_link_that_no_longer_serves_says_why(visitor: Client, state: str, said: str) -> None:
    now = timezone.now()
    invitation = make_role_invitation(token="secret", at=now)
    change = {state: now} if state else {"expires_at": now - timedelta(seconds=1)}
    RoleInvitation.objects.filter(pk=invitation.pk).update(**change)

    answer = visitor.get("/invitation/secret/")

    assert answer.status_code == 404
    assert said in answer.content.decode()


def test_what_is_offered_waits_in_one_s_space(visitor: Client) -> None:
    invitation = make_role_invitation(email="noa@example.org", at=timezone.now())
    theirs = make_role_invitation(email="lou@example.org", at=timezone.now())
    noa = make_user(email="noa@example.org")
    visitor.force_login(noa)

    page = visitor.get("/mon-espace/").content.decode()
    mine = visitor.post(f"/mon-espace/invitations/{invitation.uid}/")
    refused = visitor.post(f"/mon-espace/invitations/{theirs.uid}/")

    assert f"/mon-espace/invitations/{invitation.uid}/" in page
    assert theirs.uid not in page
    assert (mine.status_code, refused.status_code) == (302, 404)
    assert list(noa.grants.values_list("role", flat=True)) == ["researcher"]


def test_people_of_a_thing_are_seen_by_those_who_keep_it(visitor: Client) -> None:
    pole, other, network, organisation = make_pole(), make_pole(), make_network(), make_organisation()
    join_network(pole=pole, network=network, by=ADMIN, at=timezone.now())
    add_member(pole=pole, organisation=organisation, by=ADMIN, at=timezone.now())
    pages = [
        f"/poles/{pole.slug}/personnes/", f"/organisations/{organisation.uid}/personnes/",
        f"/reseaux/{network.key}/personnes/", f"/poles/{other.slug}/personnes/",
        "/administration/personnes/", "/administration/roles/",
    ]  # fmt: skip
    seen = {}
    held = {
        "nobody": {}, "coordinator": {"coordinator": pole.uid}, "representative": {"representative": organisation.uid},
        "network_officer": {"network_officer": network.key}, "state_officer": {"state_officer": ""},
        "researcher": {"researcher": ""}, "territorial_agent": {"territorial_agent": "242600534"},
        "administrator": {"administrator": ""},
    }  # fmt: skip

    for name, roles in held.items():
        visitor.force_login(make_user(**roles))
        seen[name] = [visitor.get(page).status_code for page in pages]

    closed = [403] * 6
    assert seen == {
        "nobody": closed, "representative": closed, "state_officer": closed, "researcher": closed,
        "territorial_agent": closed, "coordinator": [200, 200, 403, 403, 403, 403],
        "network_officer": [200, 200, 200, 403, 403, 403], "administrator": [200] * 6,
    }  # fmt: skip


def test_visitor_is_led_to_sign_in(visitor: Client) -> None:
    pole = make_pole()

    answer = visitor.get(f"/poles/{pole.slug}/personnes/")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/connexion/?next=")


def test_invitation_is_withdrawn_by_those_who_keep_the_thing_alone(visitor: Client) -> None:
    pole, other = make_pole(), make_pole()
    invitation = make_role_invitation(role="coordinator", key=pole.uid)
    statuses = []

    for keeper in (other, pole):
        visitor.force_login(make_user(coordinator=keeper.uid))
        statuses.append(visitor.post(f"/invitations/{invitation.uid}/retirer/").status_code)

    assert statuses == [403, 302]
    assert RoleInvitation.objects.exclude(withdrawn_at=None).count() == 1


def test_role_is_taken_back_after_a_question(visitor: Client) -> None:
    pole = make_pole()
    held = make_user(coordinator=pole.uid).grants.get()
    statuses = []
    for by in (make_user(), make_user(representative=make_organisation().uid), make_user(coordinator=pole.uid)):
        visitor.force_login(by)
        statuses.append(visitor.post(f"/roles/{held.pk}/reprendre/").status_code)

    assert statuses == [403, 403, 302]
    assert not Grant.objects.filter(pk=held.pk).exists()


def test_one_gives_up_one_s_own_role(visitor: Client) -> None:
    user = make_user(representative=make_organisation().uid)
    visitor.force_login(user)
    held = user.grants.get()

    page, answer = visitor.get(f"/roles/{held.pk}/reprendre/"), visitor.post(f"/roles/{held.pk}/reprendre/")

    assert page.status_code == 200
    assert answer.headers["Location"] == "/mon-espace/"
    assert user.grants.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_people_of_a_pole_ask_the_same_queries(
    visitor: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    pole = make_pole()
    for number in range(count):
        make_user(coordinator=pole.uid)
        make_role_invitation(email=f"invite-{number}@example.org", role="coordinator", key=pole.uid)
        add_member(pole=pole, organisation=make_organisation(), by=ADMIN, at=timezone.now())
    visitor.force_login(make_user(administrator=""))

    # Session, person, their roles, pole, its networks, holders, invitations, members.
    with django_assert_num_queries(8):
        visitor.get(f"/poles/{pole.slug}/personnes/")


def test_organisation_shows_to_each_the_doors_that_open(visitor: Client) -> None:
    pole, organisation = make_pole(), make_organisation()
    add_member(pole=pole, organisation=organisation, by=ADMIN, at=timezone.now())
    doors = {}
    held = {"visitor": None, "nobody": {}, "coordinator": {"coordinator": pole.uid}, "admin": {"administrator": ""}}

    for name, roles in held.items():
        if roles is not None:
            visitor.force_login(make_user(**roles))
        page = visitor.get(f"/organisations/{organisation.uid}/").content.decode()
        doors[name] = [
            f"/organisations/{organisation.uid}/{end}/" in page for end in ("modifier", "personnes", "reunir")
        ]

    assert doors == {
        "visitor": [False, False, False], "nobody": [False, False, False], "coordinator": [True, True, False],
        "admin": [True, True, True],
    }  # fmt: skip


def test_invitations_are_limited(visitor: Client, settings: object) -> None:
    pole = make_pole()
    visitor.force_login(make_user(coordinator=pole.uid))
    limits = {**settings.LIMITS, "invitation": Limit(2, 3600)}  # type: ignore[attr-defined]
    settings.LIMITS = limits  # type: ignore[attr-defined]

    sent = [
        visitor.post(f"/poles/{pole.slug}/personnes/", {"email": f"n{number}@example.org"}).status_code
        for number in range(3)
    ]

    assert sent == [302, 302, 429]
