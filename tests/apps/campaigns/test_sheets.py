"""The questionnaire as a spreadsheet, there and back."""

import io
import zipfile

import odfdo
import openpyxl
import pytest
from tests.factories import make_invitation

from essaim.apps.campaigns.actions import Given
from essaim.apps.campaigns.models import Invitation
from essaim.apps.campaigns.sheets import questionnaire_ods, read_questionnaire
from essaim.engine.errors import UnreadableFile

FIRST_LINE = 8


def filled(invitation: Invitation, *answers: tuple[str, object]) -> bytes:
    document = odfdo.Document(io.BytesIO(questionnaire_ods(invitation)))
    table = document.body.get_table(0)
    for place, (choice, value) in enumerate(answers):
        table.set_value((4, FIRST_LINE - 1 + place), choice)
        table.set_value((5, FIRST_LINE - 1 + place), value)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_file_says_what_is_known() -> None:
    invitation = make_invitation()

    table = odfdo.Document(io.BytesIO(questionnaire_ods(invitation))).body.get_table(0)

    rows = table.get_values((0, FIRST_LINE - 1, 2, FIRST_LINE + 2))
    assert [row[1] for row in rows] == ["en activité", "non renseigné", "Né en 2007.", "12"]
    assert rows[3][0] == "membres, le pôle lui-même (2026)"


def test_filled_file_gives_its_answers_and_names_its_bad_lines() -> None:
    invitation = make_invitation()
    stage, website, _genesis, members = invitation.campaign.questions.all()
    content = filled(
        invitation, ("Toujours vrai", ""), ("nouvelle valeur", "pas une adresse"), ("peut-être", ""), ("", 14)
    )

    reading = read_questionnaire(content, invitation)

    assert reading.given == {stage.pk: Given("still_true"), members.pk: Given("corrected", "14")}
    assert [line for line, _why in reading.refused] == [FIRST_LINE + 1, FIRST_LINE + 2]
    assert website.pk not in reading.given


def test_same_file_saved_as_xlsx_is_read() -> None:
    invitation = make_invitation()
    stage = invitation.campaign.questions.all()[0]
    book = openpyxl.Workbook()
    book.active.append(["Repère", invitation.uid])
    book.active.append(["", "", "", "", "je ne sais pas", "", "", f"q{stage.pk}"])
    target = io.BytesIO()
    book.save(target)

    assert read_questionnaire(target.getvalue(), invitation).given == {stage.pk: Given("not_known")}


def test_file_of_another_pole_is_refused() -> None:
    content = filled(make_invitation(), ("toujours vrai", ""))

    with pytest.raises(UnreadableFile):
        read_questionnaire(content, make_invitation())


def test_empty_questionnaire_is_refused() -> None:
    invitation = make_invitation()

    with pytest.raises(UnreadableFile):
        read_questionnaire(questionnaire_ods(invitation), invitation)


def archive(**files: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(name.replace("_", "."), content)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK nothing",
        b"x" * 2_000_001,
        archive(content_xml=b"<a>"),
        archive(content_xml=b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
        archive(content_xml=b" " * 20_000_001),
        archive(other_xml=b"<a/>"),
    ],
)
def test_broken_or_hostile_file_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_questionnaire(content, make_invitation())
