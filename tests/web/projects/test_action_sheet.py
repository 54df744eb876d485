"""The action sheet of a project: what it says, to whom, and that its files open."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from django.test import Client
from lxml import etree
from pytest_django import DjangoAssertNumQueries
from tests.factories import ADMIN, AT, make_organisation, make_pole, make_user
from tests.work_factories import (
    make_job_figure,
    make_milestone,
    make_outcome,
    make_project,
    make_project_partner,
)

from essaim.apps.accounts.actions import grant_role
from essaim.apps.poles.actions import add_member
from essaim.apps.poles.models import Pole
from essaim.apps.projects.models import Project
from essaim.apps.projects.queries.projects import project_by_uid
from essaim.web.projects.action_sheet_words import action_sheet_words

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)


@pytest.fixture
def pole() -> Pole:
    return make_pole(slug="essai")


def entered(pole: Pole, role: str = "coordinator") -> Client:
    """Somebody who coordinates the pole, or represents one of its members."""
    user, client, key = make_user(), Client(), pole.uid
    if role == "representative":
        organisation = make_organisation()
        add_member(pole=pole, organisation=organisation, by=ADMIN, at=AT)
        key = organisation.uid
    grant_role(user=user, role=role, key=key, by=ADMIN, at=AT)
    client.force_login(user)
    return client


def words_of(project: Project, *, with_amounts: bool = True) -> dict[str, Any]:
    found = project_by_uid(project.pole, project.uid)
    assert found is not None
    return action_sheet_words(found, [], with_amounts=with_amounts, address="https://essaim.example/p", today=DAY)


def body(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(etree.fromstring(archive.read("content.xml")).itertext())


def plain(value: object) -> str:
    return str(value).replace("\u202f", " ").replace("\u00a0", " ").replace("\\u202f", " ").replace("\\xa0", " ")


def test_what_nobody_said_is_said_and_the_four_rows_are_all_there(pole: Pole) -> None:
    words = words_of(make_project(pole=pole, title="Atelier"))

    partners, milestones, jobs, outcomes = words["tables"]
    assert [text["unknown"] for text in words["texts"]] == ["non renseigné", "non renseigné"]
    assert (partners["rows"], milestones["rows"], outcomes["rows"]) == ([], [], [])
    assert [row[:2] for row in jobs["rows"]] == [
        ["Emplois existants", "non renseigné"], ["Emplois maintenus", "non renseigné"],
        ["Emplois créés", "non renseigné"], ["Parcours d'insertion", "non renseigné"],
    ]  # fmt: skip
    assert ["Budget total", "non renseigné"] in words["facts"]


def test_rows_of_a_project_are_told_with_shares_and_what_is_left(pole: Pole) -> None:
    project = make_project(pole=pole, budget_cents=10_000_00, starts_on=date(2027, 1, 1), ends_on=date(2027, 6, 30))
    make_project_partner(project=project, name="La Ruche", amount_cents=4_000_50, is_carrier=True, siret="1" * 14)
    make_project_partner(project=project, name="La commune")
    make_milestone(project=project, title="Bail", due_on=date(2026, 8, 31))
    make_milestone(project=project, title="Ouvrir", done_on=date(2027, 3, 2))
    make_milestone(project=project, title="Bilan", due_on=date(2028, 3, 1))
    make_job_figure(project=project, employer="La Ruche", attribution="partial")
    make_outcome(project=project, expected=100, reached=80, unit="repas", on=date(2026, 6, 30), source="Caisse")

    words = words_of(project)

    partners, milestones, jobs, outcomes = words["tables"]
    assert partners["rows"][0][:2] == [f"La Ruche\nporte le projet\nSIRET {'1' * 14}", "non renseigné"]
    assert plain([row[3] for row in partners["rows"]]) == "['4 000,50 €', 'non renseigné']"
    assert plain(partners["lines"]) == "['Parts dites : 4 000,50 €. Reste à trouver, au plus : 5 999,50 €.']"
    assert milestones["rows"] == [
        ["Bail", "31/08/2026", "en retard"], ["Ouvrir", "01/03/2027", "02/03/2027"],
        ["Bilan", "01/03/2028", "pas encore"],
    ]  # fmt: skip
    assert ["Emplois créés", "1,5", "La Ruche, au 30/06/2026", "partielle", "Contrats de travail"] in jobs["rows"]
    assert outcomes["rows"][0][1:] == ["Repas servis", "100 repas", "80 repas, au 30/06/2026", "Caisse"]
    assert ["Calendrier", "du 01/01/2027 au 30/06/2027"] in words["facts"]


@pytest.mark.parametrize(
    ("shares", "budget", "said"),
    [
        ([None], 100_00, ["Aucune part n'est encore dite."]),
        ([60_00], 100_00, ["Parts dites : 60 €. Reste à trouver : 40 €."]),
        ([60_00, 50_00], 100_00, ["Parts dites : 110 €. Les parts dépassent le budget de 10 €."]),
        ([60_00], None, ["Parts dites : 60 €."]),
    ],
)
def test_shares_are_told_against_the_budget(
    pole: Pole, shares: list[int | None], budget: int | None, said: list[str]
) -> None:
    project = make_project(pole=pole, budget_cents=budget)
    for place, share in enumerate(shares):
        make_project_partner(project=project, name=f"P{place}", amount_cents=share)

    lines = words_of(project)["tables"][0]["lines"]

    assert [plain(line) for line in lines] == said


def test_a_dropped_project_says_why(pole: Pole) -> None:
    project = make_project(pole=pole, state="dropped", dropped_reason="Le local a été vendu", state_on=DAY)

    facts = words_of(project)["facts"]

    assert facts[:2] == [
        ["État", "abandonné, depuis le 01/09/2026"], ["Raison de l'abandon", "Le local a été vendu"],
    ]  # fmt: skip


def test_members_have_the_sheet_without_any_amount(pole: Pole) -> None:
    project = make_project(pole=pole, budget_cents=12_345_00)
    make_project_partner(project=project, name="La Ruche", amount_cents=6_789_00)
    member, own = entered(pole, "representative"), entered(pole)
    address = f"/poles/essai/projets/{project.uid}/fiche-action.odt"

    theirs, kept = (plain(body(one.get(address).content)) for one in (member, own))

    assert ("12 345 €" in kept, "6 789 €" in kept, "La Ruche" in theirs) == (True, True, True)
    assert ("12 345" in theirs, "6 789" in theirs, "Part du budget" in theirs) == (False, False, False)
    assert "elle ne porte aucun montant" in theirs


@pytest.mark.parametrize("role", ["", "network_officer", "administrator", "representative"])
def test_others_have_no_sheet(client: Client, pole: Pole, role: str) -> None:
    project, user = make_project(pole=pole), make_user()
    if role:
        key = {"network_officer": "reseau", "representative": "personne"}.get(role, "")
        grant_role(user=user, role=role, key=key, by=ADMIN, at=AT)
    client.force_login(user)

    answers = [client.get(f"/poles/essai/projets/{project.uid}/fiche-action.{form}") for form in ("pdf", "odt")]

    assert [one.status_code for one in answers] == [403, 403]


def test_a_project_of_another_pole_or_another_form_is_not_there(pole: Pole) -> None:
    own, elsewhere, here = entered(pole), make_project(), make_project(pole=pole)

    paths = (f"{elsewhere.uid}/fiche-action.pdf", f"{here.uid}/fiche-action.docx", f"{here.uid}/fiche-action.csv")

    assert [own.get(f"/poles/essai/projets/{one}").status_code for one in paths] == [404, 404, 404]


@pytest.mark.parametrize(
    "odd", ["\x0b\x07fin", "#strong[x] $x$ \\ ` <label> @ref", "漢字 🐝 عربى", "a\u2028b\u00adc", "\n\nx\n" * 900]
)
def test_no_text_breaks_the_files(pole: Pole, odd: str) -> None:
    project = make_project(pole=pole, title=odd[:200], summary=odd, need=odd, place=odd[:200])
    make_project_partner(project=project, name=odd[:200], commitment=odd)
    make_job_figure(project=project, employer=odd[:200], evidence=odd)
    own, address = entered(pole), f"/poles/essai/projets/{project.uid}/fiche-action"

    pdf, odt = own.get(f"{address}.pdf"), own.get(f"{address}.odt")

    assert (pdf.status_code, pdf.content[:5], odt.status_code) == (200, b"%PDF-", 200)
    assert "Qui y prend part" in body(odt.content)


def test_sheet_is_in_the_language_of_who_asks(pole: Pole) -> None:
    project, own = make_project(pole=pole), entered(pole)
    own.cookies["essaim_language"] = "en"

    found = body(own.get(f"/poles/essai/projets/{project.uid}/fiche-action.odt").content)

    assert "Who takes part" in found


@pytest.mark.parametrize("count", [1, 3])
def test_the_sheet_asks_as_much_with_one_row_as_with_three(
    pole: Pole, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    project, own = make_project(pole=pole), entered(pole)
    for number in range(count):
        make_project_partner(project=project, name=f"P{number}", organisation=make_organisation())
        make_milestone(project=project)
        make_job_figure(project=project, organisation=make_organisation())
        make_outcome(project=project)

    with django_assert_num_queries(23):
        answer = own.get(f"/poles/essai/projets/{project.uid}/fiche-action.odt")

    assert answer.status_code == 200
