"""What the directory knows of a territory."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from essaim.apps.poles.models import Organisation, Pole, PoleCommune, PoleDomain

_NEAR, _SHARING = 6, 200


@dataclass(frozen=True, slots=True)
class Area:
    """A territory as the directory is asked for it.

    Attributes:
        communes: INSEE codes of its communes, when they are few enough to be named (a commune, an EPCI).
        departments: codes of its départements, when it is made of whole ones (a département, a région).
    """

    communes: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()


def poles_on(area: Area) -> QuerySet[Pole]:
    """Poles that stand there, or whose recorded territory reaches there."""
    return Pole.objects.filter(_on(area)).prefetch_related("domains", "recognitions", "networks", "frames")


def poles_near(area: Area, departments: Sequence[str]) -> QuerySet[Pole]:
    """Other poles of the same départements."""
    return Pole.objects.filter(department__in=departments).exclude(_on(area)).prefetch_related("domains")[:_NEAR]


def poles_of_communes(communes: Collection[str]) -> QuerySet[Pole]:
    """The poles that stand in these communes, with their domains."""
    return Pole.objects.filter(commune__in=communes).prefetch_related("domains")


def poles_sharing(domains: Collection[str], names: Collection[str]) -> QuerySet[Pole]:
    """The poles that work in one of these domains, or are called so; with their domains."""
    sharing = Q(pk__in=PoleDomain.objects.filter(key__in=domains).values("pole"))
    return Pole.objects.filter(sharing | Q(name__in=names)).prefetch_related("domains")[:_SHARING]


def organisations_on(area: Area) -> int:
    """How many organisations of the directory have their commune there."""
    inside = Q(commune__in=area.communes)
    for department in area.departments:
        inside |= Q(commune__startswith=department)
    return Organisation.objects.filter(inside, merged_into=None).count()


def _on(area: Area) -> Q:
    reached = Q(code__in=area.communes)
    for department in area.departments:
        # Codes of communes start with that of their département.
        reached |= Q(code__startswith=department)
    there = Q(pk__in=PoleCommune.objects.filter(reached).values("pole"))
    return there | Q(commune__in=area.communes) | Q(department__in=area.departments)
