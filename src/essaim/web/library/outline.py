"""A model in words, part by part, each with what it rests on: a source, or the author's assumption."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from essaim.apps.poles.models import Pole
from essaim.engine.language import gettext as _
from essaim.engine.patterns import Basis, Funding, KnownUse, Part, Pattern, Role, Team, rule_in_words, vocabulary
from essaim.tables import formats

POLE = "pole"
# Words in the language in use, then words of the model, as it writes them; either may be "".
Supposed = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Backed:
    """One thing a model says, and what it rests on.

    Attributes:
        thing: the part itself.
        words: its kind, or itself, in words.
        assumed: whether it is the author's assumption.
        links: addresses behind it.
        part: "core", "adaptable", or "" where nothing is said.
    """

    thing: Any
    words: str
    assumed: bool
    links: tuple[str, ...]
    part: str = ""


@dataclass(frozen=True, slots=True)
class RoleWords:
    """A role as it reads."""

    role: Role
    backed: Backed
    number: str
    counts_assumed: bool
    suggests: str
    confirms: str


@dataclass(frozen=True, slots=True)
class UseWords:
    """A known use, with its pole in the directory when it is there."""

    use: KnownUse
    pole: Pole | None
    figures: list[tuple[str, str, Any, tuple[str, ...]]]


def uses(pattern: Pattern, poles: Mapping[str, Pole]) -> list[UseWords]:
    """The known uses, as the model orders them."""
    return [
        UseWords(
            use,
            poles.get(use.name),
            [
                (figure.label, _value(figure.value, figure.unit), figure, figure.sources or use.sources)
                for figure in use.figures
            ],
        )
        for use in pattern.known_uses
    ]


def roles(pattern: Pattern) -> list[RoleWords]:
    """The roles, core ones first."""
    ordered = sorted(pattern.roles, key=lambda role: role.part is not Part.CORE)
    return [
        RoleWords(
            role,
            backed(pattern, role, role.label),
            minimum_in_words(role),
            role.count_basis is Basis.ASSUMPTION,
            rule_in_words(role.suggests),
            rule_in_words(role.confirms),
        )
        for role in ordered
    ]


def minimum_in_words(role: Role) -> str:
    """How many actors a role wants: "au moins 2, idéalement 5"."""
    least = _("aucun exigé") if role.minimum == 0 else _("au moins %(n)s") % {"n": formats.number(role.minimum)}
    if role.ideal is None:
        return least
    return _("%(least)s, idéalement %(n)s") % {"least": least, "n": formats.number(role.ideal)}


def backed(pattern: Pattern, thing: Any, words: str) -> Backed:
    """A part with what it rests on."""
    return Backed(
        thing, words, thing.basis is Basis.ASSUMPTION, pattern.source_links(thing.sources),
        str(getattr(thing, "part", "")),
    )  # fmt: skip


def links(pattern: Pattern) -> list[tuple[str, str, Backed]]:
    """What flows: from whom, to whom ("" for the pole itself), what."""
    kinds = vocabulary.link_kinds()
    return [
        (_label(pattern, link.from_role), _label(pattern, link.to_role),
         backed(pattern, link, kinds.get(link.kind, link.kind)))
        for link in pattern.links
    ]  # fmt: skip


def _label(pattern: Pattern, key: str) -> str:
    return "" if key == POLE else pattern.role(key).label


def means(pattern: Pattern) -> list[Backed]:
    """What is shared."""
    kinds = vocabulary.means_kinds()
    return [backed(pattern, one, kinds.get(one.kind, one.kind)) for one in pattern.means]


def funding(pattern: Pattern) -> list[tuple[Backed, str]]:
    """Who pays, and what share when a source gives one."""
    kinds = vocabulary.funder_kinds()
    return [(backed(pattern, one, kinds.get(one.kind, one.kind)), share_in_words(one)) for one in pattern.funding]


def share_in_words(one: Funding) -> str:
    """A funder's share: "20 à 40 %"; "" when no source gives it."""
    low, high = one.share_min, one.share_max
    known = [formats.percent(share) for share in (low, high) if share is not None]
    if len(known) == 2 and low != high:
        return _("de %(low)s à %(high)s") % {"low": known[0], "high": known[1]}
    return known[0] if known else ""


def colleges(pattern: Pattern) -> list[Backed]:
    """Groups that vote together."""
    return [backed(pattern, one, one.label) for one in pattern.colleges]


def governance(pattern: Pattern) -> Backed | None:
    """Legal forms met, in words."""
    if pattern.governance is None:
        return None
    forms = vocabulary.legal_forms()
    words = ", ".join(forms.get(key, key) for key in pattern.governance.legal_forms)
    return backed(pattern, pattern.governance, words)


def team(pattern: Pattern) -> Backed | None:
    """The coordination team, in full-time equivalents."""
    return backed(pattern, pattern.team, team_in_words(pattern.team)) if pattern.team else None


def team_in_words(one: Team) -> str:
    """ "1 à 3 ETP"."""
    low, high = formats.number(one.fte_min, _decimals(one.fte_min)), formats.number(one.fte_max, _decimals(one.fte_max))
    return _("%(n)s ETP") % {"n": low} if low == high else _("%(low)s à %(high)s ETP") % {"low": low, "high": high}


def conditions(pattern: Pattern) -> list[tuple[Backed, str]]:
    """What the territory must offer, with its bounds in words."""
    return [
        (backed(pattern, one, one.label), bounds_in_words(criterion_label(one.criterion), one.min, one.max))
        for one in pattern.conditions
    ]


def criterion_label(key: str) -> str:
    """A criterion of territories in words; one added by hand keeps its key."""
    known = {
        "population": _("habitants"),
        "densite": _("habitants au km²"),
        "superficie": _("km²"),
    }
    return known.get(key, key)


def bounds_in_words(unit: str, low: float | None, high: float | None) -> str:
    """ "au moins 50 000 habitants"."""
    words = {
        "low": formats.number(low, _decimals(low)) if low is not None else "",
        "high": formats.number(high, _decimals(high)) if high is not None else "",
        "unit": unit,
    }
    if low is not None and high is not None:
        return _("de %(low)s à %(high)s %(unit)s") % words
    return _("au moins %(low)s %(unit)s") % words if low is not None else _("au plus %(high)s %(unit)s") % words


def lessons(pattern: Pattern) -> list[tuple[str, list[tuple[Any, tuple[str, ...]]]]]:
    """What was learnt, by outcome; outcomes of which nothing is told are left out."""
    found = []
    for key, words in vocabulary.outcomes().items():
        told = [(one, pattern.source_links(one.sources)) for one in pattern.lessons if one.outcome == key]
        if told:
            found.append((words, told))
    return found


def assumed(pattern: Pattern) -> list[tuple[str, list[Supposed]]]:
    """Everything the model supposes, part by part: what is to be discussed before it is relied on."""
    kinds = vocabulary.means_kinds(), vocabulary.funder_kinds()
    parts = [
        (_("En général"), [("", words) for words in pattern.assumptions]),
        (_("Rôles"), _labels(pattern.roles)),
        (_("Nombres d'acteurs"), [("", r.label) for r in pattern.roles if r.count_basis is Basis.ASSUMPTION]),
        (_("Liens"), [("", one.what) for one in pattern.links if one.basis is Basis.ASSUMPTION]),
        (_("Moyens partagés"), _of_kind(pattern.means, kinds[0])),
        (_("Financement"), _of_kind(pattern.funding, kinds[1])),
        (_("Équipe"), _one(team(pattern))),
        (_("Gouvernance"), _one(governance(pattern))),
        (_("Collèges"), _labels(pattern.colleges)),
        (_("Conditions sur le territoire"), _labels(pattern.conditions)),
    ]  # fmt: skip
    return [(label, rows) for label, rows in parts if rows]


def sources(pattern: Pattern) -> list[str]:
    """Every address the model relies on, each once."""
    parts = [
        *pattern.known_uses, *(figure for use in pattern.known_uses for figure in use.figures), *pattern.roles,
        *pattern.links, *pattern.means, *pattern.funding, *pattern.colleges, *pattern.conditions, *pattern.lessons,
        *(part for part in (pattern.team, pattern.governance) if part),
    ]  # fmt: skip
    found = [link for part in parts for link in pattern.source_links(part.sources)]
    return list(dict.fromkeys(found))


def _labels(parts: Any) -> list[Supposed]:
    return [("", one.label) for one in parts if _is_assumed(one)]


def _of_kind(parts: Any, kinds: Mapping[str, str]) -> list[Supposed]:
    return [(kinds.get(one.kind, one.kind), one.label) for one in parts if _is_assumed(one)]


def _one(found: Backed | None) -> list[Supposed]:
    return [(found.words, "")] if found and found.assumed else []


def _is_assumed(part: Any) -> bool:
    return bool(part.basis is Basis.ASSUMPTION)


def _value(value: float, unit: str) -> str:
    return f"{formats.number(value, _decimals(value))} {unit}".strip()


def _decimals(value: float) -> int:
    return 0 if value == int(value) else 2
