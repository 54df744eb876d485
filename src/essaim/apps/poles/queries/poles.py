"""Every read of the directory, already prefetched: the number of queries never depends on the number of rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from essaim.apps.poles.enums import Stage
from essaim.apps.poles.models import (
    CURRENT_FIGURE,
    FormerSlug,
    Membership,
    Observation,
    Pole,
    PoleDomain,
    PoleSection,
    Recognition,
)
from essaim.engine.territories.search_index import search_form

UNKNOWN = "unknown"
_NEAR = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """What a visitor asks of the directory; "" asks nothing. The same filters serve the list, the map and the files."""

    words: str = ""
    domain: str = ""
    stage: str = ""
    region: str = ""
    department: str = ""
    scheme: str = ""
    network: str = ""
    sort: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether every pole is wanted."""
        return not any(getattr(self, field.name) for field in fields(self) if field.name != "sort")


@dataclass(frozen=True, slots=True)
class SimilarPole:
    """Another pole, and what the two share."""

    pole: Pole
    domains: tuple[str, ...]
    same_department: bool
    same_region: bool
    same_carrier: bool

    @property
    def weight(self) -> tuple[int, int, int]:
        """How much is shared: domains first, then the place."""
        return len(self.domains), self.same_department + self.same_region, self.same_carrier


def filtered_poles(filters: Filters) -> QuerySet[Pole]:
    """The poles that match, in the order wanted; nothing prefetched."""
    found = Pole.objects.all()
    for word in search_form(filters.words).split():
        found = found.filter(search_text__contains=word)
    if filters.domain:
        found = found.filter(_has(PoleDomain, key=filters.domain))
    if filters.stage:
        found = found.filter(stage=Stage.UNKNOWN if filters.stage == UNKNOWN else filters.stage)
    if filters.region:
        found = found.filter(region="" if filters.region == UNKNOWN else filters.region)
    if filters.department:
        found = found.filter(department=filters.department)
    if filters.scheme:
        found = found.filter(_has(Recognition, scheme=filters.scheme))
    if filters.network:
        found = found.filter(networks__key=filters.network)
    return _sorted(found, filters.sort)


def listed_poles(filters: Filters) -> QuerySet[Pole]:
    """``filtered_poles`` with what a line of the list shows."""
    return filtered_poles(filters).prefetch_related("domains", "recognitions", "networks")


def mapped_poles(filters: Filters) -> QuerySet[Pole]:
    """``filtered_poles`` with what the map shows, and no more."""
    shown = Prefetch("domains", PoleDomain.objects.order_by("place", "key"))
    return (
        filtered_poles(filters)
        .order_by("department", "name")
        .only("name", "slug", "is_draft", "commune", "department", "region", "place", "commune_to_confirm")
        .prefetch_related(shown)
    )


def latest_poles(count: int) -> QuerySet[Pole]:
    """The poles written on last."""
    return Pole.objects.order_by("-changed_at", "name").prefetch_related("domains")[:count]


def pole_by_slug(slug: str, *, drafts: bool = False) -> Pole | None:
    """One pole of the directory with all that its sheet shows; None when there is none. ``drafts``: be it a draft."""
    return (
        (Pole.every if drafts else Pole.objects)
        .filter(slug=slug)
        .select_related("carrier")
        .prefetch_related(
            "domains",
            "communes",
            "networks",
            "items",
            "frames",
            "axes",
            Prefetch("sections", PoleSection.objects.order_by("id")),
            Prefetch("recognitions", Recognition.objects.order_by(F("on").asc(nulls_last=True), "scheme")),
            Prefetch("observations", Observation.objects.filter(CURRENT_FIGURE)),
            Prefetch("memberships", Membership.objects.select_related("organisation").order_by("circle", "id")),
        )
        .first()
    )


def poles_by_slug(slugs: Collection[str]) -> dict[str, Pole]:
    """Poles by the slug asked for, be it their present one or a former one."""
    found = {pole.slug: pole for pole in Pole.objects.filter(slug__in=slugs)}
    former = FormerSlug.objects.filter(slug__in=set(slugs) - set(found)).select_related("pole")
    return found | {row.slug: row.pole for row in former}


def present_slug(slug: str) -> str | None:
    """Where an address of the past leads; None when no pole ever had it."""
    return FormerSlug.objects.filter(slug=slug).values_list("pole__slug", flat=True).first()


def similar_poles(pole: Pole, count: int) -> list[SimilarPole]:
    """The poles that share most with this one: domains, then place. None when nothing is shared."""
    mine = [domain.key for domain in pole.domains.all()]
    near = Q(pk__in=PoleDomain.objects.filter(key__in=mine).values("pole"))
    if pole.region:
        near |= Q(region=pole.region)
    others = Pole.objects.filter(near).exclude(pk=pole.pk).prefetch_related("domains")[:_NEAR]
    found = [_compared(pole, other, mine) for other in others]
    return sorted(found, key=lambda one: (*(-part for part in one.weight), one.pole.name))[:count]


def schemes_in_use() -> set[str]:
    """The schemes of recognition that some pole has."""
    return set(Recognition.objects.order_by().values_list("scheme", flat=True).distinct())


def domains_in_use() -> set[str]:
    """The domains that some pole has."""
    return set(PoleDomain.objects.order_by().values_list("key", flat=True).distinct())


def directory_counts() -> dict[str, int]:
    """How many poles there are, and of how many the main facts are known."""
    return Pole.objects.aggregate(
        poles=Count("pk"),
        located=Count("pk", filter=~Q(commune="")),
        with_stage=Count("pk", filter=~Q(stage="")),
        with_year=Count("pk", filter=Q(founded_year__isnull=False)),
        with_legal_form=Count("pk", filter=~Q(legal_form="")),
        ended=Count("pk", filter=Q(stage=Stage.ENDED)),
    )


def _has(model: type[PoleDomain] | type[Recognition], **wanted: str) -> Q:
    return Q(pk__in=model.objects.filter(**wanted).values("pole"))


def _sorted(found: QuerySet[Pole], sort: str) -> QuerySet[Pole]:
    if sort == "name":
        return found.order_by("search_text", "pk")
    if sort == "founded":
        return found.order_by(F("founded_year").asc(nulls_last=True), "search_text", "pk")
    if sort == "recent":
        return found.order_by("-changed_at", "search_text", "pk")
    if sort == "region":
        return found.order_by("region", "department", "search_text", "pk")
    facts = _count(PoleSection) + _count(Recognition) + _count(Observation)
    return found.order_by(facts.desc(), "search_text", "pk")


def _count(model: type[PoleSection] | type[Recognition] | type[Observation]) -> Coalesce:
    rows = model.objects.filter(pole=OuterRef("pk")).order_by().values("pole").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(rows), 0)


def _compared(pole: Pole, other: Pole, mine: Iterable[str]) -> SimilarPole:
    theirs = {domain.key for domain in other.domains.all()}
    return SimilarPole(
        pole=other,
        domains=tuple(key for key in mine if key in theirs),
        same_department=bool(pole.department) and pole.department == other.department,
        same_region=bool(pole.region) and pole.region == other.region,
        same_carrier=pole.carrier_id is not None and pole.carrier_id == other.carrier_id,
    )
