"""Who belonged to a pole on a day, and how many of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from essaim.apps.poles.enums import Circle
from essaim.apps.poles.models import Membership, Organisation, Pole
from essaim.engine.territories.search_index import search_form


@dataclass(frozen=True, slots=True)
class MemberFilters:
    """What a coordinator asks of a pole's members; "" asks nothing. ``state``: "" current, "past" or "all"."""

    words: str = ""
    circle: str = ""
    state: str = ""
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """A pole's members on one day.

    Attributes:
        on: the day.
        members: those known to belong on that day, or that may: see ``unsure``.
        unsure: how many of them have no known date of entry, so that nobody knows whether they were there already.
    """

    on: date
    members: list[Membership]
    unsure: int

    @property
    def organisations(self) -> list[Organisation]:
        """Each organisation once, though it may stand in two circles."""
        found = {one.organisation_id: one.organisation for one in self.members if one.organisation is not None}
        return list(found.values())

    @property
    def persons(self) -> int:
        """Natural persons: counted, never named."""
        return sum(one.persons for one in self.members)

    def by_circle(self) -> list[tuple[str, int, int]]:
        """(circle, organisations, persons), in the order of the circles."""
        order = {str(circle): place for place, circle in enumerate(Circle.values)}
        return sorted(self._counted("circle"), key=lambda row: order[row[0]])

    def by_college(self) -> list[tuple[str, int, int]]:
        """(college, organisations, persons), "" for members without one."""
        return sorted(self._counted("college"), key=lambda row: (not row[0], row[0]))

    def by_family(self) -> list[tuple[str, int]]:
        """(main family, organisations), the most numerous first; "" when none is sure."""
        counts = Counter(one.main_family for one in self.organisations)
        return sorted(counts.items(), key=lambda pair: (not pair[0], -pair[1], pair[0]))

    def _counted(self, column: str) -> list[tuple[str, int, int]]:
        organisations: dict[str, set[int]] = {}
        persons: Counter[str] = Counter()
        for one in self.members:
            key = str(getattr(one, column))
            organisations.setdefault(key, set())
            if one.organisation_id is not None:
                organisations[key].add(one.organisation_id)
            persons[key] += one.persons
        return [(key, len(found), persons[key]) for key, found in organisations.items()]


def outline(memberships: Sequence[Membership], on: date, *, today: date) -> Outline:
    """The members on a day, among all the memberships of a pole, organisations loaded.

    Today, a member without a date of entry is a member. On a past day, nobody knows whether it was one already: it is
    shown and counted apart.
    """
    there = [one for one in memberships if (not one.since or one.since <= on) and (not one.until or one.until >= on)]
    unsure = sum(one.since is None for one in there) if on < today else 0
    return Outline(on, sorted(there, key=_by_circle), unsure)


def outline_of(pole: Pole, on: date, *, today: date) -> Outline:
    """``outline`` of a pole, read from the database."""
    return outline(list(pole.memberships.select_related("organisation")), on, today=today)


def members_of(pole: Pole, filters: MemberFilters, today: date) -> QuerySet[Membership]:
    """A pole's memberships for whoever keeps them, organisations loaded."""
    found = pole.memberships.select_related("organisation")
    for word in search_form(filters.words).split():
        found = found.filter(organisation__search_text__contains=word)
    if filters.circle:
        found = found.filter(circle=filters.circle)
    ended = Q(until__lt=today)
    if filters.state != "all":
        found = found.filter(ended) if filters.state == "past" else found.exclude(ended)
    name = F("organisation__search_text").asc(nulls_last=True)
    if filters.sort == "since":
        return found.order_by(F("since").asc(nulls_last=True), name, "pk")
    if filters.sort == "circle":
        return found.order_by("circle", name, "pk")
    if filters.sort == "college":
        return found.order_by("college", name, "pk")
    return found.order_by(name, "pk")


def membership_by_uid(pole: Pole, uid: str) -> Membership | None:
    """One membership of a pole, its organisation loaded."""
    return pole.memberships.select_related("organisation", "pole").filter(uid=uid).first()


def colleges_of(pole: Pole) -> list[str]:
    """The colleges in use in a pole."""
    return list(pole.memberships.exclude(college="").order_by("college").values_list("college", flat=True).distinct())


def _by_circle(one: Membership) -> tuple[int, str, int]:
    name = one.organisation.search_text if one.organisation else "~"
    return Circle.values.index(one.circle), name, one.pk
