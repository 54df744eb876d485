"""Journey: a visitor looks for a pole, reads its sheet, takes files away, reports an error, with or without scripts."""

import zipfile
from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from tests.browser.conftest import Picture, Visit

RUCHES = "/poles/les-hautes-ruches-fictif/"


def taken(page: Page, name: str) -> bytes:
    """The file behind a link of the page."""
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name, exact=True).first.click()
    return waiting.value.path().read_bytes()


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [1280, 320])
def test_visitor_finds_a_pole_and_reads_it(visit: Visit, picture: Picture, javascript: bool, width: int) -> None:
    page = visit("/", width=width, javascript=javascript)
    picture(page, "accueil")
    page.get_by_role("link", name="Annuaire", exact=True).click()

    page.get_by_label("Nom ou lieu").fill("energie toits")
    page.get_by_role("button", name="Appliquer").click()
    expect(page.get_by_role("heading", name="1 pôle", exact=True)).to_be_visible()
    picture(page, "annuaire")
    page.get_by_role("link", name="Énergie des toits partagés (fictif)").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Énergie des toits partagés (fictif)")
    picture(page, "fiche")
    page.get_by_role("link", name="Carte", exact=True).click()
    expect(page.get_by_role("link", name="Les Hautes Ruches (fictif)").first).to_be_attached()
    picture(page, "carte")


def test_visitor_takes_files_away_and_they_open(visit: Visit) -> None:
    page = visit(RUCHES)

    sheet = taken(page, "PDF balisé")
    text = zipfile.ZipFile(BytesIO(taken(page, "ODT, modifiable"))).read("content.xml").decode()
    page.goto("/poles/?q=ruches")
    book = load_workbook(BytesIO(taken(page, "XLSX (Excel)")))
    lines = taken(page, "CSV pour tableur").decode("utf-8-sig")

    assert sheet.startswith(b"%PDF")
    assert b"/MarkInfo" in sheet or b"StructTreeRoot" in sheet
    assert "Les Hautes Ruches (fictif)" in text
    assert "Les Hautes Ruches (fictif)" in {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert "Les Hautes Ruches (fictif)" in lines


@pytest.mark.parametrize("javascript", [True, False])
def test_visitor_reports_an_error_and_follows_the_answer(visit: Visit, picture: Picture, javascript: bool) -> None:
    page = visit(RUCHES, javascript=javascript)
    page.get_by_role("link", name="Quelque chose ne va pas ?").click()

    page.get_by_label("Qu'est-ce qui ne va pas ?").select_option("figures")
    page.get_by_label("Dites ce qui est faux").fill("L'équipe compte quatre personnes, pas trois et demie.")
    page.wait_for_timeout(3_200)  # what fills in faster is a program
    picture(page, "signaler")
    page.get_by_role("button", name="Envoyer").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Votre proposition")
    expect(page.get_by_text("L'équipe compte quatre personnes")).to_be_visible()
    picture(page, "suivi")


def test_visitor_reads_in_english(visit: Visit) -> None:
    page = visit("/")

    page.get_by_role("button", name="English").click()
    page.get_by_role("link", name="Directory", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Directory of PTCEs")


def focused_by_tab(page: Page, name: str) -> None:
    """Go on with the Tab key alone until the link of that name has the focus, and is seen to have it."""
    for _one in range(120):
        page.keyboard.press("Tab")
        here = page.locator(":focus")
        if here.inner_text().strip() == name:
            assert here.evaluate("one => getComputedStyle(one).outlineStyle") != "none"
            return
    raise AssertionError(f"no Tab leads to « {name} »")


def test_visitor_goes_from_home_to_a_sheet_by_keyboard(visit: Visit) -> None:
    page = visit("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Aller au contenu")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()

    page.goto("/")
    focused_by_tab(page, "Annuaire")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Annuaire des PTCE")
    focused_by_tab(page, "Les Hautes Ruches (fictif)")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Les Hautes Ruches (fictif)")


def test_printed_sheet_leaves_out_what_paper_cannot_do(visit: Visit, picture: Picture) -> None:
    page = visit(RUCHES)

    page.emulate_media(media="print")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("navigation", name="Principale")).to_be_hidden()
    expect(page.get_by_role("region", name="Tableau des chiffres")).to_be_visible()
    picture(page, "imprimee")
