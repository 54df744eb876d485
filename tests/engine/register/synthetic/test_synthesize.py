"""The synthetic register: official schema, impossible numbers, labelled everywhere, faithful to its laws."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.engine.errors import BadOption, StoreProblem
from essaim.engine.register.synthetic import files as synthesis_files
from essaim.engine.register.synthetic.files import SyntheticFiles, synthetic_notice
from essaim.engine.register.synthetic.laws import load_laws
from essaim.engine.register.synthetic.making import _wrong_digit, synthesize
from essaim.engine.sources.official import official_files
from essaim.engine.values import luhn_is_valid
from tests.engine.register.synthetic.few_communes import FRANCE, FewCommunes

ROWS = 30_000


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> SyntheticFiles:
    folder = tmp_path_factory.mktemp("synthetic")
    return synthesize(folder, rows=ROWS, seed=3, territories=FRANCE, csv=True, geolocation=True)


def ask(sql: str, files: SyntheticFiles) -> list[Any]:
    views = {"e": files.establishments, "u": files.legal_units, "g": files.geolocation}
    with duckdb.connect() as con:
        for name, path in views.items():
            con.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")
        return con.execute(sql).fetchall()


def column(sql: str, files: SyntheticFiles) -> list[Any]:
    return [row[0] for row in ask(sql, files)]


# --- Schema ---


@pytest.mark.parametrize(("view", "key"), [("e", "establishments"), ("u", "legal_units"), ("g", "geolocation")])
def test_columns_are_the_official_ones(view: str, key: str, files: SyntheticFiles) -> None:
    found = [(name, kind) for name, kind, *_rest in ask(f"DESCRIBE {view}", files)]

    assert found == [(column.name, column.type) for column in official_files()[key].columns]


def test_official_columns_are_those_of_the_shared_schema(shared_data: Path) -> None:
    types = {"DATETIME": "TIMESTAMP"}
    with (shared_data / "nomenclatures" / "sirene_schema.csv").open(encoding="utf-8", newline="") as file:
        published = list(csv.DictReader(file))

    for official in official_files().values():
        rows = [r for r in published if f"{r['fichier']}.parquet" == official.name]
        expected = [(r["colonne"], types.get(r["type_parquet"], r["type_parquet"])) for r in rows]
        assert [(c.name, c.type) for c in official.columns] == expected
        assert {r["resource_id_parquet"] for r in rows} <= {official.resource}


def test_rows_are_as_many_as_asked(files: SyntheticFiles) -> None:
    counts = ask("SELECT count(*), count(DISTINCT siret) FROM e", files)

    assert counts == [(ROWS, ROWS)]
    assert ask("SELECT count(*), count(DISTINCT siren) FROM u", files) == [(files.units, files.units)]
    assert files.rows == ROWS


@pytest.mark.parametrize("rows", [1, 2, 3, 17, 100])
def test_few_rows_are_as_many_as_asked(rows: int, tmp_path: Path) -> None:
    made = synthesize(tmp_path, rows=rows, seed=0, territories=FRANCE)

    with duckdb.connect() as con:
        assert con.execute("SELECT count(*) FROM read_parquet(?)", [str(made.establishments)]).fetchall() == [(rows,)]


def test_every_establishment_has_its_unit_and_every_unit_its_head_office(files: SyntheticFiles) -> None:
    orphans = ask("SELECT count(*) FROM e ANTI JOIN u USING (siren)", files)
    heads = ask(
        "SELECT count(*) FROM u JOIN e ON e.siret = u.siren || u.nicSiegeUniteLegale AND e.etablissementSiege", files
    )

    assert orphans == [(0,)]
    assert heads == [(files.units,)]
    assert ask("SELECT count(*) FROM e WHERE etablissementSiege", files) == [(files.units,)]


def test_columns_agree_with_each_other(files: SyntheticFiles) -> None:
    wrong = ask(
        """
        SELECT count(*) FROM e JOIN u USING (siren) WHERE siret <> siren || nic
            OR statutDiffusionEtablissement <> statutDiffusionUniteLegale
            OR (etatAdministratifUniteLegale = 'C' AND etatAdministratifEtablissement = 'A')
            OR dateCreationEtablissement > e.dateDebut OR e.dateDebut > DATE '2026-01-01'
            OR (trancheEffectifsEtablissement = 'NN' AND anneeEffectifsEtablissement IS NOT NULL)
        """,
        files,
    )

    assert wrong == [(0,)]


# --- Never mistaken for real ---


def test_no_number_passes_its_check(files: SyntheticFiles) -> None:
    numbers = column("SELECT siren FROM u", files) + column("SELECT siret FROM e", files)

    assert {len(number) for number in numbers} == {9, 14}
    assert [number for number in numbers if luhn_is_valid(number)] == []


@given(prefix=st.integers(10_000_000, 99_999_999), shift=st.integers(0, 8))
def test_wrong_digit_never_passes(prefix: int, shift: int) -> None:
    digits = [int(d) * (2 if place % 2 else 1) for place, d in enumerate(str(prefix))]
    total = sum(d - 9 * (d > 9) for d in digits)

    digit = _wrong_digit(np.array([total]), np.array([shift]))[0]

    assert luhn_is_valid(f"{prefix}{digit}") is False


def test_every_file_says_it_is_synthetic(files: SyntheticFiles) -> None:
    paths = (*files.paths, *files.csv)

    assert len(paths) == 6
    assert [path.name for path in paths if "synthétique" not in path.name] == []
    assert {synthetic_notice(path) for path in paths} == {files.notice}
    assert "synthétique" in files.notice


def test_notice_survives_another_name(files: SyntheticFiles, tmp_path: Path) -> None:
    parquet = tmp_path / "StockEtablissement_utf8.parquet"
    parquet.write_bytes(files.establishments.read_bytes())
    archive = tmp_path / "StockEtablissement_utf8.zip"
    archive.write_bytes(files.csv[0].read_bytes())

    notices = [synthetic_notice(parquet), synthetic_notice(archive)]

    assert notices == [files.notice, files.notice]


def test_ordinary_file_has_no_notice(tmp_path: Path) -> None:
    ordinary = tmp_path / "StockEtablissement_utf8.parquet"
    with duckdb.connect() as con:
        con.execute(f"COPY (SELECT 1 AS siret) TO '{ordinary}'")

    assert synthetic_notice(ordinary) is None


def test_every_made_up_name_says_it_is_synthetic(files: SyntheticFiles) -> None:
    names = column(
        """
        SELECT name FROM (
            SELECT unnest([denominationUniteLegale, nomUniteLegale, prenom1UniteLegale]) AS name FROM u
            UNION ALL SELECT unnest([enseigne1Etablissement, denominationUsuelleEtablissement]) FROM e
        ) WHERE name IS NOT NULL AND name <> '[ND]'
        """,
        files,
    )

    assert len(names) > ROWS / 2
    assert [name for name in names if "synthétique" not in name] == []


def test_rna_numbers_belong_to_no_departement(files: SyntheticFiles) -> None:
    numbers = column(
        "SELECT identifiantAssociationUniteLegale FROM u WHERE identifiantAssociationUniteLegale <> ''", files
    )

    assert len(numbers) == len(set(numbers)) > 500
    assert [number for number in numbers if not (number.startswith("W00") and len(number) == 10)] == []


# --- The quirks of the real files ---


def test_public_bodies_alone_have_a_siren_in_1_or_2(files: SyntheticFiles) -> None:
    found = ask(
        """
        SELECT categorieJuridiqueUniteLegale // 1000 IN (4, 7) AS public, siren < '3' AS low, count(*) > 0
        FROM u GROUP BY ALL ORDER BY ALL
        """,
        files,
    )

    assert found == [(False, False, True), (True, True, True)]


def test_paris_lyon_marseille_are_written_by_arrondissement(files: SyntheticFiles) -> None:
    codes = set(column("SELECT DISTINCT codeCommuneEtablissement FROM e", files))

    assert codes & {"75056", "69123", "13055"} == set()
    assert {code for code in codes if code and code.startswith("751")} == {f"751{i:02d}" for i in range(1, 21)}
    assert {code for code in codes if code and code.startswith("6938")} == {f"6938{i}" for i in range(1, 10)}
    assert {code for code in codes if code and code.startswith("132")} == {f"132{i:02d}" for i in range(1, 17)}
    assert {"97411", "2A004", "97701", None} <= codes


def test_partial_diffusion_hides_name_and_address_but_not_the_commune(files: SyntheticFiles) -> None:
    shown = ask(
        """
        SELECT DISTINCT coalesce(nomUniteLegale, denominationUniteLegale), libelleVoieEtablissement,
            coordonneeLambertAbscisseEtablissement, sexeUniteLegale, codeCommuneEtablissement IS NULL
        FROM e JOIN u USING (siren)
        WHERE statutDiffusionEtablissement = 'P' AND categorieJuridiqueUniteLegale = 1000
            AND unitePurgeeUniteLegale IS NULL AND codePaysEtrangerEtablissement IS NULL
        """,
        files,
    )

    assert shown == [("[ND]", "[ND]", "[ND]", "[ND]", False)]


def test_classes_of_answers_are_all_there(files: SyntheticFiles) -> None:
    def kinds(expression: str, table: str = "u") -> set[Any]:
        return set(column(f"SELECT DISTINCT {expression} FROM {table}", files))

    assert kinds("etatAdministratifEtablissement", "e") == {"A", "F"}
    assert kinds("etatAdministratifUniteLegale") == {"A", "C"}
    assert kinds("statutDiffusionUniteLegale") == {"O", "P"}
    assert kinds("economieSocialeSolidaireUniteLegale") == {"O", "N", None}
    assert kinds("societeMissionUniteLegale") == {"O", "N", None}
    assert kinds("unitePurgeeUniteLegale") == {True, None}
    assert kinds("nomenclatureActivitePrincipaleEtablissement", "e") == {"NAFRev2", "NAFRev1", "NAP", None}
    assert {None, "NN", "00", "01", "11", "12"} < kinds("trancheEffectifsEtablissement", "e")
    assert {1000, 5499, 5710, 6540, 9220, 7210} < kinds("categorieJuridiqueUniteLegale")
    assert kinds("qualite_xy", "g") == {"11", "12", "21", "22", "33"}


def test_both_activity_codes_stand_side_by_side(files: SyntheticFiles) -> None:
    pairs = set(
        ask(
            "SELECT DISTINCT activitePrincipaleEtablissement, activitePrincipaleNAF25Etablissement FROM e"
            " WHERE activitePrincipaleEtablissement IN ('94.99Z', '52.4C')",
            files,
        )
    )

    assert pairs == {("94.99Z", "94.99Y"), ("52.4C", None)}


def test_positions_stand_around_the_commune(files: SyntheticFiles) -> None:
    far = ask(
        """
        SELECT max(greatest(abs(y_latitude - 44.52), abs(x_longitude - 3.50))) < 0.05 FROM g
        WHERE plg_code_commune = '48095'
        """,
        files,
    )
    unknown = ask("SELECT count(*) FROM g WHERE plg_code_commune = '48999'", files)
    overseas = ask(
        "SELECT count(coordonneeLambertAbscisseEtablissement) FILTER (statutDiffusionEtablissement = 'O') FROM e"
        " WHERE codeCommuneEtablissement = '97411'",
        files,
    )

    assert far == [(True,)]
    assert unknown == [(0,)]
    assert overseas == [(0,)]


# --- Zipped CSV ---


def test_zipped_csv_holds_the_same_table(files: SyntheticFiles) -> None:
    with zipfile.ZipFile(files.csv[1]) as archive:
        names = archive.namelist()
        text = archive.read(names[0]).decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))

    assert names == ["StockUniteLegale_synthétique_utf8.csv"]
    assert list(rows[0]) == [column.name for column in official_files()["legal_units"].columns]
    assert [row["siren"] for row in rows] == column("SELECT siren FROM u", files)
    assert rows[0]["dateDernierTraitementUniteLegale"][10:] == "T00:00:00"


# --- The same again ---


def digests(folder: Path, *, rows: int, seed: int) -> Sequence[str]:
    made = synthesize(folder, rows=rows, seed=seed, territories=FRANCE, csv=True)
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in (*made.paths, *made.csv)]


def test_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first = digests(tmp_path / "a", rows=4000, seed=5)
    second = digests(tmp_path / "b", rows=4000, seed=5)

    assert first == second


def test_another_seed_gives_other_rows(tmp_path: Path) -> None:
    first = digests(tmp_path / "a", rows=400, seed=5)
    second = digests(tmp_path / "b", rows=400, seed=6)

    assert set(first) & set(second) == set()


def test_order_of_communes_changes_nothing(tmp_path: Path) -> None:
    order = np.random.default_rng(0).permutation(FRANCE.codes.size)
    shuffled = FewCommunes(*(getattr(FRANCE, name)[order] for name in FewCommunes.__dataclass_fields__))

    one = synthesize(tmp_path / "a", rows=500, seed=1, territories=FRANCE)
    other = synthesize(tmp_path / "b", rows=500, seed=1, territories=shuffled)

    assert one.establishments.read_bytes() == other.establishments.read_bytes()


# --- Laws ---


def test_active_share_follows_the_law(files: SyntheticFiles) -> None:
    laws = load_laws()
    expected = 1 / (1 + laws.closed_per_active[3])

    share = ask(
        "SELECT avg((etatAdministratifEtablissement = 'A')::INT) FROM e WHERE codeCommuneEtablissement LIKE '751%'",
        files,
    )[0][0]

    assert share == pytest.approx(expected, abs=0.02)


def test_activities_follow_the_law_of_their_class(files: SyntheticFiles) -> None:
    laws = load_laws()
    expected = laws.naf_shares[3, laws.naf.index("68.20B")] / laws.naf_shares[3].sum()

    share = ask(
        "SELECT avg((activitePrincipaleEtablissement = '68.20B')::INT) FROM e"
        " WHERE codeCommuneEtablissement LIKE '751%' AND etatAdministratifEtablissement = 'A'",
        files,
    )[0][0]

    assert share == pytest.approx(expected, abs=0.015)


# --- Bad input ---


@pytest.mark.parametrize("arguments", [{"rows": 0}, {"rows": 60_000_001}, {"seed": -1}, {"departements": ["12"]}])
def test_impossible_questions_are_refused(arguments: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(BadOption):
        synthesize(tmp_path / "new", **{"rows": 10, "seed": 1, "territories": FRANCE, **arguments})

    assert not (tmp_path / "new").exists()


def test_disk_too_small_is_said_before_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = synthesis_files.shutil.disk_usage(tmp_path)._replace(free=100)
    monkeypatch.setattr(synthesis_files.shutil, "disk_usage", lambda folder: usage)

    with pytest.raises(StoreProblem, match="Il faut environ"):
        synthesize(tmp_path, rows=1000, seed=1, territories=FRANCE)

    assert list(tmp_path.iterdir()) == []


def test_failure_keeps_the_files_of_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = synthesize(tmp_path, rows=100, seed=1, territories=FRANCE).establishments.read_bytes()

    def broken(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(synthesis_files, "_write_csv", broken)
    with pytest.raises(StoreProblem, match="Le disque est plein"):
        synthesize(tmp_path, rows=100, seed=2, territories=FRANCE, csv=True)

    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["StockEtablissement_synthétique_utf8.parquet", "StockUniteLegale_synthétique_utf8.parquet"]
    assert (tmp_path / names[0]).read_bytes() == before


def test_progress_reaches_its_end(tmp_path: Path) -> None:
    said: list[tuple[str, int, int | None]] = []

    synthesize(
        tmp_path,
        rows=100,
        seed=1,
        territories=FRANCE,
        progress=lambda label, done, total: said.append((label, done, total)),
    )

    assert said[0] == ("Tirage du registre synthétique", 0, 100)
    assert {label: (done, total) for label, done, total in said} == {
        "Tirage du registre synthétique": (100, 100),
        "Écriture de « Sirene : stock des établissements »": (1, 1),
        "Écriture de « Sirene : stock des unités légales »": (1, 1),
    }
