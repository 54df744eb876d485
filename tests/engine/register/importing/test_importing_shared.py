"""The register made from real files: the reference extract, and Lozère counted directly."""

from pathlib import Path

import duckdb
import numpy as np

from essaim.engine.register import Coverage, coverage_table
from essaim.engine.territories import Territories
from tests.engine.register.sirene_files import imported


def test_the_reference_extract_is_whole_where_it_says_and_partial_elsewhere(
    shared_data: Path, france: Territories, tmp_path: Path
) -> None:
    report, register = imported(france, tmp_path, shared_data / "register" / "sirene_active_2025-09.parquet")

    lines = coverage_table(register, france)
    whole = ["04", "05", "09", "15", "23", "2A", "32", "36", "43", "48", "55", "58", "70", "90"]
    assert [line.code for line in lines if line.whole and not line.partial and not line.none] == whole
    assert [line.code for line in lines if line.whole] == whole
    assert [(line.partial, line.rows) for line in lines if line.code == "75"] == [(1, 365_663)]
    assert report.info.rows + report.rejected_lines == 1_132_904
    assert (report.info.source.vintage, report.info.known["legal"]) == ("2025-09", 0.0)
    assert int(register.presence.sum()) == report.info.rows


def test_the_counts_of_lozere_are_those_of_its_file(shared_data: Path, france: Territories, tmp_path: Path) -> None:
    file = shared_data / "register" / "sirene_48_lozere_all_2025-09.parquet"

    report, register = imported(france, tmp_path, file)

    found = register.presence.tocoo()
    counted: dict[tuple[int, str], int] = {}
    for commune, profile, count in zip(found.row, found.col, found.data, strict=True):
        key = (int(commune), str(register.profiles.naf[profile]))
        counted[key] = counted.get(key, 0) + int(count)
    assert counted == direct_count(file, france)
    assert report.closed + report.info.rows + report.rejected_lines == 53_616
    inside = france.level("departement").member == france.level("departement").index("48")
    assert set(register.coverage[inside].tolist()) == {Coverage.WHOLE}


def direct_count(file: Path, france: Territories) -> dict[tuple[int, str], int]:
    sql = "SELECT code_commune, naf, count(*) FROM read_parquet($file) WHERE etat = 'A' GROUP BY ALL"
    with duckdb.connect() as con:
        lines = con.execute(sql, {"file": str(file)}).fetchall()
    places = france.resolve(np.array([code or "" for code, _naf, _count in lines]))
    counted: dict[tuple[int, str], int] = {}
    for place, (_code, naf, count) in zip(places.tolist(), lines, strict=True):
        if place >= 0:
            # NAF rev. 1 codes, three digits long, are not of the nomenclature in use.
            key = (place, naf if len(naf) == 6 else "")
            counted[key] = counted.get(key, 0) + count
    return counted
