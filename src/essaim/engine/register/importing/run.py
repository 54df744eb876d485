"""Importing the register: official SIRENE files, or any table with SIRET, activity and commune, into the store.

DuckDB reads, joins and sorts; NumPy keeps the columns. Only active establishments are kept, sorted by commune (in the
order of ``Territories``) then SIRET. Names are stored only where they may be shown (``disclosure``): never those of
natural persons, of establishments that are not public, nor where the legal form is unknown, public bodies apart.
Nothing of the register in use changes until the new version is complete.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from essaim.engine.errors import InvalidValue
from essaim.engine.language import gettext as _
from essaim.engine.register.coverage import CoverageClaim, CoverageFound, claimed_coverage, derived_coverage
from essaim.engine.register.importing.codes import make_codes
from essaim.engine.register.importing.columns import rows_by_profile, write_profiles, write_rows
from essaim.engine.register.importing.facts import find_source, known_shares
from essaim.engine.register.importing.intake import Intake, is_official, open_files
from essaim.engine.register.importing.joining import (
    drop_doubles,
    join_lines,
    lay_out,
    number_profiles,
    take_census,
)
from essaim.engine.register.importing.luhn import count_luhn_failures
from essaim.engine.register.importing.rejecting import count_rejected, refuse_hopeless, write_rejected
from essaim.engine.register.importing.row_sql import MACRO
from essaim.engine.register.importing.workbench import Workbench
from essaim.engine.register.laying import write_by_profile
from essaim.engine.register.profiles import Profiles
from essaim.engine.register.register import RegisterInfo
from essaim.engine.register.report import REPORT_FILE, ImportReport, info_to_meta, report_to_meta
from essaim.engine.sources.tables import literal
from essaim.engine.store import Shelf
from essaim.engine.territories import Territories
from essaim.engine.values import Progress, silent

SHELF = "register"
ROWS_FILE = "rows.parquet"
KEPT_VERSIONS = 5
_FRANCE = ZoneInfo("Europe/Paris")


@dataclass(frozen=True)
class _Order:
    """What is asked of one import."""

    paths: tuple[Path, ...]
    territories: Territories
    at: datetime
    vintage: str | None
    source: str | None
    coverage: CoverageClaim | None


def import_register(
    files: Sequence[Path],
    *,
    territories: Territories,
    at: datetime,
    vintage: str | None = None,
    source: str | None = None,
    coverage: CoverageClaim | None = None,
    root: Path | None = None,
    progress: Progress = silent,
) -> ImportReport:
    """Import a register and make it the one in use.

    Args:
        files: StockEtablissement (or plain tables), and optionally StockUniteLegale, GeolocalisationEtablissement and
            the Annuaire's unites_legales, in any order: each is told by its columns. Parquet, CSV (also zipped), XLSX.
        territories: the communes in use; codes of arrondissements and former communes resolve to theirs.
        at: moment of the import, with its time zone.
        vintage: the date of the facts, when the files do not say it.
        source: title of the source, for a plain table.
        coverage: what the files hold whole; by default derived from the rows.
        root: data folder, by default the user's.
        progress: told which step is done, in percent.

    Raises:
        UnreadableFile, MissingColumns, BadOption, InvalidValue, UnknownTerritory: the files cannot be imported.
        StoreProblem: no room, no right to write, or another import running.
    """
    order = _Order(tuple(map(Path, files)), territories, at, vintage, source, coverage)
    if coverage is not None:
        claimed_coverage(coverage, np.zeros(territories.n, dtype=np.int64), territories)  # a wrong code is said at once
    shelf = Shelf(SHELF, root)
    name = _version_name(order)
    with shelf.lock():
        with shelf.writing(name) as (folder, meta):
            scratch = folder / "scratch"
            scratch.mkdir()
            with Workbench(scratch, progress) as bench:
                report = _import(bench, folder, order)
            shutil.rmtree(scratch)
            meta |= {
                "territories": territories.version,
                "communes": territories.n,
                "info": info_to_meta(report.info),
                "report": report_to_meta(report),
            }
        shelf.collect(KEPT_VERSIONS)
    shelf.forget_derived()
    path = shelf.path / name
    return replace(report, version=name, path=path, rejected_file=path / REPORT_FILE if report.rejected else None)


def _version_name(order: _Order) -> str:
    said = "\n".join([order.at.isoformat(), order.territories.version, *map(str, order.paths)])
    # People read it beside the moment of the import, which they are told in French time.
    return f"{order.at.astimezone(_FRANCE):%Y%m%d}-{hashlib.sha256(said.encode()).hexdigest()[:8]}"


def _import(bench: Workbench, folder: Path, order: _Order) -> ImportReport:
    territories = order.territories
    bench.rows("", MACRO)
    files = open_files(bench, order.paths)
    census = take_census(bench, files)
    codes = make_codes(bench, files, territories)
    judged = join_lines(bench, files, sum(census.judged.values()))
    refuse_hopeless(files, census.judged, bench, judged)
    rejected = count_rejected(bench, judged)
    if rejected:
        write_rejected(bench, judged, files, folder / REPORT_FILE)
    _refuse_empty(bench, judged)
    lines, doubles = drop_doubles(bench, judged)
    profiles = number_profiles(bench, lines, codes)
    lay_out(bench, files, lines, folder / ROWS_FILE)
    write_profiles(bench, profiles, folder)
    counts = write_rows(bench, folder / ROWS_FILE, folder, territories.n)
    write_by_profile(folder, folder, territories.n)
    np.save(folder / "communes.npy", territories.codes.astype("U5"))
    info = _describe(bench, files, lines, folder, order, profiles, counts)
    return ImportReport(
        version="",
        info=replace(info, rejected={reason.key: reason.lines for reason in rejected}),
        path=folder,
        profiles=profiles.n,
        communes=int(np.count_nonzero(counts)),
        closed=census.closed,
        abroad=census.abroad,
        duplicates=doubles,
        repaired=_repaired(bench, judged),
        luhn=count_luhn_failures(np.load(folder / "row_siret.npy", mmap_mode="r")),
        rejected=rejected,
    )


def _describe(
    bench: Workbench,
    files: Sequence[Intake],
    lines: Path,
    folder: Path,
    order: _Order,
    profiles: Profiles,
    counts: NDArray[np.int64],
) -> RegisterInfo:
    """What the register is and knows; also writes its coverage."""
    source = find_source(bench, files, lines, order.vintage, order.source)
    found = _coverage(bench, files, lines, counts, order, synthetic=source.synthetic)
    np.save(folder / "coverage.npy", found.communes)
    rows = f"read_parquet({literal(folder / ROWS_FILE)})"
    named, located = bench.rows("", f"SELECT count(name), count(lon) FROM {rows}")[0]
    return RegisterInfo(
        source=source,
        rows=int(counts.sum()),
        known=known_shares(profiles, rows_by_profile(folder, profiles.n), named, located),
        coverage_basis=found.basis,
        imported=order.at.isoformat(),
        files=tuple(path.name for path in order.paths),
    )


def _refuse_empty(bench: Workbench, lines: Path) -> None:
    if not bench.rows("", f"SELECT count(*) FROM read_parquet({literal(lines)}) WHERE reason = 0")[0][0]:
        raise InvalidValue(
            _("Ces fichiers ne contiennent aucun établissement actif situé dans une commune connue."),
            _("Vérifiez la colonne d'état (A : actif, F : fermé), ou donnez un autre fichier."),
        )


def _repaired(bench: Workbench, lines: Path) -> dict[str, int]:
    sql = f"""SELECT count(*) FILTER (siret_repaired), count(*) FILTER (commune_repaired)
        FROM read_parquet({literal(lines)}) WHERE reason = 0"""
    siret, commune = bench.rows("", sql)[0]
    return {name: count for name, count in (("siret", siret), ("commune", commune)) if count}


def _coverage(
    bench: Workbench,
    files: Sequence[Intake],
    lines: Path,
    counts: NDArray[np.int64],
    order: _Order,
    *,
    synthetic: bool,
) -> CoverageFound:
    if order.coverage is not None:
        return claimed_coverage(order.coverage, counts, order.territories)
    complete = None
    if any(file.has("coverage") for file in files):
        sql = f"""SELECT place, count(*) AS n FROM read_parquet({literal(lines)}) WHERE reason = 0 AND complete
            GROUP BY place"""
        found = bench.arrays("", sql)
        complete = np.zeros(order.territories.n, dtype=np.int64)
        complete[found["place"]] = found["n"]
    return derived_coverage(counts, complete, order.territories, official=is_official(files), synthetic=synthetic)
