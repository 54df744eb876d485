"""The official files of the register: who publishes them, where they are, which columns they hold.

The facts are data (``data/rules/official_files.toml``); this module only reads them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from essaim.engine.errors import InvalidRules
from essaim.engine.language import gettext as _
from essaim.engine.values import Source

RULES = "official_files.toml"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an official file: its official name and its type in Parquet (an SQL type name)."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class OfficialFile:
    """One file that an official publisher keeps at a permanent address.

    Attributes:
        key: "establishments", "legal_units", "geolocation" or "directory".
        name: the file's official name, e.g. ``StockEtablissement_utf8.parquet``.
        title: what it is, in words.
        publisher: who publishes it.
        licence: under which terms.
        dataset: its dataset's id on data.gouv.fr.
        resource: its resource's id on data.gouv.fr; the permanent address leads to the current vintage.
        format: "parquet" or "csv.gz".
        key_column: the column that identifies a row ("siret" or "siren").
        commune: the column of commune codes, or "" when the file has none.
        columns: every column in the official order; empty when the publisher promises none.
    """

    key: str
    name: str
    title: str
    publisher: str
    licence: str
    dataset: str
    resource: str
    format: str
    key_column: str
    commune: str
    columns: tuple[Column, ...]

    def url(self, base_url: str | None = None) -> str:
        """Its permanent address, on data.gouv.fr or on the mirror at ``base_url``."""
        return f"{(base_url or official_base_url()).rstrip('/')}/api/1/datasets/r/{self.resource}"

    def source(self, vintage: str = "") -> Source:
        """The file as a source to be cited; ``vintage`` as the publisher's server dates it ("2026-10")."""
        return Source(self.key, self.title, self.publisher, self.licence, vintage)


@cache
def _rules() -> dict[str, object]:
    text = (files("essaim") / "data" / "rules" / RULES).read_text(encoding="utf-8")
    return tomllib.loads(text)


def official_base_url() -> str:
    """The address of the site that keeps the official files."""
    return str(_rules()["base_url"])


@cache
def official_files() -> Mapping[str, OfficialFile]:
    """Every official file by its key.

    Raises:
        InvalidRules: the data file lacks something.
    """
    entries = _rules()["file"]
    assert isinstance(entries, list)
    try:
        return {entry["key"]: _official_file(entry) for entry in entries}
    except KeyError as error:
        raise InvalidRules(
            _("%(file)s : « %(key)s » manque pour l'un des fichiers officiels.") % {"file": RULES, "key": error.args[0]}
        ) from error


def _official_file(entry: Mapping[str, str]) -> OfficialFile:
    columns = tuple(Column(*line.split()) for line in entry["columns"].splitlines() if line.strip())
    return OfficialFile(
        key=entry["key"],
        name=entry["name"],
        title=entry["title"],
        publisher=entry["publisher"],
        licence=entry["licence"],
        dataset=entry["dataset"],
        resource=entry["resource"],
        format=entry["format"],
        key_column=entry["key_column"],
        commune=entry.get("commune", ""),
        columns=columns,
    )
