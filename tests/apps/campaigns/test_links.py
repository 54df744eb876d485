"""Links without account: their hash alone is kept; they are revoked, they expire; mail carries them."""

from datetime import timedelta

import pytest
from tests.factories import ADMIN, AT, STRANGER, make_campaign, make_invitation, make_user

from essaim.apps.campaigns import actions
from essaim.apps.campaigns.errors import CampaignClosed
from essaim.apps.campaigns.models import Link
from essaim.apps.campaigns.queries import by_token, hash_of, invitation_by_uid, recipients, to_remind
from essaim.apps.jobs.models import Message
from essaim.kit.errors import NotAllowed


def address(token: str) -> str:
    return f"https://essaim.example.org/{token}"


def test_secret_opens_its_questionnaire_and_is_kept_nowhere() -> None:
    invitation = make_invitation()

    token = actions.issue_link(invitation=invitation, by=ADMIN, at=AT)

    found = by_token(token, AT)
    assert found == invitation
    assert list(Link.objects.values_list("token_hash", flat=True)) == [hash_of(token)]
    assert by_token(token[:-1], AT) is None


def test_revoked_link_opens_nothing() -> None:
    invitation = make_invitation()
    old = actions.issue_link(invitation=invitation, by=ADMIN, at=AT)

    new = actions.issue_link(invitation=invitation, by=ADMIN, at=AT, revoke_others=True)

    assert (by_token(old, AT), by_token(new, AT)) == (None, invitation)
    assert actions.revoke_links(invitation=invitation, by=ADMIN, at=AT) == 1
    assert by_token(new, AT) is None


def test_link_expires_after_closing() -> None:
    invitation = make_invitation()
    token = actions.issue_link(invitation=invitation, by=ADMIN, at=AT)
    closing = invitation.campaign.closes_at

    assert by_token(token, closing + timedelta(days=30)) == invitation
    assert by_token(token, closing + timedelta(days=31)) is None


def test_link_is_issued_by_officers_while_open() -> None:
    invitation = make_invitation()

    with pytest.raises(NotAllowed):
        actions.issue_link(invitation=invitation, by=STRANGER, at=AT)
    with pytest.raises(CampaignClosed):
        actions.issue_link(invitation=invitation, by=ADMIN, at=AT + timedelta(days=60))


def test_invitations_go_to_the_contact_or_to_the_coordinators() -> None:
    campaign = make_campaign(poles=3)
    first, second, third = campaign.invitations.all()
    actions.set_contact(invitation=first, name="", email="a@example.org", phone="", by=ADMIN, at=AT)
    make_user("b@example.org", coordinator=second.pole.uid)

    sent, without = actions.invite(campaign=campaign, address=address, by=ADMIN, at=AT)

    assert (sent, without) == (2, [third])
    assert sorted(Message.objects.values_list("to", flat=True)) == ["a@example.org", "b@example.org"]
    assert actions.invite(campaign=campaign, address=address, by=ADMIN, at=AT)[0] == 0


def test_reminder_waits_for_the_delay_and_keeps_earlier_links() -> None:
    invitation = make_invitation()
    campaign = invitation.campaign
    actions.set_contact(invitation=invitation, name="", email="a@example.org", phone="", by=ADMIN, at=AT)
    first = actions.issue_link(invitation=invitation, by=ADMIN, at=AT)
    later = AT + timedelta(days=campaign.reminder_days)

    sent = [
        actions.remind(campaign=campaign, address=address, by=ADMIN, at=moment)
        for moment in (AT + timedelta(days=1), later, later + timedelta(days=1))
    ]

    assert sent == [0, 1, 0]
    assert by_token(first, later) == invitation
    assert Link.objects.count() == 2


def test_refused_unreachable_and_validated_poles_are_not_reminded() -> None:
    invitation = make_invitation()
    actions.issue_link(invitation=invitation, by=ADMIN, at=AT)
    actions.set_standing(invitation=invitation, standing="refused", by=ADMIN, at=AT)

    assert list(to_remind(invitation.campaign, AT + timedelta(days=20))) == []


def test_contacts_are_erased_after_their_delay() -> None:
    invitation = make_invitation(contact_months=1)
    actions.set_contact(invitation=invitation, name="C", email="a@example.org", phone="06", by=ADMIN, at=AT)
    closing = invitation.campaign.closes_at

    counts = [actions.erase_overdue_contacts(by=ADMIN, at=closing + timedelta(days=days)) for days in (29, 31, 32)]

    found = invitation_by_uid(invitation.uid)
    assert counts == [0, 1, 0]
    assert found is not None
    assert (found.contact_name, found.contact_email, found.contact_phone, recipients(found)) == ("", "", "", [])
