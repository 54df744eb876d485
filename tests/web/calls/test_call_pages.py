"""A call through its pages: prepared, published, answered by a draft, decided, published as laureate."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import AT, make_user
from tests.web.calls.making import begun, browser, handed, sent, text_of

from essaim.apps.accounts.models import User
from essaim.apps.calls.models import Call, Dossier, Phase
from essaim.apps.documents.models import Document
from essaim.apps.poles.models import Network, Pole
from essaim.web.agenda import _folded
from essaim.web.calls.public import left_in_words
from essaim.web.organisations.wording import family

pytestmark = pytest.mark.django_db


def test_a_draft_call_is_nobody_else_s(officer: Client, network: Network) -> None:
    officer.post("/appels/preparer/", {"title": "Secret", "owner": network.key})
    address = f"/appels/{Call.objects.get().slug}/"

    assert "Brouillon" in text_of(officer, address)
    text_of(browser(), address, 404)
    text_of(browser(make_user()), f"{address}tenir/", 404)


def test_a_call_that_lacks_something_says_what(officer: Client, network: Network) -> None:
    officer.post("/appels/preparer/", {"title": "Vide", "owner": network.key})
    slug = Call.objects.get().slug

    assert "le texte de l'avis" in text_of(officer, f"/appels/{slug}/tenir/")
    answer = officer.post(f"/appels/{slug}/tenir/publier/", {"seen_version": 1})
    assert "Il manque" in unescape(answer.content.decode())


def test_the_public_reads_the_notice_its_rules_and_its_questions(call: Call) -> None:
    text = text_of(browser(), f"/appels/{call.slug}/")

    for words in ("heure de Paris", "Au moins trois personnes morales", "Rural", "Pourquoi ?", "c'est l'autorité"):
        assert words in text
    assert "Appel d'essai" in text_of(browser(), "/appels/")


def test_closings_go_to_calendars(call: Call) -> None:
    body = browser().get("/appels/calendrier.ics").content.decode()

    assert body.startswith("BEGIN:VCALENDAR\r\n")
    assert "SUMMARY:Clôture : Appel d'essai" in body
    assert "(heure de Paris)" in body.replace("\r\n ", "")
    assert max(len(line.encode()) for line in body.split("\r\n")) <= 75


def test_long_lines_of_a_calendar_are_folded_between_letters() -> None:
    pieces = _folded("é" * 100)

    assert "".join(piece.removeprefix(" ") for piece in pieces) == "é" * 100
    assert all(len(piece.encode()) <= 75 for piece in pieces)


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=3, hours=5), "encore 3 jours"),
        (timedelta(hours=30), "encore 30 heures"),
        (timedelta(minutes=61), "encore 61 minutes"),
        (timedelta(minutes=1, seconds=30), "encore 1 minute"),
    ],
)
def test_what_is_left_is_said_in_words(left: timedelta, words: str) -> None:
    assert left_in_words(left) == words


def test_a_dossier_goes_from_a_draft_to_a_laureate(call: Call, officer: Client) -> None:
    client, dossier = handed(call)
    assert "1 234,50" in text_of(client, f"/dossiers/{dossier.uid}/depots/1/")

    assert "Pôle en herbe" in text_of(officer, f"/appels/{call.slug}/dossiers/")
    decision = {"do": "decide", "dossier": [dossier.uid], "outcome": "laureate", "reason": "Convaincant"}
    officer.post(f"/appels/{call.slug}/dossiers/", decision)
    text = text_of(officer, f"/appels/{call.slug}/resultats/")
    assert "Convaincant" in text
    early = officer.post(f"/appels/{call.slug}/resultats/")
    call.refresh_from_db()
    assert ("avant la clôture" in unescape(early.content.decode()), call.results_at) == (True, None)
    officer.post(f"/appels/{call.slug}/resultats/", {"sure": "oui"})

    assert "1 lauréat" in text_of(browser(), f"/appels/{call.slug}/")
    assert "Décision : lauréat" in text_of(client, f"/dossiers/{dossier.uid}/")


def test_each_answer_is_saved_by_itself(call: Call) -> None:
    client, dossier = begun(call)
    first = call.questions.all()[0]
    address = reverse("dossier-autosave", args=[dossier.uid, first.uid])

    answer = client.post(address, sent(call, "Parce que c'est bien long."))

    text = unescape(answer.content.decode())
    assert "Enregistré à" in text
    assert "6 signes de trop" in text
    assert f'name="q-{first.uid}-seen" value="1"' in text


def test_each_answer_says_who_wrote_it(call: Call) -> None:
    client, dossier = begun(call)
    address = f"/dossiers/{dossier.uid}/reponses/"
    client.post(address, sent(call, "Parce que."))
    answer = dossier.answers.get()
    author = User.objects.get(uid=answer.changed_by)

    text = text_of(client, address)

    assert f"Écrit par {author.name or author.email}, " in text
    assert "(heure de Paris)." in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_answers_ask_the_same_queries(call: Call, count: int, django_assert_num_queries: Any) -> None:
    client, dossier = begun(call)
    texts = ["Parce que.", "1 234,50", ["Un"]][:count]
    client.post(f"/dossiers/{dossier.uid}/reponses/", sent(call, *texts))

    with django_assert_num_queries(18):
        client.get(f"/dossiers/{dossier.uid}/reponses/")


def test_what_two_people_write_is_shown_to_both(call: Call) -> None:
    client, dossier = begun(call)
    address = f"/dossiers/{dossier.uid}/reponses/"
    client.post(address, sent(call, "Le premier"))

    answer = client.post(address, sent(call, "Le second", "12"))

    text = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "Le premier" in text
    assert "Le second" in text
    assert dossier.answers.count() == 2


def test_bad_answers_are_said_beside_their_question_and_the_rest_is_saved(call: Call) -> None:
    client, dossier = begun(call)

    answer = client.post(f"/dossiers/{dossier.uid}/reponses/", sent(call, "Bien", "beaucoup", ["Trois"]))

    text = unescape(answer.content.decode())
    assert "« beaucoup » n'est pas un nombre" in text
    assert 'value="beaucoup"' in text
    assert "Choisissez parmi" in text
    assert dossier.answers.get().text == "Bien"


def test_shares_stand_beside_the_budget(call: Call) -> None:
    client, dossier = begun(call)
    address = f"/dossiers/{dossier.uid}/partenaires/"
    client.post(address, {"do": "budget", "budget": "1.234,50", "seen_version": dossier.version})
    dossier.refresh_from_db()
    client.post(address, {"do": "add", "name": "La ferme", "amount": "1 000", "seen_version": dossier.version})
    dossier.refresh_from_db()
    refused = client.post(address, {"do": "add", "name": "B", "amount": "1.234", "seen_version": dossier.version})

    assert "peut se lire de deux façons" in unescape(refused.content.decode())
    assert "Reste à trouver : 234,50" in text_of(client, address)


def test_what_is_left_is_at_most_so_much_while_a_share_is_not_told(call: Call) -> None:
    client, dossier = begun(call)
    address = f"/dossiers/{dossier.uid}/partenaires/"
    for typed in (
        {"do": "budget", "budget": "1 200"},
        {"do": "add", "name": "A", "amount": "200"},
        {"do": "add", "name": "B"},
    ):
        dossier.refresh_from_db()
        client.post(address, {**typed, "seen_version": dossier.version})

    assert "Reste à trouver, au plus : 1 000 €." in text_of(client, address).replace("\u202f", " ").replace("\xa0", " ")


def test_shares_that_nobody_told_are_not_zero(call: Call) -> None:
    client, dossier = begun(call)
    address = f"/dossiers/{dossier.uid}/partenaires/"
    client.post(address, {"do": "add", "name": "La ferme", "seen_version": dossier.version})

    text = text_of(client, address)

    assert "Aucune part n'est encore dite." in text
    assert "0 €" not in text


def test_no_decision_is_chosen_beforehand(call: Call, officer: Client) -> None:
    _client, dossier = handed(call)
    here = f"/appels/{call.slug}/dossiers/"

    answer = officer.post(here, {"do": "decide", "dossier": dossier.uid, "outcome": "", "reason": "Parce que."})

    assert answer.status_code == 200
    assert '<option value="" selected>choisir</option>' in text_of(officer, here)
    assert not dossier.decisions.exists()


def test_nobody_is_reminded_of_a_call_that_is_closed(call: Call, officer: Client) -> None:
    begun(call)
    Phase.objects.filter(kind="dossiers").update(closes_at=timezone.now())
    here = f"/appels/{call.slug}/dossiers/"

    officer.post(here, {"do": "remind"})

    text = text_of(officer, here)
    assert "un rappel serait vain" in text
    assert "Leur envoyer un rappel" not in text


def test_nothing_is_lost_when_the_call_closes(call: Call) -> None:
    client, dossier = begun(call)
    client.post(f"/dossiers/{dossier.uid}/reponses/", sent(call, "Presque"))
    Phase.objects.filter(call=call).update(opens_at=AT - timedelta(days=2), closes_at=AT - timedelta(days=1))

    late = client.post(f"/dossiers/{dossier.uid}/reponses/", sent(call, "Trop tard", seen=1))

    assert "ne se modifie plus" in unescape(late.content.decode())
    assert "Trop tard" in unescape(late.content.decode())
    assert "Presque" in text_of(client, f"/dossiers/{dossier.uid}/reponses/")
    assert "n'a pas été déposé" in text_of(client, f"/dossiers/{dossier.uid}/")


def test_an_annex_is_given_to_those_who_may_read_it(call: Call, officer: Client) -> None:
    client, dossier = begun(call)
    address = f"/dossiers/{dossier.uid}/annexes/"
    refused = client.post(address, {"title": "x", "file": SimpleUploadedFile("a.exe", b"MZ")})
    assert "n'est pas accepté" in unescape(refused.content.decode())
    client.post(address, {"title": "Statuts", "file": SimpleUploadedFile("s.pdf", b"%PDF-1.7")})
    document = f"/dossiers/{dossier.uid}/documents/{Document.objects.get().uid}/"

    given = client.get(document)
    assert given.headers["Content-Disposition"].startswith("attachment")
    # Not handed in yet: not the officers' to read.
    assert officer.get(document).status_code == 404
    assert browser(make_user()).get(document).status_code == 404


def test_a_dossier_is_its_writers_alone(call: Call, officer: Client) -> None:
    _client, dossier = handed(call)
    stranger = browser(make_user())

    for name in ("dossier", "dossier-answers", "dossier-partners", "dossier-annexes", "dossier-submit"):
        text_of(stranger, reverse(name, args=[dossier.uid]), 404)
    text_of(stranger, f"/dossiers/{dossier.uid}/instruire/", 404)
    text_of(stranger, f"/dossiers/{dossier.uid}/depots/1/", 404)
    text_of(officer, f"/dossiers/{dossier.uid}/reponses/", 404)
    assert "Parce que." in text_of(officer, f"/dossiers/{dossier.uid}/instruire/")


def test_an_officer_asks_reopens_and_reads_both_copies(call: Call, officer: Client) -> None:
    client, dossier = handed(call)
    here = f"/dossiers/{dossier.uid}/instruire/"
    officer.post(here, {"do": "ask", "text": "Vos statuts ?"})
    asked = dossier.piece_requests.get()
    client.post(f"/dossiers/{dossier.uid}/pieces/{asked.uid}/", {"answer": "Les voici.", "seen_version": 1})
    until = timezone.localtime() + timedelta(days=3)
    officer.post(here, {"do": "reopen", "reason": "Précisez", "until": f"{until:%Y-%m-%dT%H:%M}"})
    client.post(f"/dossiers/{dossier.uid}/reponses/", sent(call, "Mieux.", seen=1))
    client.post(f"/dossiers/{dossier.uid}/deposer/")

    text = text_of(officer, here)
    assert "Les voici." in text
    assert "Mieux." in text
    assert "Dépôts précédents" in text


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
def test_dossiers_leave_as_tables(call: Call, officer: Client, form: str) -> None:
    handed(call)

    answer = officer.get(f"/appels/{call.slug}/dossiers.{form}")

    assert answer.status_code == 200
    assert f"dossiers-{call.slug}.{form}" in answer.headers["Content-Disposition"]
    if form == "csv":
        assert ";1234,50;" in answer.content.decode()


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
def test_partners_leave_as_tables(call: Call, officer: Client, form: str) -> None:
    handed(call)

    answer = officer.get(f"/appels/{call.slug}/partenaires.{form}")

    assert f"partenaires-{call.slug}.{form}" in answer.headers["Content-Disposition"]
    if form == "csv":
        assert f"La ferme;;{family('ess_form')};oui;;;500,00" in answer.content.decode()


@pytest.mark.parametrize("form", ["dossiers.exe", "partenaires.exe"])
def test_a_table_of_another_kind_is_not_there(call: Call, officer: Client, form: str) -> None:
    assert officer.get(f"/appels/{call.slug}/{form}").status_code == 404


def test_a_form_filled_elsewhere_is_prefilled(call: Call, officer: Client) -> None:
    address = "https://demarche.example/commencer/appel"
    fields = "?champ_1={pole}&champ_2={candidat}&champ_3[]=48000&champ_3[]={code_commune}&champ_4={budget}"
    fields += "&champ_5={commune}"
    notice = {"title": call.title, "text": "Venez.", "contact": "appel@reseau.example", "zone": "Europe/Paris"}
    here = f"/appels/{call.slug}/tenir/avis/"
    officer.post(here, {**notice, "form_address": address + fields, "seen_version": call.version})
    client, dossier = handed(call)
    Dossier.objects.update(budget_cents=123_450)
    Pole.every.update(commune="48095", department="48", region="76")

    text = text_of(client, f"/dossiers/{dossier.uid}/")

    found = "?champ_1=P%C3%B4le%20en%20herbe&champ_2=La%20ferme&champ_3[]=48000&champ_3[]=48095"
    assert f"{address}{found}&champ_4=1234.50&champ_5=Mende" in text
    assert "préremplie" in text


@pytest.mark.parametrize("wrong", ["{poles}", "{pole", "pole}", "{}"])
def test_braces_that_nothing_fills_are_refused_with_those_that_are_known(
    call: Call, officer: Client, wrong: str
) -> None:
    notice = {"title": call.title, "text": "Venez.", "contact": "appel@reseau.example", "zone": "Europe/Paris"}
    address = f"https://demarche.example/commencer/appel?champ_1={{pole}}&champ_2={wrong}"

    sent = {**notice, "form_address": address, "seen_version": call.version}
    text = unescape(officer.post(f"/appels/{call.slug}/tenir/avis/", sent).content.decode())

    assert "il connaît : {pole}, {siret}, {candidat}, {commune}, {code_commune}, {budget}." in text
    call.refresh_from_db()
    assert call.form_address == ""


def test_an_address_without_braces_is_a_plain_link(call: Call) -> None:
    Call.objects.update(form_address="https://demarche.example/commencer/appel")
    client, dossier = begun(call)

    text = text_of(client, f"/dossiers/{dossier.uid}/")

    assert 'href="https://demarche.example/commencer/appel"' in text
    assert "préremplie" not in text


def test_what_would_make_an_address_too_long_is_left_out(call: Call) -> None:
    Call.objects.update(form_address="https://demarche.example/commencer/appel?champ_1={pole}" + "&a=1" * 100)
    client, dossier = begun(call)
    Pole.every.update(name="€" * 200)

    assert "champ_1=&a=1" in text_of(client, f"/dossiers/{dossier.uid}/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_dossiers_asks_the_same_queries(
    call: Call, officer: Client, count: int, django_assert_num_queries: Any
) -> None:
    for _number in range(count):
        handed(call)

    with django_assert_num_queries(16):
        officer.get(f"/appels/{call.slug}/dossiers/")


@pytest.mark.parametrize(
    ("place", "communes", "said"),
    [("departement:48", ["48095"], "réuni"), ("departement:48", ["26281"], "non réuni"),
     ("departement:48", ["48095", "26281"], "1 de ses 2 communes"), ("departement:48", ["99999"], "0 de ses 1"),
     ("zone:1", ["48095"], "on ne peut pas dire"),
     ("departement:48 Lozère\ndepartement:26 Drôme", ["48095", "26281"], "réuni"),
     ("departement:48 Lozère\nzone:1 Ailleurs", ["48095"], "réuni"),
     ("departement:48 Lozère\nzone:1 Ailleurs", ["26281"], "on ne peut pas dire"),
     ("departement:48", [], "n'est pas renseigné"),
     ("", ["26281"], "")],
)  # fmt: skip
def test_the_check_says_whether_the_pole_is_where_the_call_applies(
    call: Call, place: str, communes: list[str], said: str
) -> None:
    client, dossier = begun(call)
    Call.objects.filter(pk=call.pk).update(place=place)
    dossier.pole.communes.all().delete()
    for code in communes:
        dossier.pole.communes.create(code=code)

    text = text_of(client, f"/dossiers/{dossier.uid}/deposer/")

    found = text.partition("Le pôle est sur le territoire de l'appel :")[2][:400]
    assert (said in found, bool(found)) == (True, bool(place))
