from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError

from essaim.apps.accounts.models import Grant
from essaim.apps.audit.queries import history_of
from essaim.apps.poles import actions
from essaim.apps.poles.actions import SameOrganisation
from essaim.apps.poles.actions import organisations as writing
from essaim.apps.poles.models import Membership, Organisation, Pole
from essaim.apps.poles.queries import OrganisationFilters, filtered_organisations, look_alikes
from essaim.engine.errors import InvalidValue
from essaim.kit.errors import ChangedMeanwhile, NotAllowed
from tests.factories import ADMIN, AT, STRANGER, make_network, make_organisation, make_pole, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("essaim_home")]


def test_organisation_is_placed_and_has_its_main_family() -> None:
    one = make_organisation(name="Les Écossolies", legal_category="9220", commune="44109", siret="77567227200017")

    assert (one.siren, one.department, one.region, one.main_family) == ("775672272", "44", "52", "ess_form")
    assert one.search_text == "les ecossolies"


@pytest.mark.parametrize(
    "wrong",
    [
        {"siren": "775672273"},
        {"siret": "77567227200012"},
        {"rna": "442001234"},
        {"activity": "ABC"},
        {"family": "ess"},
        {"legal_category": "1000"},
        {"responsible": "declared"},
        {"siret": "77567227200017", "siren": "356000000"},
        {"name": "  "},
    ],
)
def test_organisation_with_a_wrong_value_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(InvalidValue):
        make_organisation(**wrong)

    assert Organisation.objects.count() == 0


def test_la_poste_fails_luhn_and_is_accepted() -> None:
    assert make_organisation(siret="35600000049837").siren == "356000000"


def test_name_and_place_can_be_said_to_be_another_but_a_number_cannot() -> None:
    make_organisation(name="La Ruche", commune="26281", siren="775672272")

    with pytest.raises(SameOrganisation) as by_name:
        make_organisation(name="la ruche", commune="26281")
    other = make_organisation(name="la ruche", commune="26281", is_another=True)
    with pytest.raises(SameOrganisation) as by_number:
        make_organisation(name="Autre", siren="775672272", is_another=True)

    assert (by_name.value.by_number, by_number.value.by_number) == (False, True)
    assert [one.name for one in look_alikes(other)] == ["La Ruche"]


def test_number_entered_by_somebody_else_meanwhile_is_told_as_a_duplicate(monkeypatch: pytest.MonkeyPatch) -> None:
    there = make_organisation(siren="775672272")
    monkeypatch.setattr(writing, "_must_be_alone", lambda organisation, is_another: None)

    with pytest.raises(SameOrganisation) as refusal:
        make_organisation(name="Autre", siren="775672272")

    assert (refusal.value.found, refusal.value.by_number) == ([there], True)


def test_another_broken_constraint_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_check_choices", lambda organisation: None)

    with pytest.raises(IntegrityError):
        make_organisation(responsible="declared")


def test_edit_refuses_what_was_saved_meanwhile_and_who_may_not() -> None:
    one = make_organisation()

    actions.edit_organisation(organisation=one, changes={"name": "Neuf"}, seen_version=1, by=ADMIN, at=AT)

    with pytest.raises(ChangedMeanwhile):
        actions.edit_organisation(organisation=one, changes={"name": "X"}, seen_version=1, by=ADMIN, at=AT)
    with pytest.raises(NotAllowed):
        actions.edit_organisation(organisation=one, changes={"name": "X"}, seen_version=2, by=STRANGER, at=AT)
    assert Organisation.objects.get().name == "Neuf"


def test_coordinator_adds_and_representative_edits() -> None:
    coordinator = make_user(coordinator=make_pole().uid)

    one = make_organisation(by=coordinator)
    representative = make_user(representative=one.uid)
    actions.edit_organisation(organisation=one, changes={"name": "Neuf"}, seen_version=1, by=representative, at=AT)

    with pytest.raises(NotAllowed):
        make_organisation(by=representative)
    assert Organisation.objects.get().name == "Neuf"


def test_remove_only_what_nothing_uses() -> None:
    used, free = make_organisation(), make_organisation()
    actions.add_member(pole=make_pole(), organisation=used, by=ADMIN, at=AT)

    actions.remove_organisation(organisation=free, by=ADMIN, at=AT)
    with pytest.raises(InvalidValue):
        actions.remove_organisation(organisation=used, by=ADMIN, at=AT)

    assert list(Organisation.objects.all()) == [used]


def merge(kept: Organisation, gone: Organisation, **values: Any) -> Organisation:
    return actions.merge_organisations(kept=kept, gone=gone, values=values, seen_versions=(1, 1), by=ADMIN, at=AT)


def test_merge_moves_members_carried_poles_and_representatives() -> None:
    kept, gone = make_organisation(name="Une"), make_organisation(name="Deux", rna="W442001234", siren="775672272")
    first, second = make_pole(), make_pole(carrier=gone)
    actions.add_member(pole=first, organisation=kept, since=date(2015, 1, 1), by=ADMIN, at=AT)
    actions.add_member(pole=first, organisation=gone, since=date(2012, 1, 1), college="Usagers", by=ADMIN, at=AT)
    actions.add_member(pole=second, organisation=gone, circle="founder", by=ADMIN, at=AT)
    person = make_user(representative=gone.uid)

    merge(kept, gone, rna="W442001234")

    kept.refresh_from_db()
    gone.refresh_from_db()
    rows = list(Membership.objects.order_by("pk").values_list("pole", "organisation", "since", "college"))
    assert rows == [(first.pk, kept.pk, date(2012, 1, 1), "Usagers"), (second.pk, kept.pk, None, "")]
    assert (Pole.objects.get(pk=second.pk).carrier, gone.merged_into) == (kept, kept)
    assert (kept.rna, gone.rna, kept.siren, gone.siren) == ("W442001234", None, None, "775672272")
    assert Grant.objects.get(user=person).key == kept.uid
    assert [event.action for event in history_of("organisation", gone.uid)] == ["merged_into", "add_organisation"]
    assert [event.action for event in history_of("organisation", kept.uid)] == [
        "merge_organisation",
        "add_organisation",
    ]


def test_merge_is_for_officers_and_for_two_present_records() -> None:
    kept, gone = make_organisation(), make_organisation()
    coordinator, officer = make_user(coordinator=make_pole().uid), make_user(network_officer=make_network().key)

    with pytest.raises(NotAllowed):
        actions.merge_organisations(kept=kept, gone=gone, values={}, seen_versions=(1, 1), by=coordinator, at=AT)
    with pytest.raises(InvalidValue):
        merge(kept, kept)
    actions.merge_organisations(kept=kept, gone=gone, values={}, seen_versions=(1, 1), by=officer, at=AT)
    with pytest.raises(ChangedMeanwhile):
        merge(kept, gone)

    assert list(filtered_organisations(OrganisationFilters())) == [kept]


@pytest.mark.parametrize(
    ("words", "found"),
    [("ecosso", 1), ("775 672 272", 1), ("775672272 00017", 1), ("w442001234", 1), ("ecole", 0), ("", 2)],
)
def test_search_is_accent_free_and_knows_numbers(words: str, found: int) -> None:
    make_organisation(name="Les Écossolies", siret="77567227200017", rna="W442001234")
    make_organisation(name="Autre")

    assert filtered_organisations(OrganisationFilters(words=words)).count() == found
