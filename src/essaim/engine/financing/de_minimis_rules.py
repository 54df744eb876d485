"""De minimis regulations: their windows, their dated ceilings, the ceilings that several of them share.

They are dated data (``data/rules/funding/de_minimis.toml``), for one Member State.
"""

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
from essaim.engine.values import Answer

ROLLING, FISCAL = "rolling", "fiscal"
_FILE = "de_minimis.toml"
_CEILING = (
    Key("amount", "whole", "amount = 30000000", required=True, low=0),
    Key("valid_from", "date", "valid_from = 2024-01-01"),
    Key("valid_until", "date", "valid_until = 2030-12-31"),
    Key("register", "flag", "register = true"),
)
_REGULATION = (
    Key("key", "slug", 'key = "general"', required=True),
    Key("fr", "text", 'fr = "…"', required=True),
    Key("en", "text", 'en = "…"', required=True),
    Key("window", "word", 'window = "rolling"', required=True, words=lambda: data_files.words(ROLLING, FISCAL)),
    Key("no_compensation", "flag", "no_compensation = true"),
    Key("note_fr", "text", 'note_fr = "…"'),
    Key("note_en", "text", 'note_en = "…"'),
    Key("text", "text", 'text = "…"', required=True),
    Key("url", "text", 'url = "https://…"'),
    Key("status", "word", 'status = "read"', required=True, words=lambda: data_files.words(*data_files.STATUSES)),
    Key("ceiling", "tables", "[[regulation.ceiling]]", required=True, keys=_CEILING),
)
_SHARED = (
    Key("key", "slug", 'key = "with-general"', required=True),
    Key("regulations", "texts", 'regulations = ["general", "agriculture"]', required=True),
    Key("ceiling_of", "text", 'ceiling_of = "general"', required=True),
    Key("asks", "flag", "asks = true"),
    Key("text", "text", 'text = "…"', required=True),
    Key("url", "text", 'url = "https://…"'),
    Key("status", "word", 'status = "read"', required=True, words=lambda: data_files.words(*data_files.STATUSES)),
)
_REGULATIONS = (
    Key("version", "text", 'version = "2026-11-26"', required=True),
    Key("regulation", "tables", "[[regulation]]", required=True, keys=_REGULATION),
    Key("shared", "tables", "[[shared]]", keys=_SHARED),
)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A ceiling in cents and when it holds; ``needs_register``: only for aid entered in the central register."""

    amount: int
    valid_from: date | None = None
    valid_until: date | None = None
    needs_register: bool = False

    def is_in_force(self, at: date) -> bool:
        """Whether it holds on a day."""
        return data_files.is_in_force(at, self.valid_from, self.valid_until)


@dataclass(frozen=True, slots=True)
class Regulation:
    """A de minimis regulation: its window, its dated ceilings, and the text relied on.

    ``no_compensation``: it may not be added to another compensation for the same service.
    """

    key: str
    titles: Mapping[str, str]
    window: str
    ceilings: tuple[Ceiling, ...]
    text: str
    url: str
    status: str
    notes: Mapping[str, str]
    no_compensation: bool = False

    def title(self) -> str:
        """Its name in the language in use."""
        return data_files.in_language(self.titles)

    def note(self) -> str:
        """What to know before relying on it; "" when nothing."""
        return data_files.in_language(self.notes)

    def ceiling(self, at: date, in_register: Answer) -> tuple[int | None, int | None]:
        """The lowest and the highest ceiling that may hold on a day: equal when it is known, None when none is."""
        sure = [one.amount for one in self.ceilings if one.is_in_force(at) and not one.needs_register]
        entered = [one.amount for one in self.ceilings if one.is_in_force(at) and one.needs_register]
        low = max(sure, default=None)
        if in_register == Answer.YES:
            low = max([*sure, *entered], default=None)
        high = low if in_register == Answer.NO else max([*sure, *entered], default=None)
        return low, high


@dataclass(frozen=True, slots=True)
class SharedCeiling:
    """A ceiling that the aids of several regulations may not pass together.

    Attributes:
        regulations: keys of those that share it.
        ceiling_of: the one whose ceiling it is.
        asks: above it, nobody here can tell: whoever grants the aid is asked.
        text, url, status: what is relied on.
    """

    key: str
    regulations: tuple[str, ...]
    ceiling_of: str
    asks: bool
    text: str
    url: str
    status: str


@dataclass(frozen=True, slots=True)
class DeMinimisRules:
    """The regulations, and the ceilings that they share."""

    regulations: tuple[Regulation, ...]
    shared: tuple[SharedCeiling, ...] = ()


@cache
def shipped_rules() -> DeMinimisRules:
    """Those that come with the product."""
    return read_rules(data_files.shipped_text("rules", "funding", _FILE), _FILE)


def regulations() -> tuple[Regulation, ...]:
    """Every de minimis regulation that comes with the product."""
    return shipped_rules().regulations


def shared_ceilings() -> tuple[SharedCeiling, ...]:
    """Every ceiling that regulations share, of those that come with the product."""
    return shipped_rules().shared


def regulation(key: str) -> Regulation:
    """The regulation of that key.

    Raises:
        UnknownKey: there is none; the advice names the nearest.
    """
    return data_files.named(key, regulations(), _("Aucun règlement de minimis n'a la clé « %(key)s »."))


def read_rules(text: str, name: str) -> DeMinimisRules:
    """The rules written in a TOML text; ``name`` is the file named in messages.

    Raises:
        InvalidRules: it breaks the schema; the message gives each problem with its line.
    """
    data = data_files.checked(text, name, _REGULATIONS, _sense)
    return DeMinimisRules(
        tuple(_regulation(one) for one in data["regulation"]), tuple(_shared(one) for one in data.get("shared", ()))
    )


def _sense(findings: Findings) -> None:
    known = {one["key"] for one in findings.data["regulation"]}
    for place, one in enumerate(findings.data["regulation"]):
        for row, ceiling in enumerate(one["ceiling"]):
            data_files.check_days(findings, ("regulation", place, "ceiling", row), ceiling)
    for place, one in enumerate(findings.data.get("shared", ())):
        for key in sorted({*one["regulations"], one["ceiling_of"]} - known):
            message = _("aucun règlement n'a la clé « %(key)s ».") % {"key": key}
            findings.add(("shared", place), message, _("Écrivez une clé de ce fichier."), code="unknown")


def _shared(data: Mapping[str, Any]) -> SharedCeiling:
    return SharedCeiling(
        data["key"], tuple(data["regulations"]), data["ceiling_of"], data.get("asks", False), data["text"],
        data.get("url", ""), data["status"],
    )  # fmt: skip


def _regulation(data: Mapping[str, Any]) -> Regulation:
    ceilings = tuple(
        Ceiling(one["amount"], one.get("valid_from"), one.get("valid_until"), one.get("register", False))
        for one in data["ceiling"]
    )
    return Regulation(
        data["key"], data_files.both(data), data["window"], ceilings, data["text"], data.get("url", ""),
        data["status"], data_files.both(data, "note"), data.get("no_compensation", False),
    )  # fmt: skip
