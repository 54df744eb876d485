"""Every read of networks."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from essaim.apps.poles.models import Network, Pole
from essaim.engine.territories.search_index import search_form


def networks() -> QuerySet[Network]:
    """Every network."""
    return Network.objects.all()


def networks_in_use() -> QuerySet[Network]:
    """The networks that some pole of the directory belongs to."""
    return Network.objects.filter(poles__is_draft=False).distinct()


def networks_with_counts() -> QuerySet[Network]:
    """Every network with ``pole_count``."""
    return Network.objects.annotate(pole_count=Count("poles", filter=Q(poles__is_draft=False))).order_by("name")


def network_by_key(key: str) -> Network | None:
    """One network; None when there is none."""
    return Network.objects.filter(key=key).first()


def poles_of_network(network: Network) -> QuerySet[Pole]:
    """The poles of a network, with what a line of a list shows."""
    return network.poles.order_by("search_text", "pk").prefetch_related("domains", "recognitions")


def poles_outside_network(network: Network, words: str, count: int) -> QuerySet[Pole]:
    """Poles that match ``words`` and do not belong to the network; none when nothing is asked."""
    wanted = search_form(words).split()
    found = Pole.objects.exclude(networks=network) if wanted else Pole.objects.none()
    for word in wanted:
        found = found.filter(search_text__contains=word)
    return found.order_by("search_text", "pk")[:count]
