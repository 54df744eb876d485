"""Journey: a founder keeps the board of a draft, from a name heard at the market to a signed letter."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import Picture, Visit

LAST_WEEK = (datetime.now(UTC) - timedelta(days=7)).date().isoformat()
BOARD = "/fonder/le-champ-des-genets-fictif/prospects/"


def column(page: Page, name: str) -> Locator:
    return page.locator("section.column", has=page.get_by_role("heading", name=name, level=2))


@pytest.mark.parametrize("javascript", [True, False])
def test_founder_follows_a_prospect_up_to_its_signed_letter(
    visit: Visit, picture: Picture, tmp_path: Path, javascript: bool
) -> None:
    name = f"Moulin {'haut' if javascript else 'bas'} (fictif)"
    page = visit(BOARD, javascript=javascript, door="founder")
    picture(page, "tableau")

    page.get_by_role("link", name="Ajouter", exact=True).click()
    page.get_by_role("link", name="Écrire la fiche à la main").click()
    page.get_by_label("Nom").fill(name)
    page.get_by_label("Rôle dans le modèle").select_option("transformation")
    page.get_by_label("Pour le").fill(LAST_WEEK)
    page.get_by_role("button", name="Ajouter au tableau").click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    page.get_by_role("link", name="Prospects").click()
    card = page.locator(".prospect", has_text=name)
    expect(card.get_by_text("en retard", exact=False)).to_be_visible()
    card.get_by_role("combobox").select_option("met")
    card.get_by_role("button", name="Déplacer").click()
    expect(column(page, "Rencontré").get_by_role("link", name=name)).to_be_visible()
    picture(page, "deplace")
    page.get_by_role("button", name="Remettre à : à contacter").click()
    expect(column(page, "À contacter").get_by_role("link", name=name)).to_be_visible()

    page.get_by_role("link", name=name).click()
    page.get_by_role("textbox", name="Note").fill("Note inventée : la meule tourne.")
    page.get_by_role("button", name="Garder la note").click()
    expect(page.get_by_text("Note inventée : la meule tourne.")).to_be_visible()
    page.get_by_role("link", name="Ajouter une personne").click()
    page.get_by_label("Son adresse électronique").fill("meunier@essai.invalid")
    expect(page.get_by_label("Texte à copier")).to_have_value(re.compile("CNIL"))
    picture(page, "personne")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("link", name="meunier@essai.invalid")).to_be_visible()

    page.get_by_role("link", name="Préparer une lettre d'engagement").click()
    page.get_by_label("Cotisation ou participation").fill("1 234,50 €")
    page.get_by_role("button", name="Préparer").click()
    expect(page.get_by_text("1 234,50", exact=False)).to_be_visible()
    with page.expect_download() as letter:
        page.get_by_role("link", name="PDF").click()
    letter.value.save_as(tmp_path / "lettre.pdf")
    assert (tmp_path / "lettre.pdf").read_bytes().startswith(b"%PDF-")
    page.get_by_role("link", name="Déposer la copie signée").click()
    page.get_by_label("Copie signée").set_input_files(tmp_path / "lettre.pdf")
    page.get_by_label("Signé le").fill(LAST_WEEK)
    page.get_by_label("à l'état « engagé »", exact=False).check()
    page.get_by_role("button", name="Déposer").click()
    expect(page.get_by_role("link", name="Copie signée")).to_be_visible()
    picture(page, "signee")
    page.get_by_role("link", name="Prospects").click()
    expect(column(page, "Engagé").get_by_role("link", name=name)).to_be_visible()


def test_founder_takes_the_board_away_and_brings_it_back_completed(
    visit: Visit, picture: Picture, tmp_path: Path
) -> None:
    page = visit(BOARD, javascript=False, door="founder")
    with page.expect_download() as table:
        page.get_by_role("link", name="CSV").click()
    text = Path(table.value.path()).read_text(encoding="utf-8-sig")
    lines = text.split("\r\n")
    changed = [line.replace("Demander un rendez-vous", "Rappeler le lundi") for line in lines]
    (tmp_path / "prospects.csv").write_text("\ufeff" + "\r\n".join(changed), encoding="utf-8")

    page.get_by_role("link", name="Importer un tableau").click()
    page.get_by_label("Tableau des prospects").set_input_files(tmp_path / "prospects.csv")
    page.get_by_role("button", name="Lire le tableau").click()
    expect(page.get_by_text("le fichier « Rappeler le lundi »", exact=False)).to_be_visible()
    picture(page, "apercu")
    page.get_by_label("Remplacer par ce que dit le fichier", exact=False).check()
    page.get_by_role("button", name="Importer", exact=True).click()
    page.get_by_role("link", name="Voir le tableau").click()
    expect(page.get_by_text("Rappeler le lundi", exact=False)).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Défaire l'import").click()
    page.get_by_role("link", name="Voir le tableau").click()

    expect(page.get_by_text("Demander un rendez-vous", exact=False)).to_be_visible()
