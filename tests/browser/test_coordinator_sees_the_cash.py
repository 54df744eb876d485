"""Journey: the coordinator of the sandbox asks how long the pole lives when a funder is late or leaves."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Picture, Visit

PLANS = "/poles/les-hautes-ruches-fictif/budget/"
STATE = "État, services déconcentrés (fictif)"


def cash(visit: Visit, **options: object) -> Page:
    page = visit(PLANS, door="coordinator", **options)
    page.get_by_role("link", name="Budget 2026-2028 (fictif)").first.click()
    page.get_by_role("navigation", name="Pages du plan").get_by_role("link", name="Trésorerie").click()
    expect(page.get_by_role("heading", name="Trésorerie", exact=True)).to_be_visible()
    return page


@pytest.mark.parametrize("javascript", [True, False])
def test_coordinator_sees_when_cash_runs_out_keeps_a_scenario_and_makes_the_note(
    visit: Visit, picture: Picture, tmp_path: Path, javascript: bool
) -> None:
    page = cash(visit, javascript=javascript)
    expect(page.get_by_role("rowheader", name="6 mois de retard")).to_be_visible()
    expect(page.get_by_role("rowheader", name=f"Sans : {STATE}")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Sans aucune aide")).to_be_visible()
    picture(page, "tresorerie")

    page.get_by_role("link", name="Essayer mes propres hypothèses").click()
    page.get_by_label("Les aides arrivent en retard de (mois)").fill("6")
    page.get_by_role("group", name="Financeurs en retard ou qui refusent").get_by_label(STATE).check()
    page.get_by_role("button", name="Voir ce que cela change").click()
    expect(
        page.get_by_role("heading", name=f"Les versements de « {STATE} » arrivent 6 mois plus tard.")
    ).to_be_visible()
    picture(page, "hypotheses")
    name = f"Retard {'avec' if javascript else 'sans'} script"
    page.get_by_label("Nom du scénario").fill(name)
    page.get_by_role("button", name="Garder ce scénario").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    picture(page, "scenario")

    page.get_by_role("link", name="Trésorerie", exact=True).click()
    page.get_by_role("link", name="Calculer une cotisation").click()
    page.get_by_role("group", name="Sans ces financeurs").get_by_label(STATE).check()
    page.get_by_label("Part de l'animation gardée, en %").fill("50")
    page.get_by_role("button", name="Calculer", exact=True).click()
    expect(page.get_by_role("heading", name="par membre en")).to_be_visible()
    picture(page, "cotisation")

    page.get_by_role("link", name="Note de deux pages").click()
    picture(page, "note")
    with page.expect_download() as pdf:
        page.get_by_role("link", name="Télécharger le PDF").click()
    with page.expect_download() as odt:
        page.get_by_role("link", name="Télécharger l'ODT, à modifier").click()
    pdf.value.save_as(tmp_path / "note.pdf")
    odt.value.save_as(tmp_path / "note.odt")
    assert (tmp_path / "note.pdf").read_bytes().startswith(b"%PDF-")
    with ZipFile(tmp_path / "note.odt") as archive:
        assert "DONNÉES SYNTHÉTIQUES" in archive.read("content.xml").decode()


def test_the_cash_is_read_on_a_phone_in_the_dark(visit: Visit, picture: Picture) -> None:
    page = cash(visit, width=320, dark=True)

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    picture(page, "telephone")
