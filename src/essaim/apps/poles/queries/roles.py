"""What roles are held on, as records: from the public keys that accounts keep."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from essaim.apps.accounts.enums import SCOPE_OF, Scope
from essaim.apps.poles.models import Network, Organisation, Pole
from essaim.apps.poles.queries.organisations import organisation_by_uid

Thing = Pole | Organisation | Network


def thing_of(role: str, key: str) -> Thing | None:
    """What somebody holds ``role`` on, with what its rules need; None for the platform, an EPCI, or what is gone."""
    scope = SCOPE_OF.get(role)
    if scope == Scope.POLE:
        return Pole.every.filter(uid=key).prefetch_related("networks").first()
    if scope == Scope.ORGANISATION:
        return organisation_by_uid(key)
    return Network.objects.filter(key=key).first() if scope == Scope.NETWORK else None


def things_of(held: Collection[tuple[str, str]]) -> dict[tuple[str, str], Thing]:
    """Several at once, by (role, key): three queries whatever their number."""
    found: dict[tuple[str, str], Thing] = {}
    keys: dict[Scope, set[str]] = {scope: set() for scope in Scope}
    for role, key in held:
        keys[SCOPE_OF[role]].add(key)
    by_key: dict[tuple[Scope, str], Thing] = {}
    for pole in Pole.every.filter(uid__in=keys[Scope.POLE]):
        by_key[Scope.POLE, pole.uid] = pole
    for organisation in Organisation.objects.filter(uid__in=keys[Scope.ORGANISATION]):
        by_key[Scope.ORGANISATION, organisation.uid] = organisation
    for network in Network.objects.filter(key__in=keys[Scope.NETWORK]):
        by_key[Scope.NETWORK, network.key] = network
    for role, key in held:
        thing = by_key.get((SCOPE_OF[role], key))
        if thing is not None:
            found[role, key] = thing
    return found


def present_organisations(pole: Pole) -> QuerySet[Organisation]:
    """The organisations that are members of a pole now, by name."""
    now = pole.memberships.filter(until=None).exclude(organisation=None).values("organisation")
    return Organisation.objects.filter(pk__in=now).order_by("name")
