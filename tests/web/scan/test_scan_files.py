"""The territories of a scan as files, with what they rest on."""

import csv
import io
import json
from pathlib import Path

import pytest
from django.test import Client
from openpyxl import load_workbook
from tests.lozere import MENDE, MODEL

from essaim.engine.patterns import find_pattern
from essaim.engine.territories.search_index import search_form

ASKED = f"?modele={MODEL}&dans=departement:48"


def body(visitor: Client, address: str) -> bytes:
    answer = visitor.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]


def test_plain_csv_has_a_column_per_condition(visitor: Client, lozere: Path) -> None:
    text = body(visitor, f"/reperage-brut.csv{ASKED}").decode("utf-8-sig")

    lines = [line for line in text.splitlines() if not line.startswith("#")]
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO("\n".join(lines)))}
    assert rows[MENDE]["role_producteurs"] == "réunie"
    assert rows[MENDE]["role_convives"] == "absente"
    assert rows[MENDE]["role_maraichage-insertion"] == "inconnue"
    assert rows[MENDE]["met"] == "4"


def test_files_go_by_name_and_what_is_not_covered_is_unknown(visitor: Client, lozere: Path) -> None:
    here = json.loads(body(visitor, f"/reperage.geojson{ASKED}"))
    elsewhere = json.loads(body(visitor, f"/reperage.geojson?modele={MODEL}&dans=region:53"))

    names = [one["properties"]["name"] for one in here["features"]]
    assert names == sorted(names, key=search_form)
    assert {one["properties"]["found"] for one in elsewhere["features"]} == {None}


def test_file_names_model_register_and_engine(visitor: Client, lozere: Path) -> None:
    data = json.loads(body(visitor, f"/reperage.geojson{ASKED}&min.producteurs=6"))

    said = json.dumps(data, ensure_ascii=False)
    assert find_pattern(MODEL).digest not in said
    assert "empreinte" in said
    assert "Registre 2026" in said
    assert "Essaim 0." in said
    assert "Minimums changés" in said
    assert "parfois hors du territoire" in said
    shapes = {one["properties"]["code"]: one["geometry"]["type"] for one in data["features"]}
    assert shapes[MENDE] in ("Polygon", "MultiPolygon")


def test_filters_hold_in_files(visitor: Client, lozere: Path) -> None:
    everything = json.loads(body(visitor, f"/reperage.geojson{ASKED}"))
    named = json.loads(body(visitor, f"/reperage.geojson{ASKED}&q=coeur"))

    assert len(everything["features"]) > 1
    assert [one["properties"]["code"] for one in named["features"]] == [MENDE]


def test_workbook_opens(visitor: Client, lozere: Path) -> None:
    book = load_workbook(io.BytesIO(body(visitor, f"/reperage.xlsx{ASKED}")))

    cells = {str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert MENDE in cells


def test_ods_is_a_zip(visitor: Client, lozere: Path) -> None:
    assert body(visitor, f"/reperage.ods{ASKED}").startswith(b"PK")


@pytest.mark.parametrize(
    "asked", ["", "?modele=zz", f"?modele={MODEL}&niveau=zz", "?modele=livre-edition&niveau=commune"]
)
def test_file_of_what_cannot_be_leads_to_the_page_that_says_why(visitor: Client, lozere: Path, asked: str) -> None:
    answer = visitor.get(f"/reperage.csv{asked}")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/reperage/?")
