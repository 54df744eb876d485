"""Journey: the plan taken away as a spreadsheet, changed offline, brought back, looked at, written, undone."""

from pathlib import Path

import openpyxl
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.browser.conftest import Picture, Visit
from tests.browser.test_every_page import RULES

RUCHES = "/poles/les-hautes-ruches-fictif/"


def accessible(page: Page) -> None:
    """Nothing for axe, no wider than the screen."""
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_coordinator_fills_the_plan_offline_and_brings_it_back(visit: Visit, picture: Picture, tmp_path: Path) -> None:
    page = visit(f"{RUCHES}budget/", door="coordinator")
    page.locator(".plans h2 a").first.click()
    page.get_by_role("link", name="Fichiers").click()
    picture(page, "files")
    accessible(page)
    with page.expect_download() as given:
        page.get_by_role("link", name="XLSX (Excel)").click()
    taken = tmp_path / "plan.xlsx"
    given.value.save_as(taken)

    book = openpyxl.load_workbook(taken)
    sheet = book["Plan"]
    titles = [cell.value for cell in sheet[1]]
    amount = next(place for place, title in enumerate(titles, start=1) if title.endswith(" prévu"))
    sheet.cell(2, amount).value = "1 234,50 €"
    last = sheet.max_row + 1
    sheet.cell(last, titles.index("Ligne du formulaire") + 1).value = "623 Publicité, publication"
    sheet.cell(last, titles.index("Intitulé") + 1).value = "Affiches"
    sheet.cell(last, amount).value = 800
    sheet.cell(last + 1, titles.index("Ligne du formulaire") + 1).value = "6232 Foires"
    sheet.cell(last + 1, amount).value = 5
    sheet.delete_rows(3)
    book.save(taken)

    page.get_by_role("link", name="Rendre un tableau").click()
    page.set_input_files("[name=file]", taken)
    page.get_by_role("button", name="Lire le tableau").click()
    expect(page.get_by_role("heading", name="Aperçu du tableau")).to_be_visible()
    picture(page, "preview")
    accessible(page)
    expect(page.locator(".sheet-rows")).to_contain_text("1 234,50")
    expect(page.locator(".sheet-rows")).to_contain_text("n'est pas une ligne du formulaire")
    page.set_viewport_size({"width": 390, "height": 844})
    picture(page, "preview-phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("button", name="Écrire dans le plan").click()
    expect(page.get_by_role("heading", name="Rapport du tableau")).to_be_visible()
    picture(page, "report")
    accessible(page)

    page.get_by_role("button", name="Remettre le plan comme avant").click()
    expect(page.locator("main")).to_contain_text("défait le")
    page.get_by_role("link", name="Fichiers").first.click()
    page.get_by_role("link", name="Préparer le journal").click()
    picture(page, "journal")
    accessible(page)


def test_coordinator_begins_from_an_empty_model(visit: Visit, picture: Picture) -> None:
    page = visit(f"{RUCHES}budget/tableur/", door="coordinator", width=390)

    picture(page, "start")
    accessible(page)
