from typing import Any

import pytest
from django.test import Client
from tests.factories import ADMIN, AT, make_full_pole, make_observation, make_pole
from tests.web.directory.test_listing import text

from essaim.apps.poles import actions
from essaim.apps.poles.enums import Heading


def test_sheet_of_which_nothing_is_known_says_so_everywhere(visitor: Client) -> None:
    pole = make_pole(name="Inconnu")

    page = text(visitor.get(pole.get_absolute_url()))

    for heading in Heading.labels:
        assert f">{heading}</h2>" in page
    assert page.count("non renseigné") >= 12
    assert '<svg class="map"' not in page
    assert ">None<" not in page


def test_sheet_shows_conflicting_figures_side_by_side(visitor: Client) -> None:
    pole = make_full_pole()
    make_observation(pole, value=150, unit="jobs", scope="on_site")
    make_observation(pole, value=200, unit="jobs", scope="member_staff", sourcing="one_of_pole")

    page = text(visitor.get(pole.get_absolute_url()))

    assert "150 emplois" in page
    assert "200 emplois" in page
    assert "(l'une d'elles)" in page
    assert "350 emplois" not in page


def test_sheet_names_a_source_that_has_no_address(visitor: Client) -> None:
    pole = make_pole(source_title="Proposition d'un visiteur, reçue le 2026-11-01 : j'y travaille")

    page = text(visitor.get(pole.get_absolute_url()))
    row = b"".join(visitor.get("/poles.csv").streaming_content).decode("utf-8-sig")
    answer = visitor.get(f"/api/v1/poles/{pole.slug}").json()

    assert "Proposition d'un visiteur, reçue le 2026-11-01" in page
    assert "Proposition d'un visiteur" in row
    assert answer["source_title"] == pole.source_title


def test_sheet_of_an_ended_pole_says_why(visitor: Client) -> None:
    pole = make_pole(stage="ended", ended_reason="Dette des bureaux partagés.")

    assert "Dette des bureaux partagés." in text(visitor.get(pole.get_absolute_url()))


@pytest.mark.parametrize("end", ["", "historique/"])
def test_former_address_leads_to_the_present_one(visitor: Client, end: str) -> None:
    pole = make_pole(name="Ancien")
    actions.edit_pole(pole=pole, changes={"name": "Nouveau"}, seen_version=1, by=ADMIN, at=AT)

    answer = visitor.get(f"/poles/ancien/{end}")

    assert (answer.status_code, answer.headers["Location"]) == (301, f"/poles/nouveau/{end}")
    assert visitor.get("/poles/jamais-vu/").status_code == 404


def test_what_people_write_is_never_markup(visitor: Client) -> None:
    pole = make_pole(name="<b>Pôle</b>", summary="<script>alert(1)</script>")

    page = visitor.get(pole.get_absolute_url()).content.decode()

    assert "<script>" not in page
    assert "&lt;b&gt;Pôle&lt;/b&gt;" in page


def test_history_tells_each_write_without_naming_anybody(visitor: Client) -> None:
    pole = make_pole(name="Ancien")
    actions.edit_pole(pole=pole, changes={"founded_year": 2010}, seen_version=1, by=ADMIN, at=AT)

    page = text(visitor.get(f"{pole.get_absolute_url()}historique/"))

    assert page.index("Fiche modifiée") < page.index("Fiche créée")
    assert "<ins>2010</ins>" in page


@pytest.mark.parametrize("count", [1, 3])
def test_sheet_asks_the_same_queries(visitor: Client, django_assert_num_queries: Any, count: int) -> None:
    pole = make_full_pole()
    for number in range(count):
        make_observation(pole, value=number)
        make_full_pole()

    # The pole and its eight lists, what was learnt, then similar poles and their domains.
    with django_assert_num_queries(15):
        visitor.get(pole.get_absolute_url())


def test_witness_places_are_eighteen_and_say_what_is_not_known(visitor: Client) -> None:
    actions.enter_own_data(by=ADMIN, at=AT)

    page = text(visitor.get("/poles-temoins-2012/"))

    assert "Attestés (10)" in page
    assert "Probables (2)" in page
    assert "Aidez-nous à les identifier (6)" in page
    assert 'href="/poles/pole-sud-archer/"' in page
