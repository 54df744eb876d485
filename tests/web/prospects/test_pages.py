import io
import json
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.factories import (
    ADMIN,
    AT,
    make_founding,
    make_organisation,
    make_prospect,
    make_prospect_note,
    make_user,
)
from tests.web.directory.test_listing import text

from essaim.apps.founding.actions.letters import make_letter
from essaim.apps.founding.actions.prospects_contact import set_contact, write_prospect_note
from essaim.apps.founding.models import Founding, Letter, Prospect, ProspectNote
from essaim.apps.poles.register import Suggested, Suggestion
from essaim.engine.patterns import as_data, load_library
from essaim.web.prospects.urls import urlpatterns

PATTERN = next(one.pattern for one in load_library().entries)
CARRIER = replace(
    PATTERN.roles[0], key="carrier", label="Porter", suggests={}, confirms={"family": "ess"}, reach_km=None
)
MODEL = as_data(replace(PATTERN, roles=(CARRIER, replace(CARRIER, key="grower", label="Produire"))))
SIRET = "12345678200010"


@pytest.fixture
def founding(visitor: Client) -> Founding:
    found = make_founding(model_data=MODEL, place="commune:48095:20")
    visitor.force_login(make_user(founder=found.pole.uid))
    return found


def board_of(founding: Founding) -> str:
    return f"/fonder/{founding.pole.slug}/prospects/"


def page_of(prospect: Prospect, end: str = "") -> str:
    return f"{board_of(prospect.founding)}{prospect.uid}/{end}"


@pytest.mark.parametrize("view", ["", "?vue=tableau"])
@pytest.mark.parametrize("count", [1, 3])
def test_board_asks_the_same_of_the_database_whatever_its_size(
    visitor: Client, founding: Founding, django_assert_num_queries: Any, count: int, view: str
) -> None:
    for number in range(count):
        make_prospect(founding=founding, name=f"Ferme {number}", commune="48095", family="ess_form", role="grower")

    with django_assert_num_queries(7):
        answer = visitor.get(f"{board_of(founding)}{view}")

    page = text(answer)
    assert answer.status_code == 200
    assert ("Ferme 0" in page, "Mende" in page, "Produire" in page) == (True, True, True)


def test_empty_board_says_how_to_find_candidates(visitor: Client, founding: Founding) -> None:
    page = text(visitor.get(board_of(founding)))

    assert "Le tableau est vide." in page
    assert "Cherchez une organisation par son nom ou son SIRET" in page


def test_late_step_is_said_in_words_and_found_by_a_filter(visitor: Client, founding: Founding) -> None:
    make_prospect(founding=founding, name="Ferme", next_on=timezone.localdate() - timedelta(days=3))
    make_prospect(founding=founding, name="Moulin")

    page = text(visitor.get(f"{board_of(founding)}?retard=oui"))

    assert ("en retard de 3 jours" in page, "Moulin" in page) == (True, False)


def test_prospect_is_moved_then_put_back_with_a_button(visitor: Client, founding: Founding) -> None:
    one = make_prospect(founding=founding, name="Ferme")

    answer = visitor.post(page_of(one, "deplacer/"), {"state": "met", "back": "?vue=tableau&q=fer"})
    page = visitor.get(answer.headers["Location"])
    visitor.post(page_of(one, "deplacer/"), {"state": "to_contact", "put_back": "1", "back": "fiche"})

    assert answer.headers["Location"] == (
        f"{board_of(founding)}?vue=tableau&q=fer&deplace={one.uid}&avant=to_contact#p-{one.uid}"
    )
    assert "Remettre à : à contacter" in text(page)
    assert Prospect.objects.get().state == "to_contact"


def test_wrong_move_changes_nothing_and_says_so(visitor: Client, founding: Founding) -> None:
    one = make_prospect(founding=founding, name="Ferme")

    answer = visitor.post(page_of(one, "deplacer/"), {"state": "married"}, follow=True)

    assert "Cet état n'existe pas." in text(answer)
    assert (Prospect.objects.get().version, visitor.get(page_of(one, "deplacer/")).status_code) == (1, 405)


def test_typed_prospect_needs_its_name_alone(visitor: Client, founding: Founding) -> None:
    add = f"{board_of(founding)}ajouter/"

    refused = visitor.post(add, {"name": "", "siret": "12"})
    done = visitor.post(add, {"name": "Ferme"})

    new = Prospect.objects.get()
    assert list(refused.context["form"].errors) == ["name", "siret"]
    assert (done.status_code, done.headers["Location"]) == (302, page_of(new))
    assert (new.name, new.source) == ("Ferme", "typed")


@pytest.mark.parametrize("typed", ["123", "123456789", "n° 12"])
def test_number_that_is_no_siret_is_said_on_its_field(visitor: Client, founding: Founding, typed: str) -> None:
    page = text(visitor.post(f"{board_of(founding)}ajouter/", {"name": "Le Moulin", "siret": typed}))

    assert f"« {typed} » n'a pas les quatorze chiffres d'un SIRET".replace(" ", "") in page.replace(" ", "")
    assert founding.prospects.count() == 0


def test_same_prospect_is_shown_and_nothing_typed_is_lost(visitor: Client, founding: Founding) -> None:
    make_prospect(founding=founding, name="Ferme", commune="48095")
    typed = {"name": "ferme", "commune": "48095", "next_step": "Appeler"}
    add = f"{board_of(founding)}ajouter/"

    caught = visitor.post(add, typed)
    visitor.post(add, typed | {"is_another": "1"})

    page = text(caught)
    assert "C'est une autre organisation" in page
    assert 'value="Appeler"' in page
    assert Prospect.objects.count() == 2


def test_organisation_of_the_directory_is_found_and_added(visitor: Client, founding: Founding) -> None:
    organisation = make_organisation(name="La Ruche", commune="48095", legal_category="9220")
    add = f"{board_of(founding)}ajouter/"

    found = text(visitor.get(f"{add}?q=ruche&role=grower"))
    form = visitor.get(f"{add}?organisation={organisation.uid}&role=grower").context["form"]
    visitor.post(add, {name: form[name].value() or "" for name in form.fields})

    new = Prospect.objects.get()
    assert f"?organisation={organisation.uid}&role=grower" in found.replace("&amp;", "&")
    assert (new.name, new.organisation, new.role, new.source) == ("La Ruche", organisation, "grower", "directory")


def test_candidates_sent_together_are_each_accounted_for(visitor: Client, founding: Founding) -> None:
    known = make_prospect(founding=founding, name="Moulin", commune="48095")
    facts = {"siren": "", "legal_category": "9220", "activity": "", "marks": "", "source_title": "Registre"}
    found = [
        Suggestion(siret, name, "Mende", "", "", {**facts, "name": name, "siret": siret, "commune": "48095"})
        for siret, name in (("55208131766522", "Scierie"), (SIRET, "MOULIN"))
    ]
    answer = Suggested(found, False, "Registre", False)

    with patch("essaim.apps.founding.prospecting.suggested_by_number", return_value=answer):
        said = visitor.post(
            f"{board_of(founding)}ajouter/", {"siret": [SIRET, "55208131766522", "1"], "role": "grower"}
        )

    done = said.context["done"]
    known.refresh_from_db()
    assert ([one.name for one in done.new], done.completed, done.known) == (["Scierie"], [known], [])
    assert [number for number, _why in done.refused] == ["1"]
    assert (known.name, known.siret, known.role, known.source) == ("Moulin", SIRET, "grower", "typed")
    assert Prospect.objects.get(name="Scierie").source == "register"


def test_note_and_contact_have_a_term_and_go_on_request(visitor: Client, founding: Founding) -> None:
    one = make_prospect(founding=founding, name="Ferme")
    far, contact = timezone.localdate() + timedelta(days=1200), page_of(one, "personne/")
    said = {"contact_name": "Camille", "contact_email": "camille@example.org", "version": 1}

    too_long = visitor.post(contact, said | {"erase_contact_on": far.isoformat()})
    visitor.post(contact, said)
    visitor.post(page_of(one), {"text": "Intéressée par le local."})
    page = text(visitor.get(page_of(one)))
    notice = text(visitor.get(contact))
    visitor.post(page_of(one, "personne/effacer/"))
    note = ProspectNote.objects.get()
    visitor.post(page_of(one, f"notes/{note.uid}/effacer/"))

    assert "36 mois au plus" in text(too_long)
    assert ("camille@example.org" in page, "Intéressée par le local." in page) == (True, True)
    assert "CNIL" in notice
    assert list(Prospect.objects.values_list("contact_name", "contact_email", "erase_contact_on")) == [("", "", None)]
    assert ProspectNote.objects.count() == 0


def test_concurrent_edit_shows_both_and_is_saved_knowingly(visitor: Client, founding: Founding) -> None:
    one = make_prospect(founding=founding, name="Ferme")
    form = visitor.get(page_of(one, "modifier/")).context["form"]
    mine = {name: form[name].value() or "" for name in form.fields}
    visitor.post(page_of(one, "modifier/"), mine | {"next_step": "La leur"})

    caught = visitor.post(page_of(one, "modifier/"), mine | {"next_step": "La mienne"})
    again = {name: caught.context["form"][name].value() or "" for name in caught.context["form"].fields}
    visitor.post(page_of(one, "modifier/"), again)

    page = text(caught)
    assert (caught.status_code, "La leur" in page, "La mienne" in page) == (409, True, True)
    assert Prospect.objects.get().next_step == "La mienne"


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
def test_spreadsheet_goes_out_and_comes_back_unchanged(visitor: Client, founding: Founding, form: str) -> None:
    one = make_prospect(
        founding=founding, name="Ferme", siret=SIRET, commune="48095", family="ess_form", role="grower", state="met",
        next_step="Appeler", next_on=date(2026, 12, 1), contact_name="Camille", erase_contact_on=date(2027, 11, 1),
    )  # fmt: skip

    out = visitor.get(f"{board_of(founding)}tableau.{form}")
    bring = visitor.post(f"{board_of(founding)}importer/", {"file": SimpleUploadedFile(f"p.{form}", out.content)})
    preview = visitor.get(bring.headers["Location"])

    assert [line.outcome for line, _label, _details in preview.context["lines"]] == ["present"]
    assert b"Camille" not in out.content
    assert Prospect.objects.get() == one


def test_import_from_file_to_undo(visitor: Client, founding: Founding) -> None:
    make_prospect(founding=founding, name="Moulin", commune="48095", role="carrier")
    table = (
        "Nom;Commune;Rôle;État;Contact;Couleur\nFerme;48095;Produire;rencontré;Camille;bleu\n"
        "Moulin;48095;Produire;;;\nZut;48095;Roi;;;\nFerme;48095;;;;\n"
    )

    bring = visitor.post(f"{board_of(founding)}importer/", {"file": SimpleUploadedFile("p.csv", table.encode())})
    address = bring.headers["Location"]
    preview = text(visitor.get(address))
    before = Prospect.objects.count()
    visitor.post(address, {"do": "confirm", "replace-3": "1"})
    report = text(visitor.get(address))
    after = list(Prospect.objects.values_list("name", "role", "state", "contact_name"))
    visitor.post(address, {"do": "undo"})

    assert ("Couleur" in preview, "le fichier « Produire »" in preview) == (True, True)
    assert ("« Roi » n'est pas connu." in preview, "Déjà dans ce fichier, ligne 2." in preview) == (True, True)
    assert before == 1
    assert after == [("Ferme", "grower", "met", "Camille"), ("Moulin", "grower", "to_contact", "")]
    assert "Défaire l'import" in report
    assert list(Prospect.objects.values_list("name", "role")) == [("Moulin", "carrier")]


@pytest.mark.parametrize(("name", "content"), [("a.exe", b"MZ"), ("a.csv", b"Couleur\nbleu\n"), ("a.csv", b"")])
def test_bad_file_is_said_on_its_field(visitor: Client, founding: Founding, name: str, content: bytes) -> None:
    answer = visitor.post(f"{board_of(founding)}importer/", {"file": SimpleUploadedFile(name, content)})

    assert list(answer.context["form"].errors) == ["file"]


def test_founder_of_another_draft_reads_and_writes_nothing(visitor: Client) -> None:
    founding = make_founding()
    one = make_prospect(founding=founding, name="Ferme")
    note = make_prospect_note(prospect=one)
    letter = make_letter(
        prospect=one, kind="commitment", brings="", college="", amount_cents=None, by=ADMIN, at=AT
    )  # fmt: skip
    visitor.force_login(make_user(founder=make_founding().pole.uid))
    known = {"slug": founding.pole.slug, "note": note.uid, "form": "csv", "kind": "commitment"}

    codes = set()
    for pattern in (one for one in urlpatterns if "<slug:slug>" in str(one.pattern)):
        address = "/" + str(pattern.pattern)
        uid = letter.uid if "/lettres/<slug:uid>/" in address else one.uid
        for part, value in {**known, "uid": uid}.items():
            address = address.replace(f"<slug:{part}>", value).replace(f"<str:{part}>", value)
        codes |= {visitor.get(address).status_code, visitor.post(address, {"state": "met"}).status_code}

    assert codes == {404, 405}
    assert (Prospect.objects.get().state, Letter.objects.count()) == ("to_contact", 1)


def test_prospect_of_another_draft_is_not_found_under_mine(visitor: Client, founding: Founding) -> None:
    other = make_prospect(name="Ailleurs")

    answer = visitor.get(f"{board_of(founding)}{other.uid}/")

    assert answer.status_code == 404


def test_pages_speak_english(visitor: Client, founding: Founding) -> None:
    one = make_prospect(founding=founding, name="Ferme")
    write_prospect_note(prospect=one, text="Vue", erase_on=None, by=ADMIN, at=AT)
    set_contact(
        prospect=one,
        name="Camille",
        email="",
        phone="",
        erase_on=None,
        informed_on=None,
        seen_version=1,
        by=ADMIN,
        at=AT,
    )
    visitor.post("/langue/", {"language": "en"})

    pages = [text(visitor.get(address)) for address in (board_of(founding), page_of(one), page_of(one, "personne/"))]

    assert ["To contact" in pages[0], "Person to reach" in pages[1], "What the person must know" in pages[2]] == [
        True
    ] * 3


def test_page_asks_the_same_of_the_database_whatever_was_said(
    visitor: Client, founding: Founding, django_assert_num_queries: Any
) -> None:
    one = make_prospect(founding=founding, name="Ferme")
    make_prospect_note(prospect=one)
    with django_assert_num_queries(9):
        visitor.get(page_of(one))
    make_prospect_note(prospect=one)
    make_prospect_note(prospect=one)

    with django_assert_num_queries(9):
        answer = visitor.get(page_of(one))

    assert answer.status_code == 200


def test_own_notes_are_in_the_data_one_takes_away(visitor: Client, founding: Founding) -> None:
    one = make_prospect(founding=founding, name="Ferme")
    visitor.post(page_of(one), {"text": "Vue au marché."})
    make_prospect_note(prospect=one, text="Par quelqu'un d'autre.")

    archive = zipfile.ZipFile(io.BytesIO(visitor.get("/mon-espace/donnees.zip").content))
    notes = json.loads(archive.read("notes_prospects.json"))

    assert [note["text"] for note in notes] == ["Vue au marché."]
