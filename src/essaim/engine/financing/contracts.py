"""The contract that one subscribes to when asking for a public grant, as dated data (``rules/funding/contracts.toml``).

It is known to be asked of the legal forms that the text names, and not known of the others: never "no".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from essaim.engine.financing import data_files
from essaim.engine.patterns.problems import Findings
from essaim.engine.patterns.schema import Key
from essaim.engine.values import Answer

_FILE = "contracts.toml"
_CONTRACT = (
    Key("key", "slug", 'key = "engagement-republicain"', required=True),
    Key("fr", "text", 'fr = "loi n° …"', required=True),
    Key("en", "text", 'en = "law no. …"', required=True),
    Key("text", "text", 'text = "…"', required=True),
    Key("url", "text", 'url = "https://…"'),
    Key("text_date", "text", 'text_date = "2021-12-31"'),
    Key("status", "word", 'status = "read"', required=True, words=lambda: data_files.words(*data_files.STATUSES)),
    Key("legal_forms", "texts", 'legal_forms = ["association"]', required=True),
    Key("legal_categories", "texts", 'legal_categories = ["92"]', required=True),
    Key("not_for", "texts", 'not_for = ["loan"]'),
    Key("valid_from", "date", "valid_from = 2022-01-02"),
    Key("valid_until", "date", "valid_until = 2030-12-31"),
)
_CONTRACTS = (
    Key("version", "text", 'version = "2026-11-27"', required=True),
    Key("contract", "tables", "[[contract]]", required=True, keys=_CONTRACT),
)


@dataclass(frozen=True, slots=True)
class GrantContract:
    """A contract that a text asks for.

    Attributes:
        text: what is relied on; status: "read" or "recalled".
        legal_forms, legal_categories: of whom it is asked: keys of forms, first digits of INSEE's categories.
        not_for: kinds of support that are no grant (keys of ``load_supports()``).
    """

    key: str
    titles: Mapping[str, str]
    text: str
    url: str
    status: str
    legal_forms: tuple[str, ...]
    legal_categories: tuple[str, ...]
    not_for: tuple[str, ...]
    valid_from: date | None = None
    valid_until: date | None = None

    def title(self) -> str:
        """The text by its short name, in the language in use."""
        return data_files.in_language(self.titles)

    def is_asked(self, legal_form: str, legal_category: str, *, is_public: bool | None, kind: str = "") -> Answer:
        """Whether it is asked of that legal form for that support; "" and None: nobody said.

        Args:
            legal_form, legal_category: either is enough.
            is_public: whether the funder's money is public aid.
            kind: of the support.
        """
        if is_public is False or kind in self.not_for:
            return Answer.NO
        is_named = legal_form in self.legal_forms or legal_category.startswith(self.legal_categories)
        return Answer.YES if is_named and is_public else Answer.UNKNOWN


def grant_contract(at: date) -> GrantContract | None:
    """The contract asked for grants requested on a day; None when no text that we know asked for one."""
    return next((one for one in _contracts() if data_files.is_in_force(at, one.valid_from, one.valid_until)), None)


@cache
def _contracts() -> tuple[GrantContract, ...]:
    data = data_files.checked(data_files.shipped_text("rules", "funding", _FILE), _FILE, _CONTRACTS, _sense)
    return tuple(
        GrantContract(
            key=one["key"], titles=data_files.both(one), text=one["text"], url=one.get("url", ""),
            status=one["status"], legal_forms=tuple(one["legal_forms"]),
            legal_categories=tuple(one["legal_categories"]), not_for=tuple(one.get("not_for", ())),
            valid_from=one.get("valid_from"), valid_until=one.get("valid_until"),
        )
        for one in data["contract"]
    )  # fmt: skip


def _sense(findings: Findings) -> None:
    for place, one in enumerate(findings.data["contract"]):
        data_files.check_days(findings, ("contract", place), one)
