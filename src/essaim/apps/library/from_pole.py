"""A first draft of a model, from what the directory knows of one pole. What it does not know is left to say."""

from __future__ import annotations

from collections import Counter
from typing import Any

from essaim.apps.poles.enums import Circle, Heading
from essaim.apps.poles.models import Membership, Pole
from essaim.apps.poles.places import Location, names_of
from essaim.engine.patterns import Pattern
from essaim.engine.patterns.vocabulary import domains, funder_kinds, means_kinds
from essaim.engine.register.families import load_families

# One member of a family is a witness, not a rule: what is drawn from it is marked as supposed.
_SUPPOSED = "assumption"


def drafted_from(pole: Pole, members: list[Membership]) -> dict[str, Any]:
    """The data of a model (as ``engine.patterns.as_data``) with one known use, this pole, and its sources.

    Args:
        pole: with its domains, items and observations.
        members: its present memberships, organisations loaded.
    """
    sources = [line.strip() for line in pole.source_urls.splitlines() if line.strip()]
    known = set(domains())
    return {
        "title": pole.name,
        "summary": pole.summary,
        "domains": [one.key for one in pole.domains.all() if one.key in known],
        "known_use": [_use(pole, sources)],
        "role": _roles(members, pole.name),
        "means": _items(pole, Heading.ACTIVITIES, set(means_kinds()), sources),
        "funding": _items(pole, Heading.ECONOMY, set(funder_kinds()), sources),
        **_team(pole),
        **({"governance": {"legal_forms": [pole.legal_form], "basis": "source"}} if pole.legal_form else {}),
    }


def nearest_models(pole: Pole, models: list[Pattern], count: int = 3) -> list[tuple[Pattern, list[str]]]:
    """The models that share most domains with a pole, with these domains; none when none is shared."""
    mine = [one.key for one in pole.domains.all()]
    shared = [(one, [key for key in one.domains if key in mine]) for one in models]
    return sorted((pair for pair in shared if pair[1]), key=lambda pair: (-len(pair[1]), pair[0].title))[:count]


def _use(pole: Pole, sources: list[str]) -> dict[str, Any]:
    names = names_of(Location(pole.commune, pole.department, pole.region))
    place = f"{names.commune} ({names.department})" if names.commune else names.department or pole.place
    use: dict[str, Any] = {"name": pole.name, "place": place, "sources": sources}
    if pole.commune:
        use["commune_insee"] = pole.commune
    if pole.founded_year:
        use["since"] = pole.founded_year
    if pole.ended_on:
        use |= {"ended": str(pole.ended_on.year), "end_reason": pole.ended_reason}
    return use


def _roles(members: list[Membership], name: str) -> list[dict[str, Any]]:
    """One role for each family of recorded members; the minimum is one, supposed: numbers are for people to judge."""
    families = load_families()
    found = Counter(
        one.organisation.main_family
        for one in members
        if one.organisation is not None and one.organisation.main_family and one.circle != Circle.PARTNER
    )
    return [
        {
            "key": family.replace("_", "-"), "label": families[family].label(),
            "why": f"{count} membre(s) de cette famille dans le pôle {name} ; dites ce qu'ils y font.", "minimum": 1,
            "part": "adaptable", "basis": _SUPPOSED, "sources": [name], "confirms": {"family": family},
        }
        for family, count in found.most_common()
        if family in families
    ]  # fmt: skip


def _items(pole: Pole, heading: str, known: set[str], sources: list[str]) -> list[dict[str, Any]]:
    return [
        {"kind": one.kind, "label": one.label, "basis": "source", "sources": one.source_urls.split() or sources}
        for one in pole.items.all()
        if one.heading == heading and one.kind in known
    ]


def _team(pole: Pole) -> dict[str, Any]:
    """The coordination team, when a figure in full-time equivalents says it; the latest one."""
    told = [
        one for one in pole.observations.all()
        if one.indicator == "jobs" and one.scope == "team" and one.unit == "fte" and one.withdrawn_at is None
        and one.superseded_by_id is None
    ]  # fmt: skip
    if not told:
        return {}
    last = max(told, key=lambda one: (one.on is not None, one.on or one.recorded_at.date()))
    size = float(last.value)
    return {
        "team": {
            "fte_min": size, "fte_max": float(last.value_max or last.value), "basis": "source",
            "sources": last.source_urls.split() or [pole.name],
        }
    }  # fmt: skip
