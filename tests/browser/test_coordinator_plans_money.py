"""Journey: a three-year plan with five funders, the State six months late, half a coordinator without it, the note.

The plan is small enough to be checked by hand. A year: 48 000 € of coordination and 12 000 € of rent, paid monthly;
30 000 € of the State in March and September, 9 600 € of the région, 9 600 € of the EPCI, 4 800 € of a foundation and
6 000 € of twenty members, paid monthly. 10 000 € in the bank at the start.
"""

import os
import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.browser.conftest import Picture, Visit
from tests.browser.test_every_page import RULES
from tests.pdf import pages_of

RUCHES = "/poles/les-hautes-ruches-fictif/"
STATE = "Préfecture du plateau (fictive)"
# Form line, funder, a year's amount in euros.
PRODUCTS = (
    ("74-etat", STATE, "30 000"),
    ("74-region", "Région du plateau (fictive)", "9 600 €"),
    ("74-communes", "Communauté du plateau (fictive)", "9.600,00"),
    ("74-prive", "Fondation du plateau (fictive)", "4800"),
    ("756", "Membres du plateau (fictifs)", "6 000,00 €"),
)


def accessible(page: Page) -> None:
    """Nothing for axe, no wider than the screen."""
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def add_line(page: Page, plan: str, side: str, said: dict[str, str], *, coordination: bool = False) -> None:
    page.goto(f"{plan}lignes/ajouter/?cote={side}")
    page.locator("[name=form_line]").select_option(said.pop("form_line"))
    for name, text in said.items():
        page.locator(f"[name={name}]").fill(text)
    for year in (1, 2, 3):
        page.locator(f"[name=amount-{year}]").fill(said_amount(said))
    if coordination:
        page.locator("[name=is_coordination]").check()
    page.locator("main form button.button").first.click()


def said_amount(said: dict[str, str]) -> str:
    return said["amount-1"]


def test_coordinator_plans_three_years_and_what_happens_without_the_state(visit: Visit, picture: Picture) -> None:
    page = visit(f"{RUCHES}budget/commencer/", door="coordinator")
    for name, text in {"title": "Budget 2027-2029 (essai)", "starts_on": "2027", "opening_cents": "10 000 €",
                       "members": "20"}.items():  # fmt: skip
        page.locator(f"[name={name}]").fill(text)
    page.locator('[name=begin_with][value="empty"]').check()
    page.locator("main form button.button").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Budget 2027-2029 (essai)")
    plan = re.sub(r"^https?://[^/]+", "", page.url)

    add_line(
        page, plan, "charge", {"form_line": "641", "label": "Coordination", "amount-1": "48 000"}, coordination=True
    )
    add_line(page, plan, "charge", {"form_line": "613", "label": "Loyer", "amount-1": "12 000"})
    for form_line, funder, amount in PRODUCTS:
        add_line(page, plan, "product", {"form_line": form_line, "funder_name": funder, "amount-1": amount})
    page.goto(plan)
    expect(page.get_by_text("Le plan est équilibré")).to_be_visible()
    accessible(page)
    picture(page, "le-plan")

    page.get_by_role("link", name=re.compile("^État")).or_(page.locator("a", has_text="74")).first.click()
    page.goto(f"{re.sub(r'^https?://[^/]+', '', page.url)}calendrier/")
    page.locator('[name=rhythm][value="tranches"]').check()
    for number, month in ((1, "3"), (2, "9")):
        page.locator(f"[name=tranche-month-{number}]").select_option(month)
        page.locator(f"[name=tranche-share-{number}]").fill("50")
    page.locator("main form button.button").first.click()

    # When does the cash run out if the State is six months late?
    page.goto(f"{plan}tresorerie/")
    page.get_by_text("Changer le retard, la part refusée, la date").click()
    page.get_by_label("Aides en retard ou refusées").select_option(label=STATE)
    page.locator("main details form button").click()
    late = page.get_by_role("row", name=re.compile("^6 mois de retard"))
    expect(late).to_contain_text("−10\u202f000\u00a0€")
    expect(late).to_contain_text("août 2027")
    expect(late).to_contain_text("4 mois, jusqu'à fin avril 2027")
    on_time = page.get_by_role("row", name=re.compile("^Comme prévu"))
    expect(on_time).to_contain_text("5\u202f000\u00a0€")
    accessible(page)
    picture(page, "tresorerie")

    # Which fee keeps half a coordinator without the State?
    page.get_by_role("link", name="Calculer une cotisation").click()
    page.get_by_label(STATE).check()
    page.get_by_label("Part de l'animation gardée, en %").fill("50")
    page.get_by_role("button", name="Calculer").click()
    # 24 000 + 12 000 - (9 600 + 9 600 + 4 800) = 12 000 €, among twenty.
    expect(page.get_by_role("heading", name="600\u00a0€ par membre en 2027")).to_be_visible()
    accessible(page)
    picture(page, "cotisation")

    # The scenario is kept, and opened again with what it supposed.
    page.goto(f"{plan}tresorerie/hypotheses/")
    page.get_by_label("Les aides arrivent en retard de (mois)").fill("6")
    page.get_by_role("group", name="Financeurs en retard ou qui refusent").get_by_label(STATE).check()
    page.get_by_role("button", name="Voir ce que cela change").click()
    page.locator("[name=name], [name=nom]").fill("État en retard")
    page.get_by_role("button", name="Garder ce scénario").click()
    page.goto(f"{plan}tresorerie/scenarios/")
    page.get_by_role("link", name="État en retard").click()
    expect(page.get_by_role("main")).to_contain_text("août 2027")
    picture(page, "scenario")

    # The two-page note, for the board and the EPCI.
    for form in ("pdf", "odt"):
        answer = page.request.get(f"{plan}note.{form}")
        content = answer.body()
        if os.environ.get("ESSAIM_SCREENSHOTS"):
            (Path(os.environ["ESSAIM_SCREENSHOTS"]) / f"note-budget.{form}").write_bytes(content)
        if form == "pdf":
            assert pages_of(content) == 2
        else:
            text = ZipFile(BytesIO(content)).read("content.xml").decode()
            assert (STATE in text, "600" in text) == (True, True)


def test_the_epci_s_agent_reads_what_is_shared_and_nothing_else(visit: Visit, picture: Picture) -> None:
    page = visit("/budgets-partages/", door="territorial_agent")

    page.get_by_role("link", name="Budget 2026-2028 (fictif)").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Budget 2026-2028 (fictif)")
    accessible(page)
    picture(page, "budget-partage")

    for path in ("budget/", "financeurs/", "projets/"):
        assert page.request.get(f"{RUCHES}{path}").status == 403


def test_money_pages_work_without_scripts_on_a_phone(visit: Visit, picture: Picture) -> None:
    page = visit(f"{RUCHES}budget/", width=390, javascript=False, dark=True, door="coordinator")
    page.get_by_role("link", name="Budget 2026-2028 (fictif)").click()
    page.get_by_role("link", name="Saisir les montants").first.click()
    cell = page.locator("main form input[inputmode]").first
    cell.fill("12,3,4")
    page.get_by_role("button", name="Enregistrer").first.click()

    # Refused with what to do; what was typed is still there.
    expect(page.get_by_text("n'est pas un nombre").first).to_be_visible()
    assert page.locator("main form input[inputmode]").first.input_value() == "12,3,4"
    picture(page, "saisie-refusee")
