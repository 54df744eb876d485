from datetime import date, timedelta
from typing import Any

import pytest

from essaim.apps.audit.models import Event
from essaim.apps.founding.actions.prospects import (
    add_prospect,
    add_prospects,
    edit_prospect,
    move_prospect,
    remove_prospect,
)
from essaim.apps.founding.actions.prospects_holding import SameProspect
from essaim.apps.founding.enums import ProspectState
from essaim.apps.founding.models import Founding, Prospect
from essaim.apps.founding.prospect_values import Wanted
from essaim.apps.founding.queries.prospects import ProspectFilters, board, prospect_list
from essaim.engine.errors import EssaimError
from essaim.kit.errors import ChangedMeanwhile, NotAllowed
from tests.factories import (
    ADMIN,
    AT,
    STRANGER,
    make_founding,
    make_organisation,
    make_prospect,
    make_prospect_note,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("essaim_home")]
# A number whose key is right, and that nobody has.
SIRET = "12345678200010"
MODEL = {"role": [{"key": "carrier", "label": "Porter"}, {"key": "grower", "label": "Produire"}]}


def add(founding: Founding, **facts: Any) -> Prospect:
    options = {key: facts.pop(key) for key in ("is_another", "organisation") if key in facts}
    return add_prospect(founding=founding, wanted=Wanted(**{"name": "La Ruche", **facts}), by=ADMIN, at=AT, **options)


def test_name_is_enough_and_the_log_does_not_keep_it() -> None:
    founding = make_founding()

    new = add(founding, name=" Camille Berger ")

    event = Event.objects.get(action="add_prospect")
    assert (new.name, new.state, new.siret, new.commune) == ("Camille Berger", "to_contact", "", "")
    assert (event.object_id, event.before, event.after) == (new.uid, {}, {"found_by": "typed"})


def test_what_is_known_is_checked_and_kept() -> None:
    founding = make_founding(model_data=MODEL)
    organisation = make_organisation(siret=SIRET)

    new = add(founding, siret="123 456 782 00010", commune="48095", family="ess_form", role="grower")

    assert (new.siret, new.commune, new.family, new.role) == (SIRET, "48095", "ess_form", "grower")
    assert new.organisation == organisation


@pytest.mark.parametrize(
    "facts",
    [
        {"name": ""}, {"name": "\0"}, {"name": "x" * 201}, {"siret": "123"}, {"siret": "12345678200011"},
        {"commune": "99999"}, {"family": "natural_person"}, {"role": "king"}, {"in_charge": "nobody-of-ours"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(facts: dict[str, str]) -> None:
    founding = make_founding(model_data=MODEL)

    with pytest.raises(EssaimError):
        add(founding, **facts)

    assert Prospect.objects.count() == 0


def test_same_number_is_the_same_and_same_name_and_place_may_be() -> None:
    founding = make_founding()
    first = add(founding, siret=SIRET, commune="48095")
    unplaced = add(founding, name="Épicerie")

    with pytest.raises(SameProspect) as by_number:
        add(founding, name="Autre nom", siret=SIRET)
    with pytest.raises(SameProspect) as by_name:
        add(founding, name="epicerie", commune="48095")
    another = add(founding, name="epicerie", commune="48095", is_another=True)
    elsewhere = add(make_founding(), siret=SIRET)

    assert (by_number.value.found, by_number.value.by_number) == ([first], True)
    assert (by_name.value.found, by_name.value.by_number) == ([unplaced], False)
    assert {another.founding, elsewhere.founding} == {founding, elsewhere.founding}


def test_same_record_of_the_directory_enters_once() -> None:
    founding, organisation = make_founding(), make_organisation()
    first = add(founding, organisation=organisation)

    with pytest.raises(SameProspect) as same:
        add(founding, name="Un autre nom", organisation=organisation)

    assert same.value.found == [first]


def test_several_at_once_lose_nothing_and_overwrite_nothing() -> None:
    founding = make_founding(model_data=MODEL)
    blank = add(founding, name="Ferme du Causse", commune="48095")
    full = add(founding, name="Moulin", siret=SIRET, commune="48095", role="carrier")
    wanted = [
        Wanted("Neuve", role="grower"), Wanted("FERME DU CAUSSE", commune="48095", role="grower"),
        Wanted("Moulin", siret=SIRET, commune="48095", role="grower"), Wanted("Fausse", siret="1"),
    ]  # fmt: skip

    done = add_prospects(founding=founding, wanted=wanted, by=ADMIN, at=AT)

    blank.refresh_from_db()
    full.refresh_from_db()
    assert [one.name for one in done.new] == ["Neuve"]
    assert (done.completed, done.known, [name for name, _why in done.refused]) == ([blank], [full], ["Fausse"])
    assert (blank.name, blank.role, full.role) == ("Ferme du Causse", "grower", "carrier")


def test_edit_is_refused_when_somebody_wrote_meanwhile() -> None:
    prospect = make_prospect()
    edit_prospect(prospect=prospect, changes={"next_step": "Appeler Camille"}, seen_version=1, by=ADMIN, at=AT)

    with pytest.raises(ChangedMeanwhile):
        edit_prospect(prospect=prospect, changes={"next_step": "Écrire"}, seen_version=1, by=ADMIN, at=AT)

    event = Event.objects.get(action="edit_prospect")
    assert Prospect.objects.get().next_step == "Appeler Camille"
    assert (event.before, event.after) == ({}, {"changed_fields": ["next_step"]})


def test_number_of_another_prospect_is_refused() -> None:
    founding = make_founding()
    first, second = add(founding, siret=SIRET), add(founding, name="Moulin")

    with pytest.raises(SameProspect) as same:
        edit_prospect(prospect=second, changes={"siret": SIRET}, seen_version=1, by=ADMIN, at=AT)

    assert same.value.found == [first]


def test_moved_prospect_can_be_put_back() -> None:
    prospect = make_prospect()

    former = move_prospect(prospect=prospect, state="met", by=ADMIN, at=AT)
    again = move_prospect(prospect=prospect, state=former, by=ADMIN, at=AT)

    assert (former, again, Prospect.objects.get().state) == ("to_contact", "met", "to_contact")
    with pytest.raises(EssaimError):
        move_prospect(prospect=prospect, state="married", by=ADMIN, at=AT)


def test_only_founders_write() -> None:
    prospect = make_prospect()
    founding = prospect.founding
    other = make_user(founder=make_founding().pole.uid)

    for who in (STRANGER, other):
        for action in (
            lambda by: add_prospect(founding=founding, wanted=Wanted("X"), by=by, at=AT),
            lambda by: add_prospects(founding=founding, wanted=[Wanted("X")], by=by, at=AT),
            lambda by: edit_prospect(prospect=prospect, changes={"name": "X"}, seen_version=1, by=by, at=AT),
            lambda by: move_prospect(prospect=prospect, state="met", by=by, at=AT),
            lambda by: remove_prospect(prospect=prospect, by=by, at=AT),
        ):
            with pytest.raises(NotAllowed):
                action(who)

    assert list(Prospect.objects.values_list("name", "state")) == [(prospect.name, "to_contact")]


def test_removed_prospect_leaves_only_that_it_was() -> None:
    prospect = make_prospect(contact_name="Camille", erase_contact_on=date(2027, 1, 1))

    remove_prospect(prospect=prospect, by=ADMIN, at=AT)

    event = Event.objects.get(action="remove_prospect")
    assert (Prospect.objects.count(), event.before, event.after) == (0, {}, {})
    with pytest.raises(ChangedMeanwhile):
        remove_prospect(prospect=prospect, by=ADMIN, at=AT)


def test_columns_hold_the_nearest_steps_first_and_say_how_many_are_left(django_assert_num_queries: Any) -> None:
    founding, today = make_founding(), AT.date()
    for number in range(4):
        make_prospect(founding=founding, name=f"P{number}", next_on=today - timedelta(days=number) if number else None)
    make_prospect(founding=founding, name="Engagée", state=ProspectState.COMMITTED)
    make_prospect(name="Ailleurs")

    with django_assert_num_queries(2):
        columns = board(founding, ProspectFilters(), today, 3)

    assert [(one.state, one.count) for one in columns] == [
        ("to_contact", 4), ("met", 0), ("interested", 0), ("committed", 1), ("declined", 0),
    ]  # fmt: skip
    assert [one.name for one in columns[0].prospects] == ["P3", "P2", "P1"]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"words": "ferme"}, ["Ferme"]), ({"words": SIRET[:9]}, ["Moulin"]), ({"state": "declined"}, ["Refus"]),
        ({"role": "grower"}, ["Ferme"]), ({"role": "sans"}, ["Moulin", "Refus"]), ({"family": "ess_form"}, ["Moulin"]),
        ({"in_charge": "personne"}, ["Ferme", "Refus"]), ({"in_charge": "camille"}, ["Moulin"]),
        ({"late": "oui"}, ["Ferme"]), ({"sort": "etat"}, ["Ferme", "Moulin", "Refus"]),
        ({"sort": "date"}, ["Ferme", "Refus", "Moulin"]), ({"sort": "note"}, ["Refus", "Moulin", "Ferme"]),
        ({"sort": "nimporte"}, ["Ferme", "Moulin", "Refus"]),
    ],
)  # fmt: skip
def test_table_answers_what_is_asked(asked: dict[str, str], names: list[str]) -> None:
    founding, today = make_founding(), AT.date()
    late = today - timedelta(days=2)
    make_prospect(founding=founding, name="Ferme", role="grower", next_on=late)
    make_prospect(founding=founding, name="Moulin", siret=SIRET, family="ess_form", in_charge="camille")
    refused = make_prospect(founding=founding, name="Refus", state="declined", next_on=late)
    make_prospect_note(prospect=refused)
    moulin = Prospect.objects.get(name="Moulin")
    make_prospect_note(prospect=moulin, written_at=AT - timedelta(days=1))

    found = prospect_list(founding, ProspectFilters(**asked), today)

    assert [one.name for one in found] == names
