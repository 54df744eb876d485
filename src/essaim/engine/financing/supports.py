"""Kinds of support and how they are usually paid (``data/rules/funding/supports.toml``): proposals, never a norm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from essaim.engine.financing import data_files
from essaim.engine.financing.plan import Calendar, Rhythm, Tranche
from essaim.engine.language import gettext as _
from essaim.engine.patterns.schema import Key

_FILE = "supports.toml"
_SUPPORT = (
    Key("key", "slug", 'key = "cpo"', required=True),
    Key("fr", "text", 'fr = "Subvention"', required=True),
    Key("en", "text", 'en = "Grant"', required=True),
    Key("text_fr", "text", 'text_fr = "Payée…"', required=True),
    Key("text_en", "text", 'text_en = "Paid…"', required=True),
    Key("public", "flag", "public = true"),
    Key("cash", "flag", "cash = false"),
    Key("rhythm", "word", 'rhythm = "yearly"', required=True, words=lambda: data_files.words(*Rhythm)),
    Key("month", "whole", "month = 3", low=1, high=12),
    Key("delay", "whole", "delay = 2", low=0, high=60),
    Key("claim_every", "whole", "claim_every = 6", low=1, high=12),
    Key("advance", "whole", "advance = 3000", low=0, high=10_000),
    Key("tranches", "pairs", "tranches = [[3, 5000], [9, 5000]]"),
    Key("source_title", "text", 'source_title = "…"', required=True),
    Key("source_url", "text", 'source_url = "https://…"'),
    Key("source_date", "text", 'source_date = "2021-07-01"'),
    Key("status", "word", 'status = "read"', required=True, words=lambda: data_files.words(*data_files.STATUSES)),
)
_SUPPORTS = (
    Key("version", "text", 'version = "2026-11-26"', required=True),
    Key("note_fr", "text", 'note_fr = "…"', required=True),
    Key("note_en", "text", 'note_en = "…"', required=True),
    Key("support", "tables", "[[support]]", required=True, keys=_SUPPORT),
)


@dataclass(frozen=True, slots=True)
class Support:
    """A kind of support.

    Attributes:
        key: stable, what lines carry.
        calendar: how it is usually paid: a proposal to change, no norm.
        is_public: whether it is usually public aid; None when it depends on who pays.
        is_cash: whether money is paid at all.
        source_title, source_url, source_date: what was read; "" for what is not known.
        status: "read", "recalled" (to be checked) or "proposal", about the source; the calendar is always a proposal.
    """

    key: str
    titles: Mapping[str, str]
    texts: Mapping[str, str]
    calendar: Calendar
    is_public: bool | None
    is_cash: bool
    source_title: str
    source_url: str
    source_date: str
    status: str

    def title(self) -> str:
        """Its name in the language in use."""
        return data_files.in_language(self.titles)

    def text(self) -> str:
        """How it works, in the language in use."""
        return data_files.in_language(self.texts)


@dataclass(frozen=True, slots=True)
class Supports:
    """Every kind of support, in order, and what to know before using their calendars."""

    version: str
    notes: Mapping[str, str]
    kinds: tuple[Support, ...]

    def note(self) -> str:
        """That the calendars are proposals, in the language in use."""
        return data_files.in_language(self.notes)

    def has(self, key: str) -> bool:
        """Whether a kind has that key."""
        return any(one.key == key for one in self.kinds)

    def support(self, key: str) -> Support:
        """The kind of that key.

        Raises:
            UnknownKey: there is none; the advice names the nearest.
        """
        return data_files.named(key, self.kinds, _("Aucune forme d'aide n'a la clé « %(key)s »."))


@cache
def load_supports() -> Supports:
    """The kinds of support that come with the product."""
    return read_supports(data_files.shipped_text("rules", "funding", _FILE), _FILE)


def read_supports(text: str, name: str) -> Supports:
    """The kinds of support written in a TOML text; ``name`` is the file named in messages.

    Raises:
        InvalidRules: it breaks the schema; the message gives each problem with its line.
        InvalidValue: tranches that do not make the whole.
    """
    data = data_files.checked(text, name, _SUPPORTS)
    kinds = tuple(_support(one) for one in data["support"])
    return Supports(data["version"], data_files.both(data, "note"), kinds)


def _support(data: Mapping[str, Any]) -> Support:
    return Support(
        key=data["key"],
        titles=data_files.both(data),
        texts=data_files.both(data, "text"),
        calendar=Calendar(
            rhythm=Rhythm(data["rhythm"]),
            month=data.get("month", 1),
            delay=data.get("delay", 0),
            tranches=tuple(Tranche(month, share) for month, share in data.get("tranches", ())),
            claim_every=data.get("claim_every", 6),
            advance=data.get("advance", 0),
        ),
        is_public=data.get("public"),
        is_cash=data.get("cash", True),
        source_title=data["source_title"],
        source_url=data.get("source_url", ""),
        source_date=data.get("source_date", ""),
        status=data["status"],
    )
