"""Writing poles: create, edit, rename, place, describe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.poles.actions.permission import must_edit
from essaim.apps.poles.models import (
    FormerSlug,
    Pole,
    PoleCommune,
    PoleDomain,
    PoleFrame,
    PoleSection,
    SheetItem,
    StrategyAxis,
)
from essaim.apps.poles.places import Location, locate, names_of
from essaim.engine.territories.search_index import search_form
from essaim.kit.errors import ChangedMeanwhile
from essaim.kit.snapshots import changed, snapshot

POLE = "pole"
_SLUG_LENGTH = 70
_EDITABLE = frozenset(
    {
        "name", "other_names", "summary", "place", "commune", "commune_to_confirm", "department", "region", "stage",
        "stage_on", "stage_precision", "stage_urls", "ended_on", "ended_precision", "ended_reason", "carrier",
        "legal_form", "legal_form_note", "founded_year", "founded_note", "website", "source_title", "source_urls",
    }
)  # fmt: skip


@transaction.atomic
def add_pole(*, name: str, by: Actor, at: datetime, slug: str = "", **facts: Any) -> Pole:
    """Create a pole. ``facts`` are columns of ``Pole``; what is not given stays unknown."""
    must_edit(by)
    pole = Pole(name=name, slug=slug or free_slug(name), changed_at=at)
    _assign(pole, facts)
    pole.save(force_insert=True)
    record(action="add_pole", object_type=POLE, object_id=pole.uid, by=by, at=at, after=snapshot(pole))
    return pole


@transaction.atomic
def edit_pole(*, pole: Pole, changes: Mapping[str, Any], seen_version: int, by: Actor, at: datetime) -> Pole:
    """Change columns of a pole that was read at ``seen_version``; a new name gives a new slug, the old one leads to it.

    Raises:
        ChangedMeanwhile: somebody saved it since.
    """
    must_edit(by, pole)
    current = Pole.objects.select_for_update().get(pk=pole.pk)
    if current.version != seen_version:
        raise ChangedMeanwhile()
    before = snapshot(current)
    if changes.get("name", current.name) != current.name:
        _rename(current, changes["name"])
    _assign(current, changes)
    current.version += 1
    current.changed_at = at
    current.save()
    old, new = changed(before, snapshot(current))
    record(action="edit_pole", object_type=POLE, object_id=current.uid, by=by, at=at, before=old, after=new)
    return current


@transaction.atomic
def set_domains(*, pole: Pole, keys: Sequence[str], by: Actor, at: datetime) -> None:
    """The pole's domains, the main one first."""
    must_edit(by, pole)
    before = list(pole.domains.values_list("key", flat=True))
    pole.domains.all().delete()
    PoleDomain.objects.bulk_create(
        PoleDomain(pole=pole, key=key, place=place) for place, key in enumerate(dict.fromkeys(keys))
    )
    _record(pole, "set_domains", {"domains": before}, {"domains": list(dict.fromkeys(keys))}, by, at)


@transaction.atomic
def set_territory(*, pole: Pole, communes: Sequence[str], by: Actor, at: datetime) -> None:
    """The communes of the pole's territory; former codes become those of today.

    Raises:
        UnknownTerritory: a code that no commune has or had.
    """
    must_edit(by, pole)
    codes = sorted({locate(code).commune for code in communes})
    before = list(pole.communes.values_list("code", flat=True))
    pole.communes.all().delete()
    PoleCommune.objects.bulk_create(PoleCommune(pole=pole, code=code) for code in codes)
    _record(pole, "set_territory", {"communes": before}, {"communes": codes}, by, at)


@transaction.atomic
def set_frames(*, pole: Pole, frames: Sequence[tuple[str, str]], by: Actor, at: datetime) -> None:
    """The frames (kind, name) that overlap the pole's territory."""
    must_edit(by, pole)
    before = [list(pair) for pair in pole.frames.values_list("kind", "name")]
    pole.frames.all().delete()
    wanted = list(dict.fromkeys(frames))
    PoleFrame.objects.bulk_create(PoleFrame(pole=pole, kind=kind, name=name) for kind, name in wanted)
    _record(pole, "set_frames", {"frames": before}, {"frames": [list(pair) for pair in wanted]}, by, at)


@transaction.atomic
def set_axes(*, pole: Pole, axes: Sequence[tuple[str, str]], by: Actor, at: datetime) -> None:
    """The axes (title, text) of the pole's strategy, in order."""
    must_edit(by, pole)
    before = [list(pair) for pair in pole.axes.values_list("title", "text")]
    pole.axes.all().delete()
    StrategyAxis.objects.bulk_create(
        StrategyAxis(pole=pole, title=title, text=text, place=place) for place, (title, text) in enumerate(axes)
    )
    _record(pole, "set_axes", {"axes": before}, {"axes": [list(pair) for pair in axes]}, by, at)


@transaction.atomic
def write_section(
    *, pole: Pole, heading: str, text: str, by: Actor, at: datetime, source_title: str = "", source_urls: str = ""
) -> PoleSection:
    """Write, or rewrite, one part of the sheet."""
    must_edit(by, pole)
    former = pole.sections.filter(heading=heading).first()
    before = snapshot(former) if former else {}
    section = former or PoleSection(pole=pole, heading=heading)
    section.text, section.source_title, section.source_urls = text, source_title, source_urls
    section.save()
    _record(pole, "write_section", before, snapshot(section), by, at)
    return section


@transaction.atomic
def list_item(
    *,
    pole: Pole,
    heading: str,
    kind: str,
    label: str,
    by: Actor,
    at: datetime,
    amount_cents: int | None = None,
    source_urls: str = "",
) -> SheetItem:
    """Add one thing to what a part of the sheet lists."""
    must_edit(by, pole)
    item = SheetItem.objects.create(
        pole=pole, heading=heading, kind=kind, label=label, amount_cents=amount_cents, source_urls=source_urls
    )
    _record(pole, "list_item", {}, snapshot(item), by, at)
    return item


def free_slug(name: str) -> str:
    """An address for ``name`` that no pole has, or had."""
    base = slugify(name)[:_SLUG_LENGTH].strip("-") or POLE
    taken = set(Pole.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    taken |= set(FormerSlug.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def _rename(pole: Pole, name: str) -> None:
    base = slugify(name)[:_SLUG_LENGTH].strip("-")
    # Its own former address is its to take back.
    back = FormerSlug.objects.filter(pole=pole, slug=base)
    if back.exists():
        back.delete()
        new = base
    else:
        new = pole.slug if base == pole.slug else free_slug(name)
    if new != pole.slug:
        FormerSlug.objects.create(pole=pole, slug=pole.slug)
        pole.slug = new


def _assign(pole: Pole, facts: Mapping[str, Any]) -> None:
    unknown = set(facts) - _EDITABLE
    if unknown:
        raise TypeError(f"not columns of a pole: {sorted(unknown)}")
    for key, value in facts.items():
        setattr(pole, key, value)
    if {"commune", "department", "region"} & set(facts):
        found = locate(facts.get("commune", ""), facts.get("department", ""), facts.get("region", ""))
        pole.commune, pole.department, pole.region = found.commune, found.department, found.region
    names = names_of(Location(pole.commune, pole.department, pole.region))
    pole.search_text = search_form(f"{pole.name} {pole.other_names} {pole.place} {names.words}")


def _record(pole: Pole, action: str, before: dict[str, Any], after: dict[str, Any], by: Actor, at: datetime) -> None:
    Pole.objects.filter(pk=pole.pk).update(changed_at=at)
    record(action=action, object_type=POLE, object_id=pole.uid, by=by, at=at, before=before, after=after)
