"""The made-up records: whole, marked, and never where the real ones are."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings
from tests.factories import AT, make_pole

from essaim import settings as ours
from essaim.apps.accounts.models import Grant
from essaim.apps.calls.models import Call
from essaim.apps.financing.models import DeMinimisAid, Expense, Support
from essaim.apps.financing.queries.awaited import late_of
from essaim.apps.founding.models import Founding
from essaim.apps.founding.rules import can_found
from essaim.apps.poles.models import Organisation, Pole
from essaim.engine.errors import InvalidValue
from essaim.sandbox import DOORS, is_current, is_entered, person_of, reset_sandbox

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


def test_records_of_another_version_are_told_apart(sandbox: None, essaim_home: Path) -> None:
    assert (is_entered(), is_current()) == (True, True)

    (essaim_home / "sandbox.entered").write_text("another version", encoding="utf-8")
    assert (is_entered(), is_current()) == (True, False)

    (essaim_home / "sandbox.entered").unlink()
    assert not is_current()


def test_funds_are_followed_with_one_payment_late(sandbox: None) -> None:
    late = [row.receipt.label for one in Support.objects.filter(state="granted") for row in late_of(one, AT.date())]

    assert Support.objects.filter(state="granted").count() == 3
    assert late == ["Second versement 2026"]
    assert (Expense.objects.count(), DeMinimisAid.objects.count()) == (5, 4)


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
    assert Grant.objects.count() == len(people) - 1  # the visitor is nobody


def test_founder_has_a_draft_with_its_board(sandbox: None) -> None:
    founding, founder = Founding.objects.select_related("pole").get(), person_of("founder")

    assert can_found(founder, founding)
    assert sorted(founding.prospects.values_list("state", flat=True)) == [
        "committed", "declined", "interested", "met", "to_contact", "to_contact",
    ]  # fmt: skip
    assert [
        one.name for one in founding.prospects.all() if "fictif" not in one.name and "fictive" not in one.name
    ] == []


def test_reset_again_leaves_the_same_records(sandbox: None) -> None:
    before = sorted(Pole.objects.values_list("slug", flat=True))
    make_pole(name="Essai")

    reset_sandbox(at=AT)

    assert sorted(Pole.objects.values_list("slug", flat=True)) == before


def test_tests_do_not_run_in_the_sandbox() -> None:
    assert ours.SANDBOX is False


def test_an_open_call_waits_for_whoever_tries(sandbox: None) -> None:
    call = Call.objects.get()

    assert call.state == "published"
    assert [one.name for one in call.dossiers.get().partners.all()] == ["Les Jardins du Bramont (fictifs)"]
    assert "fictif" in call.title
