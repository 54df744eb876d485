"""Asking the public directory and keeping what came: the last answer survives failures, nobody waits for nothing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from essaim.apps.audit.models import Event
from essaim.apps.poles.actions.look_ups import erase_old_look_ups
from essaim.apps.poles.looking_up import (
    LookUpOff,
    LookUpPaused,
    asked_number,
    look_up_number,
    look_up_place,
)
from essaim.apps.poles.models import LookUp, LookUpLine
from essaim.apps.poles.queries.look_ups import found_in, kept_establishments, kept_look_up
from essaim.apps.poles.register import suggest
from essaim.engine.errors import InvalidValue, UnknownTerritory
from tests.directory_server import Directory, directory_server, result, units
from tests.factories import AT, make_look_up

pytestmark = pytest.mark.django_db
LA_POSTE = "35600000000048"


@pytest.fixture
def directory(settings: Any, essaim_home: Path) -> Iterator[Directory]:
    cache.clear()
    with directory_server() as running:
        settings.LOOKUP = running.url
        yield running


def ask(at: Any = AT, **facts: str) -> LookUp:
    return look_up_place(**{"place": "commune:26281", "family": "ess", "words": "", "at": at, **facts})


def test_answer_is_kept_with_its_date_and_read_without_asking(directory: Directory) -> None:
    look_up = ask()

    kept = kept_look_up("commune:26281", "ess", "")
    assert kept == look_up
    assert (kept.answered_at, kept.total, kept.complete, kept.natural_persons, kept.failure) == (AT, 49, True, 2, "")
    assert kept.address == directory.url
    assert len(found_in(kept)) == LookUpLine.objects.count() == 45
    assert len(directory.seen) == 2
    (event,) = Event.objects.filter(object_type="look_up")
    assert (event.action, event.actor, event.after) == ("keep_answer", "visitor", {"kept": 45})


def test_nothing_of_a_natural_person_is_kept(directory: Directory) -> None:
    ask()

    text = repr(list(LookUpLine.objects.values_list("facts", flat=True)))
    assert "DURAND" not in text
    assert "MARTIN" not in text
    assert "DISCRETE" not in text


def test_failure_keeps_the_answer_before_it(directory: Directory) -> None:
    ask()
    directory.moods.extend(["500", "500"])

    look_up = ask(at=AT + timedelta(minutes=5))

    assert look_up.answered_at == AT
    assert look_up.failed_at == AT + timedelta(minutes=5)
    assert "500" in look_up.failure
    assert look_up.lines.count() == 45


def test_success_after_a_failure_forgets_it(directory: Directory) -> None:
    directory.moods.append("html")
    failed = ask()

    done = ask(at=AT + timedelta(minutes=5))

    assert (failed.answered_at, bool(failed.failure)) == (None, True)
    assert (done.failure, done.failed_at, done.total) == ("", None, 49)
    assert LookUp.objects.count() == 1


def test_after_a_failure_nobody_is_sent_to_wait_for_a_moment(directory: Directory) -> None:
    directory.moods.append("429 120")
    ask()

    with pytest.raises(LookUpPaused) as refusal:
        ask(at=AT + timedelta(seconds=60), family="training")

    assert refusal.value.until == AT + timedelta(seconds=120)
    assert len(directory.seen) == 1
    assert ask(at=AT + timedelta(seconds=121)).total == 49


def test_pressing_twice_asks_once(directory: Directory) -> None:
    ask()
    ask(at=AT + timedelta(seconds=5))

    assert len(directory.seen) == 2
    ask(at=AT + timedelta(seconds=30))
    assert len(directory.seen) == 4


def test_off_means_no_request_at_all(directory: Directory, settings: Any) -> None:
    settings.LOOKUP = "off"

    with pytest.raises(LookUpOff):
        ask()
    with pytest.raises(LookUpOff):
        look_up_number(number=LA_POSTE, at=AT)

    assert (directory.seen, LookUp.objects.count()) == ([], 0)


def test_place_that_is_none_is_refused_before_anything_is_asked(directory: Directory) -> None:
    with pytest.raises(UnknownTerritory):
        ask(place="commune:99999")

    assert directory.seen == []


def test_empty_answer_is_an_answer(directory: Directory) -> None:
    directory.moods.append("empty")

    look_up = ask()

    assert (look_up.total, look_up.complete, look_up.failure, look_up.lines.count()) == (0, True, "", 0)


@pytest.mark.parametrize("number", ["356 000 000", "356.000.000 00048"])
def test_number_is_asked_without_a_place(directory: Directory, number: str) -> None:
    look_up = look_up_number(number=number, at=AT)

    assert (look_up.place, look_up.total) == ("", 0)
    assert directory.seen[0][1]["q"] == look_up.words


@pytest.mark.parametrize("number", ["123", "356000001", "", "pôle sud"])
def test_number_that_cannot_be_is_refused(directory: Directory, number: str) -> None:
    with pytest.raises(InvalidValue):
        look_up_number(number=number, at=AT)

    assert (asked_number(number), directory.seen) == ("", [])


def test_number_is_found_again_in_kept_answers_the_latest_first() -> None:
    make_look_up(at=AT)
    make_look_up(family="", at=AT + timedelta(days=1))
    siret = result(0, units()[0], matching=True)["siege"]["siret"]

    by_siret, by_siren, by_words = (kept_establishments(text) for text in (siret, siret[:9], "pôle"))

    assert [(found.name, at) for found, at in by_siret] == [("POLE SUD SYNTHETIQUE", AT + timedelta(days=1))]
    assert by_siren == by_siret
    assert by_words == []


def test_record_is_filled_from_a_kept_answer_without_a_number_that_is_made_up(essaim_home: Path) -> None:
    make_look_up()
    siret = result(0, units()[0], matching=True)["siege"]["siret"]

    suggested = suggest(siret)

    (one,) = suggested.looked_up
    assert (one.name, one.place, one.facts["commune"], one.facts["legal_category"], one.facts["siret"]) == (
        "POLE SUD SYNTHETIQUE", "Romans-sur-Isère", "26281", "9220", "",
    )  # fmt: skip
    assert "+ess" in one.facts["marks"]
    assert "consulté le 01/11/2026" in one.facts["source_title"]
    assert suggested.by_siret(siret) == one


def test_unnamed_establishment_fills_no_record(essaim_home: Path) -> None:
    make_look_up()
    discreet = next(line.siret for line in LookUpLine.objects.all() if line.facts["name"] is None)

    assert suggest(discreet).looked_up == []


def test_what_nobody_asked_again_is_erased_after_ninety_days() -> None:
    make_look_up(at=timezone.now() - timedelta(days=91))
    make_look_up(family="training", at=timezone.now() - timedelta(days=89))

    assert erase_old_look_ups(at=timezone.now()) == 1
    assert LookUp.objects.get().family == "training"
    assert LookUpLine.objects.exclude(look_up__family="training").count() == 0
