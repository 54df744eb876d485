"""Private notes on territories: who may, what nobody overwrites, and what the log does not hold."""

import pytest

from essaim.apps.audit.models import Event
from essaim.apps.poles.actions import remove_note, rewrite_note, write_note
from essaim.apps.poles.models import TerritoryNote
from essaim.apps.poles.queries import note_on, notes_on, notes_written_by
from essaim.apps.poles.rules import can_note
from essaim.engine.errors import InvalidValue, UnknownTerritory
from essaim.kit.errors import ChangedMeanwhile, NotAllowed
from tests.factories import ADMIN, AT, EPCI, STRANGER, make_note, make_user

pytestmark = pytest.mark.django_db
ELSEWHERE = "200042497"


@pytest.fixture(autouse=True)
def territories(essaim_home: object) -> None:
    """Codes are those of the compiled territories."""


def test_agents_of_that_territory_and_administrators_may() -> None:
    agent, other = make_user(territorial_agent=EPCI), make_user(territorial_agent=ELSEWHERE)
    coordinator = make_user(coordinator=EPCI)

    may = [can_note(user, EPCI) for user in (agent, ADMIN, other, coordinator, STRANGER, None)]

    assert may == [True, True, False, False, False, False]


def test_strangers_neither_write_nor_rewrite_nor_remove() -> None:
    note, other = make_note(), make_user(territorial_agent=ELSEWHERE)

    with pytest.raises(NotAllowed):
        write_note(code=EPCI, text="Vu.", by=other, at=AT)
    with pytest.raises(NotAllowed):
        rewrite_note(note=note, text="Vu.", seen_version=1, by=other, at=AT)
    with pytest.raises(NotAllowed):
        remove_note(note=note, seen_version=1, by=other, at=AT)

    assert TerritoryNote.objects.get().text == "Un local se libère."


def test_note_on_no_epci_or_without_a_word_is_refused() -> None:
    with pytest.raises(UnknownTerritory):
        write_note(code="999999999", text="Vu.", by=ADMIN, at=AT)
    with pytest.raises(InvalidValue):
        write_note(code=EPCI, text=" \n ", by=ADMIN, at=AT)

    assert TerritoryNote.objects.count() == 0


def test_nobody_overwrites_what_they_did_not_read() -> None:
    note = make_note()
    rewrite_note(note=note, text="Le local est pris.", seen_version=1, by=ADMIN, at=AT)

    with pytest.raises(ChangedMeanwhile):
        rewrite_note(note=note, text="Visite mardi.", seen_version=1, by=ADMIN, at=AT)
    with pytest.raises(ChangedMeanwhile):
        remove_note(note=note, seen_version=1, by=ADMIN, at=AT)

    kept = TerritoryNote.objects.get()
    assert (kept.text, kept.version, kept.edited_by) == ("Le local est pris.", 2, ADMIN.uid)


def test_removing_twice_says_that_it_changed() -> None:
    note = make_note()
    remove_note(note=note, seen_version=1, by=ADMIN, at=AT)

    with pytest.raises(ChangedMeanwhile):
        remove_note(note=note, seen_version=1, by=ADMIN, at=AT)


def test_log_tells_who_and_when_never_what() -> None:
    note = make_note(text="Confidence")
    rewrite_note(note=note, text="Confidence tue", seen_version=1, by=ADMIN, at=AT)
    remove_note(note=note, seen_version=2, by=ADMIN, at=AT)

    events = list(Event.objects.order_by("pk").values_list("action", "object_type", "object_id", "before", "after"))

    told = {"note": note.uid}
    assert events == [(action, "territory", EPCI, {}, told) for action in ("write_note", "rewrite_note", "remove_note")]


def test_notes_are_read_by_territory_and_taken_away_by_their_author() -> None:
    note = make_note()
    make_note(code=ELSEWHERE, text="Ailleurs")

    assert (notes_on(EPCI), note_on(EPCI, note.uid), note_on(ELSEWHERE, note.uid)) == ([note], note, None)
    assert [one["text"] for one in notes_written_by(ADMIN.uid)] == ["Ailleurs", "Un local se libère."]
