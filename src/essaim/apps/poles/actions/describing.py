"""Writing what describes a pole: its domains, its territory, its strategy, the parts of its sheet.

Every action holds the pole's row, refuses when somebody saved since ``seen_version``, and raises its version.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from essaim.apps.audit.actions import record
from essaim.apps.audit.actors import Actor
from essaim.apps.poles.actions.holding import hold
from essaim.apps.poles.actions.permission import must_edit
from essaim.apps.poles.actions.sourcing import must_be_addresses
from essaim.apps.poles.models import Pole, PoleCommune, PoleDomain, PoleFrame, PoleSection, SheetItem, StrategyAxis
from essaim.apps.poles.places import locate
from essaim.kit.snapshots import changed, snapshot

POLE = "pole"
_ITEM = frozenset({"kind", "label", "amount_cents", "source_title", "source_urls"})


@transaction.atomic
def set_domains(*, pole: Pole, keys: Sequence[str], by: Actor, at: datetime, seen_version: int | None = None) -> None:
    """The pole's domains, the main one first."""
    must_edit(by, pole)
    hold(pole, at=at, seen_version=seen_version)
    before = list(pole.domains.values_list("key", flat=True))
    pole.domains.all().delete()
    PoleDomain.objects.bulk_create(
        PoleDomain(pole=pole, key=key, place=place) for place, key in enumerate(dict.fromkeys(keys))
    )
    _record(pole, "set_domains", {"domains": before}, {"domains": list(dict.fromkeys(keys))}, by, at)


@transaction.atomic
def set_territory(
    *, pole: Pole, communes: Sequence[str], by: Actor, at: datetime, seen_version: int | None = None
) -> None:
    """The communes of the pole's territory; former codes become those of today.

    Raises:
        UnknownTerritory: a code that no commune has or had.
    """
    must_edit(by, pole)
    hold(pole, at=at, seen_version=seen_version)
    codes = sorted({locate(code).commune for code in communes})
    before = list(pole.communes.values_list("code", flat=True))
    pole.communes.all().delete()
    PoleCommune.objects.bulk_create(PoleCommune(pole=pole, code=code) for code in codes)
    _record(pole, "set_territory", {"communes": before}, {"communes": codes}, by, at)


@transaction.atomic
def set_frames(
    *, pole: Pole, frames: Sequence[tuple[str, str]], by: Actor, at: datetime, seen_version: int | None = None
) -> None:
    """The frames (kind, name) that overlap the pole's territory."""
    must_edit(by, pole)
    hold(pole, at=at, seen_version=seen_version)
    before = [list(pair) for pair in pole.frames.values_list("kind", "name")]
    pole.frames.all().delete()
    wanted = list(dict.fromkeys(frames))
    PoleFrame.objects.bulk_create(PoleFrame(pole=pole, kind=kind, name=name) for kind, name in wanted)
    _record(pole, "set_frames", {"frames": before}, {"frames": [list(pair) for pair in wanted]}, by, at)


@transaction.atomic
def set_axes(
    *, pole: Pole, axes: Sequence[tuple[str, str]], by: Actor, at: datetime, seen_version: int | None = None
) -> None:
    """The axes (title, text) of the pole's strategy, in order."""
    must_edit(by, pole)
    hold(pole, at=at, seen_version=seen_version)
    before = [list(pair) for pair in pole.axes.values_list("title", "text")]
    pole.axes.all().delete()
    StrategyAxis.objects.bulk_create(
        StrategyAxis(pole=pole, title=title, text=text, place=place) for place, (title, text) in enumerate(axes)
    )
    _record(pole, "set_axes", {"axes": before}, {"axes": [list(pair) for pair in axes]}, by, at)


@transaction.atomic
def write_section(
    *,
    pole: Pole,
    heading: str,
    text: str,
    by: Actor,
    at: datetime,
    source_title: str = "",
    source_urls: str = "",
    seen_version: int | None = None,
) -> PoleSection | None:
    """Write, or rewrite, one part of the sheet; without text the part is blank again, and None is answered."""
    must_edit(by, pole)
    must_be_addresses(source_urls)
    hold(pole, at=at, seen_version=seen_version)
    former = pole.sections.filter(heading=heading).first()
    before = snapshot(former) if former else {}
    if not text.strip():
        if former is not None:
            former.delete()
            _record(pole, "write_section", before, {"heading": heading, "text": ""}, by, at)
        return None
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
    source_title: str = "",
    source_urls: str = "",
    seen_version: int | None = None,
) -> SheetItem:
    """Add one thing to what a part of the sheet lists."""
    must_edit(by, pole)
    must_be_addresses(source_urls)
    hold(pole, at=at, seen_version=seen_version)
    item = SheetItem.objects.create(
        pole=pole, heading=heading, kind=kind, label=label, amount_cents=amount_cents, source_title=source_title,
        source_urls=source_urls,
    )  # fmt: skip
    _record(pole, "list_item", {}, snapshot(item), by, at)
    return item


@transaction.atomic
def change_item(
    *, item: SheetItem, changes: Mapping[str, Any], by: Actor, at: datetime, seen_version: int | None = None
) -> SheetItem:
    """Change one thing that a part of the sheet lists."""
    must_edit(by, item.pole)
    unknown = set(changes) - _ITEM
    if unknown:
        raise TypeError(f"not columns of an item that change: {sorted(unknown)}")
    must_be_addresses(changes.get("source_urls", ""))
    hold(item.pole, at=at, seen_version=seen_version)
    before = snapshot(item)
    for key, value in changes.items():
        setattr(item, key, value)
    item.save()
    old, new = changed(before, snapshot(item))
    named = {"heading": item.heading, "label": before["label"]}
    _record(item.pole, "change_item", named | old, named | new, by, at)
    return item


@transaction.atomic
def remove_item(*, item: SheetItem, by: Actor, at: datetime, seen_version: int | None = None) -> None:
    """Take one thing out of what a part of the sheet lists; the log keeps it."""
    must_edit(by, item.pole)
    hold(item.pole, at=at, seen_version=seen_version)
    _record(item.pole, "remove_item", snapshot(item), {}, by, at)
    item.delete()


def _record(pole: Pole, action: str, before: dict[str, Any], after: dict[str, Any], by: Actor, at: datetime) -> None:
    if before != after:
        record(action=action, object_type=POLE, object_id=pole.uid, by=by, at=at, before=before, after=after)
