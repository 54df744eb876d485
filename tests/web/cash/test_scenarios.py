"""Scenarios tried, kept, opened again, compared, renamed, erased."""

from typing import Any

import pytest
from tests.factories import make_pole, make_user
from tests.web.cash.making import browser, coordinator, here, simple_plan, text_of
from tests.work_factories import make_cash_scenario

from essaim.apps.financing.models import CashScenario, Plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(essaim_home: Any) -> None:
    """The pages name territories."""


def save(plan: Plan, name: str = "Prudent", **typed: str) -> CashScenario:
    answer = coordinator(plan.pole).post(here(plan, "tresorerie/hypotheses/"), {"name": name, **typed})
    assert answer.status_code == 302
    return CashScenario.objects.get(name=name)


def test_assumptions_are_tried_without_being_kept() -> None:
    plan = simple_plan()

    text = text_of(coordinator(plan.pole), here(plan, "tresorerie/hypotheses/?retard=3&animation=50&cotisation=12,50"))

    assert (
        "Les versements de toutes les aides arrivent 3 mois plus tard, 50 % de l'animation est gardée, "
        "chaque membre paie 12,50 € de plus par an." in text
    )
    assert '<input type="hidden" name="cotisation" value="12,50">' in text
    assert CashScenario.objects.count() == 0


def test_a_scenario_is_kept_then_opened_again() -> None:
    plan = simple_plan()

    kept = save(plan, retard="3", animation="50", cotisation="1 234,50 €")

    assert (kept.assumptions["late_months"], kept.assumptions["added_fee"]) == (3, 1_234_50)
    text = text_of(coordinator(plan.pole), here(plan, f"tresorerie/scenarios/{kept.uid}/"))
    assert "chaque membre paie 1 234,50 € de plus par an." in text
    assert "Le plan a changé depuis." not in text


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"name": "", "retard": "3"}, "Ce champ est obligatoire."),
        ({"name": "A", "retard": "99"}, "36"),
        ({"name": "A", "cotisation": "beaucoup"}, "« beaucoup » n'est pas un nombre."),
        ({"name": "A", "partis": "personne"}, "personne"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_is_lost(typed: dict[str, str], message: str) -> None:
    plan = simple_plan()

    answer = coordinator(plan.pole).post(here(plan, "tresorerie/hypotheses/"), {"animation": "70", **typed})

    text = answer.content.decode().replace("&#x27;", "'")
    assert answer.status_code == 200
    assert message in text
    assert 'value="70"' in text
    assert CashScenario.objects.count() == 0


def test_a_fee_without_members_is_refused_with_what_to_do() -> None:
    plan = simple_plan(members=None)

    text = text_of(coordinator(plan.pole), here(plan, "tresorerie/hypotheses/?cotisation=10"))

    assert "Écrivez le nombre de membres dans le plan." in text


def test_a_changed_plan_shows_then_and_now() -> None:
    plan = simple_plan()
    kept = save(plan, retard="3")
    plan.opening_cents, plan.version = 2_000_00, plan.version + 1
    plan.save()

    text = text_of(coordinator(plan.pole), here(plan, f"tresorerie/scenarios/{kept.uid}/"))

    assert "Le plan a changé depuis." in text
    # Then: 300 and 1 200 of charges before the grant; now 2 000.
    assert "−900 €, fin décembre 2027" in text
    assert ">800 €</td>" in text
    assert "Le plan a changé depuis." in text_of(coordinator(plan.pole), here(plan, "tresorerie/scenarios/"))


def test_a_scenario_whose_funder_left_the_plan_is_still_read() -> None:
    plan = simple_plan()
    state = plan.lines.get(side="product").funder
    assert state is not None
    kept = save(plan, partis=state.uid)
    plan.lines.filter(side="product").delete()

    text = text_of(coordinator(plan.pole), here(plan, f"tresorerie/scenarios/{kept.uid}/"))

    assert "n'est pas dans le plan." in text
    assert "−900 €, fin décembre 2027" in text


def test_what_no_longer_reads_breaks_no_page() -> None:
    plan = simple_plan()
    kept = make_cash_scenario(plan=plan, assumptions={"weather": 1}, result={"balance": "?"})
    save(plan, retard="3")
    client = coordinator(plan.pole)

    assert "Ce qui a été gardé ne se lit plus." in text_of(client, here(plan, f"tresorerie/scenarios/{kept.uid}/"))
    both = "&".join(f"s={one.uid}" for one in plan.scenarios.all())
    assert "illisible" in text_of(client, here(plan, f"tresorerie/scenarios/comparer/?{both}"))


def test_scenarios_stand_side_by_side() -> None:
    plan = simple_plan()
    one, other = save(plan, "Un", retard="3"), save(plan, "Deux", retard="3", animation="50")
    client = coordinator(plan.pole)

    text = text_of(client, here(plan, f"tresorerie/scenarios/comparer/?s={one.uid}&s={other.uid}"))

    assert 'Part de l\'animation gardée <span class="small">(diffère)</span>' in text
    assert "Retard des aides</th>" in text
    assert "Cochez-en au moins deux." in text_of(client, here(plan, f"tresorerie/scenarios/comparer/?s={one.uid}"))


def test_a_scenario_is_renamed_and_erased_after_a_question() -> None:
    plan = simple_plan()
    kept = save(plan)
    client = coordinator(plan.pole)
    address = here(plan, f"tresorerie/scenarios/{kept.uid}/")

    assert "Ses hypothèses et sa réponse seront perdues." in text_of(client, f"{address}effacer/")
    assert client.post(f"{address}renommer/", {"name": "Autre"}).status_code == 302
    assert CashScenario.objects.get().name == "Autre"
    assert client.post(f"{address}effacer/").status_code == 302
    assert CashScenario.objects.count() == 0


@pytest.mark.parametrize("page", ["", "renommer/", "effacer/"])
def test_others_neither_read_nor_write(page: str) -> None:
    plan = simple_plan()
    kept = save(plan)
    address = here(plan, f"tresorerie/scenarios/{kept.uid}/{page}")
    stranger = browser(make_user(coordinator=make_pole().uid))

    assert stranger.get(address).status_code == 403
    assert stranger.post(address, {"name": "A"}).status_code == 403
    assert CashScenario.objects.get().name == "Prudent"


def test_the_scenario_of_another_plan_is_not_found() -> None:
    plan, other = simple_plan(), make_cash_scenario()

    client = coordinator(plan.pole)

    assert client.get(here(plan, f"tresorerie/scenarios/{other.uid}/")).status_code == 404


@pytest.mark.parametrize("n", [1, 3])
def test_queries_do_not_grow_with_scenarios(n: int, django_assert_num_queries: Any) -> None:
    plan = simple_plan()
    for number in range(n):
        make_cash_scenario(plan=plan, name=f"Scénario {number}")
    client = coordinator(plan.pole)
    client.get(here(plan, "tresorerie/scenarios/"))

    with django_assert_num_queries(QUERIES):
        client.get(here(plan, "tresorerie/scenarios/"))


QUERIES = 12
