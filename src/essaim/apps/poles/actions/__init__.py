"""Every write of the directory: each checks its rule, changes its rows, records one event."""

from essaim.apps.poles.actions.facts import record_observation, record_recognition
from essaim.apps.poles.actions.networks import add_network, join_network
from essaim.apps.poles.actions.organisations import add_member, add_organisation, end_membership
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
    "Seeded",
    "add_member",
    "add_network",
    "add_organisation",
    "add_pole",
    "edit_pole",
    "end_membership",
    "enter_own_data",
    "join_network",
    "list_item",
    "record_observation",
    "record_recognition",
    "set_axes",
    "set_domains",
    "set_frames",
    "set_territory",
    "write_section",
]
