"""Plans: the list, the page, how they begin, change and end."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.factories import make_draft, make_network, make_pole, make_user
from tests.web.directory.test_listing import text
from tests.web.financing.scenes import balanced_plan, coordinated_pole
from tests.work_factories import make_plan, make_plan_line, make_project, make_receipt, make_support

from essaim.apps.financing.models import Plan
from essaim.web import financing


def budget_of(slug: str) -> str:
    return f"/poles/{slug}/budget/"


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_of_the_database_whatever_its_size(
    visitor: Client, django_assert_num_queries: Any, count: int
) -> None:
    pole = coordinated_pole(visitor)
    for number in range(count):
        balanced_plan(pole, title=f"Budget {number}")

    with django_assert_num_queries(11):
        answer = visitor.get(budget_of(pole.slug))

    assert answer.content.decode().count("Équilibré chaque année.") == count


@pytest.mark.parametrize("count", [1, 3])
def test_plan_asks_the_same_of_the_database_whatever_its_size(
    visitor: Client, django_assert_num_queries: Any, count: int
) -> None:
    pole = coordinated_pole(visitor)
    plan = balanced_plan(pole, count)

    with django_assert_num_queries(13):
        answer = visitor.get(plan.get_absolute_url())

    assert "Le plan est équilibré" in text(answer)


def test_pole_without_plan_is_told_how_to_make_the_first(visitor: Client) -> None:
    pole = coordinated_pole(visitor)

    answer = visitor.get(budget_of(pole.slug))

    assert "Faites votre premier plan de financement" in text(answer)


@pytest.mark.parametrize("held", ["stranger", "network_officer", "administrator", "other_pole"])
def test_others_do_not_see_a_pole_s_money(visitor: Client, held: str) -> None:
    pole, network = make_pole(), make_network()
    plan = balanced_plan(pole)
    roles = {
        "stranger": {},
        "network_officer": {"network_officer": network.key},
        "administrator": {"administrator": ""},
        "other_pole": {"coordinator": make_pole().uid},
    }
    visitor.force_login(make_user(**roles[held]))

    answers = [visitor.get(budget_of(pole.slug)).status_code, visitor.get(plan.get_absolute_url()).status_code]

    assert answers == [403, 403]


def test_visitor_is_led_to_sign_in(visitor: Client) -> None:
    plan = balanced_plan(make_pole())

    assert visitor.get(plan.get_absolute_url()).status_code == 302


def test_founders_of_a_draft_make_its_plan(visitor: Client) -> None:
    pole = make_draft()
    visitor.force_login(make_user(founder=pole.uid))

    answer = visitor.get(budget_of(pole.slug))

    assert answer.status_code == 200


def start(visitor: Client, slug: str, **typed: str) -> Any:
    given = {"title": "Budget 2027", "starts_on": "2027", "years": "3", "begin_with": "example", "project": ""}
    return visitor.post(f"{budget_of(slug)}commencer/", {**given, **typed})


def test_plan_begins_with_the_lines_of_coordination(visitor: Client) -> None:
    pole = coordinated_pole(visitor)

    answer = start(visitor, pole.slug, opening_cents="1.234,50 €", members="40")

    plan = Plan.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, plan.get_absolute_url())
    assert (plan.starts_on, plan.years, plan.opening_cents, plan.members) == (date(2027, 1, 1), 3, 123_450, 40)
    assert plan.lines.filter(analytic="coordination").count() == 8
    assert visitor.get(plan.get_absolute_url()).status_code == 200


def test_plan_of_a_project_begins_empty(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    project = make_project(pole=pole)

    start(visitor, pole.slug, project=project.uid, begin_with="empty")

    plan = Plan.objects.get()
    assert (plan.project, plan.lines.count(), plan.opening_cents) == (project, 0, None)
    assert "Le plan n'a encore aucune ligne" in text(visitor.get(plan.get_absolute_url()))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"starts_on": "demain"}, "n'est pas une date"),
        ({"opening_cents": "1.234"}, "peut se lire de deux façons"),
        ({"opening_cents": "-5"}, "n'est pas négatif"),
        ({"title": ""}, "obligatoire"),
        ({"years": "9"}, "9"),
        ({"project": make_project.__name__}, "make_project"),
        ({"starts_on": "1066"}, "hors du temps"),
    ],
)
def test_plan_that_cannot_be_is_refused_with_a_sentence(visitor: Client, typed: dict[str, str], said: str) -> None:
    pole = coordinated_pole(visitor)

    answer = start(visitor, pole.slug, **typed)

    assert Plan.objects.count() == 0
    assert said in text(answer)


def test_plan_made_shorter_asks_first_when_amounts_would_go(visitor: Client) -> None:
    plan = make_plan(pole=coordinated_pole(visitor), years=2)
    make_plan_line(1_00, 2_00, plan=plan)
    seen = visitor.get(f"{plan.get_absolute_url()}modifier/").context["form"].initial

    asked = visitor.post(
        f"{plan.get_absolute_url()}modifier/",
        {"title": "Court", "starts_on": "01/2027", "years": "1", "version": seen["version"], "seen": seen["seen"]},
    )

    plan.refresh_from_db()
    assert ("1 montant des années retirées est effacé" in text(asked), plan.years) == (True, 2)


def test_plan_made_shorter_loses_the_years_left_out(visitor: Client) -> None:
    plan = balanced_plan(coordinated_pole(visitor))
    page = visitor.get(f"{plan.get_absolute_url()}modifier/")
    seen = page.context["form"].initial

    visitor.post(
        f"{plan.get_absolute_url()}modifier/",
        {
            "title": "Court",
            "starts_on": "01/2027",
            "years": "1",
            "version": seen["version"],
            "seen": seen["seen"],
            "sure": "oui",
        },
    )

    plan.refresh_from_db()
    assert (plan.title, plan.years, plan.overdraft_cents) == ("Court", 1, 0)
    assert {one.year for line in plan.lines.all() for one in line.amounts.all()} == {1}


def test_two_people_who_edit_a_plan_both_keep_what_they_wrote(visitor: Client) -> None:
    plan = balanced_plan(coordinated_pole(visitor))
    seen = visitor.get(f"{plan.get_absolute_url()}modifier/").context["form"].initial
    typed = {"starts_on": "01/2027", "years": "2", "version": seen["version"], "seen": seen["seen"]}
    visitor.post(f"{plan.get_absolute_url()}modifier/", {"title": "Le premier", **typed})

    answer = visitor.post(f"{plan.get_absolute_url()}modifier/", {"title": "Le second", **typed})

    assert answer.status_code == 409
    assert "Le premier" in text(answer)
    assert "Le second" in text(answer)


def step(visitor: Client, plan: Plan, step: str) -> str:
    plan.refresh_from_db()
    visitor.post(f"{plan.get_absolute_url()}etape/", {"step": step, "seen_version": plan.version})
    plan.refresh_from_db()
    return plan.state


def test_plan_is_adopted_closed_and_reopened(visitor: Client) -> None:
    plan = balanced_plan(coordinated_pole(visitor))

    states = [step(visitor, plan, one) for one in ("close", "adopt", "close", "adopt", "reopen", "nothing")]

    assert states == ["draft", "adopted", "closed", "closed", "draft", "draft"]


def test_plan_that_does_not_balance_is_adopted_once_that_is_said(visitor: Client) -> None:
    plan = balanced_plan(coordinated_pole(visitor))
    make_plan_line(1_200_50, 300_00, plan=plan, form_line="613")
    make_plan_line(None, 50_00, plan=plan, form_line="864")
    address, sent = f"{plan.get_absolute_url()}etape/", {"step": "adopt", "seen_version": plan.version}

    answer = visitor.post(address, sent)

    plan.refresh_from_db()
    assert plan.state == "draft"
    said = text(answer).replace("\u00a0", " ").replace("\u202f", " ")
    assert "En 2027, il manque 1 200,50 € de produits" in said
    assert "En 2027, il manque 1 200,50 € de produits. En 2028, il manque 300 € de produits. En 2028" in said
    assert "En 2028, il manque 50 € de contributions en nature du côté des produits" in said
    visitor.post(address, {**sent, "sure": "oui"})
    plan.refresh_from_db()
    assert plan.state == "adopted"


def test_adopted_plan_is_not_edited(visitor: Client) -> None:
    plan = balanced_plan(coordinated_pole(visitor))
    step(visitor, plan, "adopt")
    seen = visitor.get(f"{plan.get_absolute_url()}modifier/").context["form"].initial

    answer = visitor.post(
        f"{plan.get_absolute_url()}modifier/",
        {"title": "Autre", "starts_on": "2027", "years": "2", "version": seen["version"], "seen": seen["seen"]},
    )

    assert "le prévu ne change plus" in text(answer)


@pytest.mark.parametrize(("later", "years"), [("0", [1, 2]), ("1", [1]), ("3", [])])
def test_plan_is_copied_as_a_variant_or_for_the_years_that_follow(
    visitor: Client, later: str, years: list[int]
) -> None:
    plan = balanced_plan(coordinated_pole(visitor))

    visitor.post(f"{plan.get_absolute_url()}copier/", {"title": "Copie", "later": later})

    copy = Plan.objects.get(title="Copie")
    assert copy.starts_on == date(2027 + int(later), 1, 1)
    assert [one.year for one in copy.lines.first().amounts.all()] == years
    assert copy.lines.count() == plan.lines.count()


def test_plan_is_deleted_once_its_title_is_typed(visitor: Client) -> None:
    plan = balanced_plan(coordinated_pole(visitor), title="Budget")
    address, seen = f"{plan.get_absolute_url()}supprimer/", {"seen_version": str(plan.version)}

    refused = visitor.post(address, {"title": "Autre", **seen})
    done = visitor.post(address, {"title": "budget", **seen})

    assert "rien n'est effacé" in text(refused)
    assert (done.headers["Location"], Plan.objects.count()) == (budget_of(plan.pole.slug), 0)


def test_plan_on_whose_supports_money_came_in_is_kept(visitor: Client) -> None:
    plan = balanced_plan(coordinated_pole(visitor), title="Budget")
    line = plan.lines.get(form_line="74-etat")
    line.support = make_support(funder=line.funder)
    line.save()
    make_receipt(support=line.support, received_on=date(2027, 3, 1), received_cents=1)

    answer = visitor.post(f"{plan.get_absolute_url()}supprimer/", {"title": "Budget", "seen_version": plan.version})

    assert Plan.objects.count() == 1
    assert "ne s'efface pas" in text(answer)


def test_what_nobody_wrote_is_not_shown_as_zero(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    plan = make_plan(pole=pole, years=1)
    plan.lines.create(side="charge", form_line="613", label="Loyer")

    answer = visitor.get(plan.get_absolute_url())

    rows = answer.context["charges"].money[0].rows
    assert [row.amounts for row in rows] == [(None,)]
    assert "On ne peut pas encore dire si le plan est équilibré" in text(answer)
    # The line, its heading, the side's totals and the year's, the balance at the start.
    assert text(answer).count("non renseigné</span>") == 7


@pytest.mark.parametrize(
    "end", ["", "saisie/", "financeurs/", "realise/", "durable/", "regles/", "partage/", "lignes/ajouter/", "fichiers/",
            "tresorerie/"]
)  # fmt: skip
def test_language_is_changed_without_leaving_the_page(visitor: Client, end: str) -> None:
    plan = balanced_plan(coordinated_pole(visitor))
    address = f"{plan.get_absolute_url()}{end}"
    page = visitor.get(address)

    answer = visitor.post("/langue/", {"language": "en", "next": page.context["here"]})

    assert answer.headers["Location"] == address
    assert visitor.get(address).status_code == 200


def test_no_view_takes_the_name_of_the_page_s_own_address() -> None:
    views = [(one.name, one.read_text(encoding="utf-8")) for one in Path(financing.__file__).parent.glob("*.py")]

    assert [name for name, text in views if '"here":' in text] == []
