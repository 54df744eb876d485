"""The final report: planned beside actual, unknown said, texts kept, PDF and ODT."""

from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from tests.factories import make_user
from tests.web.directory.test_listing import text
from tests.web.financing.scenes import coordinated_pole
from tests.work_factories import make_expense, make_plan, make_plan_line, make_receipt, make_support

from essaim.apps.financing.models import FinalReport, PlanAmount, Support
from essaim.apps.poles.models import Pole


def paid_support(pole: Pole, lines: int = 1) -> Support:
    """A support that pays one year of a budget: rent by expenses, salaries typed, travel unknown."""
    support = make_support(pole=pole, state="granted", granted_cents=6_000_00, title="Animation")
    plan = make_plan(pole=pole, years=2, starts_on=date(2026, 1, 1), indirect_key="Au prorata des heures.")
    for number in range(lines):
        rent = make_plan_line(3_000_00, 3_000_00, plan=plan, form_line="613", label=f"Loyer {number}")
        make_expense(pole=pole, line=rent, on=date(2026, 3, 1), cents=1_200_00)
        make_expense(pole=pole, line=rent, on=date(2026, 4, 1), cents=1_500_00, charged_cents=1_000_00)
    wages = make_plan_line(3_000_00, 3_000_00, plan=plan, form_line="641", label="Salaire")
    PlanAmount.objects.filter(line=wages, year=1).update(actual_cents=3_100_00)
    make_plan_line(500_00, 500_00, plan=plan, form_line="625", label="Train")
    make_plan_line(6_000_00, 0, plan=plan, side="product", form_line="74-etat", funder=support.funder, support=support)
    make_receipt(support=support, received_on=date(2026, 5, 2), received_cents=5_000_00)
    return support


def page_of(support: Support) -> str:
    return f"/poles/{support.pole.slug}/financeurs/aides/{support.uid}/compte-rendu"


def plainly(answer: Any) -> str:
    return text(answer).replace("\u202f", " ").replace("\xa0", " ")


def facts_of(answer: Any) -> dict[str, str]:
    """What the report says at its head."""
    facts = answer.context["report"]["facts"]
    return {label: value.replace("\u202f", " ").replace("\xa0", " ") for label, value in facts}


def test_planned_stands_beside_what_happened_and_unknown_is_said(visitor: Client) -> None:
    support = paid_support(coordinated_pole(visitor))

    answer = visitor.get(page_of(support) + "/", {"annee": "1"})

    rows = {row["label"]: row for row in answer.context["report"]["charges"]}
    said = plainly(answer)
    rent = next(row for label, row in rows.items() if label.startswith("613"))
    shown = "|".join(rent[name] for name in ("planned", "actual", "gap", "rate"))
    assert shown.replace("\u202f", " ").replace("\xa0", " ") == "3 000 €|2 200 €|−800 €|73,3 %"
    assert next(row["actual"] for label, row in rows.items() if label.startswith("625")) == "inconnu"
    assert answer.context["report"]["totals"]["charges"]["gap"] == "inconnu"
    assert "1 ligne du budget n'a pas de réalisé : Train." in said
    assert "L'aide (5 000 € réalisés) représente 100,0 % du total des produits réalisés." in said
    assert "Au prorata des heures." in said
    # What three years were granted is not what this one was to bring.
    assert facts_of(answer)["Prévu pour cet exercice"] == "6 000 €"
    assert "D'après : dépenses notées ; partiel si toutes ne sont pas notées" in said
    assert "1 ligne n'a pas de réalisé écrit au budget : il est lu des dépenses notées" in said


def test_what_a_year_plans_of_the_support_is_not_what_was_granted_in_all(visitor: Client) -> None:
    support = paid_support(coordinated_pole(visitor))
    PlanAmount.objects.filter(line=support.lines.get(), year=1).update(planned_cents=4_500_00)
    PlanAmount.objects.filter(line=support.lines.get(), year=2).update(planned_cents=1_500_00)

    one, every = (facts_of(visitor.get(page_of(support) + "/", {"annee": year})) for year in ("1", "toutes"))

    assert (one["Accordé en tout"], one["Prévu pour cet exercice"]) == ("6 000 €", "4 500 €")
    assert every["Prévu pour ces exercices"] == "6 000 €"


def test_expenses_that_contradict_what_is_typed_or_stand_nowhere_are_said(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    support = paid_support(pole)
    wages = support.lines.get().plan.lines.get(label="Salaire")
    make_expense(pole=pole, line=wages, on=date(2026, 5, 1), cents=2_900_00)
    make_expense(pole=pole, support=support, on=date(2026, 5, 1), cents=40_00)

    said = plainly(visitor.get(page_of(support) + "/", {"annee": "1"}))

    assert "« Salaire », 2026 : le budget dit 3 100 €, les dépenses notées font 2 900 €." in said
    assert "1 dépense présentée à cette aide n'est sur aucune ligne de ce budget (40 €), et n'est pas comptée." in said


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_of_the_database_whatever_its_size(
    visitor: Client, django_assert_num_queries: Any, count: int
) -> None:
    support = paid_support(coordinated_pole(visitor), lines=count)

    with django_assert_num_queries(24):
        answer = visitor.get(page_of(support) + "/", {"annee": "toutes"})

    assert answer.status_code == 200


def test_a_support_that_pays_no_line_says_what_to_do(visitor: Client) -> None:
    support = make_support(pole=coordinated_pole(visitor))

    page, file = visitor.get(page_of(support) + "/"), visitor.get(page_of(support) + ".pdf")

    assert "ne paie encore aucune ligne d'un budget" in text(page)
    assert file.status_code == 404


def test_texts_are_kept_by_year_and_nobody_s_are_overwritten(visitor: Client) -> None:
    support = paid_support(coordinated_pole(visitor))
    page = page_of(support) + "/textes/?annee=1"

    first = visitor.post(page, {"version": "1", "done": "Dix ateliers.", "gaps": "Moins de trains."})
    late = visitor.post(page, {"version": "1", "done": "Autre chose."})
    shown = visitor.get(page_of(support) + "/", {"annee": "1"})

    assert (first.status_code, late.status_code) == (302, 409)
    assert FinalReport.objects.get().texts == {"done": "Dix ateliers.", "gaps": "Moins de trains."}
    assert "Dix ateliers." in text(shown)
    assert "Dix ateliers." not in text(visitor.get(page_of(support) + "/", {"annee": "2"}))


@pytest.mark.parametrize("year", ["1", "toutes"])
def test_files_are_made(visitor: Client, year: str) -> None:
    support = paid_support(coordinated_pole(visitor))

    pdf = visitor.get(page_of(support) + ".pdf", {"annee": year})
    odt = visitor.get(page_of(support) + ".odt", {"annee": year})

    content = ZipFile(BytesIO(odt.content)).read("content.xml").decode()
    assert pdf.content.startswith(b"%PDF-")
    assert all(one in content for one in ("Compte rendu financier", "inconnu", "Au prorata des heures."))


@pytest.mark.parametrize("asked", ["annee=9", "annee=x", "budget=autre"])
def test_a_year_or_a_budget_that_is_not_there_is_not_found(visitor: Client, asked: str) -> None:
    support = paid_support(coordinated_pole(visitor))

    assert visitor.get(f"{page_of(support)}/?{asked}").status_code == 404


def test_others_may_not(visitor: Client) -> None:
    support = make_support()
    visitor.force_login(make_user(administrator=""))

    answers = [visitor.get(page_of(support) + end).status_code for end in ("/", ".pdf", ".odt", "/textes/")]

    assert answers == [403, 403, 403, 403]
