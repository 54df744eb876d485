from typing import Any

import pytest
from django.test import Client
from tests.factories import make_full_pole, make_pole


def text(answer: Any) -> str:
    return str(answer.content.decode().replace("&#x27;", "'").replace("\u00a0", " "))


# The count, the page, its domains, recognitions and networks; then the lists of the form: domains, schemes, networks.
LIST_QUERIES = 8
# The state of the directory (2), how many match, the poles and their domains; then the lists of the form.
MAP_QUERIES = 8
QUERIES = {
    "/": 7,
    "/poles/": LIST_QUERIES,
    "/carte/": MAP_QUERIES,
    # The state, the poles, their main domains.
    "/carte/points.json": 4,
    "/carte/fiches.json?n=1,2,3": 2,
    "/carte/fond.json": 0,
    "/donnees/": 2,
    "/poles-temoins-2012/": 2,
}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("address", QUERIES)
def test_lists_ask_the_same_queries_whatever_their_length(
    visitor: Client, django_assert_num_queries: Any, address: str, count: int
) -> None:
    # PostgreSQL goes on numbering from one test to the next.
    numbers = ",".join(str(make_full_pole().pk) for _ in range(count))

    with django_assert_num_queries(QUERIES[address]):
        answer = visitor.get(address.replace("1,2,3", numbers))

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "asked", ["q=%00", "q=" + "a" * 500, "region=%27", "page=999999", "page=-1", "tri=?", "q=%", "q=_"]
)
def test_odd_questions_are_answered(visitor: Client, asked: str) -> None:
    make_pole()

    for address in ("/poles/", "/carte/", "/poles.csv"):
        assert visitor.get(f"{address}?{asked}").status_code == 200


def test_filter_stays_in_the_address_of_pages_map_and_files(visitor: Client) -> None:
    for number in range(25):
        make_pole(name=f"Pôle bois {number:02}", commune="26281")
    make_pole(name="Autre")

    page = text(visitor.get("/poles/?q=bois&region=84&tri=name"))

    assert "25 pôles" in page
    assert '"/poles/?q=bois&amp;region=84&amp;tri=name&amp;page=2"' in page
    assert '"/carte/?q=bois&amp;region=84&amp;tri=name"' in page
    assert '"/poles.csv?q=bois&amp;region=84&amp;tri=name"' in page
    assert "Pôle bois 24" in text(visitor.get("/poles/?q=bois&region=84&tri=name&page=2"))


def test_nothing_found_says_what_to_do(visitor: Client) -> None:
    assert "Retirez un filtre" in text(visitor.get("/poles/?q=introuvable"))


def test_map_lists_what_it_cannot_draw(visitor: Client) -> None:
    make_pole(name="Ici", commune="26281")
    make_pole(name="Quelque part", department="44")

    page = text(visitor.get("/carte/"))

    drawing, listed = page.split('<svg class="map"')[1].split("</svg>", 1)
    assert "<title>Ici</title>" in drawing
    assert "Quelque part" not in drawing
    assert "Non localisés (1)" in listed
    assert "Quelque part" in listed.split("Non localisés")[1]


def test_map_joins_poles_too_near_to_be_told_apart(visitor: Client) -> None:
    make_pole(name="Un", commune="26281")
    make_pole(name="Deux", commune="26281")

    page = text(visitor.get("/carte/"))

    assert "<title>Deux, Un</title>" in page
    assert 'id="departement-26"' in page
    assert 'href="#departement-26"' in page
