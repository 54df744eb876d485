"""Writing networks."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.poles.actions.permission import must_edit
from essaim.apps.poles.models import Network, Pole
from essaim.kit.snapshots import snapshot


@transaction.atomic
def add_network(*, key: str, name: str, by: Actor, at: datetime, **facts: str) -> Network:
    """Create a network; ``facts`` are columns of ``Network``."""
    must_edit(by)
    network = Network.objects.create(key=key, name=name, **facts)
    record(action="add_network", object_type="network", object_id=key, by=by, at=at, after=snapshot(network))
    return network


@transaction.atomic
def join_network(*, pole: Pole, network: Network, by: Actor, at: datetime) -> None:
    """The pole belongs to the network."""
    must_edit(by, pole)
    pole.networks.add(network)
    record(action="join_network", object_type="pole", object_id=pole.uid, by=by, at=at, after={"network": network.key})
