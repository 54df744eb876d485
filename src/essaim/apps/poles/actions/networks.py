"""Writing networks, and which poles belong to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.poles.actions.holding import hold
from essaim.apps.poles.actions.permission import must_edit
from essaim.apps.poles.actions.sourcing import must_be_addresses
from essaim.apps.poles.models import Network, Pole
from essaim.apps.poles.rules import animates, can_edit_pole
from essaim.kit.errors import ChangedMeanwhile, NotAllowed
from essaim.kit.snapshots import changed, snapshot

NETWORK = "network"
_EDITABLE = frozenset({"name", "name_2012", "website", "note", "source_title", "source_urls"})


@transaction.atomic
def add_network(*, key: str, name: str, by: Actor, at: datetime, **facts: str) -> Network:
    """Create a network; ``facts`` are columns of ``Network``."""
    must_edit(by)
    network = Network.objects.create(key=key, name=name, **facts)
    record(action="add_network", object_type=NETWORK, object_id=key, by=by, at=at, after=snapshot(network))
    return network


@transaction.atomic
def edit_network(
    *, network: Network, changes: Mapping[str, Any], seen_version: int, by: Actor, at: datetime
) -> Network:
    """Change columns of a network that was read at ``seen_version``; its key, hence its address, stays.

    Raises:
        NotAllowed: neither one of its officers, nor an administrator.
        ChangedMeanwhile: somebody saved it since.
    """
    if not animates(by, network):
        raise NotAllowed()
    unknown = set(changes) - _EDITABLE
    if unknown:
        raise TypeError(f"not columns of a network that change: {sorted(unknown)}")
    for key in ("source_urls", "website"):
        must_be_addresses(changes.get(key) or "")
    current = Network.objects.select_for_update().get(pk=network.pk)
    if current.version != seen_version:
        raise ChangedMeanwhile()
    before = snapshot(current)
    for key, value in changes.items():
        setattr(current, key, value)
    if snapshot(current) == before:
        return current
    current.version += 1
    current.save()
    old, new = changed(before, snapshot(current))
    record(action="edit_network", object_type=NETWORK, object_id=current.key, by=by, at=at, before=old, after=new)
    return current


@transaction.atomic
def join_network(*, pole: Pole, network: Network, by: Actor, at: datetime) -> None:
    """The pole belongs to the network: its officers say so. Known already, nothing changes.

    Raises:
        NotAllowed: neither an officer of that network, nor an administrator.
    """
    if not animates(by, network):
        raise NotAllowed()
    hold(pole, at=at)
    if not pole.networks.filter(pk=network.pk).exists():
        pole.networks.add(network)
        _record("join_network", pole, network, by, at)


@transaction.atomic
def leave_network(*, pole: Pole, network: Network, by: Actor, at: datetime) -> None:
    """The pole no longer belongs to the network: its officers, or whoever keeps the pole, say so.

    Raises:
        NotAllowed: none of them.
    """
    if not (animates(by, network) or can_edit_pole(by, pole)):
        raise NotAllowed()
    hold(pole, at=at)
    if pole.networks.filter(pk=network.pk).exists():
        pole.networks.remove(network)
        _record("leave_network", pole, network, by, at)


def _record(action: str, pole: Pole, network: Network, by: Actor, at: datetime) -> None:
    """On both histories: that of the pole, and that of the network."""
    side = {"before" if action == "leave_network" else "after": {"network": network.name}}
    record(action=action, object_type="pole", object_id=pole.uid, by=by, at=at, **side)
    side = {key: {"pole_name": pole.name} for key in side}
    record(action=action, object_type=NETWORK, object_id=network.key, by=by, at=at, **side)
