"""Journey: where are a witness pole's conditions met? Look, change a minimum, keep, share, compare, reopen."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.browser.conftest import Picture, Visit, served
from tests.lozere import MENDE, MODEL, make_home

SCAN = f"/reperage/?modele={MODEL}&dans=departement:48"


@pytest.fixture(scope="module")
def site(essaim_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A sandbox whose data folder holds a register of Lozère."""
    home = make_home(tmp_path_factory.mktemp("scan-site"), essaim_home)
    with served(home) as address:
        yield address


def is_sound(page: Page) -> None:
    """Nothing that axe finds, nothing wider than the screen."""
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (320, True)])
@pytest.mark.parametrize("javascript", [True, False])
def test_visitor_looks_for_territories_that_meet_a_model(
    visit: Visit, picture: Picture, javascript: bool, width: int, dark: bool
) -> None:
    page = visit("/reperage/", width=width, dark=dark, javascript=javascript)
    page.get_by_label("Modèle de pôle").select_option(MODEL)
    page.get_by_label("Partie de la France").select_option("departement:48")
    page.get_by_role("button", name="Repérer", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Du champ à la cantine")
    expect(page.get_by_role("row", name=re.compile("Cœur de Lozère"))).to_contain_text("Écoles, hôpitaux")
    picture(page, "reperage")

    page.get_by_role("link", name="Communauté de communes Cœur de Lozère").click()
    told = page.locator("#explication")
    expect(told.get_by_text("Il en manque 5.")).to_be_visible()
    expect(told.get_by_role("heading", name="Écopôle alimentaire d'Audruicq")).to_be_visible()
    page.get_by_text("Changer les minimums, se passer d'un rôle").click()
    page.get_by_label("Producteurs de fruits, légumes, lait et viande").fill("7")
    if javascript:
        page.keyboard.press("Tab")
    else:
        page.get_by_role("button", name="Appliquer ces minimums").click()

    expect(page.get_by_role("row", name=re.compile("Cœur de Lozère"))).to_contain_text("3 sur 8")
    expect(told.get_by_text("Il en manque 1.").first).to_be_visible()
    assert "min.producteurs=7" in page.url
    picture(page, "minimum")
    if javascript:
        is_sound(page)


def test_territory_is_explained_from_the_map(visit: Visit, picture: Picture) -> None:
    page = visit(SCAN)

    page.locator(f'.scan-map use[href="#t{MENDE}"]').click()

    expect(page.locator("#explication").get_by_role("heading", level=2).first).to_contain_text("Cœur de Lozère")
    assert f"territoire={MENDE}" in page.url
    picture(page, "carte")
    is_sound(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_all_communes_are_counted_while_the_page_waits(visit: Visit, picture: Picture, javascript: bool) -> None:
    model = "reemploi" if javascript else "ble-farine-pain"
    page = visit(f"/reperage/?modele={model}&niveau=commune", javascript=javascript)

    page.get_by_role("button", name="Lancer le calcul").click()

    expect(page.get_by_text("Un point par commune")).to_be_visible(timeout=60_000)
    picture(page, "communes")


@pytest.mark.parametrize("javascript", [True, False])
def test_scan_is_kept_shared_compared_and_erased(visit: Visit, picture: Picture, javascript: bool) -> None:
    # Two people, so that each has a list of their own.
    mine = visit(SCAN, javascript=javascript, door="coordinator" if javascript else "founder")
    mine.get_by_label("Nom du repérage").fill("Lozère telle quelle")
    mine.get_by_role("button", name="Enregistrer").click()
    expect(mine.get_by_text("Aucun territoire ne répond autrement")).to_be_visible()
    mine.goto(f"{SCAN}&min.producteurs=7")
    mine.get_by_label("Nom du repérage").fill("Lozère, sept producteurs")
    mine.get_by_role("button", name="Enregistrer").click()
    picture(mine, "repere")
    sound = is_sound if javascript else lambda page: None
    sound(mine)

    mine.get_by_role("button", name="Faire un lien").click()
    link = mine.get_by_label("Lien", exact=True).input_value()
    theirs = visit(link, width=320)
    expect(theirs.get_by_role("heading", level=1)).to_have_text("Lozère, sept producteurs")
    is_sound(theirs)
    mine.get_by_role("link", name="Revenir au repérage").click()
    mine.get_by_role("button", name="Retirer le lien").click()
    theirs.reload()
    expect(theirs.get_by_role("heading", level=1)).to_have_text("Ce lien n'ouvre rien")

    mine.get_by_role("link", name="Comparer avec un autre").click()
    first = mine.locator("#a option", has_text="telle quelle").get_attribute("value")
    mine.get_by_label("Le premier").select_option(first)
    mine.get_by_role("button", name="Comparer").click()
    expect(mine.get_by_role("row", name=re.compile("^Producteurs de fruits"))).to_contain_text("Cœur de Lozère")
    picture(mine, "comparaison")
    sound(mine)

    mine.goto("/mes-reperages/")
    mine.get_by_role("link", name="Lozère, sept producteurs").click()
    mine.get_by_role("link", name="Effacer").click()
    mine.get_by_role("button", name="Effacer pour de bon").click()
    expect(mine.get_by_text("Lozère telle quelle")).to_be_visible()
    expect(mine.get_by_role("row")).to_have_count(2)
    picture(mine, "mes-reperages")
    sound(mine)
