"""Every write about people."""

from essaim.apps.accounts.actions.contacting import write_to_publisher
from essaim.apps.accounts.actions.erasing import erase_account
from essaim.apps.accounts.actions.invitations import (
    accept_invitation,
    erase_old_invitations,
    invite_to_role,
    send_invitation_again,
    withdraw_invitation,
)
from essaim.apps.accounts.actions.notices import choose_frequency, notify, send_digests, stop_letters, tell_new_address
from essaim.apps.accounts.actions.people import (
    change_name,
    grant_role,
    make_administrator,
    move_grants,
    register_user,
    withdraw_role,
)

__all__ = [
    "accept_invitation",
    "change_name",
    "choose_frequency",
    "erase_account",
    "erase_old_invitations",
    "grant_role",
    "invite_to_role",
    "make_administrator",
    "move_grants",
    "notify",
    "register_user",
    "send_digests",
    "send_invitation_again",
    "stop_letters",
    "tell_new_address",
    "withdraw_invitation",
    "withdraw_role",
    "write_to_publisher",
]
