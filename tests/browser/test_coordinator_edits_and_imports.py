"""Journey: a coordinator keeps the sheet, is told of somebody else's work, imports members, takes it all away."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from odfdo import Document, Row, Table
from playwright.sync_api import expect
from tests.browser.conftest import Picture, Visit

RUCHES = "/poles/les-hautes-ruches-fictif/"
HEADER = ["nom", "commune", "cercle"]


@pytest.mark.parametrize("javascript", [True, False])
def test_coordinator_edits_and_is_told_of_somebody_else_s_work(
    visit: Visit, picture: Picture, javascript: bool
) -> None:
    mine = visit(f"{RUCHES}modifier/identite/", javascript=javascript, door="coordinator")
    other = visit(f"{RUCHES}modifier/identite/", javascript=javascript, door="administrator")
    other.get_by_label("Autres noms").fill(f"HR {javascript}")
    other.get_by_role("button", name="Enregistrer").first.click()
    expect(other.get_by_text(f"Aussi appelé : HR {javascript}")).to_be_visible()

    mine.get_by_label("Autres noms").fill("Les Ruches")
    mine.get_by_role("button", name="Enregistrer").first.click()
    expect(mine.get_by_text(f"HR {javascript}").first).to_be_visible()
    assert mine.get_by_label("Autres noms").input_value() == "Les Ruches"
    picture(mine, "conflit")
    mine.get_by_role("button", name="Enregistrer").first.click()

    expect(mine.get_by_text("Aussi appelé : Les Ruches")).to_be_visible()
    mine.get_by_role("link", name="Historique de la fiche").click()
    expect(mine.get_by_role("heading", level=1)).to_have_text("Historique de la fiche")
    picture(mine, "historique")


def test_coordinator_draws_the_territory_by_intercommunality(visit: Visit, picture: Picture) -> None:
    page = visit(f"{RUCHES}modifier/territoire/", javascript=False, door="coordinator")
    expect(page.get_by_role("heading", name="7 communes")).to_be_visible()

    page.get_by_text("Toute une intercommunalité").click()
    page.locator('input[name="epci-sought"]').fill("Mont Lozère")
    page.locator('button[value="seek"]').first.click()
    picture(page, "intercommunalites")
    page.locator('button[value^="epci:"]').first.click()

    expect(page.get_by_role("heading", name="7 communes")).to_have_count(0)
    page.goto(f"{RUCHES}historique/?sorte=territoire")
    page.get_by_role("link", name="Remettre ce qu'il y avait avant").first.click()
    page.get_by_role("main").get_by_role("button").first.click()
    page.goto(f"{RUCHES}modifier/territoire/")
    expect(page.get_by_role("heading", name="7 communes")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_coordinator_adds_a_figure_that_disagrees(visit: Visit, picture: Picture, javascript: bool) -> None:
    value = "4,5" if javascript else "5,5"
    page = visit(f"{RUCHES}modifier/chiffres/ajouter/", javascript=javascript, door="coordinator")

    page.get_by_label("Ce qui est compté").select_option("jobs")
    page.get_by_label("Valeur", exact=False).first.fill(value)
    page.get_by_label("Unité").select_option("fte")
    page.get_by_label("Périmètre de mesure").select_option("team")
    page.get_by_label("Date du chiffre").fill("2026")
    page.get_by_label("Source", exact=False).first.fill("Rapport d'activité inventé")
    picture(page, "chiffre")
    page.get_by_role("button", name="Enregistrer").first.click()

    table = page.get_by_role("region", name="Tableau des chiffres")
    said = table.get_by_role("link", name=f"Corriger emplois, {value} équivalents temps plein")
    expect(table.get_by_role("cell", name=f"{value} équivalents temps plein", exact=True)).to_be_visible()
    expect(table.get_by_role("cell", name="3,5 équivalents temps plein", exact=True)).to_be_visible()
    said.click()
    page.get_by_label("Valeur", exact=False).first.fill("9,25")
    page.get_by_role("button", name="Enregistrer").first.click()
    expect(table.get_by_role("cell", name="9,25 équivalents temps plein", exact=True)).to_be_visible()
    expect(table.get_by_role("cell", name=f"{value} équivalents temps plein", exact=True)).to_have_count(0)
    table.get_by_role("link", name="Retirer emplois, 9,25 équivalents temps plein").click()
    page.get_by_label("Pourquoi ?", exact=False).first.fill("Essai")
    page.get_by_role("main").get_by_role("button").first.click()
    expect(table.get_by_role("cell", name="9,25 équivalents temps plein", exact=True)).to_have_count(0)


def test_coordinator_imports_members_reads_the_report_and_undoes(
    visit: Visit, picture: Picture, tmp_path: Path
) -> None:
    table = tmp_path / "membres.ods"
    sheet = Table("Membres")
    for cells in (HEADER, ["Atelier neuf (fictif)", "48095", "membre"], ["Faux nulle part", "99999", "membre"]):
        row = Row()
        row.set_values(cells)
        sheet.append_row(row)
    document = Document("spreadsheet")
    document.body.clear()
    document.body.append(sheet)
    document.save(table)
    page = visit(f"{RUCHES}importer/", javascript=False, door="coordinator")

    page.get_by_label("Tableau des membres").set_input_files(table)
    page.get_by_role("button", name="Lire le tableau").click()
    expect(page.get_by_role("rowheader", name="Atelier neuf (fictif)")).to_be_visible()
    expect(page.get_by_role("row", name="Faux nulle part")).to_contain_text("refusée")
    picture(page, "apercu")
    page.locator('button[name="do"][value="confirm"]').click()
    picture(page, "rapport")
    address = page.url

    page.goto(f"{RUCHES}membres/")
    expect(page.get_by_text("Atelier neuf (fictif)").first).to_be_visible()
    page.goto(address)
    page.locator('button[name="do"][value="undo"]').click()
    page.goto(f"{RUCHES}membres/")
    expect(page.get_by_text("Atelier neuf (fictif)")).to_have_count(0)


def test_coordinator_takes_everything_away(visit: Visit) -> None:
    page = visit(RUCHES, door="coordinator")

    with page.expect_download() as waiting:
        page.locator('a[href$=".zip"]').first.click()
    archive = zipfile.ZipFile(BytesIO(waiting.value.path().read_bytes()))

    assert archive.testzip() is None
    assert len(archive.namelist()) > 5
