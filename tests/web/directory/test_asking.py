"""What is asked, shown back: filters, chips, pages, and the results alone."""

from typing import Any

import pytest
from django.test import Client
from tests.factories import make_full_pole, make_pole
from tests.web.directory.test_listing import text

from essaim.apps.poles.queries import Filters
from essaim.web.directory.asking import chips, filter_fields
from essaim.web.directory.paging import around

RESULTS = {"HX-Request": "true", "HX-Trigger": "filtres"}


@pytest.mark.parametrize(
    ("page", "last", "shown"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (1, 500, [1, 2, 3, 0, 500]),
        (5, 500, [1, 2, 3, 4, 5, 6, 7, 0, 500]),
        (250, 500, [1, 0, 248, 249, 250, 251, 252, 0, 500]),
        (500, 500, [1, 0, 498, 499, 500]),
    ],
)
def test_pages_offered_are_the_ends_and_the_neighbours(page: int, last: int, shown: list[int]) -> None:
    assert around(page, last) == shown


def test_each_thing_asked_can_be_removed_alone(essaim_home: object, db: None) -> None:
    filters = Filters(words="bois", region="84", department="26", sort="name")

    found = chips(filter_fields(filters), filters)

    assert [(chip.label, chip.value, chip.address) for chip in found] == [
        ("Nom ou lieu", "bois", "?region=84&departement=26&tri=name"),
        ("Région", "Auvergne-Rhône-Alpes", "?q=bois&departement=26&tri=name"),
        ("Département", "26 Drôme", "?q=bois&region=84&tri=name"),
    ]


def test_department_narrows_list_and_map(visitor: Client) -> None:
    make_pole(name="Ici", commune="26281")
    make_pole(name="Ailleurs", department="44")

    for address in ("/poles/?departement=26", "/carte/?departement=26"):
        page = text(visitor.get(address))
        assert "Ici" in page
        assert "Ailleurs" not in page


def test_results_alone_are_those_of_the_page_with_their_count_to_say(visitor: Client) -> None:
    for number in range(25):
        make_pole(name=f"Pôle {number:02}")

    whole = visitor.get("/poles/?q=pole&tri=name")
    part = visitor.get("/poles/?q=pole&domaine=&tri=name", headers=RESULTS)

    said, results = text(part).split('<div id="resultats">', 1)
    assert '<p id="annonce" hx-swap-oob="innerHTML">25 pôles trouvés</p>' in said
    assert results.strip() in text(whole)
    assert "<html" not in text(part)
    assert part.headers["HX-Push-Url"] == "/poles/?q=pole&tri=name"
    assert "HX-Request" in whole.headers["Vary"]


def test_turning_the_page_moves_the_reader_to_its_head_and_filtering_does_not(visitor: Client) -> None:
    for number in range(25):
        make_pole(name=f"Pôle {number:02}")

    turned = text(visitor.get("/poles/?page=2", headers={"HX-Request": "true"}))

    assert 'id="resultat" tabindex="-1" autofocus' in turned
    assert "autofocus" not in text(visitor.get("/poles/", headers=RESULTS))
    assert 'rel="prev"' in turned


def test_going_back_is_answered_with_the_whole_page(visitor: Client) -> None:
    answer = visitor.get("/poles/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})

    assert "<html" in text(answer)


def test_order_is_said(visitor: Client) -> None:
    make_full_pole()

    assert "Triés par : les mieux documentés." in text(visitor.get("/poles/"))
    assert "Triés par : année de création." in text(visitor.get("/poles/?tri=founded"))


def test_pages_of_a_search_without_pages_have_no_links(visitor: Client, settings: Any) -> None:
    make_pole()

    assert 'class="pages"' not in text(visitor.get("/poles/"))
