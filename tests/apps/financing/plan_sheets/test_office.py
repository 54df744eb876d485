"""A plan's spreadsheet saved again by LibreOffice says the same; what people typed never acts as a formula."""

import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.apps.financing.plan_sheets.scenes import planned, take, two_year_plan, written

OFFICE = shutil.which("libreoffice") or shutil.which("soffice")
pytestmark = pytest.mark.django_db


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not there")
@pytest.mark.parametrize(("given", "saved"), [("ods", "ods"), ("ods", "xlsx"), ("xlsx", "ods"), ("xlsx", "xlsx")])
def test_a_file_saved_again_by_an_office_suite_changes_nothing(given: str, saved: str, tmp_path: Path) -> None:
    plan = two_year_plan()
    (tmp_path / f"plan.{given}").write_bytes(written(plan, given))
    subprocess.run(
        [str(OFFICE), f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", saved,
         "--outdir", str(tmp_path / "saved"), str(tmp_path / f"plan.{given}")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip

    sheet = take(plan, (tmp_path / "saved" / f"plan.{saved}").read_bytes(), f"plan.{saved}")

    assert (sheet.from_plan, sheet.from_version) == (plan.uid, 1)
    assert {row.outcome for row in planned(plan, sheet)} == {"same"}


def test_a_text_is_no_formula_in_a_workbook() -> None:
    book = openpyxl.load_workbook(BytesIO(written(two_year_plan(), "xlsx")))

    cells = [cell for row in book["Plan"].iter_rows() for cell in row]

    assert [cell.data_type for cell in cells if cell.value == "=Salaire"] == ["s"]
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_a_text_is_no_formula_in_an_open_document() -> None:
    with zipfile.ZipFile(BytesIO(written(two_year_plan(), "ods"))) as archive:
        content = archive.read("content.xml").decode()

    formulas = {part.partition("(")[0] for part in content.split('table:formula="')[1:]} | {
        part.partition("(")[0] for part in content.split("table:formula='")[1:]
    }
    assert formulas == {"of:=IF", "of:=SUMPRODUCT"}


def test_a_text_is_no_formula_in_a_csv() -> None:
    assert ";'=Salaire;" in written(two_year_plan(), "csv").decode()
