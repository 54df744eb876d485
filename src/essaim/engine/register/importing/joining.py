"""The heavy steps of the import, in DuckDB: judge and join lines, drop doubles, number profiles, lay out the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from essaim.engine.disclosure import shown
from essaim.engine.language import gettext as _
from essaim.engine.register.importing import join_sql
from essaim.engine.register.importing.codes import ATTRIBUTES, Codes
from essaim.engine.register.importing.intake import Intake
from essaim.engine.register.importing.row_sql import census_sql, rows_sql
from essaim.engine.register.importing.workbench import Workbench
from essaim.engine.register.nomenclature import listed_authorities
from essaim.engine.register.profiles import FLAGS, Profiles
from essaim.engine.sources.sirene import FileKind
from essaim.engine.sources.tables import literal

_TO_SCRATCH = "(FORMAT parquet, COMPRESSION lz4)"


@dataclass(frozen=True)
class Census:
    """Lines of the files of establishments: closed, abroad, and judged (by file number)."""

    closed: int
    abroad: int
    judged: Mapping[int, int]


def take_census(bench: Workbench, files: Sequence[Intake]) -> Census:
    """Count the lines of each file of establishments."""
    counts = {
        file.number: bench.rows(_("Comptage de %(name)s") % {"name": file.path.name}, census_sql(file))[0]
        for file in files
        if file.holds_rows
    }
    return Census(
        closed=sum(count[0] for count in counts.values()),
        abroad=sum(count[1] for count in counts.values()),
        judged={number: count[2] for number, count in counts.items()},
    )


def join_lines(bench: Workbench, files: Sequence[Intake], expected: int) -> Path:
    """Judge every line and join what its legal unit says; returns a scratch Parquet file.

    Args:
        expected: how many lines there must be; more means that a file of legal units repeats some.
    """
    target = bench.scratch / "lines.parquet"
    bench.table(join_sql.LISTED, {"siren": np.array(listed_authorities(), dtype=np.int32)})
    for repeats in (False, True):
        if _join_lines(bench, files, target, repeats=repeats) == expected:
            break
    return target


def _join_lines(bench: Workbench, files: Sequence[Intake], target: Path, *, repeats: bool) -> int:
    lambert = not _of_kind(files, FileKind.POSITIONS)
    rows = [rows_sql(file, lambert=lambert) for file in files if file.holds_rows]
    bench.rows("", join_sql.STREAM_LEFT)
    sql = join_sql.joined_sql(rows, files, _legal_units(bench, files, repeats=repeats))
    bench.rows(_("Établissements et unités légales"), f"COPY ({sql}) TO {literal(target)} {_TO_SCRATCH}")
    bench.rows("", join_sql.FREE_ORDER)
    return int(bench.rows("", f"SELECT count(*) FROM read_parquet({literal(target)})")[0][0])


def _legal_units(bench: Workbench, files: Sequence[Intake], *, repeats: bool) -> join_sql.LegalUnits | None:
    """What to join: legal units, the Annuaire, or both, put together first: two large hash tables are one too many."""
    official, annuaire = _of_kind(files, FileKind.UNITS), _of_kind(files, FileKind.DIRECTORY)
    parts = [join_sql.units_sql(official)] if official else []
    parts += [join_sql.directory_sql(annuaire)] if annuaire else []
    if repeats:
        parts = [join_sql.once_sql(part, "siren") for part in parts]
    if not parts:
        return None
    sql = parts[0]
    if len(parts) == 2:
        both = bench.scratch / "units.parquet"
        joined = f"SELECT u.*, d.* EXCLUDE (siren) FROM ({parts[0]}) u LEFT JOIN ({parts[1]}) d ON d.siren = u.siren"
        bench.rows(_("Unités légales et Annuaire"), f"COPY ({joined}) TO {literal(both)} {_TO_SCRATCH}")
        sql = f"SELECT * FROM read_parquet({literal(both)})"
    return join_sql.LegalUnits(sql, bool(official), bool(annuaire))


def drop_doubles(bench: Workbench, lines: Path) -> tuple[Path, int]:
    """Keep one line for each SIRET; returns the file to go on with, and how many lines were dropped."""
    siret = np.sort(bench.arrays("", f"SELECT siret AS v FROM read_parquet({literal(lines)}) WHERE reason = 0")["v"])
    doubled = np.unique(siret[1:][siret[1:] == siret[:-1]])
    if not len(doubled):
        return lines, 0
    bench.table("doubled", {"siret": doubled})
    target = bench.scratch / "once.parquet"
    sql = join_sql.once_per_siret_sql(lines)
    bench.rows(_("SIRET en double"), f"COPY ({sql}) TO {literal(target)} {_TO_SCRATCH}")
    kept = int(bench.rows("", f"SELECT count(*) FROM read_parquet({literal(target)})")[0][0])
    return target, len(siret) - kept


def number_profiles(bench: Workbench, lines: Path, codes: Codes) -> Profiles:
    """The distinct combinations of attributes, numbered in the order of their texts; also makes the table ``profile``
    (attributes → number, and whether a name and a position may be kept)."""
    found = bench.arrays(_("Profils"), join_sql.profiles_sql(lines))
    texts = {name: _spelled(getattr(codes, name), found[name], name) for name in ATTRIBUTES}
    flags = {name: (found["flags"] >> (join_sql.BITS * place) & 3).astype(np.int8) for place, name in enumerate(FLAGS)}
    profiles = Profiles(**texts, flags=flags, numbered={})
    rights = shown(profiles)
    bench.table(
        "profile",
        {
            "id": np.arange(profiles.n, dtype=np.int32),
            **{name: found[name] for name in join_sql.KEY},
            "named": rights.name,
            "located": rights.position,
        },
    )
    return profiles


def _spelled(vocabulary: NDArray[np.str_], numbers: NDArray[np.int64], name: str) -> NDArray[np.str_]:
    width = {"naf": "U6", "naf25": "U6", "legal": "U4"}.get(name, "U2")
    return vocabulary.astype(width)[numbers]


def lay_out(bench: Workbench, files: Sequence[Intake], lines: Path, target: Path) -> None:
    """Write the kept rows by commune, then SIRET."""
    found = _of_kind(files, FileKind.POSITIONS)
    own = any(file.has("lon") for file in files if file.holds_rows)
    positions = join_sql.positions_sql(found, keep_random=own) if found else None
    label = _("Lignes par commune")
    bench.rows("", join_sql.STREAM_LEFT)
    bench.rows(label, join_sql.laid_out_sql(lines, positions, target))
    counts = [
        bench.rows("", f"SELECT count(*) FROM read_parquet({literal(path)}){where}")[0][0]
        for path, where in ((target, ""), (lines, " WHERE reason = 0"))
    ]
    if counts[0] != counts[1] and positions is not None:  # a file of positions that repeats some SIRETs
        bench.rows(label, join_sql.laid_out_sql(lines, join_sql.once_sql(positions, "siret"), target))
    bench.rows("", join_sql.FREE_ORDER)


def _of_kind(files: Sequence[Intake], kind: FileKind) -> list[Intake]:
    return [file for file in files if file.kind is kind]
