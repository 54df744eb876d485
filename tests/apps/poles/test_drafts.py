"""A pole being founded is its founders' alone, until it enters the directory."""

import pytest
from django.test import Client
from django.urls import reverse

from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.models import Grant, User
from essaim.apps.audit.models import Event
from essaim.apps.poles.actions import add_member, drop_draft, enter_draft, record_observation, start_draft
from essaim.apps.poles.models import Pole
from essaim.apps.poles.queries import (
    Filters,
    directory_counts,
    file_counts,
    filtered_poles,
    held_by,
    kept_pole,
    networks_with_counts,
    observations_for_files,
    organisation_by_uid,
    pole_by_slug,
)
from essaim.apps.poles.rules import can_add_organisation, can_edit_pole
from essaim.engine.errors import InvalidValue
from essaim.kit.dates import dated
from essaim.kit.errors import NotAllowed
from tests.factories import ADMIN, AT, STRANGER, make_network, make_organisation, make_user

pytestmark = pytest.mark.django_db


def begun() -> tuple[User, Pole]:
    founder = make_user()
    return founder, start_draft(name="Pôle en herbe", by=founder, at=AT, commune="48095")


def test_a_draft_is_in_no_list_and_no_file() -> None:
    _founder, draft = begun()
    network, organisation = make_network(), make_organisation()
    draft.networks.add(network)
    add_member(pole=draft, organisation=organisation, by=ADMIN, at=AT)
    figure = {
        "indicator": "members",
        "value": 3,
        "unit": "",
        "scope": "",
        "when": dated("2026"),
        "source_title": "Nous",
    }
    record_observation(pole=draft, by=ADMIN, at=AT, **figure)

    assert list(filtered_poles(Filters())) == []
    assert pole_by_slug(draft.slug) is None
    assert directory_counts()["poles"] == 0
    assert list(observations_for_files()) == []
    assert (file_counts()["poles"], file_counts()["observations"]) == (0, 0)
    assert [one.pole_count for one in networks_with_counts()] == [0]
    assert list(network.poles.all()) == []
    assert list(organisation_by_uid(organisation.uid).memberships.all()) == []


@pytest.mark.parametrize("route", ["pole", "pole-pdf", "pole-members", "pole-history"])
def test_a_draft_has_no_public_page(client: Client, route: str) -> None:
    _founder, draft = begun()

    assert client.get(reverse(route, args=[draft.slug])).status_code == 404


def test_founding_gives_rights_on_the_draft_alone() -> None:
    founder, draft = begun()

    assert can_edit_pole(founder, kept_pole(draft.slug))
    assert not can_edit_pole(make_user(), kept_pole(draft.slug))
    assert not can_add_organisation(founder)
    assert held_by(founder).drafts == [draft]


def test_only_those_who_keep_the_directory_let_a_draft_in() -> None:
    founder, draft = begun()

    with pytest.raises(NotAllowed):
        enter_draft(pole=draft, by=founder, at=AT)

    enter_draft(pole=draft, by=ADMIN, at=AT)
    assert pole_by_slug(draft.slug) == draft
    assert Grant.objects.values_list("user", "role", "key").get() == (founder.pk, Role.COORDINATOR, draft.uid)
    assert can_edit_pole(User.objects.get(pk=founder.pk), kept_pole(draft.slug))


def test_a_pole_enters_once() -> None:
    _founder, draft = begun()
    enter_draft(pole=draft, by=ADMIN, at=AT)

    with pytest.raises(InvalidValue):
        enter_draft(pole=draft, by=ADMIN, at=AT)


def test_a_draft_given_up_leaves_its_trace() -> None:
    founder, draft = begun()

    with pytest.raises(NotAllowed):
        drop_draft(pole=draft, by=STRANGER, at=AT)
    drop_draft(pole=draft, by=founder, at=AT)

    assert not Pole.every.exists()
    assert not Grant.objects.exists()
    assert Event.objects.filter(action="drop_draft").get().before["name"] == "Pôle en herbe"


def test_a_pole_of_the_directory_is_not_erased() -> None:
    founder, draft = begun()
    enter_draft(pole=draft, by=ADMIN, at=AT)

    with pytest.raises(InvalidValue):
        drop_draft(pole=draft, by=User.objects.get(pk=founder.pk), at=AT)
