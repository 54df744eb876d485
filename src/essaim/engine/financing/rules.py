"""Funding rules as dated data (``data/rules/funding``): ceilings, thresholds, cumulations, each with its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from essaim.engine.financing import data_files
from essaim.engine.language import gettext as _
from essaim.engine.patterns.problems import Findings
from essaim.engine.patterns.schema import Key

FILES = ("ceilings.toml", "thresholds.toml", "cumulations.toml")
PUBLIC_CEILING, SUPPORT_CEILING, OWN_SHARE = "public_ceiling", "support_ceiling", "own_share"
AGREEMENT, AUDIT, CUMULATION = "agreement_threshold", "audit_threshold", "cumulation"
# What each check needs in the file, besides its sentences and its text.
NEEDED: Mapping[str, tuple[str, ...]] = {
    PUBLIC_CEILING: ("rate", "base"),
    SUPPORT_CEILING: ("supports", "region", "base"),
    OWN_SHARE: ("rate", "base"),
    AGREEMENT: ("amount",),
    AUDIT: ("amount",),
    CUMULATION: ("supports", "others"),
}
MONEY, VALUED, FUNDER = "money", "valued", "funder"
BASES = (MONEY, VALUED, FUNDER)
ALWAYS, LOCAL_AUTHORITY, STATE_INVESTMENT = "always", "local_authority", "state_investment"
CASES = (ALWAYS, LOCAL_AUTHORITY, STATE_INVESTMENT)

_REGION = (
    Key("key", "slug", 'key = "transition"', required=True),
    Key("fr", "text", 'fr = "région en transition"', required=True),
    Key("en", "text", 'en = "region in transition"', required=True),
    Key("rate", "whole", "rate = 6000", required=True, low=0, high=10_000),
    Key("departments", "texts", 'departments = ["75"]'),
)
_RULE = (
    Key("key", "slug", 'key = "public-aid-80"', required=True),
    Key("check", "word", 'check = "public_ceiling"', required=True, words=lambda: data_files.words(*NEEDED)),
    Key("fr", "text", 'fr = "…"', required=True),
    Key("en", "text", 'en = "…"', required=True),
    Key("note_fr", "text", 'note_fr = "…"', required=True),
    Key("note_en", "text", 'note_en = "…"', required=True),
    Key("when", "word", 'when = "local_authority"', words=lambda: data_files.words(*CASES)),
    Key("rate", "whole", "rate = 8000", low=0, high=10_000),
    Key("base", "word", 'base = "money"', words=lambda: data_files.words(*BASES)),
    Key("amount", "whole", "amount = 2300000", low=0),
    Key("supports", "texts", 'supports = ["fse"]'),
    Key("others", "texts", 'others = ["leader"]'),
    Key("region", "tables", "[[rule.region]]", keys=_REGION),
    Key("text", "text", 'text = "…"', required=True),
    Key("url", "text", 'url = "https://…"'),
    Key("text_date", "text", 'text_date = "2021"'),
    Key("status", "word", 'status = "read"', required=True, words=lambda: data_files.words(*data_files.STATUSES)),
    Key("valid_from", "date", "valid_from = 2021-01-01"),
    Key("valid_until", "date", "valid_until = 2027-12-31"),
)
_FILE = (
    Key("version", "text", 'version = "2026-11-26"', required=True),
    Key("rule", "tables", "[[rule]]", required=True, keys=_RULE),
)


@dataclass(frozen=True, slots=True)
class RegionRate:
    """A category of region, its ceiling in basis points, and its départements."""

    key: str
    titles: Mapping[str, str]
    rate: int
    departments: tuple[str, ...] = ()

    def title(self) -> str:
        """Its name in the language in use."""
        return data_files.in_language(self.titles)


@dataclass(frozen=True, slots=True)
class FundingRule:
    """A rule about who may pay how much.

    Attributes:
        key: stable.
        check: how it is looked at, one of ``NEEDED``.
        when: in which case it holds: "always", "local_authority" (the project's owner is one), "state_investment".
        rate: basis points, for ceilings and shares; None for the others.
        base: which cost counts: "money", "valued" (with contributions in kind), "funder" (the funder says).
        amount: cents a year, for thresholds.
        supports, others: kinds of support it is about.
        regions: ceilings by category of region.
        text, url, text_date: what is relied on; "" for what is not known.
        status: "read" or "recalled" (from memory: to be checked).
    """

    key: str
    check: str
    titles: Mapping[str, str]
    notes: Mapping[str, str]
    text: str
    status: str
    when: str = ALWAYS
    rate: int | None = None
    base: str = ""
    amount: int | None = None
    supports: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    regions: tuple[RegionRate, ...] = ()
    url: str = ""
    text_date: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    version: str = ""

    def title(self) -> str:
        """What it asks, in the language in use."""
        return data_files.in_language(self.titles)

    def note(self) -> str:
        """What to know before relying on it, in the language in use."""
        return data_files.in_language(self.notes)

    def is_in_force(self, at: date) -> bool:
        """Whether it holds on a day."""
        return data_files.is_in_force(at, self.valid_from, self.valid_until)

    def region_of(self, department: str) -> RegionRate | None:
        """The category of region of a département; None when it is not said, or in no category known."""
        return next((one for one in self.regions if department in one.departments), None)


@cache
def funding_rules() -> tuple[FundingRule, ...]:
    """Every rule that comes with the product."""
    return tuple(rule for name in FILES for rule in read_rules(data_files.shipped_text("rules", "funding", name), name))


def rules_in_force(at: date) -> tuple[FundingRule, ...]:
    """The rules that hold on a day."""
    return tuple(one for one in funding_rules() if one.is_in_force(at))


def funding_rule(key: str) -> FundingRule:
    """The rule of that key.

    Raises:
        UnknownKey: there is none; the advice names the nearest.
    """
    return data_files.named(key, funding_rules(), _("Aucune règle de financement n'a la clé « %(key)s »."))


def read_rules(text: str, name: str) -> tuple[FundingRule, ...]:
    """The rules written in a TOML text; ``name`` is the file named in messages.

    Raises:
        InvalidRules: it breaks the schema; the message gives each problem with its line.
    """
    data = data_files.checked(text, name, _FILE, _sense)
    return tuple(_rule(one, data["version"]) for one in data["rule"])


def _sense(findings: Findings) -> None:
    for place, rule in enumerate(findings.data["rule"]):
        data_files.check_days(findings, ("rule", place), rule)
        for key in NEEDED[rule["check"]]:
            if key not in rule:
                message = _("une règle « %(check)s » a besoin de « %(key)s ».") % {"check": rule["check"], "key": key}
                advice = _("Écrivez-le, ou choisissez une autre façon de vérifier.")
                findings.add(("rule", place), message, advice, code="missing", key=key)


def _rule(data: Mapping[str, Any], version: str) -> FundingRule:
    return FundingRule(
        key=data["key"],
        check=data["check"],
        titles=data_files.both(data),
        notes=data_files.both(data, "note"),
        text=data["text"],
        status=data["status"],
        when=data.get("when", ALWAYS),
        rate=data.get("rate"),
        base=data.get("base", ""),
        amount=data.get("amount"),
        supports=tuple(data.get("supports", ())),
        others=tuple(data.get("others", ())),
        regions=tuple(
            RegionRate(one["key"], data_files.both(one), one["rate"], tuple(one.get("departments", ())))
            for one in data.get("region", ())
        ),
        url=data.get("url", ""),
        text_date=data.get("text_date", ""),
        valid_from=data.get("valid_from"),
        valid_until=data.get("valid_until"),
        version=version,
    )
