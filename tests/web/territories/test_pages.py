"""Territories: their poles and the register's word, or the plain statement that there is none."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.factories import ADMIN, AT, make_full_pole, make_organisation, make_pole

from essaim.apps.poles import actions
from essaim.engine.register import import_register
from essaim.engine.territories import load_territories

ROMANS, DROME, AURA = "/territoires/commune/26281/", "/territoires/departement/26/", "/territoires/region/84/"


def words(visitor: Client, address: str) -> str:
    return " ".join(visitor.get(address).content.decode().replace("&#x27;", "'").split())


@pytest.mark.parametrize("address", [ROMANS, DROME, AURA])
def test_pole_is_found_at_every_level_it_stands_in(visitor: Client, address: str) -> None:
    make_pole(name="Le Levain", commune="26281")
    make_pole(name="La Laine", commune="48095")

    page = words(visitor, address)

    assert "1 pôle sur ce territoire" in page
    there = page[page.index('id="poles"') : page.index('id="voisins"')]
    assert ("Le Levain" in there, "La Laine" in there) == (True, False)


def test_pole_whose_territory_reaches_here_is_found(visitor: Client) -> None:
    pole = make_pole(name="Le Levain", commune="26281")
    actions.set_territory(pole=pole, communes=["48095"], by=ADMIN, at=AT)

    assert "1 pôle sur ce territoire" in words(visitor, "/territoires/commune/48095/")
    assert "1 pôle sur ce territoire" in words(visitor, "/territoires/departement/48/")


def test_other_poles_of_the_departement_are_near(visitor: Client) -> None:
    make_pole(name="Le Levain", commune="26362")

    page = words(visitor, ROMANS)

    assert "0 pôle sur ce territoire" in page
    assert "Le Levain" in page


def test_organisations_are_counted(visitor: Client) -> None:
    make_organisation(commune="26281")
    make_organisation(commune="48095")

    assert "1 organisation de l'annuaire a sa commune ici." in words(visitor, DROME)


def test_commune_leads_to_what_it_lies_in(visitor: Client) -> None:
    page = words(visitor, ROMANS)

    assert [f'href="{address}"' in page for address in (DROME, AURA)] == [True, True]


def test_former_code_leads_to_the_present_one(visitor: Client) -> None:
    answer = visitor.get("/territoires/commune/75101/")

    assert (answer.status_code, answer.headers["Location"]) == (301, "/territoires/commune/75056/")


@pytest.mark.parametrize("address", ["/territoires/commune/99999/", "/territoires/planete/1/", "/territoires/epci/1/"])
def test_territory_that_does_not_exist_is_not_found(visitor: Client, address: str) -> None:
    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize("question", ["romans-sur", "26281", "26100"])
def test_territories_are_found_by_name_and_code(visitor: Client, question: str) -> None:
    assert f'href="{ROMANS}"' in words(visitor, f"/territoires/?q={question}")


def test_search_without_answer_says_what_to_do(visitor: Client) -> None:
    assert "Vérifiez l'orthographe" in words(visitor, "/territoires/?q=zzzzz%00")


def test_without_register_nothing_is_said_of_actors(visitor: Client, empty_home: Path) -> None:
    load_territories(root=empty_home)

    page = words(visitor, ROMANS)

    assert "Aucun registre des établissements n'est chargé" in page
    assert "Sûrs" not in page


def test_register_counts_what_it_covers_and_says_the_rest_is_unknown(
    visitor: Client, empty_home: Path, tmp_path: Path
) -> None:
    cache.clear()
    t = load_territories(root=empty_home)
    table = tmp_path / "registre.csv"
    rows = [f"{100000000 + n}{n:05d};94.99Z;26281" for n in range(3)]
    table.write_text("\n".join(["siret;naf;commune", *rows]), encoding="utf-8")
    import_register([table], territories=t, at=AT, root=empty_home)

    here, elsewhere = words(visitor, ROMANS), words(visitor, "/territoires/commune/48095/")

    assert "minorants" in here
    assert "ne couvre aucune commune de ce territoire" in elsewhere
    assert "Sûrs" not in elsewhere


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_queries(
    visitor: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        make_full_pole(commune="26281")
    for _number in range(count):
        make_full_pole(commune="26362")

    # Poles with their four lists, those near with their domains, the organisations, those to phone (communes, poles,
    # domains).
    with django_assert_num_queries(11):
        visitor.get(ROMANS)
