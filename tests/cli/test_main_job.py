"""``essaim diagnose``, ``scan`` and ``demo`` as people type them, on a small synthetic register."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from essaim.cli.main import main
from essaim.engine.territories.search_index import search_form

MENDE = ["--commune", "48095", "--radius", "20"]
PATTERN = "insertion-renouveau-productif"


@pytest.fixture(scope="module")
def made(essaim_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the territories and a synthetic register of the whole country."""
    from essaim.engine.register import import_register, synthesize
    from essaim.engine.territories import load_territories

    home = tmp_path_factory.mktemp("home")
    (home / "territories").symlink_to(essaim_home / "territories")
    territories = load_territories(root=home)
    files = synthesize(home / "made", rows=60_000, seed=7, territories=territories).paths
    import_register(files, territories=territories, at=datetime(2026, 1, 1, tzinfo=UTC), root=home)
    return home


@pytest.fixture(autouse=True)
def home(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ESSAIM_DATA", str(made))
    return made


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    told = capsys.readouterr()
    return code, told.out, told.err


def test_diagnose_prints_every_table_and_the_synthetic_warning(capsys):
    code, out, _err = run(capsys, "diagnose", *MENDE)

    assert code == 0
    assert out.count("DONNÉES SYNTHÉTIQUES") == 6
    for title in ("De quoi composer un pôle", "Acteurs par famille", "Entreprises individuelles", "Qui pourrait se"):
        assert title in out
    assert "LOI" not in out
    assert "Loi n° 2014-856 du 31 juillet 2014" in out


def test_diagnose_as_json_holds_every_table(capsys):
    code, out, _err = run(capsys, "diagnose", *MENDE, "--json")

    told = json.loads(out)
    assert code == 0
    assert told["synthetic"] is True
    assert set(told) == {"synthetic", "context", "composition", "families", "activities", "persons", "candidates"}
    families = {row["family"]: row for row in told["families"]["rows"]}
    assert all(row["sure"] <= row["possible"] for row in families.values())


def test_diagnose_as_csv_for_french_spreadsheets_keeps_codes_as_text(capsys, tmp_path):
    target = tmp_path / "qui.csv"

    code, _out, _err = run(capsys, "diagnose", *MENDE, "-o", str(target))

    raw = target.read_bytes()
    assert code == 0
    assert raw.startswith(b"\xef\xbb\xbf")
    head, first, *_rest = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert head[1:3] == ["Nom", "SIRET"]
    assert len(first[2].rstrip("\t")) == 14


def test_diagnose_as_workbook_has_a_sheet_per_table(capsys, tmp_path):
    target = tmp_path / "qui.xlsx"

    run(capsys, "diagnose", *MENDE, "--xlsx", str(target))

    book = openpyxl.load_workbook(target)
    assert len(book.sheetnames) == 7
    assert book.sheetnames[0].startswith("SYNTHÉTIQUE")


def test_diagnose_as_geojson_places_the_candidates(capsys):
    _code, out, _err = run(capsys, "diagnose", *MENDE, "--geojson", "-")

    told = json.loads(out)
    assert told["features"]
    assert {feature["geometry"]["type"] for feature in told["features"]} == {"Point"}


def test_diagnose_never_names_a_natural_person(capsys):
    _code, out, _err = run(capsys, "diagnose", "--departement", "48", "--candidates", "1000", "--json")

    rows = json.loads(out)["candidates"]["rows"]
    assert rows
    assert not [row for row in rows if "entrepreneur individuel" in (row["why"] or "")]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["diagnose"], "Aucun territoire n'est indiqué"),
        (["diagnose", "--radius", "20"], "--radius demande une commune"),
        (["diagnose", "--commune", "48095", "--radius", "0"], "entre 1 et 100"),
        (["diagnose", "--commune", "48095", "--radius", "10000"], "entre 1 et 100"),
        (["diagnose", "--commune", "00000"], "Aucune commune"),
        (["diagnose", "--epci", "1"], "Aucun territoire du niveau"),
        (["diagnose", "--zone", "0051"], "n'est pas connu"),
        (["scan"], "Indiquez un modèle"),
        (["scan", PATTERN, "--all"], "Indiquez un modèle"),
        (["scan", "inconnu"], "Aucun modèle"),
        (["scan", PATTERN, "--level", "canton"], "n'est pas connu"),
        (["scan", PATTERN, "--radius", "1000"], "entre 1 et 100"),
        (["scan", PATTERN, "--explain", "00000"], "Aucun territoire"),
        (["scan", PATTERN, "--region", "00"], "Aucun territoire du niveau"),
    ],
)
def test_wrong_question_is_a_sentence_and_exit_code_2(capsys, arguments, words):
    code, out, err = run(capsys, *arguments)

    assert words in err
    assert (code, "Traceback" in err) == (2, False)
    assert out == ""


def test_diagnose_of_an_absent_file_is_a_sentence_and_exit_code_1(capsys):
    code, _out, err = run(capsys, "diagnose", "--communes", "absent.csv")

    assert code == 1
    assert "absent.csv" in err


def test_scan_says_met_missing_unknown_for_every_epci(capsys):
    code, out, _err = run(capsys, "scan", PATTERN, "--json")

    told = json.loads(out)
    rows = told["rows"]
    conditions = [column for column in told["columns"] if column["key"].startswith(("role_", "territory_"))]
    assert code == 0
    assert told["synthetic"] is True
    assert len(rows) == 1253
    assert {row["met"] + row["missing"] + row["unknown"] for row in rows} == {len(conditions)}
    assert [row["name"] for row in rows] == sorted((row["name"] for row in rows), key=search_form)
    assert "Par ordre alphabétique." in told["notes"]


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("met", lambda row: (-row["met"], row["missing"])),
        ("missing", lambda row: (row["missing"], search_form(row["name"]))),
        ("population", lambda row: -row["population"]),
    ],
)
def test_scan_is_sorted_when_asked_and_says_by_what(capsys, sort, key):
    _code, out, _err = run(capsys, "scan", PATTERN, "--region", "76", "--sort", sort, "--json")

    told = json.loads(out)
    assert told["rows"] == sorted(told["rows"], key=key)
    assert [note for note in told["notes"] if note.startswith("Triés par : ")]


def test_scan_of_all_models_goes_by_name_too(capsys):
    _code, out, _err = run(capsys, "scan", "--all", "--departement", "48", "--json")

    rows = json.loads(out)["rows"]
    names = [row["name"] for row in rows if row["pattern"] == PATTERN]
    assert names == sorted(names, key=search_form)


def test_scan_of_one_region_keeps_its_territories(capsys):
    _code, out, _err = run(capsys, "scan", PATTERN, "--level", "commune", "--region", "94", "--csv-plain")

    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["code"][:2] for row in rows} == {"2A", "2B"}
    assert {row["jeu_de_donnees"] for row in rows} == {"synthétique"}


def test_scan_on_the_terminal_shows_the_first_and_says_so(capsys):
    _code, out, _err = run(capsys, "scan", PATTERN, "--limit", "3")

    assert "3 lignes montrées sur 1253" in out.replace("\u202f", "")


def test_scan_explains_a_territory_role_by_role(capsys):
    code, out, _err = run(capsys, "scan", PATTERN, "--level", "commune", "--explain", "48095", "--json")

    told = json.loads(out)
    assert code == 0
    assert [row["answer"] in ("réunie", "absente", "inconnue", "sans minimum") for row in told["roles"]["rows"]]
    for row in told["roles"]["rows"]:
        assert row["gap"] == max(0, row["minimum"] - row["sure"])


def test_scan_explains_a_territory_for_every_model_in_one_document(capsys):
    _code, out, _err = run(capsys, "scan", "--all", "--departement", "48", "--explain", "200069268", "--json")

    told = json.loads(out)
    assert f"{PATTERN}_roles" in told
    assert len(told["candidates"]["rows"]) == sum(
        len(table["rows"]) for name, table in told.items() if name.endswith("_candidates")
    )


def test_scan_of_all_models_has_a_row_per_model_and_territory(capsys):
    _code, out, _err = run(capsys, "scan", "--all", "--departement", "48", "--json")

    rows = json.loads(out)["rows"]
    models = {row["pattern"] for row in rows}
    places = {row["code"] for row in rows}
    assert len(rows) == len(models) * len(places)
    assert len(models) >= 10


def test_scan_as_geojson_draws_the_territories(capsys):
    _code, out, _err = run(capsys, "scan", PATTERN, "--departement", "48", "--geojson", "-")

    shapes = {feature["geometry"]["type"] for feature in json.loads(out)["features"]}
    assert shapes <= {"Polygon", "MultiPolygon"}


def test_diagnose_speaks_english_when_asked(capsys):
    _code, out, _err = run(capsys, "--lang", "en", "diagnose", *MENDE)

    assert "SYNTHETIC DATA" in out
    assert "Natural persons (sole traders)" in out


def test_diagnose_without_register_says_how_to_get_one(capsys, essaim_home, tmp_path, monkeypatch):
    (tmp_path / "territories").symlink_to(essaim_home / "territories")
    monkeypatch.setenv("ESSAIM_DATA", str(tmp_path))

    code, _out, err = run(capsys, "diagnose", *MENDE)

    assert code == 1
    assert "essaim register import" in err


def test_demo_makes_its_own_register_and_leaves_the_user_none(capsys, essaim_home, tmp_path, monkeypatch):
    monkeypatch.setattr("essaim.cli.demo.SYNTHETIC_ROWS", 20_000)
    (tmp_path / "territories").symlink_to(essaim_home / "territories")
    monkeypatch.setenv("ESSAIM_DATA", str(tmp_path))

    first, out, _err = run(capsys, "demo")
    second, again, _err = run(capsys, "demo")

    assert (first, second) == (0, 0)
    assert "Essaim en fabrique un petit, SYNTHÉTIQUE" in out
    assert "Essaim en fabrique un petit, SYNTHÉTIQUE" not in again
    assert not (tmp_path / "register").exists()
