"""Roles given and taken, accounts erased: the last administrator stays, the log too."""

import pytest

from essaim.apps.accounts import actions
from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.errors import LastAdministrator
from essaim.apps.accounts.models import Grant, MailChoice, Notice, RoleInvitation, User
from essaim.apps.audit.models import Event
from essaim.apps.jobs.models import Message
from essaim.kit.errors import NotAllowed
from tests.factories import ADMIN, AT, make_message, make_notice, make_pole, make_role_invitation, make_user

pytestmark = pytest.mark.django_db


def test_last_administrator_neither_leaves_nor_is_erased() -> None:
    only = make_user(administrator="")
    make_user(administrator="")
    closed = User.objects.exclude(pk=only.pk).get()
    User.objects.filter(pk=closed.pk).update(is_active=False)

    for by in (ADMIN, only):
        with pytest.raises(LastAdministrator):
            actions.withdraw_role(user=only, role=Role.ADMINISTRATOR, by=by, at=AT)
        with pytest.raises(LastAdministrator):
            actions.erase_account(user=only, by=by, at=AT)

    assert only.grants.count() == 1


def test_one_of_two_administrators_may_leave() -> None:
    first, second = make_user(administrator=""), make_user(administrator="")

    actions.withdraw_role(user=first, role=Role.ADMINISTRATOR, by=first, at=AT)

    assert list(Grant.objects.values_list("user", flat=True)) == [second.pk]


def test_role_is_given_up_by_oneself_and_taken_by_nobody_else() -> None:
    pole = make_pole()
    user, other = make_user(coordinator=pole.uid), make_user(coordinator=pole.uid)

    with pytest.raises(NotAllowed):
        actions.withdraw_role(user=other, role=Role.COORDINATOR, key=pole.uid, by=user, at=AT)
    actions.withdraw_role(user=user, role=Role.COORDINATOR, key=pole.uid, by=user, at=AT)

    assert list(Grant.objects.values_list("user", flat=True)) == [other.pk]


def test_administrator_is_made_from_an_address_known_or_not() -> None:
    known = make_user(email="noa@example.org")

    again, new = actions.make_administrator(email=" Noa@example.org", by=ADMIN, at=AT)
    other, other_new = actions.make_administrator(email="lou@example.org", by=ADMIN, at=AT)

    assert (again, new, other.email, other_new) == (known, False, "lou@example.org", True)
    assert Grant.objects.filter(role=Role.ADMINISTRATOR).count() == 2


def test_erasure_removes_the_person_and_keeps_what_they_did() -> None:
    user = make_notice().user
    make_message(to=user.email)
    make_role_invitation(email=user.email)
    sent = make_role_invitation(email="lou@example.org")
    RoleInvitation.objects.filter(pk=sent.pk).update(invited_by=user.uid)
    actions.grant_role(user=user, role=Role.RESEARCHER, by=ADMIN, at=AT)
    done = Event.objects.count()

    actions.erase_account(user=user, by=user, at=AT)

    left = [model.objects.count() for model in (User, Grant, MailChoice, Notice)]
    assert left == [0, 0, 0, 0]
    assert list(RoleInvitation.objects.values_list("email", "withdrawn_at")) == [("lou@example.org", AT)]
    assert not Message.objects.filter(to=user.email).exists()
    assert Event.objects.count() == done + 1
    event = Event.objects.get(action="erase_account")
    assert (event.actor, event.object_id, event.before, event.after) == (user.uid, user.uid, {}, {})
    assert user.email not in str(list(Event.objects.values()))


def test_account_of_somebody_else_is_not_erased() -> None:
    user = make_user()

    with pytest.raises(NotAllowed):
        actions.erase_account(user=user, by=make_user(), at=AT)

    assert User.objects.filter(pk=user.pk).exists()
