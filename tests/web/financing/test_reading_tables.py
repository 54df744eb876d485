"""Tables that are read from a plan: by funder, actual, lasting needs, rules, files."""

from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from tests.factories import make_pole, make_user
from tests.web.directory.test_listing import text
from tests.web.financing.scenes import balanced_plan, coordinated_pole
from tests.work_factories import make_claim, make_funder, make_long_term_item, make_plan, make_plan_line, make_support

from essaim.apps.financing.models import Funder, LongTermItem, Plan, PlanAmount
from essaim.web.financing.tables import TABLES


@pytest.fixture
def plan(visitor: Client) -> Plan:
    return balanced_plan(coordinated_pole(visitor, legal_form="association"))


def page(visitor: Client, plan: Plan, end: str) -> Any:
    return visitor.get(f"{plan.get_absolute_url()}{end}")


@pytest.mark.parametrize(
    ("end", "queries"),
    [("financeurs/", 11), ("realise/", 12), ("durable/", 11), ("regles/", 12), ("partage/", 14)],
)
@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_of_the_database_whatever_its_size(
    visitor: Client, django_assert_num_queries: Any, end: str, queries: int, count: int
) -> None:
    plan = balanced_plan(coordinated_pole(visitor), count)
    for number in range(count):
        make_long_term_item(plan=plan, label=f"Four {number}")

    with django_assert_num_queries(queries):
        answer = page(visitor, plan, end)

    assert answer.status_code == 200


def test_funder_is_read_stage_by_stage(visitor: Client, plan: Plan) -> None:
    line = plan.lines.get(form_line="74-etat")
    line.support = make_support(funder=line.funder)
    line.save()
    make_claim(support=line.support, cents=5_000_00)
    PlanAmount.objects.filter(line=line, year=1).update(granted_cents=30_000_00)

    funders = page(visitor, plan, "financeurs/").context["funders"]

    assert [one.name for one in funders] == [line.funder.name]
    assert [(row.stage, [(one.cents, one.unknown) for one in row.years]) for row in funders[0].rows] == [
        ("planned", [(30_000_00, 0), (30_000_00, 0)]),
        ("requested", [(0, 1), (0, 1)]),
        ("granted", [(30_000_00, 0), (0, 1)]),
        ("claimed", [(5_000_00, 0), (0, 1)]),
        ("paid", [(0, 1), (0, 1)]),
    ]


def test_plan_without_funder_says_what_to_do(visitor: Client) -> None:
    plan = make_plan(pole=coordinated_pole(visitor))

    assert "nommez qui la paie" in text(page(visitor, plan, "financeurs/"))


def test_codes_are_summed_and_bear_their_part_of_the_rest(visitor: Client, plan: Plan) -> None:
    make_plan_line(10_000_00, None, plan=plan, form_line="613", label="Cuisine", analytic="cantine")
    make_plan_line(5_000_00, 5_000_00, plan=plan, form_line="616", label="Assurance")

    shown = page(visitor, plan, "financeurs/").context

    assert [(one.name, one.gaps) for one in shown["codes"]] == [
        ("Coordination", (0, 0)),
        ("cantine", (-10_000_00, None)),
        ("Sans code", (-5_000_00, -5_000_00)),
    ]
    first, second = shown["spread"]
    assert [(row.name, row.share, row.part) for row in first.rows] == [
        ("Coordination", Fraction(4, 5), 4_000_00),
        ("cantine", Fraction(1, 5), 1_000_00),
    ]
    assert [(row.share, row.part) for row in second.rows] == [(None, None), (None, None)]


def test_plan_without_code_says_how_to_give_one(visitor: Client) -> None:
    plan = make_plan(pole=coordinated_pole(visitor))

    assert "Aucune ligne n'a de code analytique" in text(page(visitor, plan, "financeurs/"))


def test_actual_is_compared_year_by_year(visitor: Client, plan: Plan) -> None:
    salary = plan.lines.get(form_line="641")
    PlanAmount.objects.filter(line=salary, year=2).update(actual_cents=40_000_00)

    answer = page(visitor, plan, "realise/")

    row = answer.context["sides"][0][1][0]
    assert answer.context["year"] == "2028"
    assert (row.title, row.figures.gap, row.rate) == ("64 Charges de personnel", -1_000_00, "98\u00a0%")


def test_nothing_that_happened_is_written_yet(visitor: Client, plan: Plan) -> None:
    assert "Rien de ce qui s'est passé n'est encore écrit" in text(page(visitor, plan, "realise/?annee=9"))


def put_item(visitor: Client, plan: Plan, **typed: str) -> Any:
    given = {"category": "investment", "label": "Four", "month": "1", "amount-0": "1 000", **typed}
    return visitor.post(f"{plan.get_absolute_url()}durable/ajouter/", given)


def test_lasting_need_is_added_corrected_and_removed(visitor: Client, plan: Plan) -> None:
    put_item(visitor, plan)
    item = LongTermItem.objects.get()
    address = f"{plan.get_absolute_url()}durable/{item.uid}/"
    seen = visitor.get(address).context["form"].initial
    marks = {"version": seen["version"], "seen": seen["seen"]}

    visitor.post(address, {"category": "loan", "label": "Prêt", "month": "3", "amount-1": "500", **marks})

    item.refresh_from_db()
    assert (item.kind, item.category, item.label, item.month) == ("resource", "loan", "Prêt", 3)
    assert item.amounts == [None, 500_00, None]
    plan.refresh_from_db()
    visitor.post(f"{address}retirer/", {"seen_version": plan.version})
    assert LongTermItem.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"category": "gold"}, "Sélectionnez un choix valide"),
        ({"amount-0": "beaucoup"}, "n'est pas un nombre"),
        ({"month": "13"}, "Sélectionnez un choix valide"),
    ],
)
def test_lasting_need_that_cannot_be_is_refused(visitor: Client, plan: Plan, typed: dict[str, str], said: str) -> None:
    answer = put_item(visitor, plan, **typed)

    assert LongTermItem.objects.count() == 0
    assert said in text(answer)


OWED = {"receivables": "8 000", "grants_awarded": "30 000", "stocks": "0", "payables": "6 000"}


@pytest.mark.parametrize(
    ("typed", "need"),
    [({**OWED, "grants_in_advance": "2000"}, 30_000_00), ({**OWED, "grants_in_advance": ""}, None)],
)
def test_working_capital_is_reckoned_from_what_is_typed(
    visitor: Client, plan: Plan, typed: dict[str, str], need: int | None
) -> None:
    answer = visitor.get(f"{plan.get_absolute_url()}durable/fonds-de-roulement/", typed)

    assert answer.context["need"] == need
    assert answer.context["is_asked"]


def test_working_capital_leads_to_the_needs(visitor: Client, plan: Plan) -> None:
    page_ = page(visitor, plan, "durable/ajouter/?nature=working_capital&depart=30+000,00")

    assert page_.context["form"].initial == {"category": "working_capital", "amount-0": "30 000,00"}


def test_initial_plan_says_what_is_missing(visitor: Client, plan: Plan) -> None:
    make_long_term_item(plan=plan, amounts=[500_00, 0, 0])

    answer = text(page(visitor, plan, "durable/"))

    assert "Au départ, il manque" in answer
    assert "Résultat prévu" in answer


def test_rules_answer_with_their_text(visitor: Client, plan: Plan) -> None:
    answer = page(visitor, plan, "regles/")

    keys = {one.answer.key for _title, _key, answers in answer.context["groups"] for one in answers}
    assert answer.context["count"] == len(keys) > 0
    assert "Le financeur décide" in text(answer)


def rule(visitor: Client, plan: Plan, **typed: str) -> Any:
    funder = Funder.objects.get()
    address = f"{plan.get_absolute_url()}regles/{funder.uid}/"
    seen = visitor.get(address).context["form"].initial
    return visitor.post(address, {"version": seen["version"], "seen": seen["seen"], **typed})


def test_funder_above_its_ceiling_is_shown_on_the_plan(visitor: Client, plan: Plan) -> None:
    rule(visitor, plan, ceiling="50", counts="no", ceiling_text="Convention 2026")

    answer = page(visitor, plan, "")

    rows = [row for one in answer.context["products"].money for row in one.rows if row.payer]
    assert Funder.objects.get().ceiling == 5000
    assert [one.funder for one in answer.context["broken"]] == [Funder.objects.get().uid]
    assert [len(row.problems) for row in rows] == [1]
    assert "Règles de financement non respectées" in text(answer)


def test_funder_below_its_ceiling_is_not(visitor: Client, plan: Plan) -> None:
    rule(visitor, plan, ceiling="80 %", counts="no")

    assert page(visitor, plan, "").context["broken"] == []


def test_funder_above_what_it_gives_a_year_is_shown_on_the_plan(visitor: Client, plan: Plan) -> None:
    rule(visitor, plan, yearly_cents="1 €", ceiling_text="Règlement 2026")

    assert [one.key for one in page(visitor, plan, "").context["broken"]] == ["limit-amount"]
    assert "1\u00a0€ par an" in page(visitor, plan, "regles/").content.decode()


def test_what_rules_ask_is_kept_with_the_plan(visitor: Client, plan: Plan) -> None:
    address = f"{plan.get_absolute_url()}regles/"
    sent = {"association": "no", "local_authority": "yes", "auditor": "", "version": plan.version}

    answer = visitor.post(address, sent, follow=True)
    stale = visitor.post(address, {**sent, "local_authority": "no"})

    plan.refresh_from_db()
    keys = {one.answer.key for _title, _key, answers in answer.context["groups"] for one in answers}
    assert plan.told == {"association": "no", "local_authority": "yes"}
    assert ("local-authority-20" in keys, "agreement-23000" in keys) == (True, False)
    assert "pendant ce temps" in stale.content.decode()


@pytest.mark.parametrize("ceiling", ["0", "101", "-3", "la moitié"])
def test_ceiling_that_cannot_be_is_refused(visitor: Client, plan: Plan, ceiling: str) -> None:
    rule(visitor, plan, ceiling=ceiling)

    assert Funder.objects.get().ceiling is None


def test_rule_of_a_funder_that_the_plan_does_not_name_is_not_found(visitor: Client, plan: Plan) -> None:
    other = make_funder(pole=plan.pole)

    assert page(visitor, plan, f"regles/{other.uid}/").status_code == 404


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
def test_tables_leave_as_files(visitor: Client, plan: Plan, table: str, form: str) -> None:
    make_long_term_item(plan=plan)

    answer = page(visitor, plan, f"tableaux/{table}.{form}")

    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{table}-{plan.pole.slug}.{form}"'


def test_unknown_amounts_are_blank_in_files(visitor: Client) -> None:
    plan = make_plan(pole=coordinated_pole(visitor), years=1)
    make_plan_line(None, plan=plan, label="Loyer", form_line="613")

    answer = page(visitor, plan, "tableaux/plan.csv")

    line = next(one for one in answer.content.decode("utf-8-sig").splitlines() if "Loyer" in one)
    assert line == "charge;613\t;Locations;Loyer;;;;;;;;"


@pytest.mark.parametrize("end", ["tableaux/or.csv", "tableaux/plan.exe"])
def test_other_files_are_not_found(visitor: Client, plan: Plan, end: str) -> None:
    assert page(visitor, plan, end).status_code == 404


@pytest.mark.parametrize(
    "end", ["financeurs/", "realise/", "durable/", "regles/", "partage/", "tableaux/plan.csv", "saisie/"]
)
def test_others_read_nothing(visitor: Client, end: str) -> None:
    plan = balanced_plan(make_pole())
    visitor.force_login(make_user(administrator=""))

    assert page(visitor, plan, end).status_code == 403


def test_a_need_and_a_resource_are_both_added_from_the_page(visitor: Client, plan: Plan) -> None:
    shown = page(visitor, plan, "durable/").content.decode()

    adding = f"{plan.get_absolute_url()}durable/ajouter/"
    assert [f'href="{adding}?nature={one}"' in shown for one in ("investment", "loan")] == [True, True]


def test_texts_that_rules_rely_on_stay_french_and_say_so(visitor: Client, plan: Plan) -> None:
    visitor.cookies["essaim_language"] = "en"

    answer = page(visitor, plan, "regles/").content.decode()

    assert '<li class="rule ' in answer
    assert answer.count('<p class="small"><span lang="fr">') == answer.count('<li class="rule ')
