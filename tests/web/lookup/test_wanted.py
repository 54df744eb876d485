"""The address that looks up who could hold a role: never too long, never narrower or wider than it says."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from tests.directory_server import Directory
from tests.web.lookup.test_page import ASK, directory, text
from tests.web.prospects.test_pages import CARRIER

from essaim.engine.register.nomenclature import expand
from essaim.engine.territories import load_territories
from essaim.web.lookup.wanted import role_look_up

__all__ = ["directory"]


@pytest.mark.parametrize(("place", "reach"), [("departement:26", 50.0), ("region:76", 15.0)])
def test_role_of_too_many_communes_is_asked_in_the_place_alone_and_says_so(
    visitor: Client, place: str, reach: float
) -> None:
    address = role_look_up(replace(CARRIER, reach_km=reach), place, load_territories())

    page = text(visitor.get(address))
    assert parse_qs(urlsplit(address).query)["lieu"] == [place]
    assert f"Ce rôle se cherche jusqu'à {reach:g} km" in page
    assert "(480 au plus) : seul le territoire lui-même est demandé." in page
    assert "n'écrit pas un territoire" not in page


def test_role_of_a_few_communes_is_asked_as_far_as_it_reaches(visitor: Client) -> None:
    address = role_look_up(replace(CARRIER, reach_km=10.0), "epci:200069193", load_territories())

    assert parse_qs(urlsplit(address).query)["lieu"][0].startswith("codes:")
    assert "Ce rôle se cherche jusqu'à" not in text(visitor.get(address))


def test_what_limits_the_question_is_still_said_once_asked(visitor: Client, directory: Directory) -> None:
    asked = {"lieu": "commune:26281", "famille": "tous", "activites": "toutes", "portee": "50"}

    answer = visitor.post(ASK, asked)

    page = text(visitor.get(answer.headers["Location"]))
    assert ("activites=toutes" in answer.headers["Location"], "portee=50" in answer.headers["Location"]) == (True, True)
    assert ("Réponse du" in page, "jusqu'à 50 km" in page, "toutes sont demandées" in page) == (True, True, True)
    assert '<input type="hidden" name="portee" value="50">' in page


def test_role_of_too_many_activities_is_asked_for_all_of_them_and_says_so(visitor: Client) -> None:
    codes = [code for division in range(10, 34) for code in expand(f"{division}*")]
    role = replace(CARRIER, suggests={"naf": {"rev2": codes}}, confirms={})

    address = role_look_up(role, "commune:48095", load_territories())

    page = text(visitor.get(address))
    assert len(address) < 200
    assert "trop d'activités pour les demander à l'annuaire : toutes sont demandées" in page
    assert "Seulement ces activités" not in page


def test_odd_reach_is_dropped(visitor: Client) -> None:
    for odd in ("x", "-5", "1e9", "٣"):
        assert "Ce rôle se cherche" not in text(
            visitor.get("/territoires/annuaire/", {"lieu": "commune:48095", "portee": odd})
        )
