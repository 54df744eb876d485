"""What somebody is entrusted with, as records."""

from __future__ import annotations

from dataclasses import dataclass

from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.models import User
from essaim.apps.accounts.rules import keys_of
from essaim.apps.poles.models import Membership, Network, Organisation, Pole


@dataclass(frozen=True, slots=True)
class Held:
    """The poles, drafts, organisations, networks and EPCI on which somebody has a role.

    ``joined``: the poles of the directory of which these organisations are members now.
    """

    poles: list[Pole]
    drafts: list[Pole]
    organisations: list[Organisation]
    joined: list[Pole]
    networks: list[Network]
    territories: list[str]


def held_by(user: User) -> Held:
    """Everything that ``user`` has a role on, by name; what no longer exists is left out."""
    organisations = list(Organisation.objects.filter(uid__in=keys_of(user, Role.REPRESENTATIVE), merged_into=None))
    present = Membership.objects.filter(organisation__in=organisations, until=None)
    return Held(
        poles=list(Pole.objects.filter(uid__in=keys_of(user, Role.COORDINATOR))),
        drafts=list(Pole.every.filter(is_draft=True, uid__in=keys_of(user, Role.FOUNDER))),
        organisations=organisations,
        joined=list(Pole.objects.filter(pk__in=present.values("pole"))) if organisations else [],
        networks=list(Network.objects.filter(key__in=keys_of(user, Role.NETWORK_OFFICER))),
        territories=sorted(keys_of(user, Role.TERRITORIAL_AGENT)),
    )
