"""Any set of communes as a page of the site."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.factories import make_full_pole
from tests.web.territories.registers import ASSOCIATION, COMPANY, SOLE_TRADER, TOWN_HALL, load, row

PLACE = "/territoires/lieu/"
MENDE = {"lieu": "commune:48095:20"}


def words(visitor: Client, asked: dict[str, str]) -> str:
    return " ".join(visitor.get(PLACE, asked).content.decode().replace("&#x27;", "'").split())


@pytest.mark.parametrize(
    ("line", "leads"),
    [
        ("epci:200069193", "/territoires/epci/200069193/"),
        ("commune:75101", "/territoires/commune/75056/"),
        ("departement:48", "/territoires/departement/48/"),
    ],
)
def test_territory_that_has_its_own_page_leads_there(visitor: Client, line: str, leads: str) -> None:
    answer = visitor.get(PLACE, {"lieu": line})

    assert (answer.status_code, answer.headers["Location"]) == (302, leads)


def test_without_place_one_chooses(visitor: Client) -> None:
    assert visitor.get(PLACE).headers["Location"] == "/territoires/"


@pytest.mark.parametrize(
    "line", ["zut", "commune:99999", "commune:48095:200", "epci:1", "planete:3", "codes:99999", "a\0b", "x" * 40_000]
)
def test_bad_place_is_a_page_that_says_what_to_do(visitor: Client, line: str) -> None:
    answer = visitor.get(PLACE, {"lieu": line})

    assert answer.status_code == 404
    assert "Choisir un territoire" in answer.content.decode()


def test_radius_says_its_communes_and_what_it_is_like(visitor: Client) -> None:
    page = words(visitor, MENDE)

    assert "<h1>20 km autour de Mende</h1>" in page
    assert "Un rayon retient les communes entières" in page
    assert "et ses environs" in page
    assert "« ici » est Mende." in page.replace("\u00a0", " ")


def test_commune_and_its_circles_lead_to_one_another(visitor: Client) -> None:
    commune = visitor.get("/territoires/commune/48095/").content.decode()
    circle = words(visitor, MENDE)

    assert 'href="/territoires/lieu/?lieu=commune:48095:20"' in commune
    assert '<a href="/territoires/lieu/?lieu=commune:48095:20" aria-current="page">' in circle
    assert 'href="/territoires/commune/48095/">La commune seule' in circle


def test_list_says_its_communes(visitor: Client) -> None:
    page = words(visitor, {"lieu": "codes:48095,48092,99999"})

    assert "<h1>Mende et 1 autre commune</h1>" in page
    assert "1 code inconnu laissé de côté : 99999." in page
    assert "Une liste libre n'a pas de territoires semblables" in page


def test_without_register_the_page_says_what_it_cannot_know(visitor: Client, bare_home: Path) -> None:
    page = words(visitor, MENDE)

    assert "Aucun registre des établissements n'est chargé" in page
    assert "aucun registre n'est chargé" in page
    assert "Sûrs" not in page


def test_register_counts_families_sole_traders_and_article_9(visitor: Client, bare_home: Path) -> None:
    actors = [row(1, legal=ASSOCIATION), row(2, legal=ASSOCIATION), row(3, naf="47.11B", legal=COMPANY)]
    load(bare_home, [*actors, row(4, naf="01.11Z", legal=SOLE_TRADER, name="Jeanne Martin")], covers="48")

    page = words(visitor, MENDE)

    assert "4 établissements actifs au registre." in page
    assert "entière" in page
    assert """famille=ess">Entreprises de l'ESS (ensemble)</a></th><td class="value">2</td>""" in page
    assert "1 entreprise individuelle." in page
    assert "chambre d'agriculture" in page
    assert "Jeanne Martin" not in page


def test_rates_stand_beside_those_of_the_references(visitor: Client, bare_home: Path) -> None:
    rows = [row(n, legal=ASSOCIATION) for n in range(5)] + [row(10, "26281", legal=ASSOCIATION)]
    load(bare_home, [*rows, row(11, "26281", naf="84.11Z", legal=TOWN_HALL)], covers="all")

    page = words(visitor, MENDE)

    assert "Région Occitanie" in page
    assert "5 territoires semblables" in page
    assert "Quotient de localisation" in page


def test_reference_that_the_register_barely_covers_has_no_column_and_why(visitor: Client, bare_home: Path) -> None:
    rows = [row(n, legal=ASSOCIATION) for n in range(5)]
    load(bare_home, [*rows, row(11, "26281", naf="84.11Z", legal=TOWN_HALL)], covers="48")

    page = words(visitor, MENDE)

    assert "Sans comparaison, le registre couvrant moins de la moitié de leur population : " in page
    assert ("couvert à" in page, '<th scope="col">Région Occitanie' in page) == (False, False)
    # None at all is written 0, what cannot be told a dash.
    assert "0,00" not in page


def test_diagnosis_is_computed_once(visitor: Client, bare_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(bare_home, [row(1, legal=ASSOCIATION)], covers="48")
    first = words(visitor, MENDE)
    monkeypatch.setattr("essaim.web.territories.diagnosis.diagnose", None)

    second = words(visitor, MENDE)

    assert "1 établissement actif au registre." in first
    assert "1 établissement actif au registre." in second


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_queries(
    visitor: Client, bare_home: Path, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    load(bare_home, [row(1, legal=ASSOCIATION)], covers="48")
    for _number in range(count):
        make_full_pole(commune="48095")
        make_full_pole(commune="48061")
    visitor.get(PLACE, MENDE)

    # Poles with their four lists, those near with their domains, the organisations, those to phone (communes, poles,
    # domains), models written on the site, what is kept (diagnosis, conditions).
    with django_assert_num_queries(14):
        visitor.get(PLACE, MENDE)
