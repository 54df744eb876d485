"""Journey: who is in Romans-sur-Isère, which no register covers; the directory answers, or fails."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.browser.conftest import Picture, Visit
from tests.browser.test_every_page import RULES
from tests.directory_server import Directory

MODEL = "insertion-renouveau-productif"
ROMANS = "/territoires/annuaire/?lieu=commune:26281"


@pytest.mark.parametrize("javascript", [True, False])
def test_romans_gets_named_organisations_from_the_directory(
    visit: Visit, picture: Picture, directory: Directory, javascript: bool
) -> None:
    # Each look asks for something else: what is kept is shown to everybody.
    words = "synthetique" if javascript else "association"
    before = len(directory.seen)
    page = visit(f"{ROMANS}&q={words}", javascript=javascript, width=1280 if javascript else 320, dark=not javascript)
    expect(page.get_by_text("personne ne l'a encore faite")).to_be_visible()
    assert len(directory.seen) == before
    picture(page, "avant")

    page.get_by_role("button", name="Interroger l'annuaire des entreprises").click()

    expect(page.get_by_text("ASSOCIATION SYNTHETIQUE 01")).to_be_visible()
    expect(page.get_by_text("DURAND")).to_have_count(0)
    expect(page.get_by_text("qui n'est pas celle du service public")).to_be_visible()
    picture(page, "réponse")
    if javascript:
        for width, dark in ((1280, False), (320, True)):
            page.emulate_media(color_scheme="dark" if dark else "light")
            page.set_viewport_size({"width": width, "height": 900})
            assert Axe().run(page, options=RULES).response["violations"] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_founder_puts_organisations_of_the_directory_on_the_board(
    visit: Visit, picture: Picture, directory: Directory
) -> None:
    page = visit(f"/fonder/?lieu=commune:26281&modele={MODEL}", door="founder")
    page.locator("#id_name").fill("Pôle d'essai de Romans")
    page.get_by_role("button", name="Commencer un pôle ici").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pôle d'essai de Romans")
    slug = urlsplit(page.url).path.split("/")[2]

    page.goto(f"{ROMANS}&q=ateliers&fonde={slug}")
    page.get_by_role("button", name="Interroger l'annuaire des entreprises").click()
    page.get_by_label("Choisir LES ATELIERS SYNTHETIQUES").check()
    picture(page, "à-cocher")
    assert Axe().run(page, options=RULES).response["violations"] == []
    page.get_by_role("button", name="Mettre les organisations cochées").click()

    expect(page.get_by_text("1 organisation ajoutée au tableau.")).to_be_visible()
    expect(page.get_by_role("main").get_by_text("LES ATELIERS SYNTHETIQUES").first).to_be_visible()
    picture(page, "tableau")


# The last one: after a failure, nothing is asked for a moment.
def test_outage_leaves_the_page_and_says_what_to_do(visit: Visit, picture: Picture, directory: Directory) -> None:
    page = visit(f"{ROMANS}&famille=training")
    page.get_by_role("button", name="Interroger l'annuaire des entreprises").click()
    expect(page.get_by_text("FORMATION SYNTHETIQUE")).to_be_visible()
    page.goto(f"{ROMANS}&famille=research")
    directory.moods.append("html")

    page.get_by_role("button", name="Interroger l'annuaire des entreprises").click()

    expect(page.get_by_text("inconnu ne veut pas dire absent")).to_be_visible()
    expect(page.get_by_text("ce n'est pas du JSON").first).to_be_visible()
    # Before the pause is over, nobody is sent to wait again; the site's own limit is two questions a second.
    page.goto(f"{ROMANS}&famille=network")
    page.wait_for_timeout(1_500)
    page.get_by_role("button", name="Interroger l'annuaire des entreprises").click()
    expect(page.get_by_text("demande d'attendre jusqu'à").first).to_be_visible()
    picture(page, "pause")
    page.goto(f"{ROMANS}&famille=research")
    expect(page.get_by_text("ce n'est pas du JSON").first).to_be_visible()
    picture(page, "panne")
    assert Axe().run(page, options=RULES).response["violations"] == []
    page.goto(f"{ROMANS}&famille=training")
    expect(page.get_by_text("FORMATION SYNTHETIQUE")).to_be_visible()
