"""Families of actors: what kind of member an establishment could be, each answer with its reason.

The families and their rules are data (``data/rules/families.toml``); each rule names its source.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from essaim.engine.errors import InvalidRules
from essaim.engine.language import current_language
from essaim.engine.language import gettext as _
from essaim.engine.register.predicates import Answers, Predicate, evaluate, parse_predicate
from essaim.engine.register.profiles import Profiles
from essaim.engine.values import Answer

RULES = "families.toml"


@dataclass(frozen=True)
class Reason:
    """One way into a family.

    Attributes:
        when: the predicate that must hold.
        texts: why an actor that meets it counts, by language.
        confirms: what would confirm it when the answer is unknown, by language.
        source: the text or the file relied on.
    """

    when: Predicate
    texts: Mapping[str, str]
    confirms: Mapping[str, str]
    source: str

    def text(self) -> str:
        """Why it counts, in the language in use."""
        return self.texts[current_language()]

    def confirmation(self) -> str:
        """What would confirm it, in the language in use."""
        return self.confirms[current_language()]


@dataclass(frozen=True)
class Family:
    """A family of actors; an establishment belongs when any of its reasons holds and no exclusion does.

    Attributes:
        key: its name in rules and models.
        labels: by language.
        reasons: the ways in, most telling first.
        excluded: a predicate that keeps out, or None.
        suggests: what hints at the family when it cannot be told (an activity, mostly), or None. It never makes a
            "possible" sure; it says whom to ask first.
        part_of: the composition of article 9 it serves ("ess", "enterprise", "link"), or "".
        listed: False for natural persons: counted, never listed.
        note: what the reader must know, by language.
        rules_out: families to which an actor that is declared to be of this one cannot belong.
        brings: families to which it belongs too.
    """

    key: str
    labels: Mapping[str, str]
    reasons: tuple[Reason, ...]
    excluded: Predicate | None
    suggests: Predicate | None
    part_of: str
    listed: bool
    note: Mapping[str, str]
    rules_out: tuple[str, ...] = ()
    brings: tuple[str, ...] = ()

    def label(self) -> str:
        """The family's name in the language in use."""
        return self.labels[current_language()]

    def note_text(self) -> str:
        """What the reader must know, in the language in use; may be empty."""
        return self.note[current_language()]


@dataclass(frozen=True)
class Families(Mapping[str, Family]):
    """All families, in the file's order; a later one may name an earlier one."""

    members: Mapping[str, Family]
    version: str

    def __getitem__(self, key: str) -> Family:
        return self.members[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.members)

    def __len__(self) -> int:
        return len(self.members)

    def answers(
        self, profiles: Profiles, declared: Sequence[str] = (), never: Sequence[str] = ()
    ) -> dict[str, Answers]:
        """For each family, int8 ``Answer`` of every profile, shape (n_profiles,).

        Args:
            profiles: what the register, or a record, knows.
            declared: a family said by people for each profile, "" when none is; it fills what is unknown and never goes
                against what is known: a legal category that says no stands.
            never: families to which none of them can belong, whoever they are: what is unknown there is no.
        """
        found: dict[str, Answers] = {}
        said = np.array(declared, dtype=np.str_)
        for family in self.members.values():
            answer = np.maximum.reduce([evaluate(reason.when, profiles, found) for reason in family.reasons])
            if family.excluded is not None:
                kept = np.int8(Answer.YES) - evaluate(family.excluded, profiles, found)
                answer = np.minimum(answer, kept).astype(np.int8)
            if family.key in never:
                answer = np.where(answer == Answer.UNKNOWN, np.int8(Answer.NO), answer).astype(np.int8)
            found[family.key] = self._completed(family.key, answer, said) if said.size else answer
        return found

    def _completed(self, key: str, answer: Answers, said: NDArray[np.str_]) -> Answers:
        """What is unknown of one family, filled with what people declared."""
        against = [other.key for other in self.members.values() if key in other.rules_out]
        bringing = [key, *(other.key for other in self.members.values() if key in other.brings)]
        unknown = answer == Answer.UNKNOWN
        filled = np.where(unknown & np.isin(said, bringing), np.int8(Answer.YES), answer)
        return np.where(unknown & np.isin(said, against), np.int8(Answer.NO), filled).astype(np.int8)

    def reason(self, key: str, profiles: Profiles, answers: Mapping[str, Answers], profile: int) -> Reason:
        """The first reason that is as strong as the family's answer for one profile (a row number of ``profiles``)."""
        one = _single(profiles, profile)
        known = {name: values[profile : profile + 1] for name, values in answers.items()}
        family = self.members[key]
        ranked = [(int(evaluate(reason.when, one, known)[0]), reason) for reason in family.reasons]
        return max(ranked, key=lambda pair: pair[0])[1]


def _single(profiles: Profiles, profile: int) -> Profiles:
    spot = slice(profile, profile + 1)
    return Profiles(
        naf=profiles.naf[spot],
        naf25=profiles.naf25[spot],
        legal=profiles.legal[spot],
        size=profiles.size[spot],
        unit_size=profiles.unit_size[spot],
        flags={name: values[spot] for name, values in profiles.flags.items()},
    )


@cache
def load_families() -> Families:
    """The product's own families.

    Raises:
        InvalidRules: the file breaks its schema (a defect of the installation).
    """
    text = (files("essaim") / "data" / "rules" / RULES).read_text(encoding="utf-8")
    return read_families(text, RULES)


def read_families(text: str, name: str) -> Families:
    """Families from TOML text; ``name`` is the file named in messages."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidRules(_("%(name)s : %(error)s.") % {"name": name, "error": error}) from error
    members: dict[str, Family] = {}
    for entry in data.get("family", []):
        family = _read_family(entry, name)
        if family.key in members:
            raise InvalidRules(
                _("%(name)s : la famille « %(key)s » est définie deux fois.") % {"name": name, "key": family.key}
            )
        for used in _used(family) - set(members):
            raise InvalidRules(
                _("%(name)s, famille %(key)s : la famille « %(used)s » n'est pas définie plus haut.")
                % {"name": name, "key": family.key, "used": used}
            )
        members[family.key] = family
    return Families(members, str(data.get("version", "")))


def _used(family: Family) -> set[str]:
    used = set().union(*(reason.when.families() for reason in family.reasons))
    return used | (set(family.excluded.families()) if family.excluded else set())


def _read_family(entry: Mapping[str, object], name: str) -> Family:
    key = str(entry.get("key", ""))
    where = _("%(name)s, famille %(key)s") % {"name": name, "key": key or "?"}
    try:
        reasons = tuple(_read_reason(reason, where) for reason in entry["reason"])  # type: ignore[attr-defined]
        return Family(
            key=str(entry["key"]),
            labels={"fr": str(entry["label_fr"]), "en": str(entry["label_en"])},
            reasons=reasons,
            excluded=parse_predicate(entry["excluded"], where) if "excluded" in entry else None,
            suggests=parse_predicate(entry["suggests"], where) if "suggests" in entry else None,
            part_of=str(entry.get("part_of", "")),
            listed=bool(entry.get("listed", True)),
            note={"fr": str(entry.get("note_fr", "")), "en": str(entry.get("note_en", ""))},
            rules_out=tuple(str(key) for key in entry.get("rules_out", ())),  # type: ignore[attr-defined]
            brings=tuple(str(key) for key in entry.get("brings", ())),  # type: ignore[attr-defined]
        )
    except KeyError as error:
        raise InvalidRules(_("%(where)s : il manque la clé %(key)s.") % {"where": where, "key": error}) from error


def _read_reason(entry: Mapping[str, object], where: str) -> Reason:
    return Reason(
        when=parse_predicate(entry["when"], where),
        texts={"fr": str(entry["why_fr"]), "en": str(entry["why_en"])},
        confirms={"fr": str(entry.get("confirm_fr", "")), "en": str(entry.get("confirm_en", ""))},
        source=str(entry["source"]),
    )
