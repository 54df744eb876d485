"""Every write of the directory: each checks its rule, changes its rows, records one event."""

from essaim.apps.poles.actions.facts import record_observation, record_recognition
from essaim.apps.poles.actions.memberships import add_member, change_membership, end_membership, remove_membership
from essaim.apps.poles.actions.merging import merge_organisations
from essaim.apps.poles.actions.networks import add_network, join_network
from essaim.apps.poles.actions.organisations import (
    SameOrganisation,
    add_organisation,
    edit_organisation,
    remove_organisation,
)
from essaim.apps.poles.actions.poles import (
    add_pole,
    edit_pole,
    list_item,
    set_axes,
    set_domains,
    set_frames,
    set_territory,
    write_section,
)
from essaim.apps.poles.actions.seeding import Seeded, enter_own_data

__all__ = [
    "SameOrganisation",
    "Seeded",
    "add_member",
    "add_network",
    "add_organisation",
    "add_pole",
    "change_membership",
    "edit_organisation",
    "edit_pole",
    "end_membership",
    "enter_own_data",
    "join_network",
    "list_item",
    "merge_organisations",
    "record_observation",
    "record_recognition",
    "remove_membership",
    "remove_organisation",
    "set_axes",
    "set_domains",
    "set_frames",
    "set_territory",
    "write_section",
]
