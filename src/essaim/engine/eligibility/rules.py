"""Rules of eligibility as dated data (``data/rules/eligibility``), each with the text relied on."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from essaim.engine.errors import InvalidRules, UnknownPattern
from essaim.engine.language import current_language
from essaim.engine.language import gettext as _

CHECKS = ("applicant_private_law", "legal_persons", "family", "statement", "not_recognised", "unpublished")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        key, texts: its name, and what it asks by language.
        check: how it is looked at, one of ``CHECKS``.
        families: any of them counts, for "family".
        minimum: how many, for "legal_persons" and "family".
        any_person: for "family": a partner of no known family may still be the one that the text means.
        schemes: recognitions that would break it, for "not_recognised".
    """

    key: str
    texts: Mapping[str, str]
    check: str
    families: tuple[str, ...] = ()
    minimum: int = 1
    any_person: bool = False
    schemes: tuple[str, ...] = ()

    def text(self) -> str:
        """What it asks, in the language in use."""
        return self.texts.get(current_language(), self.texts["fr"])


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of a text, dated; ``url`` is "" for a call's own rules."""

    key: str
    version: str
    titles: Mapping[str, str]
    text_title: str
    url: str
    rules: tuple[Rule, ...]
    notes: Mapping[str, str] = field(default_factory=dict)

    def title(self) -> str:
        """Its name in the language in use."""
        return self.titles.get(current_language(), self.titles["fr"])

    def note(self) -> str:
        """What its reader must know; "" when nothing."""
        return self.notes.get(current_language(), "")


@cache
def rule_sets() -> Mapping[str, RuleSet]:
    """Every set that comes with the product, by key."""
    folder = files("essaim") / "data" / "rules" / "eligibility"
    found = [_read(tomllib.loads(file.read_text(encoding="utf-8"))) for file in folder.iterdir()
             if file.name.endswith(".toml")]  # fmt: skip
    return {one.key: one for one in sorted(found, key=lambda one: one.version)}


def rule_set(key: str) -> RuleSet:
    """The set called ``key``.

    Raises:
        UnknownPattern: there is none.
    """
    found = rule_sets().get(key)
    if found is None:
        raise UnknownPattern(_("Aucune règle d'éligibilité ne s'appelle « %(key)s ».") % {"key": key})
    return found


def own_rules(sentences: Sequence[str]) -> RuleSet:
    """The rules that a call writes itself: sentences, which only people can judge."""
    rules = tuple(Rule(f"own-{place}", {"fr": text}, "statement") for place, text in enumerate(sentences, start=1))
    titles = {"fr": "Règles de l'appel", "en": "Rules of the call"}
    return RuleSet("own", "", titles, titles["fr"], "", rules)


def _read(data: Mapping[str, Any]) -> RuleSet:
    return RuleSet(
        key=data["key"],
        version=data["version"],
        titles={"fr": data["title_fr"], "en": data["title_en"]},
        text_title=data["text_title"],
        url=data["url"],
        rules=tuple(_rule(one) for one in data["rule"]),
        notes={"fr": data.get("note_fr", ""), "en": data.get("note_en", "")},
    )


def _rule(data: Mapping[str, Any]) -> Rule:
    if data["check"] not in CHECKS:
        raise InvalidRules(f"{data['key']}: {data['check']}", "")
    return Rule(
        key=data["key"],
        texts={"fr": data["fr"], "en": data["en"]},
        check=data["check"],
        families=tuple(data.get("families", ())),
        minimum=int(data.get("minimum", 1)),
        any_person=bool(data.get("any_person", False)),
        schemes=tuple(data.get("schemes", ())),
    )
