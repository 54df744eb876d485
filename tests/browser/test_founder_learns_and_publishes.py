"""Journey: founders ask a pole for help, it accepts, they learn from it; their draft enters the directory."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Picture, Visit, served

DRAFT = "/fonder/le-champ-des-genets-fictif/"
MENTOR = "Les Hautes Ruches (fictif)"


@pytest.fixture(scope="module")
def site(essaim_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A sandbox alone on its data: its draft becomes a pole."""
    home = tmp_path_factory.mktemp("publishing")
    (home / "territories").symlink_to(essaim_home / "territories")
    with served(home) as address:
        yield address


def test_founders_ask_a_pole_for_help(visit: Visit, picture: Picture) -> None:
    page = visit(DRAFT, javascript=False, door="founder")
    page.get_by_role("link", name="Demander l'aide d'un pôle").click()
    picture(page, "à appeler")
    page.get_by_role("link", name=f"Demander son aide : {MENTOR}").click()
    page.get_by_label("Votre demande").fill("Pouvons-nous venir voir votre cuisine ?")
    page.get_by_role("button", name="Envoyer la demande").click()

    expect(page.get_by_text("Votre demande est partie.")).to_be_visible()
    with page.expect_download() as agreement:
        page.get_by_role("link", name="PDF").click()
    assert Path(agreement.value.path()).read_bytes().startswith(b"%PDF")


def test_the_pole_accepts(visit: Visit, picture: Picture) -> None:
    page = visit("/poles/les-hautes-ruches-fictif/tenir/", javascript=False, door="coordinator")
    page.get_by_role("link", name="Demandes d'aide de pôles en préparation").click()
    page.get_by_role("link", name="Le Champ des genêts (fictif)").click()
    page.get_by_label("Nous acceptons").check()
    page.get_by_label("Un mot aux fondateurs").fill("Venez mardi matin.")
    picture(page, "réponse")
    page.get_by_role("button", name="Envoyer la réponse").click()

    expect(page.get_by_text("accepté")).to_be_visible()


def test_founders_say_what_they_learnt_and_ask_for_publication(visit: Visit, picture: Picture) -> None:
    page = visit(DRAFT, javascript=False, door="founder")
    page.get_by_role("link", name=MENTOR).click()
    expect(page.get_by_text("Venez mardi matin.")).to_be_visible()
    page.get_by_label("Où en êtes-vous").select_option("visited")
    page.get_by_role("textbox", name="Ce que nous avons appris").fill("Commencer par deux cantines.")
    page.get_by_label("Publier ce que nous avons appris").check()
    page.get_by_role("button", name="Enregistrer").click()
    page.goto(f"{DRAFT}publier/")
    expect(page.get_by_role("button", name="Demander la publication")).to_be_disabled()
    picture(page, "manque")
    page.get_by_role("link", name="quelques phrases").click()
    page.get_by_label("En bref").fill("Des légumes d'ici, cuisinés ici.")
    page.get_by_role("button", name="Enregistrer").click()
    page.goto(f"{DRAFT}publier/")
    page.get_by_role("button", name="Demander la publication").click()

    expect(page.get_by_role("button", name="Retirer la demande")).to_be_visible()


def test_whoever_moderates_sends_back_then_publishes(visit: Visit, picture: Picture) -> None:
    officer = visit("/mon-espace/", javascript=False, door="network_officer")
    officer.get_by_role("link", name="Pôles en préparation qui demandent à être publiés").click()
    officer.get_by_role("link", name="Le Champ des genêts (fictif)").click()
    expect(officer.get_by_text("Les Jardins du Bramont")).to_have_count(0)
    picture(officer, "relire")
    officer.get_by_label("Remarques aux fondateurs").fill("Dites qui porte le pôle.")
    officer.get_by_role("button", name="Renvoyer avec ces remarques").click()
    founder = visit(f"{DRAFT}publier/", javascript=False, door="founder")
    expect(founder.get_by_text("Dites qui porte le pôle.")).to_be_visible()
    founder.get_by_role("button", name="Demander la publication").click()
    officer.goto("/publications/le-champ-des-genets-fictif/")
    officer.get_by_role("button", name="Publier ce pôle").click()

    expect(officer.get_by_text("est dans l'annuaire.")).to_be_visible()
    expect(officer.get_by_role("link", name="Les Jardins du Bramont (fictifs)").first).to_be_visible()
    expect(officer.get_by_text("Commencer par deux cantines.")).to_be_visible()
    picture(officer, "fiche")
