"""Sharing a plan: with whom, who reads it then, and no longer once it is taken back."""

from typing import Any

import pytest
from django.test import Client
from tests.factories import ADMIN, AT, EPCI, make_network, make_organisation, make_pole, make_user
from tests.web.directory.test_listing import text
from tests.web.financing.scenes import balanced_plan, coordinated_pole
from tests.work_factories import make_plan_share

from essaim.apps.financing.models import Plan, PlanShare
from essaim.apps.poles import actions

OTHER_EPCI = "200069151"


@pytest.fixture
def plan(visitor: Client) -> Plan:
    return balanced_plan(coordinated_pole(visitor, commune="48095"))


def share(visitor: Client, plan: Plan, what: str) -> Any:
    return visitor.post(f"{plan.get_absolute_url()}partage/", {"share": what})


def read_by(visitor: Client, plan: Plan, **held: str) -> int:
    visitor.force_login(make_user(**held))
    return visitor.get(f"/budgets-partages/{plan.uid}/").status_code


def test_bodies_around_the_pole_are_proposed(visitor: Client, plan: Plan) -> None:
    actions.join_network(pole=plan.pole, network=make_network(key="ruches"), by=ADMIN, at=AT)

    answer = visitor.get(f"{plan.get_absolute_url()}partage/")

    assert [(one.role, one.key) for one in answer.context["near"]] == [
        ("territorial_agent", EPCI), ("network_officer", "ruches"), ("state_officer", ""),
    ]  # fmt: skip


def test_body_is_looked_up_by_name(visitor: Client, plan: Plan) -> None:
    bank = make_organisation(name="Banque des ruchers")

    answer = visitor.get(f"{plan.get_absolute_url()}partage/?q=ruchers")
    nothing = visitor.get(f"{plan.get_absolute_url()}partage/?q=zzz%00")

    assert [(one.role, one.key) for one in answer.context["found"]] == [("representative", bank.uid)]
    assert "Rien ne répond à" in text(nothing)


def test_plan_is_shared_once(visitor: Client, plan: Plan) -> None:
    share(visitor, plan, f"territorial_agent:{EPCI}")
    share(visitor, plan, f"territorial_agent:{EPCI}")

    one = PlanShare.objects.get()
    assert (one.role, one.key, one.label != "") == ("territorial_agent", EPCI, True)


@pytest.mark.parametrize(
    "what",
    ["", "coordinator:x", "territorial_agent:000000000", "representative:nobody", "network_officer:", "administrator:"],
)
def test_plan_is_shared_with_nobody_who_cannot_be(visitor: Client, plan: Plan, what: str) -> None:
    share(visitor, plan, what)

    assert PlanShare.objects.count() == 0


def test_stranger_shares_nothing(visitor: Client) -> None:
    plan = balanced_plan(make_pole())
    visitor.force_login(make_user())

    assert (share(visitor, plan, f"territorial_agent:{EPCI}").status_code, PlanShare.objects.count()) == (403, 0)


def test_agent_reads_what_is_shared_with_its_epci_alone(visitor: Client, plan: Plan) -> None:
    make_plan_share(plan=plan, key=EPCI, label="Cœur de Lozère")

    answers = [read_by(visitor, plan, territorial_agent=key) for key in (EPCI, OTHER_EPCI)]

    assert answers == [200, 404]


@pytest.mark.parametrize("role", ["administrator", "state_officer", "researcher"])
def test_others_do_not_read_it(visitor: Client, plan: Plan, role: str) -> None:
    make_plan_share(plan=plan, key=EPCI)

    assert read_by(visitor, plan, **{role: ""}) == 404


def test_network_officer_reads_only_what_is_shared_with_the_network(visitor: Client, plan: Plan) -> None:
    network = make_network(key="ruches")
    actions.join_network(pole=plan.pole, network=network, by=ADMIN, at=AT)

    before = read_by(visitor, plan, network_officer="ruches")
    make_plan_share(plan=plan, role="network_officer", key="ruches")

    assert (before, read_by(visitor, plan, network_officer="ruches")) == (404, 200)


def test_reader_of_a_plan_does_not_write_it(visitor: Client, plan: Plan) -> None:
    make_plan_share(plan=plan, key=EPCI)
    visitor.force_login(make_user(territorial_agent=EPCI))

    answers = [
        visitor.get(plan.get_absolute_url()).status_code,
        visitor.get(f"{plan.get_absolute_url()}saisie/").status_code,
        visitor.post(f"{plan.get_absolute_url()}saisie/", {}).status_code,
        visitor.post(f"{plan.get_absolute_url()}etape/", {"step": "adopt"}).status_code,
        visitor.get(f"/poles/{plan.pole.slug}/budget/").status_code,
    ]

    assert answers == [403] * 5


def test_shared_plan_says_who_shared_it_and_offers_nothing_to_write(visitor: Client, plan: Plan) -> None:
    sharer = make_user()
    sharer.name = "Camille"
    sharer.save()
    make_plan_share(plan=plan, key=EPCI, label="Cœur de Lozère", shared_by=sharer.uid)
    visitor.force_login(make_user(territorial_agent=EPCI))

    answer = visitor.get(f"/budgets-partages/{plan.uid}/")

    assert "Partagé avec « Cœur de Lozère » par Camille" in text(answer)
    assert f"/poles/{plan.pole.slug}/budget/{plan.uid}/lignes/" not in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_shared_plans_asks_the_same_whatever_its_size(
    visitor: Client, django_assert_num_queries: Any, count: int
) -> None:
    for _number in range(count):
        make_plan_share(plan=balanced_plan(make_pole()), key=EPCI)
    make_plan_share(plan=balanced_plan(make_pole()), key=OTHER_EPCI)
    visitor.force_login(make_user(territorial_agent=EPCI))

    with django_assert_num_queries(9):
        answer = visitor.get("/budgets-partages/")

    assert len(answer.context["cards"]) == count


def test_plan_is_read_no_longer_once_it_is_taken_back(visitor: Client, plan: Plan) -> None:
    one = make_plan_share(plan=plan, key=EPCI)
    visitor.post(f"{plan.get_absolute_url()}partage/", {"stop": str(one.pk)})

    answer = read_by(visitor, plan, territorial_agent=EPCI)

    assert (answer, visitor.get("/budgets-partages/").context["cards"]) == (404, [])


def test_who_is_not_signed_in_is_led_to_sign_in(visitor: Client) -> None:
    plan = balanced_plan(make_pole())

    assert visitor.get(f"/budgets-partages/{plan.uid}/").status_code == 302
