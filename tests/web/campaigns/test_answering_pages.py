"""A pole answers by its link: no account, no script."""

import io
from datetime import timedelta

import odfdo
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from tests.factories import ADMIN, make_campaign

from essaim.apps.campaigns import actions
from essaim.apps.campaigns.models import Campaign, Invitation, Statement

START = "/campagnes/repondre/"


def words(page: HttpResponse) -> str:
    return page.content.decode().replace("\xa0", " ").replace("&#x27;", "'")


def form_of(invitation: Invitation, **changes: str) -> dict[str, str]:
    """What a browser would post: "c" a choice, "v" a value, "n" a remark, by place of the question."""
    invitation.refresh_from_db()
    questions = list(invitation.campaign.questions.all())
    data = {"version": str(invitation.version)}
    for name, value in changes.items():
        data[f"{name[0]}{questions[int(name[1:])].pk}"] = value
    return data


def test_pole_answers_validates_and_reads_its_answer(visitor: Client, invitation: Invitation, token: str) -> None:
    welcome = visitor.get(f"{START}{token}/")
    opened = visitor.post(f"{START}{token}/")
    page = visitor.get(opened.headers["Location"])
    saved = visitor.post(
        f"{START}{token}/reponses/", {**form_of(invitation, c0="still_true", v3="14"), "validate": "1"}
    )
    recap = visitor.get(saved.headers["Location"])
    version = str(Invitation.objects.get().version)
    signed = visitor.post(
        f"{START}{token}/valider/",
        {"version": version, "person": "Camille Exemple", "function": "coordination", "agreed": "on"},
    )
    read = visitor.get(signed.headers["Location"])

    statement = Statement.objects.get()
    assert "Est-ce toujours vrai" in welcome.content.decode()
    assert "Né en 2007." in page.content.decode()
    assert "toujours vrai" in recap.content.decode()
    assert [(a.question.key, a.choice, a.value) for a in statement.answers.all()] == [
        ("stage", "still_true", "running"),
        ("members", "corrected", "14"),
    ]
    assert "Camille Exemple" in read.content.decode()
    assert visitor.get(f"{START}{token}/reponses/").status_code == 302


def test_wrong_value_is_named_kept_and_refused_at_validation(
    visitor: Client, invitation: Invitation, token: str
) -> None:
    page = visitor.post(f"{START}{token}/reponses/", form_of(invitation, c3="corrected", v3="quatorze"))
    text = words(page)
    signed = visitor.post(
        f"{START}{token}/valider/",
        {"version": "2", "person": "C", "function": "F", "agreed": "on"},
    )

    assert "Brouillon enregistré ; il reste à corriger" in text
    assert "membres, le pôle lui-même (2026)</a>" in text
    assert 'value="quatorze"' in text
    assert "membres, le pôle lui-même (2026) :" in words(signed)
    assert Statement.objects.count() == 0


def test_two_people_at_once_see_each_other(visitor: Client, invitation: Invitation, token: str) -> None:
    mine, theirs = form_of(invitation, v3="15"), form_of(invitation, v3="14")
    visitor.post(f"{START}{token}/reponses/", theirs)

    page = visitor.post(f"{START}{token}/reponses/", mine)
    again = visitor.post(f"{START}{token}/reponses/", {**mine, "version": "2"})

    text = words(page)
    assert "Enregistré entre-temps par quelqu'un d'autre : 14" in text
    assert 'name="version" value="2"' in text
    assert 'value="15"' in text
    assert again.status_code == 302
    assert invitation.answers.get(question__key="members").value == "15"


def test_draft_saves_itself(visitor: Client, invitation: Invitation, token: str) -> None:
    headers = {"X-Requested-With": "essaim-autosave"}
    data = form_of(invitation, v3="14")

    first = visitor.post(f"{START}{token}/reponses/", data, headers=headers)
    second = visitor.post(f"{START}{token}/reponses/", data, headers=headers)

    assert (first.status_code, first.json()["version"]) == (200, 2)
    assert second.status_code == 409


def test_file_is_filled_offline_and_read_back(visitor: Client, invitation: Invitation, token: str) -> None:
    answer = visitor.get(f"{START}{token}/questionnaire.ods")
    document = odfdo.Document(io.BytesIO(answer.content))
    table = document.body.get_table(0)
    table.set_value((4, 7), "toujours vrai")
    table.set_value((5, 8), "pas une adresse")
    target = io.BytesIO()
    document.save(target)

    page = visitor.post(f"{START}{token}/deposer/", {"file": SimpleUploadedFile("q.ods", target.getvalue())})

    text = words(page)
    assert "1 réponse lue" in text
    assert "Ligne 9" in text
    assert [(a.question.key, a.choice) for a in invitation.answers.all()] == [("stage", "still_true")]
    invitation.refresh_from_db()
    assert invitation.channel == "file"


def test_wrong_file_is_said(visitor: Client, token: str) -> None:
    page = visitor.post(f"{START}{token}/deposer/", {"file": SimpleUploadedFile("q.ods", b"rien")})

    assert "Ce fichier ne se lit pas." in page.content.decode()


@pytest.mark.parametrize("part", ["", "reponses/", "valider/", "deposer/", "imprimer/", "questionnaire.ods"])
def test_unknown_and_revoked_links_open_nothing(visitor: Client, invitation: Invitation, token: str, part: str) -> None:
    known = visitor.get(f"{START}{token}/{part}")
    actions.revoke_links(invitation=invitation, by=ADMIN, at=timezone.now())

    assert known.status_code == 200
    assert known.headers["Cache-Control"] == "no-store"
    assert known.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert visitor.get(f"{START}{token}/{part}").status_code == 404
    assert visitor.get(f"{START}inconnu/{part}").status_code == 404


def test_closed_campaign_takes_nothing(visitor: Client, campaign: Campaign, invitation: Invitation, token: str) -> None:
    actions.close_campaign(campaign=campaign, by=ADMIN, at=timezone.now())

    page = visitor.get(f"{START}{token}/")
    posted = visitor.post(f"{START}{token}/reponses/", form_of(invitation, v3="14"))

    assert "La campagne est close" in page.content.decode()
    assert posted.status_code == 302
    assert invitation.answers.count() == 0


def test_pole_asks_to_change_what_it_validated(visitor: Client, invitation: Invitation, token: str) -> None:
    visitor.post(f"{START}{token}/reponses/", form_of(invitation, v3="14"))
    visitor.post(f"{START}{token}/valider/", {"version": "2", "person": "C", "function": "F", "agreed": "on"})

    visitor.post(f"{START}{token}/rouvrir/", {"reason": "Un oubli."})

    invitation.refresh_from_db()
    assert invitation.reopening_reason == "Un oubli."


@pytest.mark.parametrize("part", ["", "reponses/", "valider/"])
def test_as_many_queries_for_one_question_as_for_four(
    visitor: Client, django_assert_num_queries: object, token: str, part: str
) -> None:
    few = make_campaign(poles=1, opened=False, closes_at=timezone.now() + timedelta(days=3))
    few.questions.exclude(key="stage").delete()
    actions.open_campaign(campaign=few, by=ADMIN, at=timezone.now())
    other = actions.issue_link(invitation=few.invitations.get(), by=ADMIN, at=timezone.now())

    for one in (token, other):
        with django_assert_num_queries({"": 8, "reponses/": 7, "valider/": 7}[part]):  # type: ignore[operator]
            visitor.get(f"{START}{one}/{part}")
