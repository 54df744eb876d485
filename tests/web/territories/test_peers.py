"""Poles to phone, and what the models of the library find on a place."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.factories import make_full_pole, make_pole
from tests.web.territories.registers import ASSOCIATION, COMPANY, load, row

from essaim.apps.poles.models import PoleDomain

ROMANS = {"lieu": "commune:26281:20"}


def words(visitor: Client, address: str, asked: dict[str, str]) -> str:
    page = visitor.get(address, asked).content.decode().replace("&#x27;", "'").replace("\u00a0", " ")
    return " ".join(page.split())


def peers(visitor: Client, **asked: str) -> str:
    return words(visitor, "/territoires/poles/", {**ROMANS, **asked})


def test_pole_nearby_says_how_far(visitor: Client) -> None:
    make_pole(name="Centre Isère", commune="38563")

    page = peers(visitor)

    assert "Centre Isère" in page
    assert "à 55 km" in page


def test_pole_on_a_similar_territory_says_what_is_alike_and_what_differs(visitor: Client) -> None:
    make_pole(name="Loin mais semblable", commune="42218")

    page = peers(visitor)

    assert "territoire semblable, Saint-Etienne Métropole" in page
    assert "Ce qui diffère :" in page
    assert "« ici » est Communauté d'agglomération Valence Romans Agglo" in page
    assert "Comparer, fait par fait" in page


def test_pole_far_away_on_another_kind_of_territory_is_not_called_alike(visitor: Client) -> None:
    make_pole(name="Laine de Lozère", commune="48095")

    page = peers(visitor)

    assert "Laine de Lozère" not in page
    assert "ni sur un territoire semblable" in page


def test_pole_on_the_place_itself_is_not_one_to_phone(visitor: Client) -> None:
    make_pole(name="Chez nous", commune="26281")

    assert "Chez nous" not in peers(visitor)


def test_model_finds_those_it_is_drawn_from_first_then_those_of_its_domains(visitor: Client) -> None:
    PoleDomain.objects.create(pole=make_pole(name="Autre pain", commune="59350"), key="food")
    make_pole(name="Bou'Sol", commune="13055")
    make_pole(name="Sans rapport", commune="26198")

    page = peers(visitor, modele="ble-farine-pain")

    assert page.index("Bou'Sol") < page.index("Autre pain")
    assert "l'un des pôles dont ce modèle est tiré" in page
    assert "domaines du modèle" in page
    assert "Sans rapport" not in page


def test_draft_is_nobodys_peer(visitor: Client) -> None:
    pole = make_pole(name="En secret", commune="26198")
    type(pole).every.filter(pk=pole.pk).update(is_draft=True)

    assert "En secret" not in peers(visitor)


@pytest.mark.parametrize("odd", ["zut", "\0", "x" * 500])
def test_odd_model_is_dropped(visitor: Client, odd: str) -> None:
    assert visitor.get("/territoires/poles/", {**ROMANS, "modele": odd}).status_code == 200


def test_pole_without_commune_is_compared_by_its_domains_alone(visitor: Client) -> None:
    PoleDomain.objects.create(pole=make_pole(name="Sans lieu", commune=""), key="food")

    page = peers(visitor, modele="ble-farine-pain")

    assert "Sans lieu" in page
    assert "on ne peut pas dire" not in page


def test_rates_are_compared_when_the_register_knows_both(visitor: Client, bare_home: Path) -> None:
    make_pole(name="Centre Isère", commune="38563")
    load(bare_home, [row(1, "26281", legal=ASSOCIATION), row(2, "38563", legal=ASSOCIATION)], covers="all")

    page = peers(visitor)

    assert "Entreprises de l'ESS (ensemble), pour 1 000 habitants" in page


def test_models_say_what_is_met_missing_and_unknown(visitor: Client, bare_home: Path) -> None:
    rows = [row(n, naf="01.11Z", legal=COMPANY) for n in range(3)]
    load(bare_home, [*rows, row(9, naf="10.61A", legal=COMPANY)], covers="48")

    page = words(visitor, "/territoires/lieu/", {"lieu": "commune:48095:20"})

    start = page.index("Blé, farine, pain")
    model = page[start : page.index("</details>", start)]
    assert '<strong class="answer yes">réuni</strong> · Cultivateurs de céréales' in model
    assert '<strong class="answer yes">réuni</strong> · Moulins' in model
    assert "modele=ble-farine-pain&amp;role=meunerie" in model
    assert 'href="/modeles/ble-farine-pain/"' in model


def test_models_without_register_say_nothing_of_the_place(visitor: Client, bare_home: Path) -> None:
    page = words(visitor, "/territoires/lieu/", {"lieu": "commune:48095:20"})

    assert "Sans registre, on ne peut dire d'aucun modèle ce qui est réuni ici" in page


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_queries(
    visitor: Client, bare_home: Path, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        make_full_pole(commune="38563")

    # Models written on the site, communes that have poles, the poles, their domains.
    with django_assert_num_queries(4):
        visitor.get("/territoires/poles/", ROMANS)
