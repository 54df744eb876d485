"""The made-up records: whole, marked, and never where the real ones are."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings
from tests.factories import AT, make_pole

from essaim import settings as ours
from essaim.apps.accounts.models import Grant
from essaim.apps.poles.models import Organisation, Pole
from essaim.engine.errors import InvalidValue
from essaim.sandbox import DOORS, person_of, reset_sandbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def sandbox(settings: Settings, essaim_home: Path) -> None:
    settings.SANDBOX = True
    reset_sandbox(at=AT)


def test_reset_is_refused_outside_the_sandbox(essaim_home: Path) -> None:
    make_pole()

    with pytest.raises(InvalidValue):
        reset_sandbox(at=AT)

    assert Pole.objects.count() == 1


def test_pole_has_twenty_five_members_and_persons(sandbox: None) -> None:
    pole = Pole.objects.get(slug="les-hautes-ruches-fictif")

    assert pole.memberships.exclude(organisation=None).count() == 25
    assert pole.memberships.filter(organisation=None).values_list("persons", flat=True).get() == 12
    assert pole.carrier is not None


def test_every_name_says_that_it_is_made_up(sandbox: None) -> None:
    names = [*Pole.objects.values_list("name", flat=True), *Organisation.objects.values_list("name", flat=True)]

    assert [name for name in names if "fictif" not in name and "fictive" not in name] == []


def test_no_made_up_organisation_takes_a_real_number(sandbox: None) -> None:
    assert not Organisation.objects.exclude(siren=None, siret=None, rna=None).exists()


def test_every_door_but_the_visitor_s_leads_to_somebody(sandbox: None) -> None:
    people = {door.key: person_of(door.key) for door in DOORS}

    assert [key for key, person in people.items() if person is None] == ["visitor"]
    assert Grant.objects.count() == len(people) - 2  # the visitor is nobody, the founder holds no role


def test_reset_again_leaves_the_same_records(sandbox: None) -> None:
    before = sorted(Pole.objects.values_list("slug", flat=True))
    make_pole(name="Essai")

    reset_sandbox(at=AT)

    assert sorted(Pole.objects.values_list("slug", flat=True)) == before


def test_tests_do_not_run_in_the_sandbox() -> None:
    assert ours.SANDBOX is False
