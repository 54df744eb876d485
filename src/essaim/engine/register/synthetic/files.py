"""Writing a synthetic register: compact columns become the official columns, in Parquet and in zipped CSV."""

from __future__ import annotations

import errno
import shutil
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

import essaim
from essaim.engine.errors import StoreProblem
from essaim.engine.language import gettext as _
from essaim.engine.register.synthetic.laws import SynthesisLaws
from essaim.engine.register.synthetic.places import Places, lambert93
from essaim.engine.sources.official import OfficialFile, official_files
from essaim.engine.sources.tables import literal
from essaim.engine.values import Progress

EPOCH = date(1900, 1, 1)
ABROAD = 65_535
# Bits of the flags of establishments and of units.
ACTIVE, HEAD, PARTIAL, TRADE_NAME, USUAL_NAME = 1, 2, 4, 8, 16
PURGED, FEMALE = 32, 64
WORD = "synthétique"
NOTICE = "Registre synthétique, inventé par Essaim : aucune ligne ne décrit une organisation réelle."
_BYTES_A_ROW = {"parquet": 60, "geolocation": 40, "csv": 500}
_MEMORY = "1500MB"


@dataclass(frozen=True, slots=True)
class SyntheticFiles:
    """What a synthesis wrote.

    Attributes:
        establishments, legal_units: Parquet files in the official schema.
        geolocation: Parquet file, or None when it was not asked for.
        csv: zipped CSV files, as many as were asked for.
        rows: establishments; ``units``: legal units.
        seed: what the draw started from.
        notice: the sentence to show with anything computed from them.
    """

    establishments: Path
    legal_units: Path
    geolocation: Path | None
    csv: tuple[Path, ...]
    rows: int
    units: int
    seed: int
    notice: str

    @property
    def paths(self) -> tuple[Path, ...]:
        """The Parquet files, ready to be imported together."""
        return (self.establishments, self.legal_units, *((self.geolocation,) if self.geolocation else ()))


def synthetic_notice(path: Path) -> str | None:
    """The sentence to show when the file at ``path`` is synthetic, else None.

    Read in the Parquet metadata or in the archive's comment; failing that, the word in the file's name is enough.
    """
    if path.suffix.lower() == ".parquet":
        sql = "SELECT value FROM parquet_kv_metadata(?) WHERE key = 'essaim_notice'"
        with duckdb.connect() as con:
            found = con.execute(sql, [str(path)]).fetchone()
        if found:
            return bytes(found[0]).decode("utf-8")
    if path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path) as archive:
            comment = archive.comment.decode("utf-8", "replace")
        if WORD in comment:
            return comment
    plain = unicodedata.normalize("NFKD", path.name).encode("ascii", "ignore").decode().lower()
    return NOTICE if "synthetique" in plain else None


def write_files(
    folder: Path,
    units: Mapping[str, NDArray[Any]],
    establishments: Mapping[str, NDArray[Any]],
    laws: SynthesisLaws,
    places: Places,
    *,
    seed: int,
    csv: bool,
    geolocation: bool,
    progress: Progress,
) -> SyntheticFiles:
    """Write the columns as the official files do; see ``synthesize``."""
    files = official_files()
    rows = int(establishments["siren"].size)
    wanted = [(files["establishments"], _establishment_columns(laws)), (files["legal_units"], _unit_columns(laws))]
    if geolocation:
        wanted.append((files["geolocation"], _geolocation_columns(laws)))
    facts = {
        "essaim_synthetic": "true", "essaim_notice": NOTICE, "essaim_version": essaim.__version__,
        "essaim_laws": laws.version, "vintage": laws.reference_day, "essaim_rows": str(rows), "essaim_seed": str(seed),
    }  # fmt: skip
    with _drafts(folder, rows * _room(csv, geolocation)) as draft, duckdb.connect() as con:
        con.execute(f"SET memory_limit = '{_MEMORY}'")
        con.execute("SET temp_directory = ?", [str(draft / "spill")])
        _offer(con, units, establishments, laws, places)
        written = [_write_parquet(con, draft, file, columns, facts, progress) for file, columns in wanted]
        zipped = [_write_csv(con, path, progress) for path in written] if csv else []
        final = [_publish(path, folder) for path in written]
        archives = tuple(_publish(path, folder) for path in zipped)
    return SyntheticFiles(
        final[0], final[1], final[2] if geolocation else None, archives, rows, int(units["siren"].size), seed, NOTICE
    )


def _room(csv: bool, geolocation: bool) -> int:
    return _BYTES_A_ROW["parquet"] + geolocation * _BYTES_A_ROW["geolocation"] + csv * _BYTES_A_ROW["csv"]


@contextmanager
def _drafts(folder: Path, room: int) -> Iterator[Path]:
    """A draft folder inside ``folder``, gone at the end; ``room`` bytes must be free."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
        if free < room:
            raise StoreProblem(
                _("Il faut environ %(need).1f Go dans %(folder)s, il en reste %(free).1f.")
                % {"need": room / 1e9, "folder": folder, "free": free / 1e9},
                _("Libérez de la place, choisissez un autre dossier ou demandez moins de lignes."),
            )
        with tempfile.TemporaryDirectory(prefix=".draft-", dir=folder) as draft:
            yield Path(draft)
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
        full = getattr(error, "errno", None) == errno.ENOSPC or "No space left" in str(error)
        raise StoreProblem(
            _("Le disque est plein : impossible d'écrire dans %(folder)s.") % {"folder": folder}
            if full
            else _("Impossible d'écrire dans %(folder)s : %(reason)s.")
            % {"folder": folder, "reason": str(error).splitlines()[0][:200]},
            _("Libérez de la place ou choisissez un autre dossier."),
        ) from error


def _publish(path: Path, folder: Path) -> Path:
    return path.replace(folder / path.name)


def _offer(
    con: duckdb.DuckDBPyConnection, units: Mapping[str, NDArray[Any]], establishments: Mapping[str, NDArray[Any]],
    laws: SynthesisLaws, places: Places,
) -> None:  # fmt: skip
    """Make the columns known to DuckDB as ``u`` and ``e``, and the lists that their small integers point into."""
    con.register("u", dict(units))
    con.register("e", dict(establishments))
    x, y = lambert93(places.lon, places.lat)
    overseas = np.array([code.startswith(("97", "98")) for code in places.codes])
    x[overseas] = y[overseas] = np.nan
    lists: dict[str, Sequence[Any]] = {
        "naf": [*laws.naf, *laws.former, None],
        "nomenclature": ["NAFRev2"] * len(laws.naf) + [_nomenclature(code) for code in laws.former] + [None],
        "naf25": [code or None for code in laws.naf25] + [None] * (len(laws.former) + 1),
        "band": [*laws.size_bands, None],
        "form": [int(form) for form in laws.forms],
        "word": list(laws.words),
        "quality": list(laws.qualities),
        "commune": list(places.codes),
        "commune_name": [name or None for name in places.names],
        "x": _or_none(x), "y": _or_none(y), "lon": _or_none(places.lon), "lat": _or_none(places.lat),
    }  # fmt: skip
    # One row of lists, crossed with every row: it keeps their order, as a join on several threads does not.
    names = ", ".join(f"? AS {name}_list" for name in lists)
    con.execute(f"CREATE TEMP TABLE lists AS SELECT {names}", [list(values) for values in lists.values()])


def _or_none(values: NDArray[np.float64]) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in values]


def _nomenclature(code: str) -> str:
    """Codes before 1993 have digits only; the 1993 and 2003 nomenclatures end in a letter and cannot be told apart."""
    return "NAFRev1" if code[-1].isalpha() else "NAP"


def _at(name: str, column: str) -> str:
    return f"{name}_list[{column}::INTEGER + 1]"


def _flag(bit: int) -> str:
    return f"((flags & {bit}) > 0)"


# Our SIREN all have nine digits without leading zeros: plain casts, three times faster than padding.
_SIREN = "siren::VARCHAR"
_SIRET = "(siren::BIGINT * 100000 + nic)::VARCHAR"
_NIC = "lpad(nic::VARCHAR, 5, '0')"
_BORN = f"DATE '{EPOCH}' + day::INTEGER"


def _hidden(value: str) -> str:
    """``value``, or [ND] when the unit asked for partial diffusion."""
    return f"CASE WHEN {_flag(PARTIAL)} THEN '[ND]' ELSE {value} END"


def _changed(laws: SynthesisLaws) -> str:
    """A day between birth and the reference day."""
    today = (date.fromisoformat(laws.reference_day) - EPOCH).days
    return f"({_BORN} + (({today} - day::INTEGER) * (siren % 97) // 97)::INTEGER)"


def _known_band(size: int) -> str:
    return f"band BETWEEN 1 AND {size - 1}"


def _step(laws: SynthesisLaws) -> str:
    """Metres that one unit of ``east`` or ``north`` stands for."""
    return f"{laws.spread_m / 127:.6f}::DOUBLE"


def _establishment_columns(laws: SynthesisLaws) -> tuple[str, dict[str, str]]:
    bands = len(laws.size_bands)
    here = f"place < {ABROAD}"
    east = f"({_at('x', 'place')} + east * {_step(laws)})::INTEGER::VARCHAR"
    north = f"({_at('y', 'place')} + north * {_step(laws)})::INTEGER::VARCHAR"
    return "e, lists", {
        "siren": _SIREN,
        "nic": _NIC,
        "siret": _SIRET,
        "statutDiffusionEtablissement": f"CASE WHEN {_flag(PARTIAL)} THEN 'P' ELSE 'O' END",
        "dateCreationEtablissement": _BORN,
        "trancheEffectifsEtablissement": _at("band", "band"),
        "anneeEffectifsEtablissement": f"CASE WHEN {_known_band(bands)} THEN {laws.workforce_year} END",
        "dateDernierTraitementEtablissement": f"{_changed(laws)}::TIMESTAMP",
        "etablissementSiege": _flag(HEAD),
        "nombrePeriodesEtablissement": "1 + siren % 4",
        "numeroVoieEtablissement": _hidden("(1 + siren % 150)::VARCHAR"),
        "typeVoieEtablissement": _hidden("'RUE'"),
        "libelleVoieEtablissement": _hidden(f"'{WORD.upper()}'"),
        "libelleCommuneEtablissement": f"CASE WHEN {here} THEN {_at('commune_name', 'place')} END",
        "libelleCommuneEtrangerEtablissement": f"CASE WHEN NOT {here} THEN 'VILLE {WORD.upper()}' END",
        "codeCommuneEtablissement": f"CASE WHEN {here} THEN {_at('commune', 'place')} END",
        "codePaysEtrangerEtablissement": f"CASE WHEN NOT {here} THEN '99131' END",
        "libellePaysEtrangerEtablissement": f"CASE WHEN NOT {here} THEN 'BELGIQUE' END",
        "coordonneeLambertAbscisseEtablissement": _hidden(f"CASE WHEN {here} THEN {east} END"),
        "coordonneeLambertOrdonneeEtablissement": _hidden(f"CASE WHEN {here} THEN {north} END"),
        "dateDebut": _changed(laws),
        "etatAdministratifEtablissement": f"CASE WHEN {_flag(ACTIVE)} THEN 'A' ELSE 'F' END",
        "enseigne1Etablissement": f"CASE WHEN {_flag(TRADE_NAME)} THEN {_hidden(_name('Enseigne'))} END",
        "denominationUsuelleEtablissement": f"CASE WHEN {_flag(USUAL_NAME)} THEN {_hidden(_name('Établissement'))} END",
        "activitePrincipaleEtablissement": _at("naf", "naf"),
        "nomenclatureActivitePrincipaleEtablissement": _at("nomenclature", "naf"),
        "caractereEmployeurEtablissement": f"CASE WHEN band BETWEEN 2 AND {bands - 1} THEN 'O' ELSE 'N' END",
        "activitePrincipaleNAF25Etablissement": _at("naf25", "naf"),
    }


def _name(word: str) -> str:
    return f"'{word} {WORD} ' || {_SIREN}"


def _unit_columns(laws: SynthesisLaws) -> tuple[str, dict[str, str]]:
    bands = len(laws.size_bands)
    large, middling = laws.size_bands.index("53"), laws.size_bands.index("32")
    person = f"form = {laws.forms.index('1000')}"
    kept = f"NOT ({_flag(PURGED)})"
    name = f"{_at('word', 'form')} || ' {WORD} ' || {_SIREN}"
    first_name, family_name = _hidden(f"'Prénom {WORD}'"), _hidden(f"'Personne {WORD}'")
    sex = _hidden(f"CASE WHEN {_flag(FEMALE)} THEN 'F' ELSE 'M' END")
    yes_no = "CASE {} WHEN 1 THEN 'O' WHEN 2 THEN 'N' END"
    marketing = f"({person} OR {_at('form', 'form')} // 1000 = 5) AND {_flag(ACTIVE)}"
    return "u, lists", {
        "siren": _SIREN,
        "statutDiffusionUniteLegale": f"CASE WHEN {_flag(PARTIAL)} THEN 'P' ELSE 'O' END",
        "unitePurgeeUniteLegale": f"CASE WHEN {_flag(PURGED)} THEN true END",
        "dateCreationUniteLegale": _BORN,
        "sexeUniteLegale": f"CASE WHEN {person} AND {kept} THEN {sex} END",
        "prenom1UniteLegale": f"CASE WHEN {person} AND {kept} THEN {first_name} END",
        "prenomUsuelUniteLegale": f"CASE WHEN {person} AND {kept} THEN {first_name} END",
        "identifiantAssociationUniteLegale": "CASE WHEN rna > 0 THEN 'W' || lpad(rna::VARCHAR, 9, '0') END",
        "trancheEffectifsUniteLegale": _at("band", "band"),
        "anneeEffectifsUniteLegale": f"CASE WHEN {_known_band(bands)} THEN {laws.workforce_year} END",
        "dateDernierTraitementUniteLegale": f"{_changed(laws)}::TIMESTAMP",
        "nombrePeriodesUniteLegale": "1 + siren % 4",
        "categorieEntreprise": f"CASE WHEN {marketing} THEN CASE WHEN band = {bands} THEN 'PME' "
        f"WHEN band >= {large} THEN 'GE' WHEN band >= {middling} THEN 'ETI' ELSE 'PME' END END",
        "anneeCategorieEntreprise": f"CASE WHEN {marketing} THEN {laws.workforce_year} END",
        "dateDebut": _changed(laws),
        "etatAdministratifUniteLegale": f"CASE WHEN {_flag(ACTIVE)} THEN 'A' ELSE 'C' END",
        "nomUniteLegale": f"CASE WHEN {person} AND {kept} THEN {family_name} END",
        "denominationUniteLegale": f"CASE WHEN NOT ({person}) AND {kept} THEN {_hidden(name)} END",
        "categorieJuridiqueUniteLegale": _at("form", "form"),
        "activitePrincipaleUniteLegale": _at("naf", "naf"),
        "nomenclatureActivitePrincipaleUniteLegale": _at("nomenclature", "naf"),
        "nicSiegeUniteLegale": _NIC,
        "economieSocialeSolidaireUniteLegale": yes_no.format("ess"),
        "societeMissionUniteLegale": yes_no.format("mission"),
        "activitePrincipaleNAF25UniteLegale": _at("naf25", "naf"),
    }


def _geolocation_columns(laws: SynthesisLaws) -> tuple[str, dict[str, str]]:
    step = _step(laws)
    lon, lat = _at("lon", "place"), _at("lat", "place")
    return f"e, lists WHERE place < {ABROAD} AND NOT ({_flag(PARTIAL)}) AND {lon} IS NOT NULL", {
        "siret": _SIRET,
        "x": f"{_at('x', 'place')} + east * {step}",
        "y": f"{_at('y', 'place')} + north * {step}",
        "qualite_xy": _at("quality", "quality"),
        "epsg": f"CASE WHEN {_at('x', 'place')} IS NOT NULL THEN '2154' END",
        "plg_code_commune": _at("commune", "place"),
        "distance_precision": str(laws.spread_m),
        "y_latitude": f"{lat} + north * {step} / 111320",
        "x_longitude": f"{lon} + east * {step} / (111320 * cos(radians({lat})))",
    }


def _write_parquet(
    con: duckdb.DuckDBPyConnection, draft: Path, file: OfficialFile, columns: tuple[str, dict[str, str]],
    facts: Mapping[str, str], progress: Progress
) -> Path:  # fmt: skip
    """Write every official column, in its order and type; those we do not make up stay empty."""
    label = _("Écriture de « %(title)s »") % {"title": file.title}
    progress(label, 0, 1)
    source, made = columns
    assert made.keys() <= {column.name for column in file.columns}
    chosen = ", ".join(f'({made.get(c.name, "NULL")})::{c.type} AS "{c.name}"' for c in file.columns)
    path = draft / _file_name(file.name)
    metadata = ", ".join(f"{key}: {literal(value)}" for key, value in facts.items())
    con.execute(
        f"COPY (SELECT {chosen} FROM {source}) TO {literal(path)} "
        f"(FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 122880, KV_METADATA {{{metadata}}})"
    )
    progress(label, 1, 1)
    return path


def _file_name(official: str) -> str:
    """``StockEtablissement_utf8.parquet`` becomes ``StockEtablissement_synthétique_utf8.parquet``."""
    return official.replace("_utf8.", f"_{WORD}_utf8.")


def _write_csv(con: duckdb.DuckDBPyConnection, parquet: Path, progress: Progress) -> Path:
    """The table of ``parquet`` as the official zipped CSV: commas, UTF-8, one table in the archive."""
    label = _("Compression de %(name)s") % {"name": parquet.stem + ".zip"}
    progress(label, 0, 1)
    table, archive_path = parquet.with_suffix(".csv"), parquet.with_suffix(".zip")
    con.execute(
        f"COPY (SELECT * FROM read_parquet({literal(parquet)})) TO {literal(table)} "
        "(FORMAT csv, HEADER, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%S')"
    )
    entry = zipfile.ZipInfo(table.name)  # dated 1980: the same register gives the same archive
    entry.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(archive_path, "w", compresslevel=1) as archive:
        archive.comment = NOTICE.encode("utf-8")
        with table.open("rb") as plain, archive.open(entry, "w", force_zip64=True) as packed:
            shutil.copyfileobj(plain, packed, 4 << 20)
    table.unlink()
    progress(label, 1, 1)
    return archive_path
