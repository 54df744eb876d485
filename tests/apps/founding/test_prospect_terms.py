from datetime import date, timedelta
from typing import Any

import pytest

from essaim.apps.audit.models import Event
from essaim.apps.documents.models import Document
from essaim.apps.founding.actions.letters import file_signed_letter, make_letter
from essaim.apps.founding.actions.prospect_sheets import confirm_prospect_sheet, undo_prospect_sheet
from essaim.apps.founding.actions.prospects_contact import (
    erase_overdue_prospects,
    months_after,
    remove_prospect_note,
    set_contact,
    write_prospect_note,
)
from essaim.apps.founding.models import Founding, Prospect, ProspectNote, ProspectSheet
from essaim.apps.poles.actions import drop_draft
from essaim.engine.errors import EssaimError
from essaim.kit.errors import ChangedMeanwhile, NotAllowed
from tests.factories import ADMIN, AT, STRANGER, make_founding, make_prospect, make_prospect_note, make_prospect_sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("essaim_home")]
TODAY = AT.date()


def reach(prospect: Prospect, **facts: Any) -> Prospect:
    given: dict[str, Any] = {"name": "Camille Berger", "email": "camille@example.org", "phone": "06 00 00 00 00"}
    given |= {"erase_on": None, "informed_on": None, "seen_version": prospect.version, "by": ADMIN, "at": AT}
    return set_contact(prospect=prospect, **{**given, **facts})


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 1), 12, date(2027, 11, 1)), (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2026, 11, 30), 36, date(2029, 11, 30)),
    ],
)  # fmt: skip
def test_months_are_counted_as_people_do(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


def test_contact_is_kept_twelve_months_unless_said_and_the_log_never_has_it() -> None:
    kept = reach(make_prospect())

    said = "".join(f"{event.before}{event.after}" for event in Event.objects.all())
    assert kept.erase_contact_on == date(2027, 11, 1)
    assert ("Camille" in said, "camille@example.org" in said, "06 00" in said) == (False, False, False)


@pytest.mark.parametrize(
    "facts",
    [
        {"erase_on": TODAY - timedelta(days=1)},
        {"erase_on": date(2029, 11, 2)},
        {"email": "camille"},
        {"name": "x" * 201},
    ],
)
def test_contact_that_cannot_be_kept_is_refused(facts: dict[str, Any]) -> None:
    prospect = make_prospect()

    with pytest.raises(EssaimError):
        reach(prospect, **facts)

    assert Prospect.objects.get().contact_name == ""


def test_contact_left_blank_is_erased() -> None:
    prospect = reach(make_prospect())

    reach(prospect, name="", email="", phone="")

    now = Prospect.objects.get()
    assert (now.contact_name, now.contact_email, now.contact_phone, now.erase_contact_on) == ("", "", "", None)


def test_worker_erases_what_is_past_its_day_and_nothing_else() -> None:
    due, kept = reach(make_prospect(), erase_on=TODAY), reach(make_prospect())
    make_prospect_note(prospect=due, erase_on=TODAY)
    note = make_prospect_note(prospect=kept, erase_on=TODAY + timedelta(days=1))
    make_prospect_sheet()
    at = AT + timedelta(days=1, minutes=1)

    gone = erase_overdue_prospects(by=ADMIN, at=at)
    again = erase_overdue_prospects(by=ADMIN, at=at)

    assert (gone, again) == (3, 0)
    assert list(Prospect.objects.exclude(contact_name="").values_list("pk", flat=True)) == [kept.pk]
    assert (list(ProspectNote.objects.all()), ProspectSheet.objects.count()) == ([note], 0)
    actions = Event.objects.filter(object_id=due.uid).values_list("action", flat=True)
    assert {"erase_prospect_contact", "erase_prospect_note"} <= set(actions)
    with pytest.raises(NotAllowed):
        erase_overdue_prospects(by=STRANGER, at=at)


def test_worker_erases_signed_copies_whose_draft_is_gone() -> None:
    prospect = make_prospect()
    letter = make_letter(
        prospect=prospect, kind="commitment", brings="", college="", amount_cents=None, by=ADMIN, at=AT
    )
    file_signed_letter(
        letter=letter, signed_on=TODAY, file_name="a.pdf", content=b"%PDF-1.7", commits=False, by=ADMIN, at=AT
    )
    drop_draft(pole=prospect.founding.pole, by=ADMIN, at=AT)

    before = Document.objects.count()
    erase_overdue_prospects(by=ADMIN, at=AT)

    assert (before, Document.objects.count()) == (1, 0)


def test_note_is_erased_once_and_by_founders_only() -> None:
    note = make_prospect_note()

    for action in (
        lambda: remove_prospect_note(note=note, by=STRANGER, at=AT),
        lambda: write_prospect_note(prospect=note.prospect, text="x", erase_on=None, by=STRANGER, at=AT),
        lambda: reach(note.prospect, by=STRANGER),
    ):
        with pytest.raises(NotAllowed):
            action()
    remove_prospect_note(note=note, by=ADMIN, at=AT)

    with pytest.raises(ChangedMeanwhile):
        remove_prospect_note(note=note, by=ADMIN, at=AT)


def sheet_of(founding: Founding, table: str) -> ProspectSheet:
    return make_prospect_sheet(founding, table)


def test_sheet_fills_blanks_and_replaces_only_what_is_chosen() -> None:
    founding = make_founding()
    make_prospect(founding=founding, name="Ferme", next_step="Appeler")
    make_prospect(founding=founding, name="Moulin", next_step="Appeler")
    table = "Nom;Prochaine étape;Pour le;Trouvé par\nFerme;Écrire;01/12/2026;\nMoulin;Écrire;01/12/2026;\n"

    confirm_prospect_sheet(sheet=sheet_of(founding, table), choices={3: "replace"}, by=ADMIN, at=AT)

    day = date(2026, 12, 1)
    found = list(Prospect.objects.values_list("name", "next_step", "next_on"))
    assert found == [("Ferme", "Appeler", day), ("Moulin", "Écrire", day)]


def test_undo_keeps_what_somebody_wrote_since_and_says_so() -> None:
    founding = make_founding()
    done = confirm_prospect_sheet(sheet=sheet_of(founding, "Nom\nFerme\nMoulin\n"), choices={}, by=ADMIN, at=AT)
    write_prospect_note(
        prospect=Prospect.objects.get(name="Ferme"), text="Vue", erase_on=None, by=ADMIN, at=AT
    )  # fmt: skip

    undone = undo_prospect_sheet(sheet=done, by=ADMIN, at=AT)

    assert [entry["outcome"] for entry in undone.report] == ["kept", "undone"]
    assert [one.name for one in Prospect.objects.all()] == ["Ferme"]
    with pytest.raises(ChangedMeanwhile):
        undo_prospect_sheet(sheet=done, by=ADMIN, at=AT)


def test_sheet_is_confirmed_in_time_and_by_founders() -> None:
    sheet = make_prospect_sheet()

    with pytest.raises(NotAllowed):
        confirm_prospect_sheet(sheet=sheet, choices={}, by=STRANGER, at=AT)
    with pytest.raises(ChangedMeanwhile):
        confirm_prospect_sheet(sheet=sheet, choices={}, by=ADMIN, at=AT + timedelta(hours=25))

    assert Prospect.objects.count() == 0
