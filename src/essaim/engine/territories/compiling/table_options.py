"""What to read from a table: what its declaration says, or what the person named."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from essaim.engine.errors import BadOption, MissingColumns
from essaim.engine.language import gettext as _
from essaim.engine.territories.declarations import CriterionColumn, Declaration, LevelColumn, load_declarations

# Names that a column of commune codes commonly has, most telling first.
COMMUNE_COLUMNS = (
    "codgeo",
    "code_insee",
    "code_commune",
    "code_commune_insee",
    "insee_com",
    "codecommune",
    "insee",
    "depcom",
    "com",
    "commune",
    "code",
)


@dataclass(frozen=True)
class TableOptions:
    """What the person says of the table they add; everything may be left out for a known table.

    Attributes:
        name: under which to keep it; by default its declaration's key, else the file's name.
        vintage, title, publisher, licence: its source.
        key: column of the commune codes. levels: level name → "code column" or "code column:name column".
        criteria: criterion name → "column" or "column:unit".
    """

    name: str = ""
    vintage: str = ""
    title: str = ""
    publisher: str = ""
    licence: str = ""
    key: str = ""
    levels: Mapping[str, str] | None = None
    criteria: Mapping[str, str] | None = None


def declaration_for(path: Path, columns: tuple[str, ...], options: TableOptions) -> Declaration:
    """What to read from the table at ``path``: as named in the options, else as its columns tell.

    Raises:
        MissingColumns: its columns are not those of a known table, and nothing was named.
        BadOption: no column looks like commune codes.
    """
    if options.key or options.levels or options.criteria:
        return _from_options(path, columns, options)
    found = load_declarations().recognise(columns)
    if found is None:
        raise MissingColumns(
            _("%(path)s n'est pas une table connue.") % {"path": path},
            _(
                "Dites quoi y lire : --key COLONNE (codes des communes), --level nom=colonne, "
                "--criterion nom=colonne. Ses colonnes : %(columns)s."
            )
            % {"columns": ", ".join(columns)},
        )
    return found


def columns_read(asked: Declaration) -> set[str]:
    """The names, in lower case, of every column that the declaration may read."""
    names = {
        asked.commune,
        asked.code,
        asked.label,
        asked.communes,
        asked.name,
        asked.population,
        asked.area,
        asked.lon,
    }
    names |= {asked.lat, asked.postal, asked.former, asked.period, asked.vintage_column, *asked.requires}
    names |= {name for level in asked.levels for name in (level.code, level.label)}
    names |= {criterion.column for criterion in (*asked.criteria, *asked.counts)}
    if asked.past:
        names |= {asked.past.code, asked.past.commune, asked.past.name, asked.past.kind, asked.past.postal}
    return {name.casefold() for name in names}


def _from_options(path: Path, columns: tuple[str, ...], options: TableOptions) -> Declaration:
    present = {name.casefold(): name for name in columns}
    key = options.key or next((present[name] for name in COMMUNE_COLUMNS if name in present), "")
    if not key:
        raise BadOption(
            _("Aucune colonne de %(path)s ne ressemble à un code de commune.") % {"path": path},
            _("Nommez-la : --key COLONNE. Ses colonnes : %(columns)s.") % {"columns": ", ".join(columns)},
        )
    levels = []
    for name, said in (options.levels or {}).items():
        code, _colon, label = said.partition(":")
        levels.append(LevelColumn(key_of(name), code.strip(), label.strip()))
    columns_of = {key_of(name): said.partition(":")[0].strip() for name, said in (options.criteria or {}).items()}
    # These two are not criteria among others: they replace what the base says.
    population, area = columns_of.pop("population", ""), columns_of.pop("superficie", "")
    return Declaration(
        key="",
        titles={"fr": path.stem},
        commune=key,
        population=population,
        area=area,
        levels=tuple(levels),
        criteria=tuple(CriterionColumn(name, column) for name, column in columns_of.items()),
    )


def slug(name: str) -> str:
    """A short name fit for a folder: « Zones d'emploi (2020) » → ``zones-d-emploi-2020``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "table"


def key_of(name: str) -> str:
    """A level's or criterion's key: « Bassin de vie » → ``bassin_de_vie``."""
    return slug(name).replace("-", "_")
