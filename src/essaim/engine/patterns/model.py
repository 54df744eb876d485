"""What a pole model is: roles, links between them, shared means, money, team, governance, conditions, lessons.

A model is a *pattern* when at least two real poles are known to have worked that way, a *case* when there is one.
Every part says whether a source supports it or whether it is an assumption of the model's author. Values are built by
``reading`` and are frozen; ``as_data`` gives them back under the keys of the file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from essaim.engine.language import current_language, named
from essaim.engine.register.predicates import Predicate, parse_predicate


class Basis(StrEnum):
    """What a statement rests on."""

    SOURCE = "source"
    ASSUMPTION = "assumption"


class Part(StrEnum):
    """Whether a part must be kept when the model is taken elsewhere, or may be adapted."""

    CORE = "core"
    ADAPTABLE = "adaptable"


class Kind(StrEnum):
    """How many real poles a model is drawn from: one (case), two or more (pattern)."""

    CASE = "case"
    PATTERN = "pattern"


@dataclass(frozen=True)
class Figure:
    """A number about a real pole, never without its scope.

    Attributes:
        label: what is counted.
        value: how many.
        scope: whose: the team, the members, the site…
        unit: in what; empty for a plain count.
        date: when, as text; empty when the source does not say.
        sources: where it is written; empty means: in the sources of the pole it belongs to.
        note: what the reader must know; empty when nothing.
    """

    label: str
    value: float
    scope: str
    unit: str = ""
    date: str = ""
    sources: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class KnownUse:
    """A real pole that works, or worked, that way.

    Attributes:
        name: the pole's own name.
        sources: where it is described.
        place: where it is, in words; given even when there is no commune code.
        commune_insee: its seat's commune; empty when unknown or when the pole has no single commune.
        since: year of its start as the sources say it; None when unknown.
        stage: "emergence" for a pole still being founded when described; empty otherwise.
        ended: year or date it ended; empty while it lives or when nothing is known.
        end_reason: why it ended; given whenever ``ended`` is.
        note: what the reader must know.
        figures: numbers, each with scope and date.
    """

    name: str
    sources: tuple[str, ...]
    place: str = ""
    commune_insee: str = ""
    since: int | None = None
    stage: str = ""
    ended: str = ""
    end_reason: str = ""
    note: str = ""
    figures: tuple[Figure, ...] = field(default=(), metadata={"key": "figure"})


@dataclass(frozen=True)
class Role:
    """A part that somebody must play in the pole.

    Attributes:
        key: its name in links and results.
        label: its name in words.
        why: what the pole cannot do without it.
        minimum: how many actors at least; at least 1 for a core role.
        part: core or adaptable.
        basis: whether sources show this role in real poles.
        suggests: predicate (TOML form) on the activity: who may play it; empty = any activity.
        confirms: predicate (TOML form) on legal form, flag or family: what makes it sure; empty = activity is enough.
        ideal: how many actors one would wish; None = the minimum is enough.
        reach_km: how far from the territory an actor may stand, in km; None = within the territory itself.
        sources: where the role is described.
        count_basis: whether minimum and ideal come from sources; they are assumptions unless said.
        note: what the reader must know.
    """

    key: str
    label: str
    why: str
    minimum: int
    part: Part
    basis: Basis
    suggests: Mapping[str, Any] = field(default_factory=dict)
    confirms: Mapping[str, Any] = field(default_factory=dict)
    ideal: int | None = None
    reach_km: float | None = None
    sources: tuple[str, ...] = ()
    count_basis: Basis = Basis.ASSUMPTION
    note: str = ""

    @property
    def name(self) -> str:
        """The role's label in the language in use."""
        return named(self.label)

    @property
    def suggestion(self) -> Predicate | None:
        """``suggests`` as a predicate; None when any activity may do."""
        return parse_predicate(dict(self.suggests), self.key) if self.suggests else None

    @property
    def confirmation(self) -> Predicate | None:
        """``confirms`` as a predicate; None when the activity is enough."""
        return parse_predicate(dict(self.confirms), self.key) if self.confirms else None

    @property
    def predicate(self) -> Predicate:
        """Who plays the role: what ``suggests`` says *and* what ``confirms`` says, in three values."""
        parts = [dict(rule) for rule in (self.suggests, self.confirms) if rule]
        return parse_predicate(parts[0] if len(parts) == 1 else {"all": parts}, self.key)


@dataclass(frozen=True)
class Link:
    """What flows from one role to another; ``pole`` stands for the pole itself (its team, its shared means)."""

    from_role: str = field(metadata={"key": "from"})
    to_role: str = field(metadata={"key": "to"})
    kind: str
    what: str
    basis: Basis
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Means:
    """Something the members share; ``unit`` is what its use is counted in."""

    kind: str
    label: str
    basis: Basis
    unit: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Funding:
    """A kind of funder; shares (0 to 1 of the budget) only when a source gives them, with scope and date."""

    kind: str
    label: str
    basis: Basis
    share_min: float | None = None
    share_max: float | None = None
    scope: str = ""
    date: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Team:
    """The coordination team, in full-time equivalents."""

    fte_min: float
    fte_max: float
    basis: Basis
    why: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Governance:
    """Legal forms met in such poles, and how votes are held."""

    legal_forms: tuple[str, ...]
    basis: Basis
    why: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class College:
    """A group of members that votes together."""

    label: str
    basis: Basis
    why: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Condition:
    """Something the territory itself must offer: a criterion between two bounds (either may be absent)."""

    key: str
    label: str
    criterion: str
    part: Part
    basis: Basis
    why: str
    min: float | None = None
    max: float | None = None
    sources: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The condition's label in the language in use."""
        return named(self.label)


@dataclass(frozen=True)
class Lesson:
    """What made such a pole work, weakened it or ended it; always with its source."""

    outcome: str
    text: str
    sources: tuple[str, ...]
    about: str = ""
    date: str = ""


@dataclass(frozen=True)
class Pattern:
    """A pole model. Field order is the order of the file."""

    key: str
    title: str
    version: str
    summary: str
    problem: str
    domains: tuple[str, ...]
    title_en: str = ""
    assumptions: tuple[str, ...] = ()
    team: Team | None = None
    governance: Governance | None = None
    known_uses: tuple[KnownUse, ...] = field(default=(), metadata={"key": "known_use"})
    roles: tuple[Role, ...] = field(default=(), metadata={"key": "role"})
    links: tuple[Link, ...] = field(default=(), metadata={"key": "link"})
    means: tuple[Means, ...] = ()
    funding: tuple[Funding, ...] = ()
    colleges: tuple[College, ...] = field(default=(), metadata={"key": "college"})
    conditions: tuple[Condition, ...] = field(default=(), metadata={"key": "condition"})
    lessons: tuple[Lesson, ...] = field(default=(), metadata={"key": "lesson"})

    @property
    def kind(self) -> Kind:
        """Case (one known use) or pattern (two or more)."""
        return Kind.PATTERN if len(self.known_uses) > 1 else Kind.CASE

    def label(self) -> str:
        """The title in the language in use; French when the model has no other."""
        return self.title_en if self.title_en and current_language() == "en" else self.title

    @property
    def core_roles(self) -> tuple[Role, ...]:
        """The roles that must be kept."""
        return tuple(role for role in self.roles if role.part is Part.CORE)

    # Kept by the instance: a page asks it of every model of the library.
    @cached_property
    def digest(self) -> str:
        """A fingerprint of the content (64 hexadecimal signs): the same model gives the same results."""
        text = json.dumps(as_data(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def source_links(self, sources: tuple[str, ...]) -> tuple[str, ...]:
        """Addresses behind ``sources``: the name of a known use stands for the sources of that pole."""
        poles = {use.name: use.sources for use in self.known_uses}
        links = [link for source in sources for link in poles.get(source, (source,))]
        return tuple(dict.fromkeys(links))

    def role(self, key: str) -> Role:
        """The role of that key.

        Raises:
            KeyError: there is none.
        """
        for role in self.roles:
            if role.key == key:
                return role
        raise KeyError(key)


def file_key(item: Any) -> str:
    """The key a dataclass field has in the file (``roles`` is written ``role``)."""
    return str(item.metadata.get("key", item.name))


def as_data(value: Any) -> Any:
    """A model, or a part of it, as plain data under the keys of the file; what is absent is left out."""
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((file_key(item), getattr(value, item.name)) for item in fields(value))
        return {key: as_data(content) for key, content in pairs if content not in (None, "", (), {})}
    if isinstance(value, Mapping):
        return {key: as_data(content) for key, content in value.items()}
    if isinstance(value, tuple | list):
        return [as_data(content) for content in value]
    return str(value) if isinstance(value, StrEnum) else value
