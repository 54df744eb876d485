"""Journey: the coordinator of the sandbox makes a three-year plan, balances it, shares it; an agent reads it."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Picture, Visit

PLANS = "/poles/les-hautes-ruches-fictif/budget/"


def add(page: Page, kind: str, form_line: str, label: str, amounts: list[str], funder: str = "") -> None:
    page.get_by_role("link", name=f"Ajouter {kind}").first.click()
    page.get_by_label("Ligne du formulaire").select_option(form_line)
    page.get_by_label("Intitulé").fill(label)
    page.get_by_label("C'est la coordination du pôle").check()
    for year, amount in zip(("2027", "2028", "2029"), amounts, strict=True):
        page.get_by_label(f"Montant prévu en {year}").fill(amount)
    if funder:
        page.get_by_label("Ou un financeur qui n'est pas dans la liste").fill(funder)
    page.get_by_role("button", name="Ajouter", exact=True).click()


@pytest.mark.parametrize("javascript", [True, False])
def test_coordinator_makes_a_three_year_plan(visit: Visit, picture: Picture, javascript: bool) -> None:
    page = visit(PLANS, door="coordinator", javascript=javascript)
    title = f"Essai {'avec' if javascript else 'sans'} script"
    page.get_by_role("link", name=re.compile("Commencer un")).first.click()
    page.get_by_label("Titre").fill(title)
    page.get_by_label("Premier mois").fill("01/2027")
    page.get_by_label("du formulaire vide").check()
    page.get_by_role("button", name="Ouvrir le plan").click()
    expect(page.get_by_text("Le plan n'a encore aucune ligne.")).to_be_visible()

    add(page, "une charge", "641", "Salaire", ["40 000", "41.000,00", "42 000,00 €"])
    add(page, "un produit", "74-etat", "État", ["30 000", "30 000", ""], f"Préfecture ({title})")
    expect(page.get_by_role("heading", name="Le plan n'est pas équilibré")).to_be_visible()
    expect(page.get_by_text("Année 3 : 1 montant n'est pas renseigné.")).to_be_visible()
    add(page, "un produit", "756", "Cotisations", ["9 000", "11 000", "12 000"])
    expect(page.get_by_text("Année 1 : les charges dépassent les produits de 1 000 €.")).to_be_visible()
    picture(page, "a-corriger")

    page.get_by_role("link", name="Saisir les montants").first.click()
    page.get_by_label("Cotisations, 2027").fill("dix mille")
    page.get_by_label("État, 2029").fill("30 000,00 €")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_label("Cotisations, 2027")).to_have_value("dix mille")
    expect(page.get_by_label("État, 2029")).to_have_value("30 000,00 €")
    assert page.evaluate("document.documentElement.scrollWidth") == 1280
    picture(page, "case-refusee")
    if javascript:
        # Live totals are written as the server writes them.
        page.get_by_label("Cotisations, 2027").fill("9 999,50")
        live = [page.locator(f'[data-total="{one}"] td').first.text_content() for one in ("charge", "product", "gap")]
        assert live == ["40\u202f000\u00a0€", "39\u202f999,50\u00a0€", "\u22120,50\u00a0€"]
    page.get_by_label("Cotisations, 2027").fill("10.000,00")
    page.get_by_role("button", name="Enregistrer et revoir le plan").click()
    expect(page.get_by_role("heading", name="Le plan est équilibré")).to_be_visible()
    picture(page, "equilibre")

    page.get_by_role("link", name="Partage", exact=True).click()
    page.get_by_role("button", name=re.compile("Partager.*Cœur de Lozère")).click()
    expect(page.get_by_text("Le plan est partagé avec")).to_be_visible()
    reader = visit("/budgets-partages/", door="territorial_agent", javascript=javascript)
    reader.get_by_role("link", name=title).click()
    expect(reader.get_by_role("heading", name="Qui paie la coordination")).to_be_visible()
    expect(reader.get_by_role("link", name="Saisir les montants")).to_have_count(0)


def test_block_of_a_spreadsheet_is_pasted_in_the_grid(visit: Visit) -> None:
    page = visit(PLANS, door="coordinator")
    page.get_by_role("link", name="Budget 2026-2028 (fictif)").first.click()
    page.get_by_role("link", name="Saisir les montants").first.click()
    cell = page.get_by_label("Loyer et charges, 2026")

    cell.evaluate(
        """one => { const data = new DataTransfer(); data.setData('text/plain', '1\\t2\\t3\\n4\\t5\\t6\\n');
        one.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }"""
    )

    values = [page.get_by_label(f"Loyer et charges, {year}").input_value() for year in (2026, 2027, 2028)]
    below = [page.get_by_label(re.compile(f"^Entretien.*, {year}")).input_value() for year in (2026, 2027, 2028)]
    assert (values, below) == (["1", "2", "3"], ["4", "5", "6"])
    expect(page.locator('[data-total="gap"] td').first).not_to_have_text("0 €")
