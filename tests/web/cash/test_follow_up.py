"""The cash read with what the follow-up of supports notes: on the page, its files, the note, the scenarios."""

import csv
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate
from tests.factories import make_user
from tests.web.cash.making import browser, coordinator, here, simple_plan, text_of
from tests.web.cash.test_page import QUERIES, content
from tests.work_factories import (
    make_cash_scenario,
    make_plan,
    make_plan_line,
    make_plan_share,
    make_receipt,
    make_support,
)

from essaim.apps.financing.models import Plan
from essaim.apps.financing.queries.plans import whole
from essaim.apps.financing.queries.scenarios import reading_of
from essaim.engine.financing.follow_up import FollowedSupport, FollowUp, NotedPayment
from essaim.engine.financing.wording import euros

pytestmark = pytest.mark.django_db
FOLLOWED = "Comme le suivi des aides : "
ALONE = "Les calendriers du plan sont lus seuls, sans les versements notés dans le suivi des aides."


@pytest.fixture(autouse=True)
def _home(essaim_home: Any) -> None:
    """The pages name territories."""


def month_of(place: int) -> date:
    """The first day of a month counted from the one being lived."""
    today = localdate()
    past = today.year * 12 + today.month - 1 + place
    return date(past // 12, past % 12 + 1, 1)


def followed_plan() -> Plan:
    """1 200 € of coordination over a year begun four months ago, 300 € in the bank; one grant due in eight months.

    Of the grant 500 € came three months ago, 200 € should have come last month, 100 € are due in two months.
    """
    plan = simple_plan(starts_on=month_of(-4))
    line = plan.lines.get(side="product")
    support = make_support(funder=line.funder, state="granted", granted_cents=1_200_00)
    line.support = support
    line.save()
    make_receipt(
        support=support, due_on=None, due_cents=None, received_on=month_of(-3), received_cents=500_00
    )  # fmt: skip
    make_receipt(support=support, due_on=month_of(-1), due_cents=200_00)
    make_receipt(support=support, due_on=month_of(2), due_cents=100_00)
    return plan


def months_of(client: Client, plan: Plan) -> list[list[str]]:
    """The rows of the file of the curve."""
    text = content(client, here(plan, "tresorerie/mois-par-mois.csv")).decode("utf-8-sig")
    return list(csv.reader(StringIO(text), delimiter=";"))


def test_the_curve_is_read_as_the_follow_up_says() -> None:
    plan = followed_plan()
    client = coordinator(plan.pole)

    text = text_of(client, here(plan))
    rows = months_of(client, plan)

    head = next(place for place, row in enumerate(rows) if row and row[0] == "Mois")
    ins = [row[1].removesuffix(",00") for row in rows[head + 1 : head + 13]]
    assert ins == ["0", "500", "0", "0", "200", "0", "100", "0", "0", "0", "0", "400"]
    assert FOLLOWED + "500 € reçus comptent à leur mois, 300 € attendus à leur date ; ce qui reste (400 €)" in text
    assert "200 € auraient dû arriver : comptés ce mois-ci, au plus tôt." in text
    assert "n'est pas arrivé" not in text
    assert any(FOLLOWED in cell for row in rows for cell in row)


def test_the_calendars_are_read_alone_on_request() -> None:
    plan = followed_plan()
    client = coordinator(plan.pole)

    text = text_of(client, here(plan, "tresorerie/?calendriers=on"))
    file = content(client, here(plan, "tresorerie/cas.csv?calendriers=on")).decode("utf-8-sig")
    note = text_of(client, here(plan, "note/?calendriers=on"))

    for said in (text, file, note):
        assert ALONE in said.replace("\u00a0", " ")
        assert FOLLOWED not in said
    # 300 in the bank, eleven months at 100 before the grant comes.
    assert "Comme prévu, le solde descend jusqu'à −800 €" in text
    assert "1 versement attendu n'est pas arrivé (200 €)" in text
    assert "cas.csv?calendriers=on" in text
    assert "note.pdf?calendriers=on" in text


def test_the_note_says_how_it_was_read() -> None:
    plan = followed_plan()

    text = text_of(coordinator(plan.pole), here(plan, "note/"))

    assert FOLLOWED in text


def test_what_came_is_never_taken_back() -> None:
    plan = followed_plan()

    rows = months_of(coordinator(plan.pole), plan)

    head = next(place for place, row in enumerate(rows) if row and row[0] == "Mois")
    without = next(place for place, cell in enumerate(rows[head]) if "lus rien ne vient de « État »" in cell)
    # 300 + 500 that came, less twelve months at 100.
    assert rows[head + 12][without] == "-400,00"


def test_those_with_whom_it_is_shared_read_the_calendars_alone() -> None:
    plan = followed_plan()
    make_plan_share(plan=plan)
    agent = browser(make_user(territorial_agent="244800405"))
    scenario = make_cash_scenario(plan=plan, assumptions={"as_followed": True})

    text = text_of(agent, here(plan))
    kept = text_of(agent, here(plan, f"tresorerie/scenarios/{scenario.uid}/"))

    assert "Comme prévu, le solde descend jusqu'à −800 €" in text
    assert (FOLLOWED in text, ALONE in text, "calendriers" in text) == (False, False, False)
    assert "Recompté ici d'après les calendriers du plan seuls" in kept


def test_scenarios_keep_how_they_were_read() -> None:
    plan = followed_plan()
    client = coordinator(plan.pole)
    address = here(plan, "tresorerie/hypotheses/")

    client.post(address, {"retard": "2", "name": "Suivi"})
    client.post(address, {"retard": "2", "name": "Calendriers", "calendriers": "on"})

    found = {one.name: one for one in plan.scenarios.all()}
    assert {name: one.assumptions["as_followed"] for name, one in found.items()} == {
        "Suivi": True, "Calendriers": False,
    }  # fmt: skip
    assert found["Suivi"].result["trough"] != found["Calendriers"].result["trough"]
    said = text_of(client, here(plan, f"tresorerie/scenarios/{found['Calendriers'].uid}/"))
    assert "<dt>Versements des aides</dt><dd>calendriers du plan seuls</dd>" in said
    assert ALONE in said


def kept_as_followed(plan: Plan, *names: str) -> list[str]:
    client = coordinator(plan.pole)
    for name in names:
        client.post(here(plan, "tresorerie/hypotheses/"), {"retard": "2", "name": name})
    return [plan.scenarios.get(name=name).uid for name in names]


def lowest(cents: int) -> str:
    return f"{euros(cents)}, fin ".replace("\u00a0", " ").replace("\u202f", " ")


def test_those_with_whom_it_is_shared_read_no_result_of_the_follow_up() -> None:
    plan = followed_plan()
    one, other = kept_as_followed(plan, "Un", "Deux")
    make_plan_share(plan=plan)
    agent = browser(make_user(territorial_agent="244800405"))
    pages = ["", f"{one}/", f"comparer/?s={one}&s={other}"]

    kept = plan.scenarios.get(name="Un").result["trough"]
    # On the calendars alone nothing comes before the grant, two months late: 300 less twelve months at 100.
    assert kept > -900_00
    for page in pages:
        theirs, own = (
            text_of(who, here(plan, f"tresorerie/scenarios/{page}")) for who in (agent, coordinator(plan.pole))
        )
        assert (lowest(kept) in own, lowest(-900_00) in own) == (True, False)
        assert (lowest(kept) in theirs, lowest(-900_00) in theirs) == (False, True)
        assert "Recompté ici d'après les calendriers du plan seuls" in theirs
        assert "Recompté" not in own


def test_a_kept_scenario_says_that_its_answer_changed_with_the_follow_up() -> None:
    plan = followed_plan()
    one, other = kept_as_followed(plan, "Un", "Deux")
    client = coordinator(plan.pole)
    pages = [here(plan, f"tresorerie/scenarios/{page}") for page in ("", f"{one}/", f"comparer/?s={one}&s={other}")]
    said = "La réponse a changé depuis."

    assert not any(said in text_of(client, page) for page in pages)
    make_receipt(
        support=plan.lines.get(side="product").support, due_on=None, due_cents=None, received_on=month_of(0),
        received_cents=50_00,
    )  # fmt: skip
    assert all(said in text_of(client, page) for page in pages)
    assert not any("Le plan a changé depuis." in text_of(client, page) for page in pages)


def test_a_payment_without_amount_is_listed() -> None:
    plan = followed_plan()
    make_receipt(support=plan.lines.get(side="product").support, due_on=month_of(3), due_cents=None)

    text = text_of(coordinator(plan.pole), here(plan))

    assert "1 versement est attendu sans montant : ce qui reste au calendrier du plan compte à sa place." in text
    assert ": versement attendu en" in text


def test_what_the_calendar_promised_and_nobody_received_is_said() -> None:
    plan = followed_plan()
    client = coordinator(plan.pole)
    said = "le calendrier du plan promettait 400 € avant ce mois-ci, et personne ne l'a noté reçu"

    assert said not in text_of(client, here(plan))
    plan.lines.filter(side="product").update(month=2)
    assert said in text_of(client, here(plan))


@pytest.mark.parametrize(("query", "said"), [("", "reçu"), ("?calendriers=on", "accordé")])
def test_a_lost_support_counts_for_what_came_where_it_is_followed(query: str, said: str) -> None:
    plan = followed_plan()
    plan.lines.get(side="product").support.__class__.objects.update(state="given_up")

    text = text_of(coordinator(plan.pole), here(plan, f"tresorerie/{query}"))

    assert f"1 ligne compte pour ce qui est {said} seulement" in text
    assert text.count("1 ligne compte pour ce qui est") == 1


def test_the_other_plans_that_a_support_pays_over_the_same_months_are_named() -> None:
    plan = followed_plan()
    line = plan.lines.get(side="product")
    others = {
        title: make_plan(pole=plan.pole, title=title, starts_on=month_of(start), years=1)
        for title, start in (("Avant", -16), ("En même temps", 2), ("Après", 8))
    }
    for other in others.values():
        make_plan_line(
            500_00, plan=other, side="product", form_line="74-etat", funder=line.funder, support=line.support
        )
    client = coordinator(plan.pole)
    caution = "de l'argent des mêmes aides (« En même temps »)."

    assert caution in text_of(client, here(plan))
    assert "mêmes aides" not in text_of(client, here(plan, "tresorerie/?calendriers=on"))
    # Each of the two plans counts what its lines expect at most: 1 200 and 500.
    make_receipt(support=line.support, due_on=None, due_cents=None, received_on=month_of(0), received_cents=900_00)
    followed = reading_of(whole(Plan.objects.filter(pk=plan.pk)).get(), localdate()).follow_up
    assert followed is not None
    assert [one.shared_with for one in followed.supports] == [("En même temps",)]
    assert "1 200 € reçus comptent à leur mois, 0 € attendus" in text_of(client, here(plan))


def test_nothing_is_asked_where_no_payment_is_noted() -> None:
    plan = simple_plan()

    text = text_of(coordinator(plan.pole), here(plan))

    assert (FOLLOWED in text, ALONE in text, 'name="calendriers"' in text) == (False, False, False)


@pytest.mark.parametrize("n", [1, 3])
def test_queries_do_not_grow_with_payments(n: int, django_assert_num_queries: Any) -> None:
    plan = followed_plan()
    for _number in range(n):
        make_receipt(support=plan.lines.get(side="product").support, due_on=month_of(4), due_cents=10_00)
    client = coordinator(plan.pole)
    client.get(here(plan))

    # The supports, their claims, their payments and the other plans they pay are read once.
    with django_assert_num_queries(QUERIES + 4):
        client.get(here(plan))


def test_a_follow_up_is_read_in_months_of_the_plan() -> None:
    plan = simple_plan(starts_on=date(2027, 3, 1))
    line = plan.lines.get(side="product")
    support = make_support(funder=line.funder, state="ended", granted_cents=70)
    line.support = support
    line.save()
    make_receipt(support=support, due_on=date(2027, 1, 31), due_cents=5, received_on=date(2027, 4, 1), received_cents=4)

    read = whole(Plan.objects.filter(pk=plan.pk)).get()

    assert reading_of(read, date(2027, 2, 28)).follow_up == FollowUp(
        0,
        (
            FollowedSupport(
                (line.uid,), (NotedPayment(-1, 5, 2, 4), NotedPayment(-1, 1, is_rest=True)), 70, is_ended=True
            ),
        ),
    )
    assert reading_of(read, date(2027, 2, 28), follows=False).follow_up is None


def test_what_lacks_to_a_payment_that_came_short_is_late_and_said() -> None:
    plan = followed_plan()
    support = plan.lines.get(side="product").support
    make_receipt(
        support=support, due_on=month_of(-2), due_cents=300_00, received_on=month_of(-2), received_cents=100_00
    )  # fmt: skip
    client = coordinator(plan.pole)

    text = text_of(client, here(plan))
    alone = text_of(client, here(plan, "tresorerie/?calendriers=on"))

    assert "400 € auraient dû arriver" in text
    assert "200 € manquent à des versements reçus en partie : comptés comme attendus." in text
    assert "2 versements attendus ne sont pas arrivés (400 €)" in alone
