"""Notes of a territory's agents, on their pages."""

import json
import zipfile
from io import BytesIO

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.factories import EPCI, make_note, make_user

from essaim.apps.accounts.actions import erase_account
from essaim.apps.poles.models import TerritoryNote

LIST = f"/territoires/epci/{EPCI}/notes/"


def agent(visitor: Client, code: str = EPCI) -> Client:
    visitor.force_login(make_user(territorial_agent=code))
    return visitor


def text(answer: object) -> str:
    return answer.content.decode().replace("&#x27;", "'").replace("\u00a0", " ")  # type: ignore[attr-defined]


@pytest.mark.parametrize("end", ["", "modifier/", "effacer/"])
def test_pages_are_closed_to_all_but_the_agents_of_that_territory(visitor: Client, end: str) -> None:
    note = make_note()
    address = f"{LIST}{note.uid}/{end}" if end else LIST

    signed_out = visitor.get(address).status_code
    stranger = agent(visitor, "200042497").get(address).status_code
    agent_of_it = agent(visitor).get(address).status_code

    assert (signed_out, stranger, agent_of_it) == (302, 403, 200)


def test_note_is_added_corrected_and_erased(visitor: Client) -> None:
    agent(visitor)

    visitor.post(LIST, {"text": "Une halle se libère.\nVoir le maire."})
    note = TerritoryNote.objects.get()
    visitor.post(f"{LIST}{note.uid}/modifier/", {"text": "La halle est prise.", "seen_version": "1"})
    page = text(visitor.get(LIST))
    visitor.post(f"{LIST}{note.uid}/effacer/", {"seen_version": "2"})

    assert "La halle est prise." in page
    assert "Une halle se libère." not in page
    assert "modifiée le" in page
    assert TerritoryNote.objects.count() == 0


def test_conflict_shows_both_and_loses_nothing(visitor: Client) -> None:
    note = make_note()
    agent(visitor)
    visitor.post(f"{LIST}{note.uid}/modifier/", {"text": "Le leur", "seen_version": "1"})

    answer = visitor.post(f"{LIST}{note.uid}/modifier/", {"text": "Le mien", "seen_version": "1"})

    page = text(answer)
    assert [words in page for words in ("Le leur", "Le mien", 'value="2"')] == [True, True, True]
    assert TerritoryNote.objects.get().text == "Le leur"


@pytest.mark.parametrize("seen", ["1", "", "x", "9" * 40])
def test_erasing_a_note_that_changed_asks_again(visitor: Client, seen: str) -> None:
    note = make_note()
    agent(visitor)
    visitor.post(f"{LIST}{note.uid}/modifier/", {"text": "Autre chose", "seen_version": "1"})

    answer = visitor.post(f"{LIST}{note.uid}/effacer/", {"seen_version": seen})

    assert "relisez-la" in text(answer)
    assert TerritoryNote.objects.count() == 1


@pytest.mark.parametrize("typed", ["", "  ", "a\0b", "é" * 10_001])
def test_bad_text_is_refused_and_nothing_is_kept(visitor: Client, typed: str) -> None:
    agent(visitor)

    answer = visitor.post(LIST, {"text": typed})

    assert (answer.status_code, TerritoryNote.objects.count()) == (200, 0)
    assert 'aria-invalid="true"' in text(answer)


def test_reading_the_question_erases_nothing(visitor: Client) -> None:
    note = make_note()

    agent(visitor).get(f"{LIST}{note.uid}/effacer/")

    assert TerritoryNote.objects.count() == 1


def test_note_is_not_found_under_another_territory_nor_under_an_unknown_one(visitor: Client) -> None:
    note = make_note()
    visitor.force_login(make_user(administrator=""))

    answers = [
        visitor.get(f"/territoires/epci/200042497/notes/{note.uid}/modifier/").status_code,
        visitor.get(f"{LIST}x/modifier/").status_code,
        visitor.get("/territoires/epci/999999999/notes/").status_code,
    ]

    assert answers == [404, 404, 404]


def test_note_outlives_its_author_without_a_name(visitor: Client) -> None:
    author = make_user(territorial_agent=EPCI)
    make_note(by=author)
    erase_account(user=author, by=author, at=author.joined_at)

    page = text(agent(visitor).get(LIST))

    assert "écrite par quelqu'un dont le compte est effacé" in page
    assert author.email not in page


def test_author_takes_their_notes_away(visitor: Client) -> None:
    author = make_user(territorial_agent=EPCI)
    make_note(by=author)
    visitor.force_login(author)

    with zipfile.ZipFile(BytesIO(visitor.get("/mon-espace/donnees.zip").content)) as archive:
        taken = json.loads(archive.read("notes.json"))

    assert [one["text"] for one in taken] == ["Un local se libère."]


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_queries(
    visitor: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        make_note(by=make_user(territorial_agent=EPCI))
    agent(visitor)

    # Session, person, roles, notes, authors, their roles.
    with django_assert_num_queries(6):
        visitor.get(LIST)


def test_way_to_the_notes_is_shown_to_the_agents_of_that_territory_alone(visitor: Client) -> None:
    address = f"/territoires/epci/{EPCI}/"

    visitors = LIST in text(visitor.get(address))
    strangers = LIST in text(agent(visitor, "200042497").get(address))
    agents = [LIST in text(agent(visitor).get(page)) for page in (address, "/mon-espace/")]

    assert (visitors, strangers, agents) == (False, False, [True, True])
