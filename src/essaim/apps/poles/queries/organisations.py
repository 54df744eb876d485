"""Reading organisations: the list, one record, those that may be the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from essaim.apps.accounts.enums import Role
from essaim.apps.accounts.models import Grant
from essaim.apps.poles.models import Membership, Organisation, Pole
from essaim.engine.territories.search_index import search_form

UNKNOWN = "unknown"
_SIREN, _SIRET = 9, 14


@dataclass(frozen=True, slots=True)
class OrganisationFilters:
    """What a visitor asks of the list of organisations; "" asks nothing. ``pole`` is a pole's slug."""

    words: str = ""
    family: str = ""
    region: str = ""
    pole: str = ""
    sort: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether every organisation is wanted."""
        return not (self.words or self.family or self.region or self.pole)


def filtered_organisations(filters: OrganisationFilters) -> QuerySet[Organisation]:
    """The organisations that match, in the order wanted; those merged into another are not listed."""
    found = Organisation.objects.filter(_matching(filters.words), merged_into=None)
    if filters.family:
        found = found.filter(main_family="" if filters.family == UNKNOWN else filters.family)
    if filters.region:
        found = found.filter(region="" if filters.region == UNKNOWN else filters.region)
    if filters.pole:
        found = found.filter(
            pk__in=Membership.objects.filter(pole__slug=filters.pole, pole__is_draft=False).values("organisation")
        )
    if filters.sort == "recent":
        return found.order_by("-changed_at", "pk")
    if filters.sort == "place":
        return found.order_by("region", "department", "search_text", "pk")
    return found.order_by("search_text", "pk")


def listed_organisations(filters: OrganisationFilters) -> QuerySet[Organisation]:
    """``filtered_organisations`` with the poles that a line names."""
    return filtered_organisations(filters).prefetch_related(_with_poles())


def organisations_page(filters: OrganisationFilters, start: int, stop: int) -> list[Organisation]:
    """Those of the list from ``start`` to ``stop``: the keys from an index alone, then their rows, in order."""
    keys = list(filtered_organisations(filters).values_list("pk", flat=True)[start:stop])
    rows = {one.pk: one for one in Organisation.objects.filter(pk__in=keys).prefetch_related(_with_poles())}
    return [rows[key] for key in keys if key in rows]


def organisation_by_uid(uid: str) -> Organisation | None:
    """One organisation with the poles where it is or was, and the networks of these; None when there is none."""
    return (
        Organisation.objects.filter(uid=uid)
        .select_related("merged_into")
        .prefetch_related(_with_poles(), "memberships__pole__networks", "carried")
        .first()
    )


def organisations_by_siret(numbers: Sequence[str]) -> dict[str, Organisation]:
    """The records that have one of these SIRET, by it."""
    return {one.siret or "": one for one in Organisation.objects.filter(siret__in=numbers, merged_into=None)}


def same_numbers(siret: str | None, siren: str | None, rna: str | None) -> QuerySet[Organisation]:
    """The organisations that have one of these numbers: several establishments of one SIREN differ by their SIRET."""
    asked = Q(pk__in=[])
    if siret:
        asked |= Q(siret=siret)
    elif siren:
        asked |= Q(siren=siren, siret=None)
    if rna:
        asked |= Q(rna=rna)
    return Organisation.objects.filter(asked).select_related("merged_into")


def look_alikes(organisation: Organisation, *, anywhere: bool = False) -> QuerySet[Organisation]:
    """Others that may be the same: same name in the same commune, or the same SIREN for another establishment.

    Args:
        anywhere: also those of the same name of which one place at least is not known.
    """
    named = Q(search_text=organisation.search_text)
    asked = Q(pk__in=[])
    if organisation.commune:
        asked |= named & Q(commune=organisation.commune)
        if anywhere:
            asked |= named & Q(commune="")
    elif anywhere:
        asked |= named
    if organisation.siren:
        asked |= Q(siren=organisation.siren)
    return (
        Organisation.objects.filter(asked, merged_into=None).exclude(pk=organisation.pk).order_by("search_text", "pk")
    )


def found_organisations(words: str, limit: int) -> list[Organisation]:
    """The first organisations whose name or number answers to ``words``, with their poles."""
    if not words.strip():
        return []
    asked = OrganisationFilters(words=words)
    return list(listed_organisations(asked)[:limit])


def merged_parts(organisation: Organisation) -> list[Organisation]:
    """The records that were merged into this one."""
    return list(Organisation.objects.filter(merged_into=organisation).order_by("name", "pk"))


@dataclass(frozen=True, slots=True)
class Moving:
    """What a merge would move."""

    memberships: list[Membership]
    carried: list[Pole]
    representatives: int


def what_would_move(gone: Organisation) -> Moving:
    """The memberships, carried poles and representatives of a record that would go."""
    return Moving(
        memberships=list(Membership.objects.filter(organisation=gone).select_related("pole").order_by("pole__name")),
        carried=list(Pole.every.filter(carrier=gone).order_by("name")),
        representatives=Grant.objects.filter(role=Role.REPRESENTATIVE, key=gone.uid).count(),
    )


def families_in_use() -> dict[str, int]:
    """How many organisations have each main family; "" those of which none is sure."""
    rows = Organisation.objects.filter(merged_into=None).order_by().values("main_family").annotate(n=Count("pk"))
    return {row["main_family"]: row["n"] for row in rows}


def _with_poles() -> Prefetch[str, QuerySet[Membership], str]:
    """Their memberships of poles of the directory: whom a draft counts on is said by nobody but its founders."""
    public = Membership.objects.filter(pole__is_draft=False)
    return Prefetch("memberships", public.select_related("pole").order_by("pole__name", "since", "pk"))


def _matching(words: str) -> Q:
    """A number is looked up by its index; words are looked for anywhere in the name."""
    bare = "".join(words.split()).upper().replace(".", "")
    if bare.isascii() and bare.isdigit() and len(bare) in (_SIREN, _SIRET):
        return Q(siret=bare) if len(bare) == _SIRET else Q(siren=bare)
    if bare.startswith("W") and bare[-7:].isdigit() and len(bare) == 10:
        return Q(rna=bare)
    found = Q()
    for word in search_form(words).split():
        found &= Q(search_text__contains=word)
    return found
