"""Candidates: by family or by role, searched, sorted, filtered, taken away."""

from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries
from tests.web.territories.registers import ASSOCIATION, COMPANY, SOLE_TRADER, load, row

PAGE = "/territoires/candidats/"
ESS = {"lieu": "commune:48095:20", "famille": "ess"}
BREAD = {"lieu": "commune:48095:20", "modele": "ble-farine-pain", "role": "meunerie"}
ROWS = [
    row(1, naf="88.99B", legal=ASSOCIATION, name="LES AMIS DU GÉVAUDAN"),
    row(2, "48061", legal=ASSOCIATION, name="Zone libre"),
    row(3, naf="47.11B", legal=COMPANY, name="Épicerie de Mende"),
    row(4, naf="01.11Z", legal=SOLE_TRADER, name="JEANNE MARTIN"),
    row(5, naf="94.99Z", name="NOM CACHE"),
    row(6, naf="10.61A", legal=COMPANY, name="MOULIN DE MENDE"),
]


@pytest.fixture
def home(bare_home: Path) -> Path:
    load(bare_home, ROWS, covers="48")
    return bare_home


def words(visitor: Client, asked: dict[str, str]) -> str:
    return " ".join(visitor.get(PAGE, asked).content.decode().replace("&#x27;", "'").split())


def names(page: str) -> list[str]:
    known = ["LES AMIS DU GÉVAUDAN", "Zone libre", "Épicerie de Mende", "MOULIN DE MENDE"]
    return sorted((name for name in known if f">{name}<" in page), key=lambda name: page.index(f">{name}<"))


def test_family_lists_the_sure_ones_why_and_those_to_confirm(visitor: Client, home: Path) -> None:
    page = words(visitor, {**ESS, "lieu": "departement:48"})

    assert names(page) == ["LES AMIS DU GÉVAUDAN", "Zone libre"]
    assert "2 sûrs, 5 possibles (les sûrs compris), dont 1 seulement évoqué par son activité" in page
    assert "forme juridique de l'ESS" in page
    assert "Sur ces 5 : dans la liste : 2 ; comptés sans être listés" in page
    assert "À confirmer par :" in words(visitor, {**ESS, "lieu": "departement:48", "certitude": "possible"})


def test_role_of_a_model_says_how_far_it_looks(visitor: Client, home: Path) -> None:
    page = words(visitor, BREAD)

    assert names(page) == ["MOULIN DE MENDE"]
    assert "cherché à 80 km à la ronde" in page


def test_persons_and_unknown_forms_are_never_named(visitor: Client, home: Path) -> None:
    pages = [words(visitor, {**ESS, "famille": key, "certitude": "possible"}) for key in ("ess", "other_enterprise")]
    role = words(visitor, {"lieu": "commune:48095:20", "modele": "ble-farine-pain", "role": "cerealiers"})

    assert [secret in page for page in [*pages, role] for secret in ("JEANNE MARTIN", "NOM CACHE")] == [False] * 6
    assert "qui ne veut pas être public) : 1" in role
    assert "80000000500005" not in " ".join([*pages, role])
    assert 'data-label="Commune">Mende</td>' in role
    assert ("Aucun ne peut être listé ici" in role, "Aucun candidat sous ce filtre" in role) == (True, False)


def test_natural_persons_are_not_a_list(visitor: Client, home: Path) -> None:
    page = words(visitor, {**ESS, "famille": "natural_person"})

    assert "comptées par activité, jamais nommées : demandez à la chambre" in page


@pytest.mark.parametrize(("typed", "found"), [("gevaudan amis", ["LES AMIS DU GÉVAUDAN"]), ("cache", []), ("zzz", [])])
def test_names_are_searched_without_accents(visitor: Client, home: Path, typed: str, found: list[str]) -> None:
    assert names(words(visitor, {**ESS, "lieu": "departement:48", "q": typed})) == found


@pytest.mark.parametrize(
    ("order", "found"),
    [("distance", ["LES AMIS DU GÉVAUDAN", "Zone libre"]), ("name", ["LES AMIS DU GÉVAUDAN", "Zone libre"]),
     ("activity", ["LES AMIS DU GÉVAUDAN", "Zone libre"]), ("zut", ["LES AMIS DU GÉVAUDAN", "Zone libre"])],
)  # fmt: skip
def test_candidates_are_sorted(visitor: Client, home: Path, order: str, found: list[str]) -> None:
    asked = {**ESS, "lieu": "departement:48", "tri": order, "certitude": "sure"}

    assert names(words(visitor, asked)) == found


def test_without_register_the_page_says_so(visitor: Client, bare_home: Path) -> None:
    assert "Aucun registre des établissements n'est chargé" in words(visitor, ESS)


def test_without_part_one_chooses_a_family_or_a_role(visitor: Client, home: Path) -> None:
    page = words(visitor, {"lieu": "commune:48095:20"})

    assert "famille=ess" in page
    assert "modele=ble-farine-pain&amp;role=meunerie" in page
    assert "famille=natural_person" not in page


@pytest.mark.parametrize(
    "asked",
    [
        {"famille": "zut"},
        {"modele": "zut", "role": "x"},
        {"modele": "ble-farine-pain", "role": "zut"},
        {"famille": "a\0"},
    ],
)
def test_unknown_part_is_a_page_that_says_what_to_do(visitor: Client, home: Path, asked: dict[str, str]) -> None:
    answer = visitor.get(PAGE, {"lieu": "commune:48095:20", **asked})

    assert answer.status_code == 404
    assert "Choisir un territoire" in answer.content.decode()


def test_uncovered_place_is_unknown_and_never_none(visitor: Client, home: Path) -> None:
    asked = {**ESS, "lieu": "commune:26281:20"}

    page = words(visitor, asked)
    answer = visitor.get("/territoires/candidats.csv", asked)

    sentence = "Inconnu : le registre ne couvre pas ce territoire, on ne peut pas dire s'il y en a."
    assert (sentence in page, "0 sûr" in page, "0 établissement" in page) == (True, False, False)
    content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type]
    assert (sentence in content.decode("utf-8-sig"), "0 sûr" in content.decode("utf-8-sig")) == (True, False)


def test_place_where_others_may_be_says_so(visitor: Client, home: Path) -> None:
    assert "il peut y en avoir d'autres" in words(visitor, {**ESS, "lieu": "commune:48095:100"})


def test_workbook_says_why_and_where_it_comes_from(visitor: Client, home: Path) -> None:
    answer = visitor.get("/territoires/candidats.xlsx", {**ESS, "lieu": "departement:48", "certitude": "sure"})

    book = load_workbook(BytesIO(answer.content))
    cells = [str(cell.value) for sheet in book.worksheets for line in sheet.iter_rows() for cell in line if cell.value]
    assert "LES AMIS DU GÉVAUDAN" in cells
    assert "JEANNE MARTIN" not in cells
    assert any("forme juridique de l'ESS" in text for text in cells)
    assert any(text.startswith("Source : ") for text in cells)
    assert any("jamais nommées" in text for text in cells)
    assert "Comptés sans être listés" in " ".join(cells)
    assert "80000000500005" not in cells


@pytest.mark.parametrize("form", ["csv", "ods"])
def test_other_forms_are_files(visitor: Client, home: Path, form: str) -> None:
    answer = visitor.get(f"/territoires/candidats.{form}", ESS)

    assert (answer.status_code, "attachment" in answer.headers["Content-Disposition"]) == (200, True)


def test_file_of_nothing_is_not_found(visitor: Client, home: Path) -> None:
    answers = [
        visitor.get("/territoires/candidats.csv", {"lieu": "commune:48095"}).status_code,
        visitor.get("/territoires/candidats.csv", {**ESS, "famille": "natural_person"}).status_code,
        visitor.get("/territoires/candidats.csv", {**ESS, "famille": "zut"}).status_code,
        visitor.get("/territoires/candidats.csv").status_code,
    ]

    assert answers == [404, 404, 404, 302]


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_no_query(
    visitor: Client, bare_home: Path, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load(bare_home, [row(n, legal=ASSOCIATION, name=f"Association {n}") for n in range(count)], covers="48")

    with django_assert_num_queries(0):
        visitor.get(PAGE, ESS)


def test_commune_that_the_register_does_not_know_is_sure_by_the_official_lists(visitor: Client, home: Path) -> None:
    asked = {"lieu": "commune:26281", "modele": "champ-cantine", "role": "collectivite"}

    page = words(visitor, asked)

    assert "De tous les autres, le registre ne dit rien" in page
    assert "1 commune, par les listes officielles" in page
    assert '<a href="/territoires/commune/26281/">Romans-sur-Isère</a>' in page
    assert "Aucun candidat sous ce filtre" not in page
    assert "listes officielles disent" not in words(visitor, asked | {"lieu": "commune:48095"})
