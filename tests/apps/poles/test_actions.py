from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from essaim.apps.audit.models import Event
from essaim.apps.audit.queries import history_of
from essaim.apps.poles import actions
from essaim.apps.poles.models import FormerSlug, Membership, Observation, Organisation, Pole
from essaim.engine.errors import InvalidValue, UnknownTerritory
from essaim.kit.errors import ChangedMeanwhile, Duplicate, NotAllowed
from tests.factories import ADMIN, AT, STRANGER, make_full_pole, make_observation, make_organisation, make_pole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("essaim_home")]


def test_add_pole_places_it_from_its_commune_and_records_one_event() -> None:
    pole = actions.add_pole(name="Pôle Sud Archer", commune="26281", by=ADMIN, at=AT)

    event = Event.objects.get()
    assert (pole.slug, pole.department, pole.region) == ("pole-sud-archer", "26", "84")
    assert (event.actor, event.action, event.object_id, event.at) == ("tests", "add_pole", pole.uid, AT)
    assert event.after["commune"] == "26281"


def test_add_pole_with_a_département_only_stays_unlocated() -> None:
    pole = make_pole(department="44")

    assert (pole.commune, pole.department, pole.region, pole.is_located) == ("", "44", "52", False)


def test_add_pole_refuses_a_stranger() -> None:
    with pytest.raises(NotAllowed):
        make_pole(by=STRANGER)

    assert Pole.objects.count() == 0
    assert Event.objects.count() == 0


def test_add_pole_refuses_an_unknown_commune() -> None:
    with pytest.raises(UnknownTerritory):
        make_pole(commune="99999")


def test_two_poles_of_one_name_have_two_addresses() -> None:
    first, second = make_pole(name="Pôle bois"), make_pole(name="Pôle bois")

    assert (first.slug, second.slug) == ("pole-bois", "pole-bois-2")


def test_renaming_keeps_the_former_address_and_records_what_changed() -> None:
    pole = make_pole(name="Ancien nom")

    renamed = actions.edit_pole(pole=pole, changes={"name": "Nouveau nom"}, seen_version=1, by=ADMIN, at=AT)

    event = history_of("pole", pole.uid).first()
    assert event is not None
    assert (renamed.slug, renamed.version) == ("nouveau-nom", 2)
    assert FormerSlug.objects.get().slug == "ancien-nom"
    assert event.before == {"name": "Ancien nom", "slug": "ancien-nom", "version": 1}
    assert event.after == {"name": "Nouveau nom", "slug": "nouveau-nom", "version": 2}


def test_renaming_back_takes_the_former_address_again() -> None:
    pole = make_pole(name="Ancien nom")
    pole = actions.edit_pole(pole=pole, changes={"name": "Nouveau nom"}, seen_version=1, by=ADMIN, at=AT)

    back = actions.edit_pole(pole=pole, changes={"name": "Ancien nom"}, seen_version=2, by=ADMIN, at=AT)

    assert back.slug == "ancien-nom"
    assert [former.slug for former in FormerSlug.objects.all()] == ["nouveau-nom"]


def test_edit_of_a_pole_that_changed_meanwhile_is_refused() -> None:
    pole = make_pole()
    actions.edit_pole(pole=pole, changes={"founded_year": 2010}, seen_version=1, by=ADMIN, at=AT)

    with pytest.raises(ChangedMeanwhile):
        actions.edit_pole(pole=pole, changes={"founded_year": 2011}, seen_version=1, by=ADMIN, at=AT)

    assert Pole.objects.get().founded_year == 2010


def test_end_without_the_ended_stage_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_pole(stage="running", ended_reason="fin des aides")


def test_territory_of_former_codes_is_that_of_today() -> None:
    pole = make_pole()

    actions.set_territory(pole=pole, communes=["75101", "75056"], by=ADMIN, at=AT)

    assert [commune.code for commune in pole.communes.all()] == ["75056"]


def test_observation_that_corrects_another_leaves_it_readable() -> None:
    wrong = make_observation(make_pole(), value=12)

    right = make_observation(wrong.pole, value=Decimal("12.5"), replaces=wrong)

    wrong.refresh_from_db()
    assert (wrong.superseded_by, wrong.value) == (right, 12)
    assert Observation.objects.count() == 2


def test_observation_is_corrected_once() -> None:
    wrong = make_observation(make_pole())
    make_observation(wrong.pole, replaces=wrong)

    with pytest.raises(InvalidValue):
        make_observation(wrong.pole, replaces=wrong)


def test_fact_without_source_is_refused() -> None:
    with pytest.raises(InvalidValue):
        make_observation(make_pole(), source_urls="")


def test_member_is_an_organisation_or_persons() -> None:
    pole = make_pole()

    with pytest.raises(InvalidValue):
        actions.add_member(pole=pole, organisation=make_organisation(), persons=3, by=ADMIN, at=AT)
    with pytest.raises(InvalidValue):
        actions.add_member(pole=pole, by=ADMIN, at=AT)
    actions.add_member(pole=pole, persons=108, by=ADMIN, at=AT)

    assert Membership.objects.get().persons == 108


def test_membership_that_ends_stays_in_the_record() -> None:
    pole = make_full_pole()
    membership = pole.memberships.get()

    actions.end_membership(membership=membership, until=date(2020, 12, 31), by=ADMIN, at=AT)

    assert Membership.objects.get().until == date(2020, 12, 31)


@pytest.mark.parametrize(
    "again",
    [
        {"name": "Autre", "siren": "775 672 272"},
        {"name": "LES ÉCOSSOLIES", "commune": "44109"},
        {"name": "Autre", "rna": "W442001234"},
    ],
)
def test_organisation_that_exists_is_refused(again: dict[str, str]) -> None:
    make_organisation(name="Les Ecossolies", siren="775672272", rna="W442001234", commune="44109")

    with pytest.raises(Duplicate):
        make_organisation(**again)

    assert Organisation.objects.count() == 1


def test_organisations_without_number_nor_place_may_share_a_name() -> None:
    make_organisation(name="Collectif")
    make_organisation(name="Collectif")

    assert Organisation.objects.count() == 2
