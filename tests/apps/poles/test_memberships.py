from datetime import date

import pytest

from essaim.apps.audit.queries import history_of
from essaim.apps.poles import actions
from essaim.apps.poles.models import Membership, Pole
from essaim.apps.poles.queries import MemberFilters, members_of, outline_of
from essaim.engine.errors import InvalidValue
from essaim.kit.errors import ChangedMeanwhile, Duplicate, NotAllowed
from tests.factories import ADMIN, AT, STRANGER, make_organisation, make_pole, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("essaim_home")]
TODAY = date(2026, 11, 1)


def carrier(pole: Pole) -> object:
    return Pole.objects.get(pk=pole.pk).carrier


def test_carrier_membership_keeps_the_carrier_of_the_pole() -> None:
    pole, first, second = make_pole(), make_organisation(), make_organisation()

    one = actions.add_member(pole=pole, organisation=first, circle="carrier", since=date(2012, 1, 1), by=ADMIN, at=AT)
    carried_first = carrier(pole)
    actions.end_membership(membership=one, until=date(2020, 1, 1), by=ADMIN, at=AT)
    nobody = carrier(pole)
    other = actions.add_member(pole=pole, organisation=second, circle="carrier", by=ADMIN, at=AT)
    carried_second = carrier(pole)
    actions.change_membership(membership=other, changes={"circle": "member"}, seen_version=1, by=ADMIN, at=AT)

    assert (carried_first, nobody, carried_second, carrier(pole)) == (first, None, second, None)


def test_carrier_told_on_the_sheet_stays_when_another_member_goes() -> None:
    told = make_organisation()
    pole = make_pole(carrier=told)

    one = actions.add_member(pole=pole, organisation=make_organisation(), by=ADMIN, at=AT)
    actions.remove_membership(membership=one, by=ADMIN, at=AT)

    assert carrier(pole) == told


def test_change_remove_and_their_refusals() -> None:
    pole = make_pole()
    one = actions.add_member(pole=pole, organisation=make_organisation(), by=ADMIN, at=AT)
    stranger = make_user(coordinator=make_pole().uid)

    with pytest.raises(NotAllowed):
        actions.change_membership(membership=one, changes={}, seen_version=1, by=stranger, at=AT)
    with pytest.raises(NotAllowed):
        actions.remove_membership(membership=one, by=STRANGER, at=AT)
    with pytest.raises(ChangedMeanwhile):
        actions.change_membership(membership=one, changes={}, seen_version=3, by=ADMIN, at=AT)
    with pytest.raises(InvalidValue):
        dates = {"since": date(2020, 1, 1), "until": date(2019, 1, 1)}
        actions.change_membership(membership=one, changes=dates, seen_version=1, by=ADMIN, at=AT)
    actions.remove_membership(membership=one, by=ADMIN, at=AT)

    assert Membership.objects.count() == 0
    assert history_of("pole", pole.uid)[0].action == "remove_member"


def test_member_twice_in_one_circle_is_a_duplicate() -> None:
    pole, one = make_pole(), make_organisation()
    actions.add_member(pole=pole, organisation=one, by=ADMIN, at=AT)

    with pytest.raises(Duplicate):
        actions.add_member(pole=pole, organisation=one, by=ADMIN, at=AT)
    actions.add_member(pole=pole, organisation=one, circle="founder", by=ADMIN, at=AT)

    assert pole.memberships.count() == 2


def test_persons_carry_nothing() -> None:
    with pytest.raises(InvalidValue):
        actions.add_member(pole=make_pole(), persons=3, circle="carrier", by=ADMIN, at=AT)


def test_outline_at_a_past_date_counts_apart_those_whose_entry_is_unknown() -> None:
    pole = make_pole()
    for since, until in [(date(2012, 1, 1), date(2015, 1, 1)), (date(2016, 1, 1), None), (None, None)]:
        actions.add_member(pole=pole, organisation=make_organisation(), since=since, until=until, by=ADMIN, at=AT)
    actions.add_member(pole=pole, persons=108, circle="partner", since=date(2013, 1, 1), by=ADMIN, at=AT)

    past = outline_of(pole, date(2014, 6, 30), today=TODAY)
    now = outline_of(pole, TODAY, today=TODAY)

    assert (len(past.organisations), past.persons, past.unsure) == (2, 108, 1)
    assert (len(now.organisations), now.persons, now.unsure) == (2, 108, 0)
    assert past.by_circle() == [("member", 2, 0), ("partner", 0, 108)]


def test_members_are_searched_filtered_and_sorted() -> None:
    pole = make_pole()
    actions.add_member(pole=pole, organisation=make_organisation(name="Zoé"), college="A", by=ADMIN, at=AT)
    gone = actions.add_member(pole=pole, organisation=make_organisation(name="Été"), college="B", by=ADMIN, at=AT)
    actions.end_membership(membership=gone, until=date(2020, 1, 1), by=ADMIN, at=AT)

    def names(**asked: str) -> list[str]:
        return [str(one.organisation) for one in members_of(pole, MemberFilters(**asked), TODAY)]

    assert names() == ["Zoé"]
    assert names(state="past") == ["Été"]
    assert names(state="all", sort="college") == ["Zoé", "Été"]
    assert names(state="all", words="ete") == ["Été"]
    assert names(circle="founder") == []
