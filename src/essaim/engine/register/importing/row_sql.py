"""The SQL that turns one line of a file of establishments into a clean row, or says why it cannot be kept.

Activities, communes, legal forms and size bands are read through small tables of the distinct texts met (``code_*``,
made by ``codes``), so rows carry whole numbers. Answers are 0 (no), 1 (unknown), 2 (yes), as ``Answer``.
"""

from __future__ import annotations

from collections.abc import Sequence

from essaim.engine.register.importing.cleaning import reason_number
from essaim.engine.register.importing.intake import Intake
from essaim.engine.sources.projections import lambert93_sql
from essaim.engine.sources.sirene import FileKind

LINE_ANSWERS = (
    "head_office", "ess", "mission", "siae", "qualiopi", "training", "association", "administration",
)  # fmt: skip
CODED = ("size", "legal", "unit_size")
UNKNOWN = "1::UTINYINT"
_TRUE = "('true', 't', 'vrai', 'o', 'oui', 'y', 'yes', '1', '1.0')"
_FALSE = "('false', 'f', 'faux', 'n', 'non', 'no', '0', '0.0')"
_OFFICIAL_WORDS = {
    "N": 0, "O": 2, "false": 0, "true": 2, "False": 0, "True": 2, "FALSE": 0, "TRUE": 2, "0": 0, "1": 2, "f": 0, "t": 2
}  # fmt: skip
_OVERSEAS = "('97', '98')"
_SPREADSHEET = r"\s*\d+([.,]\d+)?[eE]\+?\d+\s*"
_SEPARATORS = r"[\s\x{00A0}\x{202F}\x{2007}\x{FEFF}._''-]+"
# Luhn's rule on the fourteen digits of a SIRET that is being repaired.
MACRO = """CREATE OR REPLACE TEMP MACRO siret_is_valid(digits) AS (
    list_sum(list_transform(range(14), lambda k:
        CASE WHEN k % 2 = 0 THEN CAST(digits[14 - k] AS INTEGER)
             WHEN CAST(digits[14 - k] AS INTEGER) > 4 THEN 2 * CAST(digits[14 - k] AS INTEGER) - 9
             ELSE 2 * CAST(digits[14 - k] AS INTEGER) END)) % 10 = 0)"""


def answer(file: Intake, field: str) -> str:
    """SQL of a yes-or-no cell; unknown when the file lacks the column."""
    if not file.has(field):
        return UNKNOWN
    if file.type_of(field) == "BOOLEAN":
        column = file.column(field)
        return f"CASE WHEN {column} THEN 2 WHEN NOT {column} THEN 0 ELSE 1 END::UTINYINT"
    text = f"CAST({file.column(field)} AS VARCHAR)"
    if file.kind is FileKind.PLAIN:
        text = f"lower(trim({text}))"
        return f"CASE WHEN {text} IN {_TRUE} THEN 2 WHEN {text} IN {_FALSE} THEN 0 ELSE 1 END::UTINYINT"
    # Official files are large and write few words: no need to tidy each cell.
    words = " ".join(f"WHEN '{word}' THEN {value}" for word, value in _OFFICIAL_WORDS.items())
    return f"CASE WHEN {text} IS NULL THEN 1 ELSE CASE {text} {words} ELSE 1 END END::UTINYINT"


def not_public(file: Intake, field: str) -> str:
    """SQL of ``statutDiffusion``: P (N in older files) is not public, O is public."""
    if not file.has(field):
        return UNKNOWN
    text = file.text(field) if file.kind is not FileKind.PLAIN else f"upper(trim({file.text(field)}))"
    return f"CASE {text} WHEN 'O' THEN 0 WHEN 'P' THEN 2 WHEN 'N' THEN 2 ELSE 1 END::UTINYINT"


def has_rna(file: Intake) -> str:
    """SQL: yes with an RNA number; its absence says nothing."""
    if not file.has("rna"):
        return UNKNOWN
    return f"CASE WHEN trim({file.text('rna')}) <> '' THEN 2 ELSE 1 END::UTINYINT"


def first_name(file: Intake, fields: Sequence[str]) -> str:
    """SQL of the first of several names that is not empty."""
    parts = [_filled(file, field) for field in fields if file.has(field)]
    return f"coalesce({', '.join(parts)})" if parts else "CAST(NULL AS VARCHAR)"


def _filled(file: Intake, field: str) -> str:
    return f"nullif(nullif(trim({file.text(field)}), ''), '[ND]')"


def _own_name(file: Intake) -> str:
    # INSEE cuts a long sign (enseigne) into up to three columns.
    parts = [_filled(file, field) for field in ("sign1", "sign2", "sign3") if file.has(field)]
    sign = f"nullif(concat_ws(' ', {', '.join(parts)}), '')" if parts else "NULL"
    return f"coalesce({sign}, {first_name(file, ('usual_name',))})"


def _closed(file: Intake) -> str:
    """SQL: said to be closed. Without a state column every line is taken as active."""
    if file.kind is FileKind.ESTABLISHMENTS:
        return f"coalesce({file.column('state')} = 'F', false)"
    tests = []
    if file.has("state"):
        tests.append(f"coalesce(upper(left(trim({file.text('state')}), 1)) IN ('F', 'C', 'I'), false)")
    if file.has("active"):
        tests.append(f"{answer(file, 'active')} = 0")
    return f"({' OR '.join(tests)})" if tests else "false"


def _blank(file: Intake) -> str:
    """SQL: an empty line of a table (spreadsheets have many)."""
    if file.kind is FileKind.ESTABLISHMENTS:
        return "false"
    return f"({file.column('siret')} IS NULL AND {file.column('naf')} IS NULL AND {file.column('commune')} IS NULL)"


def _abroad(file: Intake) -> str:
    """SQL: an establishment outside of France has a country and no commune."""
    if not file.has("country"):
        return "false"
    return f"({file.column('country')} IS NOT NULL AND {file.column('commune')} IS NULL)"


def _judged(file: Intake) -> str:
    return f"NOT {_closed(file)} AND NOT {_blank(file)} AND NOT {_abroad(file)}"


def census_sql(file: Intake) -> str:
    """One row of counts: lines closed, lines abroad, lines judged (active, in France, not empty)."""
    return (
        f"SELECT count(*) FILTER ({_closed(file)} AND NOT {_blank(file)}),"
        f" count(*) FILTER ({_abroad(file)} AND NOT {_closed(file)}), count(*) FILTER ({_judged(file)})"
        f" FROM {file.relation}"
    )


def distinct_sql(file: Intake, *fields: str) -> str:
    """The distinct texts of fields (NULL as ``''``), on judged lines when the file holds establishments."""
    columns = ", ".join(f"coalesce({file.text(field)}, '') AS text{n}" for n, field in enumerate(fields))
    where = f" WHERE {_judged(file)}" if file.holds_rows else ""
    return f"SELECT DISTINCT {columns} FROM {file.relation}{where}"


def _number(file: Intake, field: str) -> str:
    if file.kind is FileKind.PLAIN and file.type_of(field) == "VARCHAR":
        return f"TRY_CAST(replace({file.column(field)}, ',', '.') AS DOUBLE)"
    return f"TRY_CAST({file.column(field)} AS DOUBLE)"


def _position(file: Intake, *, lambert: bool) -> tuple[str, str]:
    if file.has("lon") and file.has("lat"):
        lon, lat = _number(file, "lon"), _number(file, "lat")
        there = f"abs({lon}) <= 180 AND abs({lat}) <= 90 AND NOT ({lon} = 0 AND {lat} = 0)"
    elif lambert and file.has("lambert_x") and file.has("lambert_y"):
        lon, lat = lambert93_sql(_number(file, "lambert_x"), _number(file, "lambert_y"))
        # Overseas, the same columns hold other projections.
        there = f"left({file.text('commune')}, 2) NOT IN {_OVERSEAS}"
    else:
        return "CAST(NULL AS FLOAT)", "CAST(NULL AS FLOAT)"
    return f"CAST(CASE WHEN {there} THEN {lon} END AS FLOAT)", f"CAST(CASE WHEN {there} THEN {lat} END AS FLOAT)"


def _tight(text: str) -> str:
    return f"regexp_replace(regexp_replace({text}, '\\.0+$', ''), '{_SEPARATORS}', '', 'g')"


def _read_sql(file: Intake, *, lambert: bool) -> str:
    """The fields of each judged line as the file writes them."""
    siret = file.text("siret")
    tight = f"CASE WHEN regexp_full_match({siret}, '\\d{{14}}') THEN {siret} ELSE {_tight(siret)} END"
    # In the official file the SIRET is made of the SIREN: nothing to compare.
    siren = _tight(file.text("siren")) if file.kind is FileKind.PLAIN and file.has("siren") else "''"
    public = not_public(file, "diffusion") if file.has("diffusion") else answer(file, "not_public")
    whole = f"lower(trim({file.text('coverage')})) IN ('complet', 'complete', 'complète')"
    lon, lat = _position(file, lambert=lambert)
    columns = {
        "line": file.line,
        "siret_text": siret,
        "tight": tight,
        "siren_text": siren,
        "naf_kind": f"coalesce({file.text('nomenclature')}, '')",
        **{f"{field}_text": f"coalesce({file.text(field)}, '')" for field in ("naf", "naf25", "commune", *CODED)},
        **{field: answer(file, field) for field in LINE_ANSWERS},
        "not_public": public,
        "unit_not_public": not_public(file, "unit_diffusion"),
        "rna": has_rna(file),
        "lon": lon,
        "lat": lat,
        "name": _own_name(file),
        "unit_name": first_name(file, ("unit_name", "unit_acronym")),
        "complete": f"coalesce({whole}, false)",
    }
    listed = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    return f"SELECT {listed} FROM {file.relation} WHERE {_judged(file)}"


def rows_sql(file: Intake, *, lambert: bool) -> str:
    """The judged lines of a file of establishments: clean rows, and rejected ones with the reason and the value.

    Args:
        file: what to read.
        lambert: whether to read Lambert-93 coordinates.

    Columns: file, line (rejected only), siret, siren, place, naf, naf25, size, legal, unit_size, ``LINE_ANSWERS``,
    not_public, unit_not_public, rna, lon, lat, name, unit_name, complete, siret_repaired, commune_repaired, reason
    (0 when kept), value.
    """
    repaired = "regexp_full_match(tight, '\\d{9,13}') AND siret_is_valid(lpad(tight, 14, '0'))"
    checked = f"""SELECT *, CASE WHEN regexp_full_match(tight, '\\d{{14}}') THEN tight
        WHEN regexp_full_match(siret_text, '{_SPREADSHEET}') THEN NULL
        WHEN {repaired} THEN lpad(tight, 14, '0') END AS siret14 FROM ({_read_sql(file, lambert=lambert)})"""
    codes = {field: f"{field}_code.id" if file.has(field) else "0::USMALLINT" for field in ("naf25", *CODED)}
    joins = "".join(
        f" JOIN code_{field} AS {field}_code ON {field}_code.text0 = {field}_text" for field in codes if file.has(field)
    )
    naf25 = f"CASE WHEN {codes['naf25']} > 0 THEN {codes['naf25']} ELSE naf_code.id25 END"
    plain = ", ".join((*LINE_ANSWERS, "not_public", "unit_not_public", "rna", "lon", "lat", "name", "unit_name"))
    coded = ", ".join(f"{codes[field]} AS {field}" for field in CODED)
    return f"""SELECT {file.number}::USMALLINT AS file, CASE WHEN reason > 0 THEN line END AS line,
        CAST(siret14 AS BIGINT) AS siret, CAST(left(siret14, 9) AS INTEGER) AS siren,
        * EXCLUDE (line, siret14, siret_text, siren_text, naf_text, commune_text), {_value_sql()} AS value FROM (
        SELECT line, siret14, siret_text, siren_text, naf_text, commune_text, naf_code.id AS naf, {naf25} AS naf25,
            {coded}, commune_code.place AS place, {plain}, complete, length(tight) < 14 AS siret_repaired,
            commune_code.repaired AS commune_repaired, {_reason_sql()} AS reason
        FROM ({checked}) JOIN code_naf AS naf_code ON naf_code.text0 = naf_text AND naf_code.text1 = naf_kind
        JOIN code_commune AS commune_code ON commune_code.text0 = commune_text{joins})"""


def _reason_sql() -> str:
    cases = {
        "siret_absent": "coalesce(tight, '') = ''",
        "siret_spreadsheet": f"siret14 IS NULL AND regexp_full_match(siret_text, '{_SPREADSHEET}')",
        "siret_short": "siret14 IS NULL AND regexp_full_match(tight, '\\d{9,13}')",
        "siret_form": "siret14 IS NULL OR siret14[1:9] = '000000000'",
        "siren_mismatch": "siren_text <> '' AND lpad(siren_text, 9, '0') <> siret14[1:9]",
    }
    tests = " ".join(f"WHEN {test} THEN {reason_number(key)}" for key, test in cases.items())
    return f"CAST(CASE {tests} WHEN naf_code.reason > 0 THEN naf_code.reason ELSE commune_code.reason END AS UTINYINT)"


def _value_sql() -> str:
    """The text at fault, for the report."""
    last_siret, siren = reason_number("siret_form"), reason_number("siren_mismatch")
    last_naf = reason_number("naf_form")
    return (
        f"left(CASE WHEN reason = 0 THEN NULL WHEN reason <= {last_siret} THEN siret_text"
        f" WHEN reason = {siren} THEN siren_text || ' / ' || siret_text"
        f" WHEN reason <= {last_naf} THEN naf_text ELSE commune_text END, 80)"
    )
