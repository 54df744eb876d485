"""Writing poles: create, edit, rename, place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from essaim.apps.accounts.rules import is_administrator
from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.poles.actions.holding import hold
from essaim.apps.poles.actions.networks import join_network
from essaim.apps.poles.actions.permission import must_edit
from essaim.apps.poles.actions.sourcing import must_be_addresses
from essaim.apps.poles.models import FormerSlug, Network, Pole
from essaim.apps.poles.places import Location, locate, names_of
from essaim.apps.poles.rules import animates
from essaim.engine.territories.search_index import search_form
from essaim.kit.errors import NotAllowed
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
def add_pole(
    *, name: str, by: Actor, at: datetime, slug: str = "", network: Network | None = None, is_draft: bool = False,
    **facts: Any,
) -> Pole:  # fmt: skip
    """Create a pole. ``facts`` are columns of ``Pole``; what is not given stays unknown.

    ``network`` is the one it joins at once: an officer creates a pole for a network of theirs, and goes on keeping it.

    Raises:
        NotAllowed: not an administrator, nor an officer of ``network``.
    """
    if not (is_administrator(by) or (network is not None and animates(by, network))):
        raise NotAllowed()
    pole = Pole(name=name, slug=slug or free_slug(name), is_draft=is_draft, changed_at=at)
    _assign(pole, facts)
    pole.save(force_insert=True)
    record(action="add_pole", object_type=POLE, object_id=pole.uid, by=by, at=at, after=snapshot(pole))
    if network is not None:
        join_network(pole=pole, network=network, by=by, at=at)
    return pole


@transaction.atomic
def edit_pole(*, pole: Pole, changes: Mapping[str, Any], seen_version: int, by: Actor, at: datetime) -> Pole:
    """Change columns of a pole that was read at ``seen_version``; a new name gives a new slug, the old one leads to it.

    Raises:
        ChangedMeanwhile: somebody saved it since.
    """
    must_edit(by, pole)
    current = hold(pole, at=at, seen_version=seen_version)
    before = snapshot(current)
    if changes.get("name", current.name) != current.name:
        _rename(current, changes["name"])
    _assign(current, changes)
    current.version, current.changed_at = pole.version, at
    current.save()
    old, new = _with_precision(before, *changed(before, snapshot(current)))
    if set(new) - {"version", "changed_at"}:
        record(action="edit_pole", object_type=POLE, object_id=current.uid, by=by, at=at, before=old, after=new)
    return current


def free_slug(name: str) -> str:
    """An address for ``name`` that no pole has, or had."""
    base = slugify(name)[:_SLUG_LENGTH].strip("-") or POLE
    taken = set(Pole.every.filter(slug__startswith=base).values_list("slug", flat=True))
    taken |= set(FormerSlug.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def _with_precision(
    whole: dict[str, Any], old: dict[str, Any], new: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """A date that changed is read with its precision, be it the same before and after."""
    for day, precision in (("stage_on", "stage_precision"), ("ended_on", "ended_precision")):
        if day in new and precision not in new:
            old[precision] = new[precision] = whole[precision]
    return old, new


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
    for key in ("source_urls", "stage_urls", "website"):
        must_be_addresses(facts.get(key) or "")
    for key, value in facts.items():
        setattr(pole, key, value)
    if {"commune", "department", "region"} & set(facts):
        found = locate(facts.get("commune", ""), facts.get("department", ""), facts.get("region", ""))
        pole.commune, pole.department, pole.region = found.commune, found.department, found.region
    names = names_of(Location(pole.commune, pole.department, pole.region))
    pole.search_text = search_form(f"{pole.name} {pole.other_names} {pole.place} {names.words}")
