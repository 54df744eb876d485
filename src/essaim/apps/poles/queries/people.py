"""What somebody is entrusted with, as records."""

from __future__ import annotations

from dataclasses import dataclass

from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.models import User
from essaim.apps.accounts.rules import keys_of
from essaim.apps.poles.models import Network, Organisation, Pole


@dataclass(frozen=True, slots=True)
class Held:
    """The poles, organisations, networks and EPCI on which somebody has a role."""

    poles: list[Pole]
    organisations: list[Organisation]
    networks: list[Network]
    territories: list[str]


def held_by(user: User) -> Held:
    """Everything that ``user`` has a role on, by name; what no longer exists is left out."""
    return Held(
        poles=list(Pole.objects.filter(uid__in=keys_of(user, Role.COORDINATOR))),
        organisations=list(Organisation.objects.filter(uid__in=keys_of(user, Role.REPRESENTATIVE), merged_into=None)),
        networks=list(Network.objects.filter(key__in=keys_of(user, Role.NETWORK_OFFICER))),
        territories=sorted(keys_of(user, Role.TERRITORIAL_AGENT)),
    )
