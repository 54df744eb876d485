"""The SQL that joins establishments to their legal units and positions, and lays rows out commune by commune.

Joins are on integers, with one large hash table at a time: what is looked up (legal units, positions) is built, the
establishments stream past.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from essaim.engine.register.importing.codes import ATTRIBUTES
from essaim.engine.register.importing.intake import Intake
from essaim.engine.register.importing.row_sql import answer, first_name, has_rna, not_public
from essaim.engine.register.profiles import FLAGS
from essaim.engine.sources.sirene import FileKind
from essaim.engine.sources.tables import literal

ROW_GROUP = 122_880
# A table of the SIREN on the official list of communes and EPCI, to be made before lines are joined.
LISTED = "listed_authorities"
# The answers of a row stand in one whole number, two bits each: rows are narrower, profiles quicker to find.
KEY = (*ATTRIBUTES, "flags")
BITS = 2
_DIRECTORY = ("ess", "mission", "siae", "qualiopi", "training", "association", "administration")
# DuckDB would build the hash table on the establishments, which are wider; the left side must stream.
STREAM_LEFT = "SET disabled_optimizers = 'build_side_probe_side,join_order'"
FREE_ORDER = "SET disabled_optimizers = ''"


def units_sql(files: Sequence[Intake]) -> str:
    """Legal units: siren, legal, unit_size, u_ess, u_mission, u_rna, u_not_public, unit_name. One file, or several."""
    return _union([_unit_sql(file) for file in files], "siren")


def _unit_sql(file: Intake) -> str:
    size = "s.id" if file.has("unit_size") else "0::USMALLINT"
    join = f" JOIN code_unit_size s ON s.text0 = coalesce({file.text('unit_size')}, '')"
    name = first_name(file, ("unit_name", "unit_acronym"))
    return f"""SELECT TRY_CAST({file.text("siren")} AS INTEGER) AS siren, l.id AS legal, {size} AS unit_size,
        {answer(file, "ess")} AS u_ess, {answer(file, "mission")} AS u_mission, {has_rna(file)} AS u_rna,
        {not_public(file, "unit_diffusion")} AS u_not_public, {name} AS unit_name FROM {file.relation}
        JOIN code_legal l ON l.text0 = coalesce({file.text("legal")}, ''){join if file.has("unit_size") else ""}"""


def directory_sql(files: Sequence[Intake]) -> str:
    """What the Annuaire says of legal units: siren, d_legal, and d_ess, d_mission, d_siae…"""
    return _union([_directory_sql(file) for file in files], "siren")


def _directory_sql(file: Intake) -> str:
    legal = "l.id" if file.has("legal") else "0::USMALLINT"
    join = f" JOIN code_legal l ON l.text0 = coalesce({file.text('legal')}, '')" if file.has("legal") else ""
    answers = ", ".join(f"{answer(file, field)} AS d_{field}" for field in _DIRECTORY)
    return f"""SELECT TRY_CAST({file.text("siren")} AS INTEGER) AS siren, {legal} AS d_legal, {answers}
        FROM {file.relation}{join}"""


def positions_sql(files: Sequence[Intake], *, keep_random: bool) -> str:
    """Positions: siret, lon, lat; a point drawn at random in the commune (quality 33) is no position.

    Args:
        files: geolocation files.
        keep_random: keep those points' rows, without position, so that no other position replaces them.
    """
    return _union([_positions_sql(file, keep_random=keep_random) for file in files], "siret")


def _positions_sql(file: Intake, *, keep_random: bool) -> str:
    random = f"coalesce(trim({file.text('quality')}), '') = '33'"
    lon, lat = (f"TRY_CAST({file.column(field)} AS FLOAT)" for field in ("lon", "lat"))
    if not keep_random:
        return f"""SELECT TRY_CAST({file.text("siret")} AS BIGINT) AS siret, {lon} AS lon, {lat} AS lat
            FROM {file.relation} WHERE NOT {random}"""
    return f"""SELECT TRY_CAST({file.text("siret")} AS BIGINT) AS siret, CASE WHEN NOT {random} THEN {lon} END AS lon,
        CASE WHEN NOT {random} THEN {lat} END AS lat FROM {file.relation}"""


def _union(parts: Sequence[str], key: str) -> str:
    if len(parts) == 1:
        return parts[0]
    return once_sql(" UNION ALL ".join(parts), key)


def once_sql(sql: str, key: str) -> str:
    """``sql`` with one row for each ``key``, the greatest: for files that repeat themselves."""
    return f"SELECT {key}, max(COLUMNS(* EXCLUDE ({key}))) FROM ({sql}) GROUP BY {key}"


@dataclass(frozen=True)
class LegalUnits:
    """SQL of what is known of legal units, one row for each siren, and which sources it comes from."""

    sql: str
    official: bool
    directory: bool


def joined_sql(rows: Sequence[str], files: Sequence[Intake], units: LegalUnits | None) -> str:
    """Judged lines with what their legal unit says.

    Args:
        rows: SQL of each file of establishments (``row_sql.rows_sql``).
        files: all files; their columns say which sources each flag has.
        units: what to join; None when no file tells of legal units.
    """
    lines = " UNION ALL ".join(f"({sql})" for sql in rows)
    official, directory = (units.official, units.directory) if units else (False, False)
    legal = _first_known([("u.legal", official), ("u.d_legal", directory)], "e.legal")
    size = _first_known([("u.unit_size", official)], "e.unit_size")
    answers = _flags(files, official=official, directory=directory)
    flags = " + ".join(f"(CAST({answers[name]} AS UINTEGER) << {BITS * place})" for place, name in enumerate(FLAGS))
    name = "coalesce(e.name, u.unit_name, e.unit_name)" if official else "coalesce(e.name, e.unit_name)"
    join = f" LEFT JOIN ({units.sql}) u ON u.siren = e.siren" if units else ""
    return f"""SELECT e.file, e.line, e.reason, e.value, e.siret_repaired, e.commune_repaired, e.complete, e.siret,
        e.place, e.naf, e.naf25, e.size, {legal} AS legal, {size} AS unit_size, {flags} AS flags, e.lon, e.lat,
        {name} AS name FROM ({lines}) e{join}"""


def _first_known(looked_up: Sequence[tuple[str, bool]], own: str) -> str:
    known = [f"nullif({column}, 0)" for column, there in looked_up if there]
    return f"coalesce({', '.join([*known, own])})"


def _flags(files: Sequence[Intake], *, official: bool, directory: bool) -> dict[str, str]:
    """SQL of each flag, from the sources that have it.

    Yes when one source says yes; no only when every source that has the column says no. A legal unit that the Annuaire
    does not list is unknown to it. An RNA number makes an association, its absence does not unmake one.
    """
    sources = {"e.": [file for file in files if file.holds_rows]}
    if official:
        sources["u.u_"] = [file for file in files if file.kind is FileKind.UNITS]
    if directory:
        sources["u.d_"] = [file for file in files if file.kind is FileKind.DIRECTORY]

    def answers(*fields: str) -> str:
        found = [
            f"coalesce({prefix}{field}, 1)"
            for prefix, tellers in sources.items()
            for field in fields
            if any(file.has(field) for file in tellers)
        ]
        return f"greatest({', '.join(found)})" if len(found) > 1 else found[0] if found else "1"

    rna = "greatest(e.rna, coalesce(u.u_rna, 1))" if official else "e.rna"
    unit_public = "greatest(e.unit_not_public, coalesce(u.u_not_public, 0))" if official else "e.unit_not_public"
    return {
        "ess": answers("ess"),
        "mission": answers("mission"),
        "siae": answers("siae"),
        "training": answers("training", "qualiopi"),
        "association": f"CASE WHEN {rna} = 2 THEN 2 ELSE {answers('association')} END",
        "administration": answers("administration"),
        "public_siren": "CASE WHEN e.siret // 10000000000000 IN (1, 2) THEN 2 ELSE 0 END",
        "head_office": "e.head_office",
        "listed_authority": f"CASE WHEN e.siret // 100000 IN (SELECT siren FROM {LISTED}) THEN 2 ELSE 0 END",
        "not_public": f"CASE WHEN e.not_public = 2 OR {unit_public} = 2 THEN 2 ELSE e.not_public END",
    }


def once_per_siret_sql(lines: Path) -> str:
    """Kept lines with one row for each SIRET of the table ``doubled``: which one depends on what the rows say, never on
    their order."""
    said = ", ".join(("place", *KEY, "lon", "lat", "name"))
    kept = f"SELECT * FROM read_parquet({literal(lines)}) WHERE reason = 0"
    return f"""{kept} AND siret NOT IN (SELECT siret FROM doubled) UNION ALL
        SELECT * FROM ({kept} AND siret IN (SELECT siret FROM doubled)
        QUALIFY row_number() OVER (PARTITION BY siret ORDER BY {said}) = 1)"""


def profiles_sql(lines: Path) -> str:
    """The distinct combinations of attributes of the kept lines, in the order of their values."""
    key = ", ".join(KEY)
    return f"SELECT DISTINCT {key} FROM read_parquet({literal(lines)}) WHERE reason = 0 ORDER BY {key}"


def laid_out_sql(lines: Path, positions: str | None, target: Path) -> str:
    """Write the rows by commune then SIRET: place, siret, profile, lon, lat, name (see the table ``profile``)."""
    same = " AND ".join(f"l.{column} = p.{column}" for column in KEY)
    join = f" LEFT JOIN ({positions}) g ON g.siret = l.siret" if positions is not None else ""
    name = "regexp_replace(l.name, '[\\x00-\\x1f\\x7f]+', ' ', 'g')"

    def point(axis: str) -> str:
        if positions is None:
            return f"l.{axis}"
        return f"CASE WHEN g.siret IS NOT NULL THEN g.{axis} ELSE l.{axis} END"

    return f"""COPY (SELECT l.place, l.siret, p.id AS profile, CASE WHEN p.located THEN {point("lon")} END AS lon,
        CASE WHEN p.located THEN {point("lat")} END AS lat, CASE WHEN p.named THEN {name} END AS name
        FROM read_parquet({literal(lines)}) l JOIN profile p ON {same}{join} WHERE l.reason = 0
        ORDER BY l.place, l.siret)
        TO {literal(target)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"""
