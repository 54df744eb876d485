"""Reads for the map: what they cost is bounded by what a screen shows, not by the number of poles."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Prefetch, Q, QuerySet

from essaim.apps.audit.models import Event
from essaim.apps.poles.models import Pole, PoleDomain
from essaim.apps.poles.queries.poles import Filters, filtered_poles


@dataclass(frozen=True, slots=True)
class Gathering:
    """The poles of one commune: how many, and one of them."""

    commune: str
    department: str
    count: int
    pole: int


@dataclass(frozen=True, slots=True)
class Point:
    """One pole as the map needs it: its number, its commune, its main domain."""

    pole: int
    commune: str
    domain: str


def directory_state() -> str:
    """A text that changes with every write, the same in every process: what was computed under it still holds.

    Every action records an event; the rest covers what is entered in bulk, and tells one database from another.
    """
    event = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    poles = Pole.objects.aggregate(count=Count("pk"), uid=Max("uid"), changed=Max("changed_at"))
    return f"{event} {poles['count']} {poles['uid']} {poles['changed']}"


def gatherings(filters: Filters) -> list[Gathering]:
    """The located poles that match, counted by commune."""
    found = filtered_poles(filters).exclude(commune="").order_by()
    rows = found.values("commune", "department").annotate(n=Count("pk"), one=Min("pk")).order_by("commune")
    return [Gathering(*row) for row in rows.values_list("commune", "department", "n", "one")]


def count_by_department(filters: Filters) -> list[tuple[str, int]]:
    """How many located poles match in each département."""
    found = filtered_poles(filters).exclude(commune="").order_by()
    return list(
        found.values("department").annotate(n=Count("pk")).order_by("department").values_list("department", "n")
    )


def map_points(filters: Filters) -> list[Point]:
    """Every located pole that matches, by number."""
    found = filtered_poles(filters).exclude(commune="").order_by("pk").values_list("pk", "commune")
    main = dict(PoleDomain.objects.order_by("-place", "-key").values_list("pole_id", "key").iterator())
    return [Point(pk, commune, main.get(pk, "")) for pk, commune in found]


def unlocated_poles(filters: Filters, lost: Iterable[str], most: int) -> tuple[int, list[Pole]]:
    """How many matching poles have no place on the map (``lost``: communes without a known point), and the first."""
    found = filtered_poles(filters).filter(Q(commune="") | Q(commune__in=list(lost)))
    return found.count(), list(_light(found.order_by("department", "name")[:most]))


def poles_by_number(numbers: Collection[int]) -> list[Pole]:
    """These poles with what the map says of them."""
    return list(_light(Pole.objects.filter(pk__in=numbers).order_by("name")))


def _light(poles: QuerySet[Pole]) -> QuerySet[Pole]:
    shown = Prefetch("domains", PoleDomain.objects.order_by("place", "key"))
    return poles.only(
        "name", "slug", "is_draft", "commune", "department", "region", "place", "commune_to_confirm"
    ).prefetch_related(shown)
