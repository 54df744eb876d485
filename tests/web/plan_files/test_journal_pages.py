"""The journal: entries that balance, what cannot be one, files for Paheko and for accountants."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.factories import make_pole, make_user
from tests.web.directory.test_listing import text
from tests.web.financing.scenes import coordinated_pole
from tests.work_factories import make_expense, make_funder, make_plan, make_plan_line, make_receipt, make_support

from essaim.apps.financing.models import Plan
from essaim.apps.poles.models import Pole


def journal_of(plan: Plan) -> str:
    return f"{plan.get_absolute_url()}fichiers/journal"


def moved(pole: Pole, count: int = 1) -> Plan:
    """A plan whose State subsidy came in, and whose rent was paid, that many times in 2027."""
    plan = make_plan(pole=pole)
    rent = make_plan_line(plan=plan, form_line="613", analytic="lieu")
    for number in range(count):
        funder = make_funder(pole=pole, name=f"Préfecture {number}")
        support = make_support(funder=funder, title="Animation", reference=f"EJ-{number}")
        make_plan_line(plan=plan, side="product", form_line="74-etat", support=support, analytic="coordination")
        make_receipt(support=support, received_on=date(2027, 3, 2), received_cents=10_000_50)
        make_expense(pole=pole, line=rent, paid_on=date(2027, 2, 5), cents=500_00, supplier="SCI du Val")
    return plan


def rows_of(answer: Any, delimiter: str) -> list[list[str]]:
    return [line.split(delimiter) for line in answer.content.decode().splitlines()]


def test_paheko_is_given_one_row_an_entry(visitor: Client) -> None:
    plan = moved(coordinated_pole(visitor))

    answer = visitor.get(f"{journal_of(plan)}.paheko?annee=2027&banque=512a")

    assert rows_of(answer, ";")[1:] == [
        ["Loyer SCI du Val", "05/02/2027", "", "", "613", "512A", "500,00"],
        ["Animation", "02/03/2027", "Préfecture 0", "EJ-0", "512A", "741", "10000,50"],
    ]


def test_paheko_is_given_projects_when_asked(visitor: Client) -> None:
    plan = moved(coordinated_pole(visitor))

    answer = visitor.get(f"{journal_of(plan)}.paheko?annee=2027&projets=oui")

    assert [row[-1] for row in rows_of(answer, ";")] == ["Projet analytique", "lieu", "coordination"]


def test_debit_equals_credit_in_the_file_of_accountants(visitor: Client) -> None:
    plan = moved(coordinated_pole(visitor), 3)

    rows = rows_of(visitor.get(f"{journal_of(plan)}.fec?annee=2027"), "\t")
    cents = [[int(row[place].replace(",", "")) for place in (11, 12)] for row in rows[1:]]

    assert (len(rows[0]), len(rows)) == (18, 13)
    assert sum(debit for debit, _credit in cents) == sum(credit for _debit, credit in cents) == 31_501_50


def test_what_has_no_account_is_set_apart_and_never_guessed(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    plan = moved(pole)
    make_receipt(support=make_support(pole=pole, title="Don"), received_on=date(2027, 4, 1), received_cents=7_00)
    make_expense(pole=pole, label="Timbres", paid_on=date(2027, 4, 2), cents=8_00)
    make_expense(pole=pole, label="Amortissement", form_line="68", paid_on=date(2027, 4, 3), cents=9_00)
    make_expense(pole=pole, label="Plus tard", paid_on=None, on=date(2027, 4, 4), cents=9_00)

    answer = visitor.get(f"{journal_of(plan)}/?annee=2027")
    files = rows_of(visitor.get(f"{journal_of(plan)}.ecartes?annee=2027"), ";")

    assert "2 écritures, 2027" in text(answer)
    assert "Son aide n'est rattachée à aucune ligne d'un plan" in text(answer)
    assert "Cette dépense n'a pas de ligne du formulaire" in text(answer)
    assert "1 dépense de cette année n'a pas de date de paiement" in text(answer)
    assert [row[1] for row in files[1:]] == ["Don", "Timbres", "Amortissement"]


def test_a_support_that_pays_several_lines_of_the_form_is_set_apart(visitor: Client) -> None:
    plan = moved(coordinated_pole(visitor))
    line = plan.lines.get(form_line="74-etat")
    make_plan_line(plan=plan, side="product", form_line="74-region", support=line.support)

    answer = visitor.get(f"{journal_of(plan)}/?annee=2027")

    assert "on ne sait pas laquelle ce versement paie" in text(answer)


def test_an_expense_counts_for_the_part_charged_here(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    plan = make_plan(pole=pole)
    make_expense(pole=pole, form_line="613", paid_on=date(2027, 2, 5), cents=500_00, charged_cents=200_00)

    rows = rows_of(visitor.get(f"{journal_of(plan)}.paheko?annee=2027"), ";")

    assert rows[1][-1] == "200,00"


def test_one_plan_s_lines_alone_when_asked(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    moved(pole)
    other = moved_other(pole)

    rows = rows_of(visitor.get(f"{journal_of(other)}.paheko?annee=2027&lignes=plan"), ";")

    assert [row[0] for row in rows[1:]] == ["Timbres"]


def moved_other(pole: Pole) -> Plan:
    plan = make_plan(pole=pole)
    line = make_plan_line(plan=plan, form_line="62-autres")
    make_expense(pole=pole, label="Timbres", line=line, paid_on=date(2027, 4, 2), cents=8_00)
    return plan


def test_a_label_cannot_act_as_a_formula(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    plan = make_plan(pole=pole)
    make_expense(pole=pole, label="=1+1", form_line="613", paid_on=date(2027, 4, 2), cents=8_00)

    rows = rows_of(visitor.get(f"{journal_of(plan)}.paheko?annee=2027"), ";")

    assert rows[1][0] == "'=1+1"


@pytest.mark.parametrize("asked", ["annee=27", "annee=20²7", "banque=606", "banque=512;DROP"])
def test_impossible_questions_are_not_found(visitor: Client, asked: str) -> None:
    plan = moved(coordinated_pole(visitor))

    assert visitor.get(f"{journal_of(plan)}.fec?{asked}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_journal_asks_the_same_of_the_database_whatever_moved(
    visitor: Client, django_assert_num_queries: Any, count: int
) -> None:
    plan = moved(coordinated_pole(visitor), count)

    with django_assert_num_queries(20):
        answer = visitor.get(f"{journal_of(plan)}/?annee=2027")

    assert answer.status_code == 200


def test_a_wrong_account_of_the_bank_is_said(visitor: Client) -> None:
    plan = moved(coordinated_pole(visitor))

    answer = visitor.get(f"{journal_of(plan)}/?annee=2027&banque=53")

    assert "« 53 » n'est pas un compte de banque" in text(answer)


def test_others_do_not_read_the_journal(visitor: Client) -> None:
    plan = moved(make_pole())
    visitor.force_login(make_user(coordinator=make_pole().uid))

    assert {visitor.get(f"{journal_of(plan)}{end}").status_code for end in ("/", ".fec", ".paheko")} == {403}
