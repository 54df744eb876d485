"""How alike are two pole models, and why.

For each heading, a share between 0 and 1 in the manner of Gower: headings are compared apart, a heading that one of
the two leaves empty is not compared, and nothing is added up into a mark. Roles are paired one to one so that the sum
of their likenesses is the largest possible; a pair counts when it is at least ``PAIRED``.

Source of the coefficient: J. C. Gower, "A general coefficient of similarity and some of its properties", Biometrics,
1971; pairs of roles: Jaccard's index on activity codes and on families.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from essaim.engine.language import gettext as _
from essaim.engine.patterns.model import Pattern, Role, Team
from essaim.engine.patterns.vocabulary import domains, legal_forms, means_kinds
from essaim.engine.register.nomenclature import expand

PAIRED = 0.25


@dataclass(frozen=True)
class RolePair:
    """Two roles that resemble each other.

    Attributes:
        first, second: the role of each model.
        likeness: 0 to 1.
        activities: activity codes (NAF rev. 2) that both suggest, in order.
        families: families that both name.
    """

    first: Role
    second: Role
    likeness: float
    activities: tuple[str, ...]
    families: tuple[str, ...]


@dataclass(frozen=True)
class Heading:
    """One heading of the comparison.

    Attributes:
        key: "roles", "domains", "means", "legal_forms" or "team".
        label: in words.
        share: 0 (nothing in common) to 1 (identical); None when one of the two says nothing.
        common: what both have, in words.
        only_first, only_second: what one of them alone has, in words.
    """

    key: str
    label: str
    share: float | None
    common: tuple[str, ...] = ()
    only_first: tuple[str, ...] = ()
    only_second: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Two models side by side, heading by heading; there is no overall mark."""

    first: Pattern
    second: Pattern
    headings: tuple[Heading, ...]
    pairs: tuple[RolePair, ...]

    def heading(self, key: str) -> Heading:
        """The heading of that key."""
        return next(heading for heading in self.headings if heading.key == key)


def compare(first: Pattern, second: Pattern) -> Comparison:
    """What two models have in common and what sets them apart.

    The shares do not depend on which comes first. A model compared with itself has 1 everywhere it says something.
    """
    pairs = _pair(first, second)
    headings = (
        _roles(first, second, pairs),
        _sets("domains", _("Domaines"), first.domains, second.domains, domains()),
        _sets("means", _("Moyens partagés"), _kinds(first), _kinds(second), means_kinds()),
        _sets("legal_forms", _("Formes juridiques"), _forms(first), _forms(second), legal_forms()),
        _team(first.team, second.team),
    )
    return Comparison(first, second, headings, pairs)


def _pair(first: Pattern, second: Pattern) -> tuple[RolePair, ...]:
    from scipy.optimize import linear_sum_assignment  # most of a second to import, and only comparing needs it

    # Pairing always starts from the same side, so that equal likenesses are settled alike whichever comes first.
    if (second.key, second.digest) < (first.key, first.digest):
        flipped = _pair(second, first)
        return tuple(RolePair(p.second, p.first, p.likeness, p.activities, p.families) for p in flipped)
    traits = [[_traits(role) for role in pattern.roles] for pattern in (first, second)]
    likeness = np.array([[_likeness(a, b) for b in traits[1]] for a in traits[0]])
    # Among equal likenesses, roles of the same name go together.
    same = np.array([[a.key == b.key for b in second.roles] for a in first.roles])
    rows, columns = linear_sum_assignment(likeness + 1e-6 * same, maximize=True)
    return tuple(
        RolePair(
            first.roles[i],
            second.roles[j],
            float(likeness[i, j]),
            tuple(sorted(traits[0][i][0] & traits[1][j][0])),
            tuple(sorted(traits[0][i][1] & traits[1][j][1])),
        )
        for i, j in zip(rows, columns, strict=True)
        if likeness[i, j] >= PAIRED
    )


Traits = tuple[frozenset[str], frozenset[str]]


def _traits(role: Role) -> Traits:
    """Activities (rev. 2 codes, else 2025) and what confirms: families, flags, legal forms."""
    suggestion, confirmation = role.suggestion, role.confirmation
    codes: frozenset[str] = frozenset()
    for nomenclature in ("rev2", "naf2025"):
        named = suggestion.codes(nomenclature) if suggestion else ()
        codes = codes or frozenset(code for pattern in named for code in expand(pattern, nomenclature))
    families = confirmation.families() if confirmation else frozenset[str]()
    return codes, families | _marks(role.confirms)


def _marks(rule: Mapping[str, Any]) -> frozenset[str]:
    flags = frozenset({f"flag:{rule['flag']}"}) if isinstance(rule.get("flag"), str) else frozenset[str]()
    return flags | frozenset(f"legal:{code}" for code in rule.get("legal", ()))


def _likeness(first: Traits, second: Traits) -> float:
    """Likeness of activities, halved when what confirms differs altogether; without activities, what confirms alone."""
    confirming = _jaccard(first[1], second[1])
    if not first[0] and not second[0]:
        return confirming
    return _jaccard(first[0], second[0]) * (1 + confirming) / 2


def _jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / len(first | second) if first or second else 1.0


def _roles(first: Pattern, second: Pattern, pairs: tuple[RolePair, ...]) -> Heading:
    paired = {pair.first.key for pair in pairs}, {pair.second.key for pair in pairs}
    share = 2 * sum(pair.likeness for pair in pairs) / (len(first.roles) + len(second.roles))
    return Heading(
        "roles",
        _("Rôles"),
        min(1.0, share),
        tuple(_pair_in_words(pair) for pair in pairs),
        tuple(role.name for role in first.roles if role.key not in paired[0]),
        tuple(role.name for role in second.roles if role.key not in paired[1]),
    )


def _pair_in_words(pair: RolePair) -> str:
    if pair.first.label == pair.second.label:
        return pair.first.name
    return _("%(a)s ~ %(b)s") % {"a": pair.first.name, "b": pair.second.name}


def _kinds(pattern: Pattern) -> tuple[str, ...]:
    return tuple(means.kind for means in pattern.means)


def _forms(pattern: Pattern) -> tuple[str, ...]:
    return pattern.governance.legal_forms if pattern.governance else ()


def _sets(key: str, label: str, first: tuple[str, ...], second: tuple[str, ...], words: Mapping[str, str]) -> Heading:
    a, b = frozenset(first), frozenset(second)
    share = _jaccard(a, b) if a and b else None
    common, only_first, only_second = (tuple(words[name] for name in sorted(names)) for names in (a & b, a - b, b - a))
    return Heading(key, label, share, common, only_first, only_second)


def _team(first: Team | None, second: Team | None) -> Heading:
    """The smaller mean size over the larger."""
    label = _("Équipe d'animation")
    told = tuple((_in_fte(team),) if team else () for team in (first, second))
    if first is None or second is None:
        return Heading("team", label, None, (), told[0], told[1])
    sizes = sorted((team.fte_min + team.fte_max) / 2 for team in (first, second))
    share = sizes[0] / sizes[1] if sizes[1] else 1.0
    same = told[0] == told[1]
    return Heading("team", label, share, told[0] if same else (), () if same else told[0], () if same else told[1])


def _in_fte(team: Team) -> str:
    if team.fte_min == team.fte_max:
        return _("%(n)s ETP") % {"n": _number(team.fte_min)}
    return _("%(low)s à %(high)s ETP") % {"low": _number(team.fte_min), "high": _number(team.fte_max)}


def _number(value: float) -> str:
    return f"{value:g}".replace(".", ",")
