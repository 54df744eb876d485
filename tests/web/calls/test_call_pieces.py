"""A piece through its pages: asked, answered with files, read, taken back, accepted, taken away in the archive."""

import zipfile
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories import make_network, make_user
from tests.web.calls.making import browser, handed, text_of
from tests.web.calls.test_call_copies import body

from essaim.apps.calls.models import Call, Dossier, PieceRequest
from essaim.apps.documents.models import Document
from essaim.kit.limit_settings import Limit

pytestmark = pytest.mark.django_db


def pdf(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7")


def asked(call: Call, officer: Client) -> tuple[Client, Dossier, str]:
    client, dossier = handed(call)
    officer.post(f"/dossiers/{dossier.uid}/instruire/", {"do": "ask", "text": "Vos statuts ?"})
    return client, dossier, f"/dossiers/{dossier.uid}/pieces/{PieceRequest.objects.get().uid}/"


def answered(call: Call, officer: Client) -> tuple[Client, Dossier, str]:
    client, dossier, address = asked(call, officer)
    sent = {"answer": "Les voici.", "attached": [pdf("statuts.pdf"), pdf("rib.pdf")], "seen_version": 1}
    assert client.post(address, sent).status_code == 302
    return client, dossier, address


def test_files_of_a_piece_are_read_by_both_sides_and_nobody_else(call: Call, officer: Client) -> None:
    client, dossier, _address = answered(call, officer)
    file = f"/dossiers/{dossier.uid}/documents/{Document.objects.all()[0].uid}/"
    other = make_network(key="autre", name="Autre réseau")

    assert [one.get(file).status_code for one in (client, officer)] == [200, 200]
    for stranger in (browser(), browser(make_user()), browser(make_user(network_officer=other.key))):
        assert stranger.get(file).status_code in (302, 404)
    assert file in text_of(officer, f"/dossiers/{dossier.uid}/instruire/")
    assert "2 fichiers" in text_of(client, f"/dossiers/{dossier.uid}/")


def test_a_file_of_another_dossier_is_not_there(call: Call, officer: Client) -> None:
    answered(call, officer)
    client, other = handed(call)

    assert client.get(f"/dossiers/{other.uid}/documents/{Document.objects.all()[0].uid}/").status_code == 404


def test_a_refused_file_stands_beside_the_field_and_loses_no_words(call: Call, officer: Client) -> None:
    client, _dossier, address = asked(call, officer)

    answer = client.post(address, {"answer": "Mes mots.", "attached": [pdf("a.exe")], "seen_version": 1})

    text = answer.content.decode()
    assert all(words in text for words in ("a.exe", "Mes mots.", 'id="id_attached_error"'))
    assert PieceRequest.objects.get().answered_at is None


def test_after_a_conflict_both_answers_are_shown_and_sending_again_is_enough(call: Call, officer: Client) -> None:
    client, _dossier, address = answered(call, officer)
    mine = {"answer": "Mes mots.", "attached": [pdf("a.pdf")], "seen_version": 1}

    page = client.post(address, mine)

    text = unescape(page.content.decode()).replace("\xa0", " ")
    assert page.status_code == 409
    assert all(words in text for words in ("<ins>Les voici.</ins>", "<q>Mes mots.</q>", "Choisissez de nouveau"))
    assert "Mes mots.</textarea>" in text
    assert PieceRequest.objects.get().answer == "Les voici."
    seen = text.partition('name="seen_version" value="')[2].partition('"')[0]

    client.post(address, {"answer": "Mes mots.", "seen_version": seen})

    assert PieceRequest.objects.get().answer == "Mes mots."


def test_an_answer_without_words_nor_files_is_said_beside_the_words(call: Call, officer: Client) -> None:
    client, _dossier, address = asked(call, officer)

    text = unescape(client.post(address, {"answer": " ", "seen_version": 1}).content.decode())

    assert "Écrivez votre réponse" in text.partition('id="id_answer_error"')[2].partition("</ul>")[0]


def test_the_same_answer_says_that_nobody_is_told_again(call: Call, officer: Client) -> None:
    client, _dossier, address = answered(call, officer)

    page = client.post(address, {"answer": "Les voici.", "seen_version": 2}, follow=True)

    assert "personne n'est prévenu de nouveau" in unescape(page.content.decode())


def test_what_carries_files_or_letters_has_a_brake(call: Call, officer: Client, settings: Any) -> None:
    client, dossier, address = asked(call, officer)
    settings.LIMITS = settings.LIMITS | {"upload": Limit(1, 3600)}

    mine = [address, f"/dossiers/{dossier.uid}/annexes/"]
    assert [client.post(one, {}).status_code for one in mine] == [200, 429]
    assert [client.post(one, {}).status_code for one in mine] == [429, 429]
    documents = f"/appels/{call.slug}/tenir/documents/"
    assert [officer.post(documents, {}).status_code for _time in range(2)] == [200, 429]
    assert [client.get(one).status_code for one in mine] == [200, 200]


def test_a_wrong_file_is_taken_back_once_sure_and_no_more_once_accepted(call: Call, officer: Client) -> None:
    client, dossier, address = answered(call, officer)
    wrong, right = Document.objects.all()
    sent = {"do": "remove", "document": wrong.uid}
    assert "Retirer « statuts.pdf »" in unescape(client.post(address, sent).content.decode()).replace("\xa0", " ")
    assert Document.objects.count() == 2
    client.post(address, {**sent, "sure": "oui"})
    assert list(Document.objects.all()) == [right]

    piece = PieceRequest.objects.get()
    accept = {"do": "accept", "piece": piece.uid, "seen_version": piece.version}
    officer.post(f"/dossiers/{dossier.uid}/instruire/", accept)
    client.post(address, {"do": "remove", "document": right.uid, "sure": "oui"})

    assert list(Document.objects.all()) == [right]
    text = text_of(client, address)
    assert "elle ne change plus" in text
    assert "<textarea" not in text
    assert "Accepté le" in text_of(officer, f"/dossiers/{dossier.uid}/instruire/")


def test_only_those_who_run_the_call_accept_what_they_read(call: Call, officer: Client) -> None:
    client, dossier, _address = answered(call, officer)
    piece = PieceRequest.objects.get()
    accept = {"do": "accept", "piece": piece.uid, "seen_version": piece.version}

    assert client.post(f"/dossiers/{dossier.uid}/instruire/", accept).status_code == 404
    officer.post(f"/dossiers/{dossier.uid}/instruire/", {**accept, "seen_version": 1})

    assert PieceRequest.objects.get().accepted_at is None


def test_the_archive_holds_what_was_answered(call: Call, officer: Client) -> None:
    answered(call, officer)

    with zipfile.ZipFile(BytesIO(body(officer.get(f"/appels/{call.slug}/dossiers.zip")))) as packed:
        folder = "001-pole-en-herbe/pieces/01"
        assert [name for name in packed.namelist() if "pieces" in name] == [
            f"{folder}/demande.txt", f"{folder}/01-statuts.pdf", f"{folder}/02-rib.pdf",
        ]  # fmt: skip
        words = packed.read(f"{folder}/demande.txt").decode()
    assert "Vos statuts ?" in words
    assert "Les voici." in words


@pytest.mark.parametrize("count", [1, 3])
def test_a_dossier_with_pieces_asks_the_same_queries(
    call: Call, officer: Client, count: int, django_assert_num_queries: Any
) -> None:
    _client, dossier = handed(call)
    for number in range(count):
        officer.post(f"/dossiers/{dossier.uid}/instruire/", {"do": "ask", "text": f"Pièce {number}"})

    with django_assert_num_queries(18):
        officer.get(f"/dossiers/{dossier.uid}/instruire/")
