import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.factories import make_organisation, make_pole, make_user
from tests.web.directory.test_listing import text

from essaim.apps.intake.enums import Column
from essaim.apps.intake.models import MemberImport
from essaim.apps.poles.models import Membership, Organisation, Pole
from essaim.engine.sources.spreadsheets import read_sheet

TABLE = "Nom;Cercle;Commune\nLa Ruche;fondateur;26281\nZut;ami;\nLes Écossolies;;44109\n"


@pytest.fixture
def pole(visitor: Client) -> Pole:
    found = make_pole(name="Pôle")
    visitor.force_login(make_user(coordinator=found.uid))
    return found


def hand_over(visitor: Client, table: str = TABLE, name: str = "membres.csv") -> str:
    answer = visitor.post("/poles/pole/importer/", {"file": SimpleUploadedFile(name, table.encode())})
    return str(answer.headers.get("Location", ""))


@pytest.mark.usefixtures("pole")
def test_import_from_file_to_undo(visitor: Client) -> None:
    make_organisation(name="Les Écossolies", commune="44109")

    address = hand_over(visitor)
    preview = text(visitor.get(address))
    before = Membership.objects.count()
    visitor.post(address, {"do": "confirm", "line-4": "another"})
    report = text(visitor.get(address))
    after = Membership.objects.count()
    visitor.post(address, {"do": "undo"})

    assert "Le cercle « ami » n'est pas connu." in preview
    assert "Est-ce l'une de ces fiches ?" in preview
    assert (before, after, Membership.objects.count(), Organisation.objects.count()) == (0, 2, 0, 1)
    assert "Défaire l'import" in report
    assert "Défaire l'import" not in text(visitor.get(address))


@pytest.mark.usefixtures("pole")
def test_columns_are_changed_then_read_again(visitor: Client) -> None:
    address = hand_over(visitor, "Couleur;Truc\nLa Ruche;fondateur\n")

    refused = visitor.post(address, {"do": "confirm"})
    wrong = visitor.post(address, {"do": "match", "column-0": "name", "column-1": "name"})
    visitor.post(address, {"do": "match", "column-0": "name", "column-1": "circle"})
    visitor.post(address, {"do": "confirm"})

    assert "Aucune colonne ne donne le nom" in text(refused)
    assert "Deux colonnes disent la même chose" in text(wrong)
    assert Membership.objects.get().circle == "founder"


@pytest.mark.usefixtures("pole")
def test_bad_file_is_said_on_its_field(visitor: Client) -> None:
    answers = [
        visitor.post("/poles/pole/importer/", {"file": SimpleUploadedFile(name, content)})
        for name, content in [
            ("a.exe", b"MZ"), ("a.xlsx", b"PK"), ("a.csv", b"Nom;Prenom\na;b\n"), ("a.csv", b"x" * 2_000_001),
        ]
    ]  # fmt: skip

    assert [list(answer.context["form"].errors) for answer in answers] == [["file"]] * 4
    assert MemberImport.objects.count() == 0


@pytest.mark.usefixtures("pole")
def test_discarded_file_is_forgotten(visitor: Client) -> None:
    visitor.post(hand_over(visitor), {"do": "discard"})

    assert MemberImport.objects.count() == 0


def test_somebody_else_sees_nothing(visitor: Client, pole: Pole) -> None:
    address = hand_over(visitor)
    visitor.force_login(make_user(coordinator=make_pole().uid))

    answers = [visitor.get(address), visitor.post(address, {"do": "confirm"}), visitor.get(f"{address}rapport.csv")]
    visitor.logout()

    assert [answer.status_code for answer in [*answers, visitor.get(address)]] == [403, 403, 403, 302]
    assert Membership.objects.count() == 0


@pytest.mark.usefixtures("pole")
def test_report_is_downloaded(visitor: Client) -> None:
    address = hand_over(visitor)

    sheet = openpyxl.load_workbook(io.BytesIO(visitor.get(f"{address}rapport.xlsx").content)).worksheets[0]
    csv = visitor.get(f"{address}rapport.csv").content.decode("utf-8-sig").splitlines()

    assert csv[0] == "Ligne;Nom;Personnes;Ce qu'elle devient;Remarque"
    assert csv[2].startswith("3;Zut;;refusée;Le cercle")
    assert sheet.max_row >= 4
    assert visitor.get(f"{address}rapport.exe").status_code == 404


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
def test_model_reads_back(visitor: Client, form: str) -> None:
    answer = visitor.get(f"/importations/modele.{form}")

    sheet = read_sheet(answer.content, f"modele.{form}")
    assert sheet.header == [str(column.label) for column in Column]
    assert [line for line, _cells in sheet.rows] == [2, 3]


def test_model_of_another_format_does_not_exist(visitor: Client) -> None:
    assert visitor.get("/importations/modele.exe").status_code == 404
