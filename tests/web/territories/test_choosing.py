"""Choosing a territory: by a radius, a list, a map."""

import pytest
from django.test import Client

MENDE_20 = "/territoires/lieu/?lieu=commune:48095:20"


def words(answer: object) -> str:
    return " ".join(answer.content.decode().replace("&#x27;", "'").split())  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("commune", "radius"), [("Mende", "20"), ("48095", "20"), ("Mende", ""), ("Mende (48095)", "20,0")]
)
def test_commune_and_radius_lead_to_the_place(visitor: Client, commune: str, radius: str) -> None:
    answer = visitor.get("/territoires/", {"commune": commune, "rayon": radius})

    assert (answer.status_code, answer.headers["Location"]) == (302, MENDE_20)


@pytest.mark.parametrize("radius", ["0", "101", "vingt", "nan", "-5", "1e9", "\0"])
def test_bad_radius_is_told_and_nothing_typed_is_lost(visitor: Client, radius: str) -> None:
    answer = visitor.get("/territoires/", {"commune": "Mende", "rayon": radius or "x"})

    page = words(answer)
    assert answer.status_code in (200, 302)
    assert answer.status_code == 302 or ("entre 1 et 100" in page and 'value="Mende"' in page)


def test_homonyms_are_offered(visitor: Client) -> None:
    page = words(visitor.get("/territoires/", {"commune": "Saint-Denis", "rayon": "10"}))

    assert "laquelle ?" in page
    assert 'href="/territoires/lieu/?lieu=commune:97411:10"' in page


def test_commune_that_nobody_knows_is_told(visitor: Client) -> None:
    page = words(visitor.get("/territoires/", {"commune": "Zzzzz", "rayon": "10"}))

    assert "Aucune commune ne s'appelle ainsi" in page


def test_list_of_names_and_codes_leads_to_the_place(visitor: Client) -> None:
    answer = visitor.post("/territoires/liste/", {"communes": "Mende\n48092, Florac Trois Rivières\n48095"})

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/territoires/lieu/?lieu=codes:48092,48061,48095"


def test_list_of_one_commune_leads_to_its_page(visitor: Client) -> None:
    answer = visitor.post("/territoires/liste/", {"communes": "Mende"})

    assert answer.headers["Location"] == "/territoires/commune/48095/"


def test_line_that_is_not_understood_is_told_and_everything_typed_stays(visitor: Client) -> None:
    page = words(visitor.post("/territoires/liste/", {"communes": "Mende\nAtlantide\nSaint-Denis"}))

    assert "2 lignes n'ont pas été comprises" in page
    assert "Mende Atlantide Saint-Denis</textarea>" in page
    assert "Continuer avec 1 commune comprise" in page
    assert "97411" in page


@pytest.mark.parametrize("typed", ["", " \n ", "a\0b", "x\n" * 401, "é" * 20_001])
def test_bad_list_is_refused_with_a_reason(visitor: Client, typed: str) -> None:
    answer = visitor.post("/territoires/liste/", {"communes": typed})

    assert answer.status_code == 200
    assert 'aria-invalid="true"' in words(answer)


def test_list_by_get_leads_to_the_choice(visitor: Client) -> None:
    assert visitor.get("/territoires/liste/").headers["Location"] == "/territoires/"


def test_departments_are_drawn_and_listed(visitor: Client) -> None:
    page = words(visitor.get("/territoires/"))

    assert page.count('href="/territoires/carte/48/"') == 2


def test_communes_of_a_department_are_drawn_and_listed(visitor: Client) -> None:
    page = words(visitor.get("/territoires/carte/48/"))

    assert page.count('href="/territoires/commune/48095/"') == 2
    assert "152 communes" in page


def test_unknown_department_is_not_found(visitor: Client) -> None:
    assert visitor.get("/territoires/carte/999/").status_code == 404
