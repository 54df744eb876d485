"""De minimis aid that a pole noted of its members: by undertaking, with what is used of each ceiling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from essaim.apps.financing.models import DeMinimisAid, SingleUndertaking
from essaim.apps.poles.models import Membership, Organisation, Pole
from essaim.engine.financing import Aid, Counter, count_de_minimis
from essaim.engine.values import Answer


@dataclass(frozen=True, slots=True)
class AidFilters:
    """What the list of aids is asked; "" asks nothing."""

    organisation: str = ""
    regulation: str = ""


@dataclass(frozen=True, slots=True)
class Undertaking:
    """What counts as one undertaking: a group that the pole noted, or one organisation alone.

    Attributes:
        group: None for an organisation alone.
        counters: of the regulations under which an aid is noted.
        count: how many aids are noted; none is "nothing is noted", never "nothing was received".
    """

    name: str
    group: SingleUndertaking | None
    organisations: tuple[Organisation, ...]
    counters: tuple[Counter, ...]
    count: int


def aids_of(pole: Pole, filters: AidFilters = AidFilters()) -> QuerySet[DeMinimisAid]:
    """The aids noted by that pole, the latest first. Those that other poles noted are theirs."""
    found = DeMinimisAid.objects.filter(pole=pole)
    if filters.organisation:
        found = found.filter(organisation__uid=filters.organisation)
    if filters.regulation:
        found = found.filter(regulation=filters.regulation)
    return found.select_related("organisation", "support__funder")


def aid_by_uid(pole: Pole, uid: str) -> DeMinimisAid | None:
    """One aid noted by that pole; None when there is none."""
    return aids_of(pole).filter(uid=uid).first()


def groups_of(pole: Pole) -> QuerySet[SingleUndertaking]:
    """The groups that the pole noted, with their organisations."""
    organisations = Prefetch("organisations", Organisation.objects.order_by("name", "pk"))
    return SingleUndertaking.objects.filter(pole=pole).prefetch_related(organisations)


def group_by_uid(pole: Pole, uid: str) -> SingleUndertaking | None:
    """One group of that pole; None when there is none."""
    return groups_of(pole).filter(uid=uid).first()


def aided_organisations(pole: Pole) -> list[Organisation]:
    """Of whom the pole may note aids: its present members, and those of whom it noted something already. One query."""
    members = Membership.objects.filter(pole=pole, until=None, organisation__isnull=False).values("organisation")
    noted = DeMinimisAid.objects.filter(pole=pole).values("organisation")
    grouped = SingleUndertaking.organisations.through.objects.filter(singleundertaking__pole=pole)
    wanted = Q(pk__in=members) | Q(pk__in=noted) | Q(pk__in=grouped.values("organisation"))
    return list(Organisation.objects.filter(wanted).order_by("name", "pk"))


def undertakings_of(pole: Pole, today: date) -> list[Undertaking]:
    """Every undertaking of the pole's members with what is used of each ceiling, those with aids first."""
    aids, groups = list(aids_of(pole)), list(groups_of(pole))
    grouped = {one.pk for group in groups for one in group.organisations.all()}
    alone = [one for one in aided_organisations(pole) if one.pk not in grouped]
    found = [_standing(group.name, group, tuple(group.organisations.all()), aids, today) for group in groups]
    found += [_standing(one.name, None, (one,), aids, today) for one in alone]
    return sorted(found, key=lambda one: (not one.count, one.name.casefold()))


def undertaking_of(pole: Pole, organisation: Organisation) -> frozenset[str]:
    """The organisations that count as one with that one, as the pole noted it."""
    for group in groups_of(pole):
        uids = frozenset(one.uid for one in group.organisations.all())
        if organisation.uid in uids:
            return uids
    return frozenset({organisation.uid})


def as_aids(aids: Sequence[DeMinimisAid]) -> list[Aid]:
    """The same as the engine's values."""
    return [
        Aid(one.organisation.uid, one.regulation, one.granted_on, one.cents, one.granted_by or one.source)
        for one in aids
    ]


def _standing(
    name: str, group: SingleUndertaking | None, organisations: tuple[Organisation, ...], aids: Sequence[DeMinimisAid],
    today: date,
) -> Undertaking:  # fmt: skip
    uids = frozenset(one.uid for one in organisations)
    its = [one for one in aids if one.organisation.uid in uids]
    used = {one.regulation for one in its}
    counters = count_de_minimis(uids, as_aids(its), today, in_register=Answer.UNKNOWN)
    return Undertaking(
        name, group, organisations, tuple(one for one in counters if one.regulation.key in used), len(its)
    )
