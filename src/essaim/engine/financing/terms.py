"""By when the law asks that a grant be paid, as dated data (``data/rules/funding/terms.toml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from essaim.engine.financing import data_files
from essaim.engine.patterns.problems import Findings
from essaim.engine.patterns.schema import Key

_FILE = "terms.toml"
_TERM = (
    Key("key", "slug", 'key = "loi-2021-875"', required=True),
    Key("days", "whole", "days = 60", required=True, low=1, high=366),
    Key("fr", "text", 'fr = "loi n° …"', required=True),
    Key("en", "text", 'en = "law no. …"', required=True),
    Key("text", "text", 'text = "…"', required=True),
    Key("url", "text", 'url = "https://…"'),
    Key("text_date", "text", 'text_date = "2021-07-01"'),
    Key("status", "word", 'status = "read"', required=True, words=lambda: data_files.words(*data_files.STATUSES)),
    Key("valid_from", "date", "valid_from = 2021-01-01"),
    Key("valid_until", "date", "valid_until = 2027-12-31"),
)
_TERMS = (
    Key("version", "text", 'version = "2026-11-26"', required=True),
    Key("term", "tables", "[[term]]", required=True, keys=_TERM),
)


@dataclass(frozen=True, slots=True)
class PaymentTerm:
    """A term of payment.

    Attributes:
        days: after the grant is notified, unless its agreement provides otherwise.
        text: what is relied on; status: "read" or "recalled" (from memory: to be checked).
    """

    key: str
    days: int
    titles: Mapping[str, str]
    text: str
    status: str
    valid_from: date | None = None
    valid_until: date | None = None

    def title(self) -> str:
        """The text by its short name, in the language in use."""
        return data_files.in_language(self.titles)


def payment_term(at: date) -> PaymentTerm | None:
    """The term in force on a day; None when no text that we know was."""
    return next((one for one in _terms() if data_files.is_in_force(at, one.valid_from, one.valid_until)), None)


@cache
def _terms() -> tuple[PaymentTerm, ...]:
    data = data_files.checked(data_files.shipped_text("rules", "funding", _FILE), _FILE, _TERMS, _sense)
    return tuple(
        PaymentTerm(
            one["key"], one["days"], data_files.both(one), one["text"], one["status"], one.get("valid_from"),
            one.get("valid_until"),
        )
        for one in data["term"]
    )  # fmt: skip


def _sense(findings: Findings) -> None:
    for place, one in enumerate(findings.data["term"]):
        data_files.check_days(findings, ("term", place), one)
