"""Small files in SIRENE's official schema, written line by line: what is not said takes an ordinary value."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import numpy as np

from essaim.engine.register import ImportReport, Register, import_register, open_register
from essaim.engine.sources.tables import literal, quoted
from essaim.engine.territories import Territories

Line = Mapping[str, object]
AT = datetime(2026, 1, 5, 12, tzinfo=UTC)

ESTABLISHMENT: dict[str, object] = {
    "siren": None,
    "nic": None,
    "siret": None,
    "statutDiffusionEtablissement": "O",
    "trancheEffectifsEtablissement": None,
    "dateDernierTraitementEtablissement": "2025-08-31T10:00:00",
    "etablissementSiege": True,
    "codeCommuneEtablissement": "48095",
    "codePaysEtrangerEtablissement": None,
    "coordonneeLambertAbscisseEtablissement": None,
    "coordonneeLambertOrdonneeEtablissement": None,
    "etatAdministratifEtablissement": "A",
    "enseigne1Etablissement": None,
    "enseigne2Etablissement": None,
    "enseigne3Etablissement": None,
    "denominationUsuelleEtablissement": None,
    "activitePrincipaleEtablissement": "94.99Z",
    "nomenclatureActivitePrincipaleEtablissement": "NAFRev2",
    "activitePrincipaleNAF25Etablissement": None,
}
UNIT: dict[str, object] = {
    "siren": None,
    "statutDiffusionUniteLegale": "O",
    "sigleUniteLegale": None,
    "prenom1UniteLegale": None,
    "identifiantAssociationUniteLegale": None,
    "trancheEffectifsUniteLegale": None,
    "nomUniteLegale": None,
    "denominationUniteLegale": None,
    "categorieJuridiqueUniteLegale": 9220,
    "economieSocialeSolidaireUniteLegale": None,
    "societeMissionUniteLegale": None,
}
POSITION: dict[str, object] = {"siret": None, "x_longitude": 3.5, "y_latitude": 44.5, "qualite_xy": "11"}
DIRECTORY: dict[str, object] = {
    "siren": None,
    "est_ess": False,
    "est_siae": False,
    "est_qualiopi": False,
    "est_organisme_formation": False,
    "est_association": False,
    "est_administration": False,
    "est_societe_mission": "N",
}
_TYPES = {bool: "BOOLEAN", int: "BIGINT", float: "DOUBLE"}


def establishments(folder: Path, *lines: Line, name: str = "StockEtablissement_utf8.parquet") -> Path:
    """A StockEtablissement file; each line needs ``siret``."""
    full = [{"siren": str(line["siret"])[:9], "nic": str(line["siret"])[9:], **line} for line in lines]
    return write_table(folder / name, [ESTABLISHMENT | line for line in full])


def units(folder: Path, *lines: Line, name: str = "StockUniteLegale_utf8.parquet") -> Path:
    """A StockUniteLegale file; each line needs ``siren``."""
    return write_table(folder / name, [UNIT | dict(line) for line in lines])


def positions(folder: Path, *lines: Line) -> Path:
    """A geolocation file; each line needs ``siret``."""
    return write_table(folder / "GeolocalisationEtablissement.parquet", [POSITION | dict(line) for line in lines])


def directory(folder: Path, *lines: Line) -> Path:
    """The Annuaire's unites_legales; each line needs ``siren``."""
    return write_table(folder / "unites_legales.parquet", [DIRECTORY | dict(line) for line in lines])


def write_table(path: Path, lines: Sequence[Line], metadata: Mapping[str, str] | None = None) -> Path:
    """Write lines as Parquet (typed), CSV, or zipped CSV, as the file's name says."""
    if path.suffix == ".parquet":
        _write_parquet(path, lines, metadata or {})
    elif path.suffix == ".zip":
        plain = _write_csv(path.with_suffix(".csv"), lines)
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(plain, plain.name)
        plain.unlink()
    else:
        _write_csv(path, lines)
    return path


def _write_csv(path: Path, lines: Sequence[Line]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(lines[0]))
        writer.writeheader()
        writer.writerows([{k: str(v).lower() if isinstance(v, bool) else v for k, v in line.items()} for line in lines])
    return path


def _write_parquet(path: Path, lines: Sequence[Line], metadata: Mapping[str, str]) -> None:
    columns = {name: [line[name] for line in lines] for name in lines[0]}
    types = {
        name: next((_TYPES.get(type(value), "VARCHAR") for value in values if value is not None), "VARCHAR")
        for name, values in columns.items()
    }
    select = ", ".join(f"unnest(CAST(? AS {types[name]}[])) AS {quoted(name)}" for name in columns)
    pairs = ", ".join(f"{quoted(key)}: {literal(value)}" for key, value in metadata.items())
    extra = f", KV_METADATA {{{pairs}}}" if pairs else ""
    with duckdb.connect() as con:
        con.execute(f"CREATE TABLE lines AS SELECT {select}", list(columns.values()))
        con.execute(f"COPY lines TO {literal(path)} (FORMAT parquet{extra})")


def imported(territories: Territories, root: Path, *files: Path, **options: object) -> tuple[ImportReport, Register]:
    """Import files into the store at ``root``, and open the result."""
    report = import_register(files, territories=territories, at=AT, root=root, **options)  # type: ignore[arg-type]
    return report, open_register(territories, root)


def seen(register: Register) -> dict[str, dict[str, object]]:
    """Every establishment by SIRET: its attributes, flags, commune, name and position."""
    profiles, rows = register.profiles, register.rows
    communes = rows.commune_of(np.arange(len(rows.siret)))
    found = {}
    for row, commune in zip(range(len(rows.siret)), communes, strict=True):
        profile = int(rows.profile[row])
        found[f"{int(rows.siret[row]):014d}"] = {
            "commune": int(commune),
            "name": rows.name(row),
            "lon": float(rows.lon[row]),
            "lat": float(rows.lat[row]),
            **{key: str(getattr(profiles, key)[profile]) for key in ("naf", "naf25", "legal", "size", "unit_size")},
            **{key: int(values[profile]) for key, values in profiles.flags.items()},
        }
    return found
