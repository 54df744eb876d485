"""A public call that changes says so on its page, and to those whose dossier is under way: once for each save."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.web.calls.making import begun, browser, text_of

from essaim.apps.audit.models import Event
from essaim.apps.calls.changes import change_in_words
from essaim.apps.calls.models import Call, Dossier
from essaim.apps.documents.models import Document
from essaim.apps.jobs.models import Message

pytestmark = pytest.mark.django_db


def page(call: Call) -> str:
    return text_of(browser(), f"/appels/{call.slug}/").partition("<main")[2]


def letters() -> list[str]:
    return list(Message.objects.filter(subject__startswith="Appel modifié").values_list("text", flat=True))


def phases_as_kept(call: Call) -> dict[str, Any]:
    """The form of phases as its page shows it."""
    call.refresh_from_db()
    rows: dict[str, Any] = {"p-TOTAL_FORMS": 2, "p-INITIAL_FORMS": 2, "seen_version": call.version}
    for place, one in enumerate(call.phases.all()):
        moments = {"opens_at": one.opens_at, "closes_at": one.closes_at}
        rows |= {f"p-{place}-{name}": f"{call.local(at):%Y-%m-%dT%H:%M}" for name, at in moments.items() if at}
        rows[f"p-{place}-kind"] = one.kind
    return rows


def edited(call: Call, officer: Client, **more: Any) -> None:
    call.refresh_from_db()
    notice = {"title": call.title, "text": "Venez.", "contact": "appel@reseau.example", "zone": "Europe/Paris"}
    officer.post(f"/appels/{call.slug}/tenir/avis/", {**notice, "seen_version": call.version, **more})


def test_what_was_written_before_publication_is_no_change(call: Call) -> None:
    assert "Modifié le" not in page(call)


def test_a_notice_that_changes_says_what_and_tells_those_who_answer(call: Call, officer: Client) -> None:
    begun(call)
    begun(call)

    edited(call, officer, text="Venez tous.", contact="autre@reseau.example")

    assert "texte de l'avis, contact." in page(call).partition("Modifié le")[2][:200]
    assert len(letters()) == 2
    assert "texte de l'avis, contact" in letters()[0]
    assert f"/appels/{call.slug}/" in letters()[0]


def test_a_save_that_changes_nothing_says_nothing(call: Call, officer: Client) -> None:
    begun(call)
    Call.objects.update(text="Venez.\n\nTous.")

    # Browsers send new lines as two signs.
    edited(call, officer, text="Venez.\r\n\r\nTous.")

    assert "Modifié le" not in page(call)
    assert letters() == []


def test_a_new_closing_is_said_in_the_call_s_own_time(call: Call, officer: Client) -> None:
    begun(call)
    Call.objects.update(zone="Indian/Reunion")
    call.refresh_from_db()
    closes = (timezone.now() + timedelta(days=40)).replace(hour=10, minute=30)
    rows = {"p-TOTAL_FORMS": 1, "p-INITIAL_FORMS": 0, "seen_version": call.version, "p-0-kind": "dossiers"}
    rows |= {"p-0-opens_at": f"{timezone.now():%Y-%m-%dT%H:%M}", "p-0-closes_at": f"{closes:%Y-%m-%dT%H:%M}"}

    officer.post(f"/appels/{call.slug}/tenir/phases/", rows)

    said = f"nouvelle clôture le {closes:%d/%m/%Y} 10:30 (heure de La Réunion)"
    assert said in page(call)
    assert said in letters()[0]


def test_a_phase_that_changes_its_name_alone_is_said_so(call: Call, officer: Client) -> None:
    begun(call)
    rows = {**phases_as_kept(call), "p-0-title": "Premier tour"}

    officer.post(f"/appels/{call.slug}/tenir/phases/", rows)

    assert "nom d'une phase." in page(call).partition("Modifié le")[2][:120]
    assert "dates" not in letters()[0]


def test_phases_logged_before_their_names_were_are_still_read(call: Call, officer: Client) -> None:
    begun(call)
    officer.post(f"/appels/{call.slug}/tenir/phases/", {**phases_as_kept(call), "p-0-title": "Premier tour"})
    event = Event.objects.filter(action="set_phases").latest("pk")
    old = [one[:3] for one in event.before["phases"]]

    said = change_in_words(call, "set_phases", {"phases": old}, {"phases": [["review", "2026-01-01", ""], *old]})

    assert change_in_words(call, "set_phases", {"phases": old}, {"phases": old}) == "nom d'une phase"
    assert said == "dates des phases"


def test_rules_of_a_text_and_own_ones_are_one_save(call: Call, officer: Client) -> None:
    begun(call)
    call.refresh_from_db()

    sent = {"rules": "", "own": "Urbain", "seen_version": call.version}
    officer.post(f"/appels/{call.slug}/tenir/regles/", sent)

    call.refresh_from_db()
    assert (call.rules, [one.text for one in call.own_rules.all()]) == ("", ["Urbain"])
    assert "règles d'éligibilité" in page(call).partition("Modifié le")[2][:120]
    assert len(letters()) == 1


def test_questions_are_named_and_their_order_is_not_a_change(call: Call, officer: Client) -> None:
    begun(call)
    here = f"/appels/{call.slug}/tenir/questions/"
    officer.post(here, {"do": "down", "question": call.questions.all()[0].uid})
    assert "Modifié le" not in page(call)

    officer.post(here, {"label": "Combien ?", "kind": "number"})
    question = call.questions.get(label="Combien ?")
    officer.post(here, {"do": "remove", "question": question.uid, "sure": "oui"})

    text = page(call)
    assert "question retirée « Combien ? »" in text.partition("Modifié le")[2][:120]
    assert "question ajoutée « Combien ? »" in text.partition("Ce qui avait changé avant")[2]
    assert len(letters()) == 2


def test_documents_that_come_and_go_are_changes(call: Call, officer: Client) -> None:
    begun(call)
    here = f"/appels/{call.slug}/tenir/documents/"
    file = SimpleUploadedFile("r.pdf", b"%PDF-1.7")

    assert officer.post(here, {"title": "Règlement", "file": file}).status_code == 302
    assert "document ajouté « Règlement »" in page(call).partition("Modifié le")[2][:120]
    officer.post(here, {"do": "remove", "document": Document.objects.get().uid, "sure": "oui"})

    assert "document retiré « Règlement »" in page(call).partition("Modifié le")[2][:120]
    assert len(letters()) == 2


def test_a_withdrawn_dossier_and_a_finished_call_tell_nobody(call: Call, officer: Client) -> None:
    begun(call)
    Dossier.objects.update(state="withdrawn")
    edited(call, officer, text="Un")
    Dossier.objects.update(state="open")
    Call.objects.update(results_at=timezone.now())

    edited(call, officer, text="Deux")

    assert letters() == []


@pytest.mark.parametrize("count", [1, 4])
def test_changes_ask_one_query(call: Call, officer: Client, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        edited(call, officer, text=f"Version {number}")

    with django_assert_num_queries(7):
        browser().get(f"/appels/{call.slug}/")
