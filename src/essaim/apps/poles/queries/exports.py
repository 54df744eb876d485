"""What files are made of, read a thousand records at a time: memory does not depend on how many there are.

The keys are read first, in the order wanted, then the records by groups of keys. No cursor stays open while a slow
visitor downloads, and the file holds exactly the records that answered when it was asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet

from essaim.apps.poles.models import Membership, Observation, Organisation, Pole, Recognition
from essaim.apps.poles.queries.organisations import OrganisationFilters, filtered_organisations
from essaim.apps.poles.queries.poles import Filters, filtered_poles

GROUP = 1000
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class FiledOrganisation:
    """An organisation, its memberships with their pole, and the poles it carries."""

    organisation: Organisation
    memberships: list[Membership]
    carried: list[Pole]


def poles_for_files(filters: Filters) -> Iterator[Pole]:
    """The poles that match, with what a line of a file holds."""
    return _in_groups(
        filtered_poles(filters),
        lambda some: some.select_related("carrier").prefetch_related("domains", "recognitions", "networks", "communes"),
    )


def organisations_for_files(filters: OrganisationFilters) -> Iterator[FiledOrganisation]:
    """The organisations that match, with the poles they belong to or carry; one merged into another is left out."""
    for group in _groups(filtered_organisations(filters)):
        records = Organisation.objects.in_bulk(group)
        # Sorted here by hand: a prefetch would build one query set for each of a hundred thousand organisations.
        members = Membership.objects.filter(organisation__in=group, pole__is_draft=False).select_related("pole")
        of = _by(members.order_by("pole__name", "since", "id"), "organisation_id")
        carried = _by(
            Pole.objects.filter(carrier__in=group).only("name", "slug", "is_draft", "carrier_id"), "carrier_id"
        )
        for key in group:
            if key in records:
                yield FiledOrganisation(records[key], of.get(key, []), carried.get(key, []))


def observations_for_files() -> Iterator[Observation]:
    """Every figure, the superseded ones too, by pole, indicator and date."""
    return _in_groups(
        Observation.objects.filter(pole__is_draft=False).order_by(
            "pole__search_text", "pole_id", "indicator", "on", "id"
        ),
        lambda some: some.select_related("pole", "superseded_by"),
    )


def recognitions_for_files() -> Iterator[Recognition]:
    """Every recognition, by date; those without a date come first or last, as the database likes."""
    return _in_groups(
        Recognition.objects.filter(pole__is_draft=False).order_by("on", "scheme", "pole__search_text", "id"),
        lambda some: some.select_related("pole"),
    )


def file_counts() -> dict[str, int]:
    """How many lines each file of the whole directory holds, by the stem of its address."""
    return {
        "poles": Pole.objects.count(),
        "organisations": Organisation.objects.filter(merged_into=None).count(),
        "observations": Observation.objects.filter(pole__is_draft=False).count(),
        "reconnaissances": Recognition.objects.filter(pole__is_draft=False).count(),
    }


def memberships_with_their_past(pole: Pole) -> QuerySet[Membership]:
    """Every member the pole has or had."""
    return Membership.objects.filter(pole=pole).select_related("organisation").order_by("circle", "since", "id")


def observations_with_their_past(pole: Pole) -> QuerySet[Observation]:
    """Every figure of one pole, the superseded ones too."""
    return Observation.objects.filter(pole=pole).select_related("superseded_by", "pole")


def _in_groups(found: QuerySet[M], prepared: Callable[[QuerySet[M]], QuerySet[M]]) -> Iterator[M]:
    for group in _groups(found):
        records = {record.pk: record for record in prepared(found.model._default_manager.filter(pk__in=group))}
        # A record erased meanwhile is no longer there.
        yield from (records[key] for key in group if key in records)


def _groups(found: QuerySet[M]) -> Iterator[list[int]]:
    keys = list(found.values_list("pk", flat=True))
    return (keys[start : start + GROUP] for start in range(0, len(keys), GROUP))


def _by(found: Iterable[M], column: str) -> dict[int, list[M]]:
    groups: dict[int, list[M]] = {}
    for record in found:
        groups.setdefault(getattr(record, column), []).append(record)
    return groups
