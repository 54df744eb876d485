"""Journey: an administrator loads a register from the site, follows it, stops it, loads it, goes back to another."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Picture, Visit, served
from tests.engine.register.sirene_files import establishments, units

HOME = "/administration/registre/"


@pytest.fixture(scope="module")
def site(essaim_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A sandbox alone on its data: what is loaded here is seen by no other journey."""
    home = tmp_path_factory.mktemp("register")
    (home / "territories").symlink_to(essaim_home / "territories")
    with served(home) as address:
        yield address


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A small official register: two associations of Mende, and a line whose commune does not exist."""
    folder = tmp_path_factory.mktemp("sirene")
    lines = [
        {"siret": "84212345600019"}, {"siret": "84212345700017"},
        {"siret": "84212345600027", "codeCommuneEtablissement": "99999"},
    ]  # fmt: skip
    named = [
        {"siren": "842123456", "denominationUniteLegale": "LES ABEILLES"},
        {"siren": "842123457", "denominationUniteLegale": "LA RUCHE"},
    ]
    return [establishments(folder, *lines, name="StockEtablissement_2025-09.parquet"), units(folder, *named)]


def hand_over(page: Page, *files: Path) -> None:
    """Upload files; the page of the work comes."""
    page.goto(f"{HOME}deposer/")
    page.locator('input[type="file"]').set_input_files([str(file) for file in files])
    page.get_by_role("button", name="Déposer et importer").click()
    expect(page.get_by_text("Les fichiers sont reçus")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_register_is_loaded_followed_and_read(
    visit: Visit, picture: Picture, files: list[Path], javascript: bool
) -> None:
    page = visit("/mon-espace/", javascript=javascript, door="administrator")
    page.get_by_role("link", name="Registre des établissements").click()
    expect(page.get_by_role("heading", name="Charger un registre")).to_be_visible()
    picture(page, "avant")

    hand_over(page, *files)
    picture(page, "travail")
    # Its page comes again by itself, without a script.
    expect(page.get_by_role("link", name="Voir ce que le registre contient")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="Voir ce que le registre contient").click()

    expect(page.get_by_text("code de commune inconnu du découpage en usage")).to_be_visible()
    expect(page.get_by_text("en usage", exact=True)).to_be_visible()
    picture(page, "contenu")
    with page.expect_download() as download:
        page.get_by_role("link", name="Toutes les lignes refusées").click()
    assert "99999" in Path(download.value.path()).read_text(encoding="utf-8")


def test_file_that_is_none_is_refused_and_a_failed_import_changes_nothing(
    visit: Visit, picture: Picture, tmp_path: Path
) -> None:
    page = visit(f"{HOME}deposer/", door="administrator")
    wrong, strange = tmp_path / "registre.parquet", tmp_path / "couleurs.csv"
    wrong.write_text("rien", encoding="utf-8")
    strange.write_text("couleur;taille\nbleu;2\n", encoding="utf-8")

    page.locator('input[type="file"]').set_input_files(str(wrong))
    page.get_by_role("button", name="Déposer et importer").click()
    expect(page.get_by_text("n'est pas un fichier Parquet").first).to_be_visible()
    picture(page, "refus")
    hand_over(page, strange)

    expect(page.locator(".notice").first).to_be_visible(timeout=30_000)
    page.goto(HOME)
    expect(page.get_by_text("n'est pas allé au bout")).to_be_visible()


def test_official_reference_register_is_loaded_stopped_and_loaded_again(
    visit: Visit, picture: Picture, shared_data: Path
) -> None:
    file = shared_data / "register" / "sirene_active_2025-09.parquet"
    if not file.is_file():
        pytest.skip("the reference register is not beside the shared data")
    page = visit(HOME, door="administrator")

    hand_over(page, file)
    page.get_by_role("button", name="Arrêter ce travail").click()
    expect(page.get_by_text("Le travail a été arrêté")).to_be_visible(timeout=30_000)
    picture(page, "arrêté")
    hand_over(page, file)
    expect(page.get_by_role("link", name="Voir ce que le registre contient")).to_be_visible(timeout=120_000)
    picture(page, "terminé")
    page.goto(HOME)

    expect(page.get_by_role("definition").filter(has_text=re.compile(r"1\s131\s294"))).to_be_visible()
    picture(page, "versions")
    # The diagnosis reads the new one at once.
    page.goto("/territoires/commune/48095/")
    expect(page.get_by_text("Aucun registre n'est chargé")).to_have_count(0)


def test_another_version_is_put_back_in_use(visit: Visit, files: list[Path]) -> None:
    page = visit(HOME, door="administrator")
    hand_over(page, files[0])
    expect(page.get_by_role("link", name="Voir ce que le registre contient")).to_be_visible(timeout=30_000)
    page.goto(HOME)

    page.get_by_role("button", name="Utiliser").first.click()

    expect(page.get_by_text("Registre en usage").first).to_be_visible()
    expect(page.get_by_role("button", name="Utiliser").first).to_be_visible()
