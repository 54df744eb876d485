"""Journey: an officer asks a network's poles, one answers by its link, the officer accepts, the sheet says so."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import Picture, Visit

TOITS = "Énergie des toits partagés (fictif)"


def pressed(page: Page, name: str) -> None:
    """The button of the page's own form."""
    page.get_by_role("main").get_by_role("button", name=name).first.click()


def opened_campaign(officer: Page, name: str, picture: Picture) -> str:
    """The address of a campaign, prepared with its usual questions, and open."""
    officer.get_by_label("Nom de la campagne").fill(name)
    picture(officer, "1-preparer")
    pressed(officer, "Enregistrer")
    picture(officer, "2-questions")
    pressed(officer, "Enregistrer les questions")
    picture(officer, "3-poles")
    pressed(officer, "Enregistrer les pôles")
    officer.get_by_role("link", name="Ouvrir la campagne").click()
    pressed(officer, "Oui, continuer")
    expect(officer.locator(".badge").first).to_have_text("ouverte")
    picture(officer, "4-ouverte")
    return officer.url


def link_for(officer: Page, pole: str, picture: Picture) -> str:
    """The link that opens the pole's questionnaire, as it is shown once."""
    officer.get_by_role("rowheader", name=pole).get_by_role("link").click()
    pressed(officer, "Faire un lien")
    picture(officer, "5-lien")
    return re.sub(r"^https?://[^/]+", "", officer.locator(".address").inner_text())


def corrected(pole: Page, question: str, value: str) -> Locator:
    """The field of a question, to which the pole gives a new value."""
    part = pole.locator("section.question", has=pole.get_by_role("heading", name=question))
    part.get_by_role("radio", name="nouvelle valeur").check()
    field = part.get_by_role("textbox").first
    field.fill(value)
    return field


def answered(pole: Page, website: str, jobs: str, picture: Picture) -> None:
    """The pole opens its questionnaire, keeps a draft, comes back, validates."""
    picture(pole, "6-accueil-du-pole")
    pressed(pole, "Ouvrir le questionnaire")
    site = corrected(pole, "Site", website)
    corrected(pole, "Emplois, l'équipe du pôle", jobs)
    picture(pole, "7-questionnaire")
    pressed(pole, "Enregistrer le brouillon")
    expect(site).to_have_value(website)
    pressed(pole, "Enregistrer, puis relire et valider")
    pole.get_by_label(re.compile("nom", re.IGNORECASE)).first.fill("Dominique Exemple")
    pole.get_by_label(re.compile("fonction", re.IGNORECASE)).first.fill("Présidence")
    pole.get_by_role("checkbox").check()
    picture(pole, "8-valider")
    pressed(pole, "Valider ces réponses")
    expect(pole.get_by_role("heading", name="Votre réponse")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_officer_runs_a_campaign(visit: Visit, picture: Picture, javascript: bool) -> None:
    word, jobs = ("vive", "2,5") if javascript else ("simple", "3,5")
    officer = visit("/campagnes/nouvelle/", javascript=javascript, door="network_officer")
    campaign = opened_campaign(officer, f"Mise à jour {word}", picture)
    link = link_for(officer, TOITS, picture)

    answered(visit(link, javascript=javascript, width=320), f"https://{word}.example.org/", jobs, picture)
    officer.goto(campaign)
    validated = officer.locator(".steps li", has_text="ont validé")
    expect(validated).to_contain_text(re.compile(r"1\b.*sur 5, soit 20"))
    picture(officer, "9-suivi")
    officer.get_by_role("row", name=TOITS).get_by_role("link", name="réponses à relire").click()
    picture(officer, "10-relire")
    officer.locator('button[name="accept_all"]').click()
    expect(officer.get_by_text("Tout est décidé.")).to_be_visible()

    officer.goto("/poles/energie-des-toits-fictif/")
    expect(officer.get_by_role("link", name=f"{word}.example.org")).to_be_visible()
    expect(officer.get_by_text("validée par le pôle").first).to_be_visible()
    figure = officer.get_by_role("region", name="Tableau des chiffres").get_by_role("row", name=jobs)
    expect(figure).to_contain_text(f"Mise à jour {word}")
    officer.goto(campaign)
    officer.get_by_role("link", name="Ce qui manque, à qui demander").click()
    picture(officer, "11-manques")
    with officer.expect_download() as waiting:
        officer.get_by_role("link", name="CSV").first.click()
    assert waiting.value.path().stat().st_size > 100
