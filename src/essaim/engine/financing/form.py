"""The budget lines of the subsidy form (CERFA 12156), and the ledger accounts that they map to.

The file ``data/nomenclatures/subsidy_form.toml`` says each line and why; accounts of the form and of the ledger differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from essaim.engine.errors import InvalidRules
from essaim.engine.financing import data_files
from essaim.engine.financing.plan import Side
from essaim.engine.language import gettext as _
from essaim.engine.patterns.problems import nearest
from essaim.engine.patterns.schema import Key

MARKET, PUBLIC, RECIPROCITY = "market", "public", "reciprocity"
ORIGINS = (MARKET, PUBLIC, RECIPROCITY)
# Levels of the funders of heading 74; all but the last are public.
STATE, PRIVATE = "state", "private"
FUNDER_LEVELS = (
    STATE, "region", "department", "commune_epci", "social_bodies", "europe", "asp", "other_public", PRIVATE,
)  # fmt: skip
VOLUNTEERING_CHARGES, VOLUNTEERING_PRODUCTS = "86", "87"
SUBSIDIES = "74"
GIFTS = "758"

_FILE = "subsidy_form.toml"
_HEADING = (
    Key("key", "slug", 'key = "60"', required=True),
    Key("side", "word", 'side = "charge"', required=True, words=lambda: data_files.words(*Side)),
    Key("fr", "text", 'fr = "Achats"', required=True),
    Key("en", "text", 'en = "Purchases"', required=True),
)
_LINE = (
    Key("key", "slug", 'key = "613"', required=True),
    Key("heading", "slug", 'heading = "61"', required=True),
    Key("fr", "text", 'fr = "Locations"', required=True),
    Key("en", "text", 'en = "Rents and hire"', required=True),
    Key("account", "text", 'account = "613"'),
    Key("ledger", "text", 'ledger = "613"'),
    Key("origin", "word", 'origin = "market"', words=lambda: data_files.words(*ORIGINS)),
    Key("funder_level", "word", 'funder_level = "state"', words=lambda: data_files.words(*FUNDER_LEVELS)),
    Key("cash", "flag", "cash = false"),
    Key("in_kind", "flag", "in_kind = true"),
    Key("indirect", "flag", "indirect = true"),
)
_FORM = (
    Key("key", "slug", 'key = "cerfa-12156"', required=True),
    Key("version", "text", 'version = "12156*06"', required=True),
    Key("title_fr", "text", 'title_fr = "Demande de subvention"', required=True),
    Key("title_en", "text", 'title_en = "Subsidy request"', required=True),
    Key("source", "text", 'source = "CERFA n° 12156*06"', required=True),
    Key("url", "text", 'url = "https://…"'),
    Key("date", "date", 'date = "2023"', required=True),
    Key("status", "word", 'status = "read"', required=True, words=lambda: data_files.words(*data_files.STATUSES)),
    Key("heading", "tables", "[[heading]]", required=True, keys=_HEADING),
    Key("line", "tables", "[[line]]", required=True, keys=_LINE),
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the form: "60 Achats"."""

    key: str
    side: Side
    titles: Mapping[str, str]

    def title(self) -> str:
        """Its name in the language in use, with its account where it has one."""
        name = data_files.in_language(self.titles)
        return f"{self.key} {name}" if self.key.isdigit() else name


@dataclass(frozen=True, slots=True)
class FormLine:
    """A line of the form.

    Attributes:
        key: stable, short: what plans, spreadsheets and addresses carry.
        account: as the form numbers it; "" where it has none.
        side, group: where it stands; ``group`` is the key of its heading.
        is_cash: whether money moves when it is written (not for 68, 78, own resources, 86, 87).
        in_kind: a valued contribution, beside the budget in money.
        origin: "market", "public" or "reciprocity" for products; "" where it is none of them.
        funder_level: who pays, for the lines of heading 74; "" elsewhere.
        ledger: the account of the associations' chart (ANC 2018-06); "" where no account is meant.
        indirect: whether it is a share of the costs of the whole organisation, spread by a key.
    """

    key: str
    account: str
    side: Side
    titles: Mapping[str, str]
    group: str
    is_cash: bool = True
    in_kind: bool = False
    origin: str = ""
    funder_level: str = ""
    ledger: str = ""
    indirect: bool = False

    def title(self) -> str:
        """Its label in the language in use."""
        return data_files.in_language(self.titles)


@dataclass(frozen=True, slots=True)
class SubsidyForm:
    """The form: its headings and its lines in its order, with its version, source and date."""

    key: str
    version: str
    titles: Mapping[str, str]
    source: str
    url: str
    date: str
    status: str
    headings: tuple[Heading, ...]
    lines: tuple[FormLine, ...]

    def title(self) -> str:
        """Its name in the language in use."""
        return data_files.in_language(self.titles)

    def find(self, key: str) -> FormLine | None:
        """The line of that key; None when there is none."""
        return next((one for one in self.lines if one.key == key), None)

    def line(self, key: str) -> FormLine:
        """The line of that key.

        Raises:
            UnknownKey: there is none; the advice names the nearest.
        """
        return data_files.named(key, self.lines, _("Aucune ligne du formulaire n'a la clé « %(key)s »."))

    def has(self, key: str) -> bool:
        """Whether a line has that key."""
        return self.find(key) is not None

    def side(self, side: Side) -> tuple[FormLine, ...]:
        """The lines of one side, in the form's order."""
        return tuple(one for one in self.lines if one.side == side)

    def groups(self, side: Side) -> tuple[tuple[Heading, tuple[FormLine, ...]], ...]:
        """Each heading of one side with its lines, in the form's order."""
        return tuple(
            (heading, tuple(one for one in self.lines if one.group == heading.key))
            for heading in self.headings
            if heading.side == side
        )


@cache
def load_form() -> SubsidyForm:
    """The form that comes with the product."""
    return read_form(data_files.shipped_text("nomenclatures", _FILE), _FILE)


def read_form(text: str, name: str) -> SubsidyForm:
    """The form written in a TOML text; ``name`` is the file named in messages.

    Raises:
        InvalidRules: it breaks the schema; the message gives each problem with its line.
    """
    data = data_files.checked(text, name, _FORM)
    headings = tuple(Heading(one["key"], Side(one["side"]), data_files.both(one)) for one in data["heading"])
    sides = {one.key: one.side for one in headings}
    for one in data["line"]:
        if one["heading"] not in sides:
            raise InvalidRules(
                _("%(file)s : la rubrique « %(key)s » n'existe pas.") % {"file": name, "key": one["heading"]},
                nearest(one["heading"], sides),
            )
    return SubsidyForm(
        key=data["key"],
        version=data["version"],
        titles=data_files.both(data, "title"),
        source=data["source"],
        url=data.get("url", ""),
        date=str(data["date"]),
        status=data["status"],
        headings=headings,
        lines=tuple(_line(one, sides[one["heading"]]) for one in data["line"]),
    )


def _line(data: Mapping[str, Any], side: Side) -> FormLine:
    return FormLine(
        key=data["key"],
        account=data.get("account", ""),
        side=side,
        titles=data_files.both(data),
        group=data["heading"],
        is_cash=data.get("cash", True),
        in_kind=data.get("in_kind", False),
        origin=data.get("origin", ""),
        funder_level=data.get("funder_level", ""),
        ledger=data.get("ledger", ""),
        indirect=data.get("indirect", False),
    )
