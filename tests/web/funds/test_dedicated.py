"""Dedicated funds: carried over, taken back, never above what was received."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests.factories import make_user
from tests.web.directory.test_listing import text
from tests.web.financing.scenes import coordinated_pole
from tests.work_factories import make_dedicated_fund, make_receipt, make_support

from essaim.apps.financing.models import DedicatedFund, Support
from essaim.apps.poles.models import Pole


def received(pole: Pole, cents: int = 10_000_00, on: date = date(2026, 3, 1)) -> Support:
    support = make_support(pole=pole, state="granted", granted_cents=20_000_00)
    make_receipt(support=support, due_on=None, due_cents=None, received_on=on, received_cents=cents)
    return support


def page_of(support: Support, row: str = "noter") -> str:
    return f"/poles/{support.pole.slug}/financeurs/fonds-dedies/{support.uid}/{row}/"


def typed(closes_on: str, carried: str = "", taken: str = "", version: int = 1) -> dict[str, Any]:
    return {"version": version, "closes_on": closes_on, "carried_cents": carried, "taken_back_cents": taken}


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_of_the_database_whatever_its_size(
    visitor: Client, django_assert_num_queries: Any, count: int
) -> None:
    pole = coordinated_pole(visitor)
    for _number in range(count):
        make_dedicated_fund(support=received(pole))

    with django_assert_num_queries(9):
        answer = visitor.get(f"/poles/{pole.slug}/financeurs/fonds-dedies/")

    assert answer.status_code == 200
    assert [line["left"] for line in answer.context["years"]] == [f"{count * 100}\u00a0€"]


def test_others_may_not(visitor: Client) -> None:
    support = make_support(state="granted")
    visitor.force_login(make_user(state_officer=""))

    answers = [visitor.get(page_of(support)), visitor.post(page_of(support), typed("2026-12-31", "10"))]

    assert [answer.status_code for answer in answers] == [403, 403]


def test_what_is_left_runs_from_year_to_year(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    support = received(pole)

    visitor.post(page_of(support), typed("2026-12-31", "4 000"))
    visitor.post(page_of(support), typed("2027-12-31", "", "1 500,50", version=2))
    answer = visitor.get(f"/poles/{pole.slug}/financeurs/fonds-dedies/")

    assert [line["left"].replace("\u202f", " ").replace("\xa0", " ") for line in answer.context["years"]] == [
        "4 000 €", "2 499,50 €",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (typed("2026-12-31", "10 000,01"), "dépasseraient ce qui était accordé ou reçu"),
        (typed("2026-02-28", "1"), "dépasseraient ce qui était accordé ou reçu"),
        (typed("2026-12-31", "", "1"), "il ne restait que 0 € de fonds dédiés à reprendre"),
        (typed("2026-12-31"), "Écrivez ce qui est reporté"),
        (typed("hier", "1"), "Clôture de l'exercice"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(visitor: Client, said: dict[str, Any], sentence: str) -> None:
    support = received(coordinated_pole(visitor))

    answer = visitor.post(page_of(support), said)

    assert (answer.status_code, DedicatedFund.objects.count()) == (200, 0)
    assert sentence in text(answer).replace("\xa0", " ")


def test_a_year_is_written_once_and_not_removed_under_a_later_one(visitor: Client) -> None:
    support = received(coordinated_pole(visitor))
    first = make_dedicated_fund(support=support, closes_on=date(2026, 12, 31), carried_cents=500_00)
    make_dedicated_fund(support=support, closes_on=date(2027, 12, 31), carried_cents=0, taken_back_cents=500_00)

    twice = visitor.post(page_of(support), typed("2026-12-31", "1"))
    removed = visitor.post(page_of(support, first.uid) + "?retirer=oui", {"version": str(support.version)}, follow=True)
    late = visitor.post(page_of(support, first.uid), typed("2026-12-31", "600", version=7))

    assert "Cet exercice est déjà noté" in text(twice)
    assert "il ne restait que" in text(removed)
    assert (late.status_code, DedicatedFund.objects.count()) == (409, 2)


def test_an_aid_that_is_not_granted_carries_nothing_over(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    support = make_support(pole=pole, state="requested")

    assert visitor.get(page_of(support)).status_code == 404


def test_a_grant_that_is_decided_and_not_paid_may_be_carried_over(visitor: Client) -> None:
    support = received(coordinated_pole(visitor))
    support.decided_on = date(2026, 12, 30)
    support.save()

    visitor.post(page_of(support), typed("2026-12-31", "20 000"))
    beyond = visitor.post(page_of(support), typed("2027-12-31", "0,01", version=2))

    assert [one.carried_cents for one in DedicatedFund.objects.all()] == [20_000_00]
    assert "dépasseraient" in text(beyond)
