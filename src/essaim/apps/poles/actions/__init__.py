"""Every write of the directory: each checks its rule, changes its rows, records one event."""

from essaim.apps.poles.actions.describing import (
    change_item,
    list_item,
    remove_item,
    set_axes,
    set_domains,
    set_frames,
    set_territory,
    write_section,
)
from essaim.apps.poles.actions.drafts import drop_draft, enter_draft, start_draft
from essaim.apps.poles.actions.facts import (
    confirm_recognition,
    correct_recognition,
    record_observation,
    record_recognition,
    remove_recognition,
    withdraw_observation,
)
from essaim.apps.poles.actions.memberships import add_member, change_membership, end_membership, remove_membership
from essaim.apps.poles.actions.merging import merge_organisations
from essaim.apps.poles.actions.networks import add_network, edit_network, join_network, leave_network
from essaim.apps.poles.actions.notes import remove_note, rewrite_note, write_note
from essaim.apps.poles.actions.organisations import (
    SameOrganisation,
    add_organisation,
    edit_organisation,
    remove_organisation,
)
from essaim.apps.poles.actions.poles import add_pole, edit_pole
from essaim.apps.poles.actions.restoring import can_be_put_back, put_back
from essaim.apps.poles.actions.seeding import Seeded, enter_own_data

__all__ = [
    "SameOrganisation",
    "Seeded",
    "add_member",
    "add_network",
    "add_organisation",
    "add_pole",
    "can_be_put_back",
    "change_item",
    "change_membership",
    "confirm_recognition",
    "correct_recognition",
    "drop_draft",
    "edit_network",
    "edit_organisation",
    "edit_pole",
    "end_membership",
    "enter_draft",
    "enter_own_data",
    "join_network",
    "leave_network",
    "list_item",
    "merge_organisations",
    "put_back",
    "record_observation",
    "record_recognition",
    "remove_item",
    "remove_membership",
    "remove_note",
    "remove_organisation",
    "remove_recognition",
    "rewrite_note",
    "set_axes",
    "set_domains",
    "set_frames",
    "set_territory",
    "start_draft",
    "withdraw_observation",
    "write_note",
    "write_section",
]
