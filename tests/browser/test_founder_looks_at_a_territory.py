"""Journey: a founder chooses a place, reads who is there, finds candidates, poles to call, and takes the note away."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from tests.browser.conftest import Picture, Visit, served
from tests.lozere import AT, import_lozere, make_home

PLACE = "/territoires/lieu/?lieu=commune:48095:20"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def site(essaim_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A sandbox with a register of Lozère: a workshop, of which nothing is known, and a town hall."""
    home = make_home(tmp_path_factory.mktemp("territory-site"), essaim_home)
    town_hall = "21480095500013;84.11Z;48095"
    import_lozere(home, [("10.31Z", "48095")], at=AT + timedelta(days=1), others=(town_hall,))
    with served(home) as address:
        yield address


def is_sound(page: Page, opened: bool = True) -> None:
    """Nothing that axe finds, nothing wider than the screen, even with all that is folded opened."""
    if opened:
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (320, True)])
@pytest.mark.parametrize("javascript", [True, False])
def test_founder_goes_from_a_commune_to_those_who_could_join(
    visit: Visit, picture: Picture, javascript: bool, width: int, dark: bool
) -> None:
    page = visit("/territoires/", width=width, dark=dark, javascript=javascript)
    picture(page, "choisir")
    page.get_by_label("Commune : nom, code postal ou code").fill("Mende")
    page.get_by_label("Rayon en kilomètres, de 1 à 100").fill("20")
    page.locator("#autour ~ form").get_by_role("button", name="Voir ce territoire").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("20 km autour de Mende")
    picture(page, "territoire")

    page.get_by_role("link", name="Entreprises de l'ESS (ensemble)", exact=True).click()
    page.get_by_label("Montrer").select_option("possible")
    page.get_by_role("button", name="Appliquer").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Entreprises de l'ESS (ensemble)")
    # Whoever may be a person is counted, not listed.
    expect(page.get_by_role("main")).to_contain_text("dans la liste : 0")
    expect(page.get_by_role("columnheader", name="Pourquoi, et ce qui le confirmerait")).to_have_count(0)
    picture(page, "comptes")

    page.go_back()
    page.go_back()
    page.get_by_role("link", name="Collectivités territoriales et groupements", exact=True).click()
    expect(page.get_by_role("columnheader", name="Pourquoi, et ce qui le confirmerait")).to_be_visible()
    picture(page, "candidats")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="XLSX (Excel)", exact=True).click()
    book = load_workbook(BytesIO(waiting.value.path().read_bytes()))
    assert any("jamais nommées" in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)


def test_founder_calls_a_pole_and_takes_the_note(visit: Visit, picture: Picture) -> None:
    page = visit(PLACE)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Note de deux pages pour un élu (PDF)").click()
    note = waiting.value.path().read_bytes()

    page.get_by_role("link", name="Comparer ces pôles avec ce territoire, ou en choisir par modèle").click()
    page.get_by_label("Modèle de pôle").select_option("champ-cantine")
    page.get_by_role("button", name="Appliquer").click()

    assert note.startswith(b"%PDF")
    expect(page.get_by_role("heading", level=1)).to_have_text("Des pôles à appeler")
    expect(page.get_by_text("Ce qui se ressemble :").first).to_be_visible()
    picture(page, "appeler")


@pytest.mark.parametrize("javascript", [True, False])
def test_founder_chooses_on_the_map_or_by_a_list(visit: Visit, picture: Picture, javascript: bool) -> None:
    page = visit("/territoires/", javascript=javascript)
    page.locator('.pick a[href="/territoires/carte/48/"] path').click()
    picture(page, "departement")
    page.locator('.pick a[href="/territoires/commune/48095/"] path').click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mende")

    page.goto("/territoires/")
    page.get_by_role("textbox", name="Communes", exact=False).last.fill("Mende\nAtlantide\n48092")
    page.locator("form.form").get_by_role("button", name="Voir ce territoire").click()
    expect(page.get_by_text("1 ligne n'a pas été comprise")).to_be_visible()
    picture(page, "liste")
    page.get_by_role("link", name="Continuer avec les 2 communes comprises").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Mende et 1 autre commune")


@pytest.mark.parametrize(("width", "dark"), [(1280, True), (320, False)])
@pytest.mark.parametrize(
    "path",
    [
        "/territoires/", "/territoires/?commune=Saint-Denis&rayon=10", "/territoires/?commune=Mende&rayon=500",
        "/territoires/carte/48/", PLACE, "/territoires/commune/26281/", "/territoires/lieu/?lieu=codes:48095,48092",
        "/territoires/lieu/?lieu=zut", "/territoires/candidats/?lieu=commune:48095:20",
        "/territoires/candidats/?lieu=commune:48095:20&famille=public",
        "/territoires/candidats/?lieu=commune:48095:20&famille=natural_person",
        "/territoires/candidats/?lieu=commune:48095:20&modele=champ-cantine&role=producteurs",
        "/territoires/poles/?lieu=commune:48095:20&modele=champ-cantine",
    ],
)  # fmt: skip
def test_each_page_of_a_territory_is_sound(visit: Visit, path: str, width: int, dark: bool) -> None:
    page = visit(path, width=width, dark=dark)

    is_sound(page)
