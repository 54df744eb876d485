"""The plan in the subsidy form's layout: PDF, ODT, one year or all, one funder or each."""

import zipfile
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from tests.factories import make_pole
from tests.web.financing.scenes import balanced_plan, coordinated_pole
from tests.work_factories import make_funder, make_plan, make_plan_line, make_project

from essaim.apps.financing.models import Plan, PlanAmount
from essaim.apps.financing.queries.plans import plan_by_uid
from essaim.web.plan_files.form_words import form_words

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)


def words_of(plan: Plan, *years: int, funder: str = "") -> dict[str, Any]:
    found = plan_by_uid(plan.pole, plan.uid)
    assert found is not None
    return form_words(found, years or (0,), funder, TODAY)


def rows_of(side: dict[str, Any]) -> dict[str, list[str]]:
    return {row["label"]: row["amounts"] for row in side["money"] + side["in_kind"] if any(row["amounts"])}


def test_a_year_stands_under_the_accounts_of_the_form() -> None:
    plan = balanced_plan(make_pole())

    words = words_of(plan)

    assert rows_of(words["charges"]) == {
        "64 Charges de personnel": ["40\u202f000"],
        "641 Rémunération des personnels": ["40\u202f000"],
        "86 Emplois des contributions volontaires en nature": ["2\u202f000"],
        "864 Personnel bénévole": ["2\u202f000"],
    }
    assert words["charges"]["total"] == words["products"]["total"] == ["40\u202f000"]
    assert words["charges"]["whole"] == words["products"]["whole"] == ["42\u202f000"]


def test_volunteering_keeps_the_number_of_the_form() -> None:
    plan = balanced_plan(make_pole())

    words = words_of(plan)

    assert rows_of(words["products"])["870 Bénévolat"] == ["2\u202f000"]
    assert any("ANC 2018-06" in one for one in words["about"])


def test_each_heading_of_the_form_is_there_in_its_order() -> None:
    words = words_of(make_plan())

    charges = [row["label"][:2] for row in words["charges"]["money"] if row["kind"] == "heading"]
    products = [row["label"][:2] for row in words["products"]["money"] if row["kind"] == "heading"]

    assert charges == ["60", "61", "62", "63", "64", "65", "66", "67", "68", "69", "Ch"]
    assert products == ["70", "73", "74", "75", "76", "77", "78", "79", "Re"]


def test_the_share_is_that_of_the_budget_shown_whatever_was_asked() -> None:
    plan = balanced_plan(make_pole())
    line = plan.lines.get(form_line="74-etat")
    PlanAmount.objects.filter(line=line, year=1).update(requested_cents=25_000_00)

    words = words_of(plan, funder=line.funder.uid if line.funder else "")

    assert words["sentences"] == [
        f"{line.funder} : La subvention de 30\u202f000\u00a0€ représente 75,0\u00a0% du total des produits."
    ]


def test_unknown_amounts_are_blank_and_counted() -> None:
    plan = make_plan(years=1)
    make_plan_line(10_000_00, plan=plan, form_line="613")
    make_plan_line(None, plan=plan, form_line="616", label="Assurance du lieu")
    state = make_funder(pole=plan.pole, name="Préfecture")
    make_plan_line(None, plan=plan, side="product", form_line="74-etat", funder=state)

    words = words_of(plan)

    assert rows_of(words["charges"])["61 Services extérieurs"] == ["10\u202f000 (partiel)"]
    assert "616 Assurance" not in rows_of(words["charges"])
    assert words["notes"][0].startswith("2 lignes du budget n'ont pas de montant, laissé en blanc : Assurance du lieu,")
    assert "La subvention de ………… € représente ………… %" in words["sentences"][0]


def test_title_says_that_it_is_not_the_form_itself() -> None:
    words = words_of(make_plan())

    assert words["title"] == (
        "Budget prévisionnel, dans la présentation du formulaire Cerfa n° 12156*06 (modèle relevé en 2023)"
    )
    assert any("Ce n'est pas le formulaire officiel" in one for one in words["about"])


@pytest.mark.parametrize("asked", ["annee=1", "annee=2", "annee=toutes"])
@pytest.mark.parametrize("form", ["pdf", "odt"])
def test_files_are_made(visitor: Client, form: str, asked: str) -> None:
    plan = balanced_plan(coordinated_pole(visitor))

    answer = visitor.get(f"{plan.get_absolute_url()}fichiers/formulaire.{form}?{asked}")

    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF" if form == "pdf" else b"PK")


def test_odt_holds_both_sides_of_a_project_s_budget(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    plan = balanced_plan(pole, project=make_project(pole=pole, title="Cantine & <compagnie>"))

    answer = visitor.get(f"{plan.get_absolute_url()}fichiers/formulaire.odt")

    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        content = archive.read("content.xml").decode()
    assert "Cantine &amp; &lt;compagnie&gt;" in content
    assert "641 Rémunération des personnels" in content


@pytest.mark.parametrize("asked", ["annee=9", "annee=zéro", "financeur=autre"])
def test_what_the_plan_does_not_have_is_not_found(visitor: Client, asked: str) -> None:
    plan = balanced_plan(coordinated_pole(visitor))

    answer = visitor.get(f"{plan.get_absolute_url()}fichiers/formulaire.pdf?{asked}")

    assert answer.status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_file_asks_the_same_of_the_database_whatever_the_plan(
    visitor: Client, django_assert_num_queries: Any, count: int
) -> None:
    plan = balanced_plan(coordinated_pole(visitor), count)

    with django_assert_num_queries(11):
        answer = visitor.get(f"{plan.get_absolute_url()}fichiers/formulaire.odt")

    assert answer.status_code == 200
