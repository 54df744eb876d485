"""Invitations to a role: who may, what the letter says, when a link opens nothing."""

from datetime import timedelta

import pytest

from essaim.apps.accounts import actions
from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.errors import InvitationGone, NotForYou
from essaim.apps.accounts.models import Grant, RoleInvitation
from essaim.apps.accounts.queries import invitation_by_token
from essaim.apps.audit.models import Event
from essaim.apps.jobs.models import Message
from essaim.apps.poles.actions import add_member, join_network
from essaim.apps.poles.actions.people import invite_to, withdraw_from, withdraw_invitation_to
from essaim.engine.errors import InvalidValue
from essaim.kit.errors import Duplicate, NotAllowed
from tests.factories import (
    ADMIN,
    AT,
    STRANGER,
    make_message,
    make_network,
    make_organisation,
    make_pole,
    make_role_invitation,
    make_user,
)

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)


def test_letter_holds_the_link_whose_secret_is_kept_nowhere() -> None:
    invitation = make_role_invitation(email=" Noa@Example.org ")

    message = Message.objects.get()
    secret = next(line for line in message.text.splitlines() if len(line) == 43)
    assert (message.to, invitation_by_token(secret)) == ("noa@example.org", invitation)
    assert secret not in str(list(RoleInvitation.objects.values())) + str(list(Event.objects.values()))
    assert "noa@" not in str(list(Event.objects.values()))


def test_accepted_once_by_its_address_alone() -> None:
    invitation = make_role_invitation()
    noa, other = make_user(email="noa@example.org"), make_user()

    with pytest.raises(NotForYou):
        actions.accept_invitation(invitation=invitation, by=other, at=LATER)
    actions.accept_invitation(invitation=invitation, by=noa, at=LATER)
    with pytest.raises(InvitationGone):
        actions.accept_invitation(invitation=invitation, by=noa, at=LATER)

    assert [(grant.user, grant.role, grant.granted_by) for grant in Grant.objects.all()] == [
        (noa, Role.RESEARCHER, ADMIN.uid)
    ]


def test_expired_link_opens_nothing_until_sent_again_with_another() -> None:
    invitation, noa = make_role_invitation(token="old"), make_user(email="noa@example.org")
    late = AT + timedelta(days=14)

    with pytest.raises(InvitationGone):
        actions.accept_invitation(invitation=invitation, by=noa, at=late)
    actions.send_invitation_again(invitation=invitation, address=str, by=ADMIN, at=late)
    actions.accept_invitation(invitation=invitation, by=noa, at=late)

    assert invitation_by_token("old") is None
    assert noa.grants.count() == 1


def test_withdrawn_link_opens_nothing() -> None:
    invitation, noa = make_role_invitation(), make_user(email="noa@example.org")
    actions.withdraw_invitation(invitation=invitation, by=ADMIN, at=LATER)

    with pytest.raises(InvitationGone):
        actions.accept_invitation(invitation=invitation, by=noa, at=LATER)

    assert Grant.objects.count() == 0


def test_same_offer_is_made_once_until_it_is_too_old() -> None:
    make_role_invitation()

    with pytest.raises(Duplicate):
        make_role_invitation(at=LATER)
    make_role_invitation(at=AT + timedelta(days=15))

    assert RoleInvitation.objects.filter(withdrawn_at=None).count() == 1


def test_what_somebody_holds_is_not_offered() -> None:
    make_user(email="noa@example.org", researcher="")

    with pytest.raises(Duplicate):
        make_role_invitation()


def test_invitation_sent_a_moment_ago_is_not_sent_again() -> None:
    invitation = make_role_invitation()

    with pytest.raises(InvalidValue):
        actions.send_invitation_again(invitation=invitation, address=str, by=ADMIN, at=AT + timedelta(minutes=9))

    assert Message.objects.count() == 1


@pytest.mark.parametrize("address", ["", "noa", "noa@", "noa@example.org\nBcc: x@example.org", "a\0@example.org"])
def test_bad_address_is_refused(address: str) -> None:
    with pytest.raises(InvalidValue):
        make_role_invitation(email=address)


def test_role_on_a_thing_asks_for_its_key_and_the_others_for_none() -> None:
    with pytest.raises(InvalidValue):
        make_role_invitation(role=Role.COORDINATOR)
    with pytest.raises(InvalidValue):
        make_role_invitation(role=Role.RESEARCHER, key="x")


def test_platform_roles_are_offered_by_administrators_alone() -> None:
    coordinator = make_user(coordinator=make_pole().uid)

    for by in (STRANGER, coordinator):
        with pytest.raises(NotAllowed):
            make_role_invitation(by=by)

    assert RoleInvitation.objects.count() == 0


def test_coordinator_invites_to_their_pole_and_its_present_members_alone() -> None:
    pole, other = make_pole(), make_pole()
    member, gone, stranger = make_organisation(), make_organisation(), make_organisation()
    add_member(pole=pole, organisation=member, by=ADMIN, at=AT)
    membership = add_member(pole=pole, organisation=gone, by=ADMIN, at=AT)
    type(membership).objects.filter(pk=membership.pk).update(until=AT.date())
    by = make_user(coordinator=pole.uid)

    for thing in (pole, member):
        invite_to(thing=thing, email="noa@example.org", address=str, by=by, at=AT)
    for thing in (other, gone, stranger):
        with pytest.raises(NotAllowed):
            invite_to(thing=thing, email="noa@example.org", address=str, by=by, at=AT)

    assert {(one.role, one.key, one.invited_by) for one in RoleInvitation.objects.all()} == {
        (Role.COORDINATOR, pole.uid, by.uid),
        (Role.REPRESENTATIVE, member.uid, by.uid),
    }


def test_officer_invites_to_their_network_and_its_poles_alone() -> None:
    network, other = make_network(), make_network(key="autre")
    pole, elsewhere = make_pole(), make_pole()
    join_network(pole=pole, network=network, by=ADMIN, at=AT)
    by = make_user(network_officer=network.key)

    for thing in (network, pole):
        invite_to(thing=thing, email="noa@example.org", address=str, by=by, at=AT)
    for thing in (other, elsewhere):
        with pytest.raises(NotAllowed):
            invite_to(thing=thing, email="noa@example.org", address=str, by=by, at=AT)

    assert RoleInvitation.objects.count() == 2


def test_representative_invites_nobody() -> None:
    organisation = make_organisation()
    by = make_user(representative=organisation.uid)

    with pytest.raises(NotAllowed):
        invite_to(thing=organisation, email="noa@example.org", address=str, by=by, at=AT)


def test_invitation_to_another_thing_is_not_touched() -> None:
    mine, theirs = make_pole(), make_pole()
    invitation = invite_to(thing=theirs, email="noa@example.org", address=str, by=ADMIN, at=AT)

    with pytest.raises(NotAllowed):
        withdraw_invitation_to(thing=mine, invitation=invitation, by=make_user(coordinator=mine.uid), at=AT)

    invitation.refresh_from_db()
    assert invitation.withdrawn_at is None


def test_whoever_loses_a_role_no_longer_offers_any() -> None:
    pole = make_pole()
    by = make_user(coordinator=pole.uid)
    invitation = invite_to(thing=pole, email="noa@example.org", address=str, by=by, at=AT)

    withdraw_from(thing=pole, user=by, by=ADMIN, at=LATER)

    with pytest.raises(InvitationGone):
        actions.accept_invitation(invitation=invitation, by=make_user(email="noa@example.org"), at=LATER)


def test_person_is_told_that_a_role_is_withdrawn() -> None:
    pole = make_pole(name="Le Levain")
    user = make_user(email="noa@example.org", coordinator=pole.uid)
    make_message()

    withdraw_from(thing=pole, user=user, by=ADMIN, at=LATER)

    message = Message.objects.get(to="noa@example.org")
    assert "Le Levain" in message.text
    assert user.grants.count() == 0


def test_invitations_are_erased_a_year_after() -> None:
    make_role_invitation()
    make_role_invitation(email="lou@example.org", at=AT + timedelta(days=30))

    gone = actions.erase_old_invitations(at=AT + timedelta(days=366))

    assert gone == 1
    assert RoleInvitation.objects.get().email == "lou@example.org"
