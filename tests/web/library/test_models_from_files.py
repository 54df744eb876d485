"""A model comes as a file or a pasted text: problems by line, nothing lost, sizes checked; it goes out as it came."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories import make_network, make_user
from tests.web.library.test_writing_models import hidden, words

from essaim.apps.library.models import ModelVersion, WrittenModel
from essaim.apps.library.queries import model_named
from essaim.engine.patterns import as_data, pattern_text

NEW = "/modeles/ecrire/fichier/"
TEXT = pattern_text("livre-edition").replace('key = "livre-edition"', 'key = "livre-lozere"')


@pytest.fixture
def officer(essaim_home: object, db: None) -> Client:
    make_network("rtes", "RTES")
    client = Client(headers={"host": "localhost"})
    client.force_login(make_user(network_officer="rtes"))
    return client


def uploaded(content: bytes, name: str = "modele.toml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/toml")


def send(client: Client, address: str = NEW, **typed: Any) -> Any:
    return client.post(address, {"network": "rtes", **typed})


def test_file_becomes_a_draft_with_its_key_and_can_be_published(officer: Client) -> None:
    answer = send(officer, file=uploaded(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode()))

    address = "/modeles/ecrire/livre-lozere/"
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    officer.post(f"{address}publier/", hidden(officer, f"{address}publier/"))
    expected = {**as_data(model_named("livre-edition")), "key": "livre-lozere", "version": "1"}
    assert as_data(model_named("livre-lozere")) == expected


def test_what_goes_out_comes_back(officer: Client) -> None:
    send(officer, text=TEXT)
    draft = officer.get("/modeles/ecrire/livre-lozere/brouillon.toml").content.decode()
    before = ModelVersion.objects.get().data

    officer.post(
        "/modeles/ecrire/livre-lozere/fichier/",
        {"text": draft, **hidden(officer, "/modeles/ecrire/livre-lozere/fichier/")},
    )

    version = ModelVersion.objects.get()
    assert (version.data, version.edits) == (before, 2)


def test_problems_are_said_by_line_and_the_text_is_kept(officer: Client) -> None:
    wrong = TEXT.replace("minimum = 5", "minimum = -5").replace('domains = ["book"', 'domains = ["livre"')

    answer = send(officer, file=uploaded(wrong.encode()))

    page = words(answer)
    line = wrong.splitlines().index("minimum = -5") + 1
    assert "Rien n'est enregistré : 2 choses à corriger" in page
    assert f"ligne {line}, rôle « editeurs »" in page
    assert "minimum = -5" in page
    assert WrittenModel.objects.count() == 0


def test_draft_is_kept_with_its_problems_when_asked(officer: Client) -> None:
    send(
        officer,
        text=TEXT.replace("minimum = 5", "minimum = -5") + '\n[[lesson]]\noutcome = "x"\nautre = 1\n',
        anyway="on",
    )

    role = ModelVersion.objects.get().data["role"][0]
    page = words(officer.get("/modeles/ecrire/livre-lozere/enseignements/2/"))
    assert role["minimum"] == -5
    assert "Retirer ce que le site ne connaît pas : autre" in page
    assert '<option value="x" selected>' in page


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Donnez un fichier, ou collez son texte"),
        ("# rien\n", "Le texte est vide"),
        ("key = ", "ligne 1"),
        ("a = " + "[" * 3000, "ligne 1"),
        ('role = "x"', "doit être une suite de tables"),
        ("x" * 200_001, "200"),
    ],
)
def test_what_cannot_be_read_is_said_and_never_a_defect(officer: Client, text: str, said: str) -> None:
    answer = send(officer, text=text, anyway="on")

    assert answer.status_code == 200
    assert said in words(answer)
    assert WrittenModel.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"x" * 200_001, "trop gros"),
        ("é".encode("latin-1"), "Ligne 1 : le texte n'est pas en UTF-8"),
        (b"\x00", "ligne 1"),
    ],
)
def test_file_that_is_too_large_or_not_a_text_is_refused(officer: Client, content: bytes, said: str) -> None:
    answer = send(officer, file=uploaded(content))

    assert said in words(answer)
    assert WrittenModel.objects.count() == 0


@pytest.mark.parametrize("key", ["livre-edition", "comparer", "É"])
def test_key_that_is_taken_is_refused_and_the_text_kept(officer: Client, key: str) -> None:
    answer = send(officer, text=TEXT, key=key)

    assert answer.status_code == 200
    assert "Maisons d'édition" in words(answer)
    assert WrittenModel.objects.count() == 0


def test_deep_data_are_refused(officer: Client) -> None:
    deep = "x = " + "{ a = " * 20 + "1" + " }" * 20 + "\n"

    answer = send(officer, text=deep + TEXT, anyway="on")

    assert "n'a pas la forme attendue" in words(answer)
    assert WrittenModel.objects.count() == 0


def test_replacing_a_draft_that_somebody_saved_is_asked_again(officer: Client) -> None:
    send(officer, text=TEXT)
    address = "/modeles/ecrire/livre-lozere/fichier/"

    answer = officer.post(address, {"text": TEXT, "seen": "0"})

    assert "Quelqu'un d'autre a enregistré ce brouillon" in words(answer)
    assert ModelVersion.objects.get().edits == 1
