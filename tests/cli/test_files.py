import csv
import errno
import io
import json
from pathlib import Path

import duckdb
import openpyxl
import pytest

from essaim.cli import files
from essaim.cli.output import Column, OutputOptions, Table, emit
from essaim.engine.errors import BadOption, StoreProblem
from essaim.engine.sources.tables import open_table
from essaim.engine.values import Source

COLUMNS = (
    Column("code", "Code", "code"),
    Column("name", "Nom"),
    Column("n", "Nombre", "int"),
    Column("share", "Part", "percent"),
    Column("km", "Distance", "float", unit="km"),
)
ROWS = (
    {"code": "04001", "name": "8 MARS", "n": 12345, "share": 0.1234, "km": None, "lon": 6.1, "lat": 44.05},
    {"code": "48095", "name": "=CMD()", "n": None, "share": None, "km": 1234.56},
)
REAL = Source("sirene", "SIRENE", "INSEE", "Licence Ouverte 2.0", "2025-09")
REAL_LINE = "SIRENE, INSEE, 2025-09, Licence Ouverte 2.0"
MADE_UP = Source("synthetic", "Registre inventé", vintage="graine 1", synthetic=True)
TABLE = Table("Essai", COLUMNS, ROWS, ("Une note.",), (REAL,))
SYNTHETIC_TABLE = Table("Essai", COLUMNS, ROWS, (), (MADE_UP,))


def test_csv_for_spreadsheets_keeps_codes_and_disarms_formulas(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"

    files.write(TABLE, "csv", path)

    assert path.read_bytes().decode("utf-8") == (
        "\ufeffCode;Nom;Nombre;Part (%);Distance (km)\r\n"
        "04001\t;8 MARS\t;12345;12,3;\r\n"
        "48095\t;'=CMD();;;1234,6\r\n"
        "\r\n"
        "Une note.\r\n"
        f"Source : {REAL_LINE}\r\n"
    )


def test_csv_for_programs_is_untouched_values_with_their_source(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"

    files.write(TABLE, "csv_plain", path)

    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    assert rows == [
        ["code", "name", "n", "share", "km", "source"],
        ["04001", "8 MARS", "12345", "0.1234", "", REAL_LINE],
        ["48095", "=CMD()", "", "", "1234.56", REAL_LINE],
    ]


def test_csv_synthetic_says_so_on_every_row(tmp_path: Path) -> None:
    path, plain = tmp_path / "table.csv", tmp_path / "plain.csv"

    files.write(SYNTHETIC_TABLE, "csv", path)
    files.write(SYNTHETIC_TABLE, "csv_plain", plain)

    french = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";"))
    machine = list(csv.DictReader(io.StringIO(plain.read_text(encoding="utf-8"))))
    assert [row[5] for row in french[:3]] == ["Jeu de données", "SYNTHÉTIQUE", "SYNTHÉTIQUE"]
    assert [row["jeu_de_donnees"] for row in machine] == ["synthétique", "synthétique"]


def test_xlsx_holds_text_codes_numbers_and_a_sheet_of_sources(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"

    files.write(TABLE, "xlsx", path)

    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert list(sheet.values) == [
        ("Code", "Nom", "Nombre", "Part", "Distance (km)"),
        ("04001", "8 MARS", 12345, 0.1234, None),
        ("48095", "=CMD()", None, None, 1234.56),
    ]
    assert sheet["B3"].data_type == "s"
    assert (sheet["A2"].number_format, sheet["D2"].number_format) == ("@", "0.0%")
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:E3")
    assert [row[0] for row in book.worksheets[1].values] == ["Essai", "Une note.", f"Source : {REAL_LINE}"]


def test_xlsx_synthetic_is_named_in_the_sheet_and_on_every_row(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"

    files.write(SYNTHETIC_TABLE, "xlsx", path)

    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["SYNTHÉTIQUE", "Notes et sources"]
    assert [row[-1] for row in book.worksheets[0].values] == ["Jeu de données", "SYNTHÉTIQUE", "SYNTHÉTIQUE"]


def test_json_carries_rows_notes_and_sources(tmp_path: Path) -> None:
    path = tmp_path / "table.json"

    files.write(TABLE, "json", path)

    data = json.loads(path.read_text(encoding="utf-8"))
    assert (data["synthetic"], data["notes"]) == (False, ["Une note."])
    assert data["sources"][0]["vintage"] == "2025-09"
    assert data["rows"] == [
        {"code": "04001", "name": "8 MARS", "n": 12345, "share": 0.1234, "km": None},
        {"code": "48095", "name": "=CMD()", "n": None, "share": None, "km": 1234.56},
    ]


def test_geojson_places_the_rows_that_have_a_position(tmp_path: Path) -> None:
    path = tmp_path / "table.geojson"

    files.write(SYNTHETIC_TABLE, "geojson", path)

    data = json.loads(path.read_text(encoding="utf-8"))
    assert (data["type"], data["synthetic"]) == ("FeatureCollection", True)
    assert [feature["geometry"] for feature in data["features"]] == [
        {"type": "Point", "coordinates": [6.1, 44.05]},
        None,
    ]
    assert [feature["properties"]["code"] for feature in data["features"]] == ["04001", "48095"]


def test_geojson_without_any_position_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.geojson"

    with pytest.raises(BadOption):
        files.write(Table("Essai", COLUMNS, ROWS[1:]), "geojson", path)

    assert list(tmp_path.iterdir()) == []


def test_write_full_disk_keeps_the_former_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "table.json"
    path.write_text("former", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setitem(files.WRITERS, "json", full)

    with pytest.raises(StoreProblem, match="disque est plein"):
        files.write(TABLE, "json", path)

    assert {p.name: p.read_text(encoding="utf-8") for p in tmp_path.iterdir()} == {"table.json": "former"}


@pytest.mark.parametrize(
    ("place", "sentence"),
    [("absent/table.csv", "n'existe pas"), (".", "est un dossier")],
)
def test_write_impossible_place_is_a_sentence(tmp_path: Path, place: str, sentence: str) -> None:
    with pytest.raises(BadOption, match=sentence):
        files.write(TABLE, "csv", tmp_path / place)


def test_write_through_a_link_keeps_the_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("former", encoding="utf-8")
    link.symlink_to(real)

    files.write(TABLE, "json", link)

    assert link.is_symlink()
    assert json.loads(real.read_text(encoding="utf-8"))["title"] == "Essai"


def test_emit_file_says_where_it_was_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "table.json"

    emit(TABLE, OutputOptions("json", path))

    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", f"2 lignes écrites dans {path}.\n")


def test_csv_read_back_by_the_table_reader_gives_the_codes(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    files.write(Table("Essai", COLUMNS, ROWS), "csv", path)

    with duckdb.connect() as con:
        open_table(con, path, "back", scratch=tmp_path)
        codes = [row[0].strip() for row in con.execute('SELECT "Code" FROM back').fetchall()]

    assert codes == ["04001", "48095"]
