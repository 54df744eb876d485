"""Names of models on whole pages in English: translated once, never passed off as French, French ones marked."""

import re
from pathlib import Path

import pytest
from django.test import Client
from tests.factories import make_founding, make_user
from tests.lozere import MENDE, MODEL, make_home
from tests.web.prospects.test_pages import MODEL as OWN_MODEL
from tests.web.prospects.test_pages import board_of

from essaim.apps.library.queries import model_named
from essaim.apps.scenarios.models import Scenario
from essaim.engine.language import named, use_language
from essaim.engine.patterns import as_data

SCAN = f"/reperage/?modele={MODEL}&dans=departement:48"
MARKED = re.compile(r'<span lang="fr">([^<]+)</span>')


@pytest.fixture(scope="module")
def lozere_folder(tmp_path_factory: pytest.TempPathFactory, essaim_home: Path) -> Path:
    return make_home(tmp_path_factory.mktemp("lozere"), essaim_home)


@pytest.fixture
def english(visitor: Client, lozere_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setenv("ESSAIM_DATA", str(lozere_folder))
    visitor.cookies["essaim_language"] = "en"
    return visitor


def page_of(visitor: Client, address: str) -> str:
    page = visitor.get(address).content.decode().replace("&#x27;", "'").replace("\xa0", " ")
    return " ".join(page.split())


def names_of(*models: str) -> dict[str, str]:
    """Roles and conditions in French, each with its English, of models whose names all are translated."""
    use_language("en")
    parts = [part for key in models for part in (*model_named(key).roles, *model_named(key).conditions)]
    return {part.label: named(part.label) for part in parts}


@pytest.mark.parametrize(
    "address",
    [
        SCAN,
        f"{SCAN}&min.producteurs=7",
        f"{SCAN}&territoire={MENDE}",
        f"/territoires/epci/{MENDE}/",
        f"/modeles/{MODEL}/",
        f"/territoires/candidats/?lieu=epci:{MENDE}",
    ],
)
def test_names_of_a_model_are_english_and_not_marked_as_french(english: Client, address: str) -> None:
    page = page_of(english, address)

    told = names_of(MODEL)
    assert [name for name in told.values() if name in page]
    assert [label for label, name in told.items() if label != name and label in page] == []
    assert set(MARKED.findall(page)) & set(told.values()) == set()


def test_names_of_two_models_compared_are_english(english: Client) -> None:
    page = page_of(english, "/modeles/comparer/?a=livre-edition&b=reemploi")

    told = names_of("livre-edition", "reemploi")
    assert [label for label, name in told.items() if label != name and label in page] == []
    assert set(MARKED.findall(page)) == set()


def test_roles_offered_to_a_draft_are_english(english: Client) -> None:
    founding = make_founding(model_data=as_data(model_named(MODEL)), place="commune:48095:20")
    english.force_login(make_user(founder=founding.pole.uid))

    page = page_of(english, f"{board_of(founding)}ajouter/")

    told = names_of(MODEL)
    assert [label for label, name in told.items() if label != name and label in page] == []
    assert set(MARKED.findall(page)) & set(told.values()) == set()


def test_names_that_somebody_wrote_stay_and_are_marked(english: Client) -> None:
    founding = make_founding(model_data=OWN_MODEL, place="commune:48095:20")
    english.force_login(make_user(founder=founding.pole.uid))

    page = page_of(english, f"{board_of(founding)}ajouter/")

    assert set(MARKED.findall(page)) >= {part["label"] for part in OWN_MODEL["role"]}


def test_kept_scan_is_said_in_the_language_of_whoever_reads_it(english: Client) -> None:
    english.force_login(make_user())
    english.post(f"/reperage/enregistrer/?modele={MODEL}&dans=departement:48", {"name": "Kept"})
    kept = Scenario.objects.get()
    address = f"/mes-reperages/{kept.uid}/"

    told = names_of(MODEL)
    page = page_of(english, address)
    english.cookies["essaim_language"] = "fr"
    french = page_of(english, address)
    file = b"".join(english.get(f"{address}trouve.csv").streaming_content).decode()  # type: ignore[attr-defined]

    assert [label for label, name in told.items() if label != name and label in page] == []
    assert [label for label in told if label not in french] == []
    assert [label for label in told if label not in file] == []
    assert ("at least" in page, "at least" in french, "au moins" in french, "at least" in file) == (
        True, False, True, False,
    )  # fmt: skip


def test_criteria_of_similar_territories_are_in_english(english: Client) -> None:
    page = page_of(english, f"/territoires/epci/{MENDE}/")

    assert "similar by: population, density, area, number of communes, share of the population in the largest" in page
    assert "inh./km²" in page
    assert ("hab./km²" in page, " hab." in page, "nombre communes" in page) == (False, False, False)
