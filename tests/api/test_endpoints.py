"""What the API answers: facts with their sources, null for what is not known, nothing private."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.factories import ADMIN, AT, make_full_pole, make_organisation, make_pole, make_user

from essaim.apps.poles import actions


def test_poles_are_counted_and_paged_by_name(program: Client) -> None:
    for name in ("Cerise", "Abricot", "Brugnon"):
        make_pole(name=name)

    answer = program.get("/api/v1/poles?limit=2&offset=1").json()

    assert answer["count"] == 3
    assert [pole["name"] for pole in answer["items"]] == ["Brugnon", "Cerise"]


def test_what_is_not_known_is_null(program: Client) -> None:
    make_pole(name="Sans rien")

    (pole,) = program.get("/api/v1/poles").json()["items"]

    unknown = ("commune", "departement", "region", "longitude", "latitude", "stage", "founded_year")
    assert [pole[name] for name in unknown] == [None] * len(unknown)
    assert pole["commune_to_confirm"] is False


def test_filters_are_those_of_the_directory(program: Client) -> None:
    make_full_pole(name="Le Levain", commune="26281")
    make_pole(name="La Laine")

    found = program.get("/api/v1/poles?q=levain&domain=food&region=84&stage=running&scheme=witness_2012").json()

    assert [pole["name"] for pole in found["items"]] == ["Le Levain"]


def test_one_pole_has_its_facts_with_their_sources(program: Client) -> None:
    pole = make_full_pole()

    answer = program.get(f"/api/v1/poles/{pole.slug}").json()

    assert answer["recognitions"][0] == {
        "scheme": "witness_2012", "on": "2012", "confirmed": True, "sources": ["https://example.org/liste"],
        "source_title": None,
    }  # fmt: skip
    assert (answer["observations"][0]["value"], answer["observations"][0]["on"]) == ("12.00", "2014")


def test_former_address_answers_with_the_present_one(program: Client) -> None:
    pole = make_pole(name="Avant")
    actions.edit_pole(pole=pole, changes={"name": "Après"}, seen_version=pole.version, by=ADMIN, at=AT)

    assert program.get("/api/v1/poles/avant").json()["slug"] == "apres"


def test_natural_persons_are_a_number_and_accounts_never_leak(program: Client) -> None:
    pole = make_full_pole()
    actions.add_member(pole=pole, persons=7, by=ADMIN, at=AT)
    make_user(email="secret@example.org", coordinator=pole.uid)

    text = program.get(f"/api/v1/poles/{pole.slug}").content.decode()

    assert '"persons": 7' in text
    assert "secret@example.org" not in text


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "offset=-1", "offset=9999999999999", "q=%00", "q=" + "a" * 101]
)
def test_odd_questions_are_refused_with_a_reason(program: Client, query: str) -> None:
    answer = program.get(f"/api/v1/poles?{query}")

    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_pole_that_does_not_exist_is_not_found(program: Client) -> None:
    assert program.get("/api/v1/poles/nulle-part").status_code == 404


def test_api_is_read_only(program: Client) -> None:
    writes = ("POST", "PUT", "PATCH", "DELETE")

    assert {program.generic(method, "/api/v1/poles").status_code for method in writes} == {405}


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_queries(
    program: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        make_full_pole()
        make_organisation()
    program.get("/api/v1/domains")  # the first request of a minute opens its counter

    # Eight for the counter of requests, then the poles with three lists, and their number.
    with django_assert_num_queries(13):
        program.get("/api/v1/poles")


def test_vocabularies_are_in_the_language_asked(program: Client) -> None:
    program.cookies["essaim_language"] = "en"

    labels = {word["key"]: word["label"] for word in program.get("/api/v1/domains").json()}

    assert labels["work_integration"] == "work integration"
