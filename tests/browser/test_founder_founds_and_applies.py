"""Journey: a draft pole in Mende, another in Romans-sur-Isère, a call answered, a laureate published.

The register is loaded through the site: the reference one where it is, else a small official file made here.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.browser.conftest import Picture, Visit, served
from tests.browser.test_every_page import RULES
from tests.directory_server import Directory
from tests.engine.register.sirene_files import establishments, units

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = "sirene_active_2025-09.parquet"
CALL = "Pôles en herbe (appel fictif)"


@pytest.fixture(scope="module")
def site(essaim_home: Path, tmp_path_factory: pytest.TempPathFactory, directory: Directory) -> Iterator[str]:
    """A sandbox alone on its data, which asks the tests' own directory."""
    home = tmp_path_factory.mktemp("founding")
    (home / "territories").symlink_to(essaim_home / "territories")
    with served(home, ESSAIM_LOOKUP=directory.url) as address:
        yield address


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The reference register; a few establishments of Mende where it is absent."""
    shared = Path(os.environ.get("ESSAIM_SHARED_DATA", ROOT.parent / "shared" / "data")) / "register" / REFERENCE
    if shared.is_file():
        return [shared]
    folder = tmp_path_factory.mktemp("sirene")
    named = {"842123456": "MARAICHAGE DU LOT", "842123457": "ATELIER DES LEGUMES", "842123458": "CUISINE CENTRALE"}
    lines = [
        {"siret": f"{siren}00019", "activitePrincipaleEtablissement": naf}
        for siren, naf in zip(named, ("01.13Z", "10.39A", "56.29B"), strict=True)
    ]
    return [
        establishments(folder, *lines, name="StockEtablissement_2025-09.parquet"),
        units(folder, *({"siren": siren, "denominationUniteLegale": name} for siren, name in named.items())),
    ]


def accessible(page: Page) -> None:
    """Nothing for axe, no wider than the screen."""
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def begin(page: Page, name: str) -> None:
    """From the page of a territory to the draft."""
    page.get_by_role("link", name="Commencer un pôle ici").click()
    page.get_by_label("Nom du pôle").fill(name)
    page.get_by_label("Modèle à suivre").select_option("champ-cantine")
    page.get_by_role("button", name="Commencer un pôle ici").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_administrator_loads_the_register_from_the_site(visit: Visit, picture: Picture, register: list[Path]) -> None:
    page = visit("/administration/registre/deposer/", door="administrator")

    page.locator('input[type="file"]').set_input_files([str(file) for file in register])
    page.get_by_role("button", name="Déposer et importer").click()

    expect(page.get_by_role("link", name="Voir ce que le registre contient")).to_be_visible(timeout=120_000)
    picture(page, "registre")


def test_founder_begins_a_pole_in_mende(visit: Visit, picture: Picture) -> None:
    page = visit("/territoires/lieu/?lieu=commune:48095:20", door="founder")
    expect(page.get_by_text("Aucun registre n'est chargé")).to_have_count(0)
    picture(page, "territoire")

    begin(page, "Du pré à Mende (essai)")
    picture(page, "brouillon")
    accessible(page)
    page.get_by_role("link", name="Tableau des prospects").click()
    page.get_by_role("link", name="Cochez les candidats").click()
    picture(page, "candidats")
    page.goto(f"{page.url.split('/prospects/')[0]}/prospects/ajouter/?manuel=1")
    page.get_by_label("Nom").first.fill("La Serre de l'essai")
    page.get_by_label("Famille").select_option("work_integration")
    page.get_by_label("Rôle dans le modèle").select_option("maraichage-insertion")
    page.get_by_role("button", name="Ajouter au tableau").click()
    page.goto(f"{page.url.split('/prospects/')[0]}/prospects/")
    expect(page.get_by_text("La Serre de l'essai").first).to_be_visible()
    picture(page, "tableau")
    accessible(page)


def test_commitments_fill_the_gaps_of_the_model(visit: Visit, picture: Picture) -> None:
    page = visit("/fonder/du-pre-a-mende-essai/prospects/", javascript=False, door="founder")
    row = page.locator("form", has=page.get_by_role("button", name=re.compile("La Serre de l'essai"))).first
    row.get_by_role("combobox").select_option("committed")
    row.get_by_role("button").click()

    page.goto("/fonder/du-pre-a-mende-essai/")
    met = page.locator(".roles li", has_text="Structure d'insertion")
    expect(met).to_contain_text("Réuni")
    expect(page.get_by_text("Comptent ici :").first).to_be_visible()
    picture(page, "manques")


def test_what_is_done_otherwise_is_noted_with_its_reason(visit: Visit, picture: Picture) -> None:
    page = visit("/fonder/du-pre-a-mende-essai/adaptations/", width=320, dark=True, javascript=False, door="founder")
    page.get_by_label("Partie du modèle").select_option("role:collectivite")
    page.get_by_label("Ce qui change").fill("Le département, pas la commune")
    page.get_by_label("Pourquoi").fill("Il gère les collèges")
    page.get_by_role("button", name="Noter").click()

    expect(page.get_by_text("touche le noyau")).to_be_visible()
    picture(page, "adaptation")


def test_outside_coverage_the_site_says_what_it_cannot_know_and_the_look_up_fills_it(
    visit: Visit, picture: Picture
) -> None:
    page = visit("/territoires/lieu/?lieu=commune:26281:10", door="founder")
    expect(page.get_by_text(re.compile("ne couvre", re.IGNORECASE)).first).to_be_visible()
    picture(page, "romans")
    begin(page, "Autour de Romans (essai)")
    expect(page.get_by_text("Le registre ne couvre pas ce territoire").first).to_be_visible()
    picture(page, "romans-brouillon")

    page.goto("/territoires/annuaire/?lieu=commune:26281:10&famille=ess")
    page.get_by_role("button", name="Interroger l'annuaire des entreprises").click()
    expect(page.get_by_text("ASSOCIATION SYNTHETIQUE 01").first).to_be_visible()
    picture(page, "romans-annuaire")


@pytest.mark.parametrize("javascript", [True, False])
def test_officer_prepares_and_publishes_a_call(visit: Visit, picture: Picture, javascript: bool) -> None:
    title = f"Appel d'essai {javascript}"
    page = visit("/appels/preparer/", javascript=javascript, door="network_officer")
    page.get_by_label("Titre de l'appel").fill(title)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Avant de publier, il manque")).to_be_visible()
    here = page.url
    page.get_by_role("link", name="Avis d'appel").click()
    page.get_by_label("Texte de l'avis").fill("Un appel pour essayer.")
    page.get_by_label("Contact").fill("appel@essai.invalid")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Phases et dates").click()
    page.locator('select[name="form-0-kind"], select[name="p-0-kind"]').select_option("dossiers")
    page.locator('input[name="p-0-opens_at"]').fill("2026-01-01T08:00")
    page.locator('input[name="p-0-closes_at"]').fill("2099-01-01T12:00")
    picture(page, "phases")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Questions du dossier").click()
    page.get_by_label("Question").first.fill("Pourquoi ?")
    page.get_by_role("button", name="Ajouter").click()
    page.goto(here)
    page.get_by_role("link", name="Publier cet appel").click()
    page.get_by_role("button", name="Publier").click()

    expect(page.get_by_text("L'appel est publié.")).to_be_visible()
    page.goto("/appels/")
    expect(page.get_by_role("link", name=title)).to_be_visible()
    picture(page, "calendrier")
    if javascript:
        accessible(page)


def test_founder_answers_the_call_with_the_draft(visit: Visit, picture: Picture) -> None:
    page = visit("/appels/", door="founder")
    page.get_by_role("link", name=CALL).click()
    picture(page, "avis")
    page.get_by_role("link", name="Répondre au nom d'un pôle").click()
    page.get_by_label(re.compile("Du pré à Mende")).check()
    page.get_by_role("button", name="Ouvrir le dossier").click()
    page.get_by_role("link", name="Réponses").click()
    # Saved by itself while it is written, once the page's script is there.
    page.wait_for_load_state("networkidle")
    page.get_by_label(re.compile("À quel besoin")).fill("Nourrir les cantines du bassin.")
    expect(page.get_by_text("Enregistré à").first).to_be_visible(timeout=10_000)
    page.get_by_label("Emplois").check()
    page.get_by_label(re.compile("Coût annuel")).fill("42 000,50")
    picture(page, "réponses")
    accessible(page)
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.get_by_role("link", name="Partenaires et budget").click()
    page.get_by_role("link", name="La Serre de l'essai").click()
    page.get_by_label("C'est la structure candidate").check()
    page.get_by_label(re.compile("Part du budget")).fill("12 000")
    page.get_by_role("button", name="Enregistrer").click()
    picture(page, "partenaires")
    page.locator(".crumb a").click()
    page.get_by_role("link", name="Vérifier et déposer").click()
    expect(page.get_by_text("C'est l'autorité qui décide.").first).to_be_visible()
    picture(page, "vérifier")
    accessible(page)
    page.get_by_role("button", name="Déposer le dossier").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Dossier déposé")
    expect(page.get_by_text("42 000,50").first).to_be_visible()
    picture(page, "reçu")


def test_officer_decides_and_publishes_the_laureate(visit: Visit, picture: Picture) -> None:
    page = visit("/appels/tenir/", javascript=False, door="network_officer")
    page.get_by_role("link", name=CALL).click()
    page.get_by_role("link", name="Lire, demander, décider").click()
    expect(page.get_by_text("1 dossier est commencé").first).to_be_visible()
    page.get_by_role("link", name="Du pré à Mende").click()
    expect(page.get_by_text("Nourrir les cantines du bassin.")).to_be_visible()
    picture(page, "instruction")
    page.get_by_text("Décider", exact=True).click()
    page.get_by_label("Décision").select_option("laureate")
    page.get_by_label(re.compile("Motif")).fill("Un besoin précis, des partenaires engagés.")
    page.get_by_role("button", name="Enregistrer la décision").click()
    page.locator(".crumb a").click()
    picture(page, "dossiers")
    page.locator(".crumb a").click()
    page.get_by_role("link", name="Publier les résultats").click()
    page.get_by_role("button", name="Publier les résultats").click()
    expect(page.get_by_role("heading", name="Publier les résultats avant la clôture ?")).to_be_visible()
    page.get_by_role("button", name="Publier les résultats").click()

    expect(page.get_by_role("heading", name="1 lauréat")).to_be_visible()
    picture(page, "lauréat")


def test_the_laureate_enters_the_directory_with_its_recognition(visit: Visit, picture: Picture) -> None:
    page = visit("/fonder/du-pre-a-mende-essai/publier/", door="founder")
    expect(page.get_by_role("button", name="Demander la publication")).to_be_disabled()
    page.goto("/poles/du-pre-a-mende-essai/modifier/identite/")
    page.get_by_label("En bref").fill("Des producteurs et des cantines du bassin de Mende.")
    page.get_by_role("button", name="Enregistrer").first.click()
    page.goto("/fonder/du-pre-a-mende-essai/publier/")
    page.get_by_role("button", name="Demander la publication").click()
    expect(page.get_by_text("Publication demandée le")).to_be_visible()
    picture(page, "demande")
    accessible(page)

    moderator = visit("/publications/", javascript=False, door="administrator")
    moderator.get_by_role("link", name=re.compile("Du pré à Mende")).click()
    expect(moderator.get_by_text("Il gère les collèges")).to_have_count(0)
    picture(moderator, "relecture")
    moderator.get_by_role("button", name="Publier ce pôle").click()

    visitor = visit("/poles/du-pre-a-mende-essai/")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Du pré à Mende (essai)")
    expect(visitor.get_by_text("Lauréat d'un appel").first).to_be_visible()
    expect(visitor.get_by_text("La Serre de l'essai").first).to_be_visible()
    picture(visitor, "fiche")
    accessible(visitor)
