"""The cash of a plan on screen: curve, cases, questions, fee; who reads it; its files."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate
from openpyxl import load_workbook
from tests.factories import make_draft, make_pole, make_user
from tests.web.cash.making import browser, coordinator, five_funders, here, simple_plan, text_of
from tests.work_factories import make_funder, make_plan, make_plan_line, make_plan_share, make_receipt, make_support

from essaim.apps.financing.models import Plan
from essaim.kit.dates import MONTH, date_in_words

pytestmark = pytest.mark.django_db
ADDRESSES = (
    "tresorerie/", "tresorerie/cotisation/", "tresorerie/hypotheses/", "tresorerie/mois-par-mois.csv",
    "tresorerie/mois-par-mois.xlsx", "tresorerie/mois-par-mois.ods", "tresorerie/cas.csv", "tresorerie/cas.xlsx",
    "tresorerie/cas.ods", "tresorerie/scenarios/", "tresorerie/scenarios/comparer/", "note/", "note.pdf", "note.odt",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _home(essaim_home: Any) -> None:
    """The pages name territories."""


def content(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]


def test_every_case_is_shown_together() -> None:
    plan = five_funders()

    text = text_of(coordinator(plan.pole), here(plan))

    assert "Comme prévu, le solde descend jusqu'à −15 183 €, fin février 2028." in text
    assert "Il faut un relais de 10 183 €, entre janvier 2028 et mars 2029." in text
    cases = [
        "Comme prévu", "6 mois de retard", "20 % refusés", "Sans : État (DREETS)", "Sans : Région Occitanie",
        "Sans : FSE+", "Sans : Communauté de communes", "Sans : Fondation de la Ruche", "Sans aucune aide",
    ]  # fmt: skip
    places = [text.index(f'<th scope="row" role="rowheader">{case}<br>') for case in cases]
    assert places == sorted(places)
    assert "… plus rien ne vient de « État (DREETS) » ?" in text
    assert "Il manque 120 000 € sur tout le plan" in text
    assert "1 montant n'est pas renseigné : il n'est compté dans aucun mois." in text


def test_the_parameters_of_the_cases_are_read_from_the_address() -> None:
    plan = simple_plan()
    client = coordinator(plan.pole)

    text = text_of(client, here(plan, "tresorerie/?retard=2&refus=50&depuis=4"))

    assert "2 mois de retard" in text
    assert "50 % du montant de toutes les aides est refusé." in text
    assert "À partir de 04/2027, toutes les aides s'arrêtent." in text
    assert "mois-par-mois.csv?retard=2&refus=50&depuis=4" in text


@pytest.mark.parametrize(
    "query", ["retard=x", "retard=-1", "retard=99", "refus=101", "qui=personne", "depuis=0", "%00=%00"]
)
def test_what_does_not_read_is_said_and_the_usual_cases_stand(query: str) -> None:
    plan = simple_plan()

    text = text_of(coordinator(plan.pole), here(plan, f"tresorerie/?{query}"))

    assert "6 mois de retard" in text
    assert ("il reste à corriger" in text) == (not query.startswith("%"))


def test_survival_is_told_in_months_and_dates() -> None:
    plan = simple_plan()

    text = text_of(coordinator(plan.pole), here(plan))

    # 300 in the bank, 100 a month: three months.
    assert "3 mois, jusqu'à fin mars 2027" in text
    # 1 200 a year over ten members.
    assert "Réparti entre les membres, cela fait 120 € chacun par an." in text


def test_a_refused_support_brings_nothing_more() -> None:
    plan = simple_plan()
    line = plan.lines.get(side="product")
    line.support = make_support(funder=line.funder, state="refused")
    line.save()

    text = text_of(coordinator(plan.pole), here(plan))

    assert "1 ligne compte pour ce qui est accordé seulement : son aide est refusée ou abandonnée." in text
    # 300 in the bank, 1 200 of charges: the grant of December does not come.
    assert "Comme prévu, le solde descend jusqu'à −900 €, fin décembre 2027." in text


def test_the_usual_delay_of_a_funder_is_a_case() -> None:
    plan = simple_plan()
    funder = plan.lines.get(side="product").funder
    assert funder is not None
    funder.usual_delay = 5
    funder.save()

    text = text_of(coordinator(plan.pole), here(plan))

    assert "Délais habituels" in text
    assert "Chaque financeur paie avec son délai habituel." in text


def test_an_unknown_opening_and_an_empty_plan_are_said() -> None:
    plan = make_plan(years=1)

    text = text_of(coordinator(plan.pole), here(plan))

    assert "La trésorerie au départ n'est pas renseignée" in text
    assert "De qui le plan dépend" not in text
    assert "Qui paie si…" not in text


def test_the_fee_that_keeps_half_a_coordinator_without_the_state() -> None:
    plan = five_funders()
    state = plan.lines.get(form_line="74-etat").funder
    assert state is not None
    client = coordinator(plan.pole)

    every = text_of(client, here(plan, "tresorerie/cotisation/"))
    half = text_of(client, here(plan, f"tresorerie/cotisation/?annee=0&sans={state.uid}&animation=50&membres=20"))

    # 104 000 of charges, 6 000 of sales: 98 000 over 40.
    assert "2 450 € par membre en 2027" in every
    # 41 500 + 21 000 of charges, 54 000 of other grants, 6 000 of sales: 2 500 over 20.
    assert "125 € par membre en 2027" in half
    assert "Sans : État (DREETS)" in half


def test_a_fee_without_members_asks_for_them() -> None:
    plan = make_plan(years=1)
    client = coordinator(plan.pole)

    assert "On ne sait pas combien de membres" in text_of(client, here(plan, "tresorerie/cotisation/"))
    # The page keeps nothing: it does not say that nothing was saved.
    wrong = text_of(client, here(plan, "tresorerie/cotisation/?membres=0"))
    assert "Pour calculer, il reste à corriger" in wrong
    assert "Rien n'est enregistré" not in wrong


def test_the_curve_and_the_cases_leave_as_files() -> None:
    plan = simple_plan()
    client = coordinator(plan.pole)

    months = load_workbook(BytesIO(content(client, here(plan, "tresorerie/mois-par-mois.xlsx")))).worksheets[0]
    cases = content(client, here(plan, "tresorerie/cas.csv")).decode("utf-8-sig")

    rows = [[cell.value for cell in row] for row in months.iter_rows()]
    january = next(row for row in rows if row[0] == "2027-01")
    assert january[1:4] == [0, 100, 200]
    lines = list(csv.reader(StringIO(cases), delimiter=";"))
    head = next(place for place, line in enumerate(lines) if line and line[0] == "Cas")
    assert [line[0] for line in lines[head + 1 : head + 6]] == [
        "Tout arrive comme prévu.",
        "Les versements de toutes les aides arrivent 6 mois plus tard.",
        "20 % du montant de toutes les aides est refusé.",
        "Plus rien ne vient de « État ».",
        "Toutes les aides s'arrêtent.",
    ]
    assert content(client, here(plan, "tresorerie/cas.ods"))[:2] == b"PK"


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_pole_money_is_seen_by_its_own_people(address: str) -> None:
    plan = simple_plan()
    strangers = (make_user(), make_user(coordinator=make_pole().uid), make_user(network_officer="le-labo"))

    assert coordinator(plan.pole).get(here(plan, address)).status_code == 200
    assert {browser(one).get(here(plan, address)).status_code for one in strangers} == {403}
    assert browser(None).get(here(plan, address)).status_code == 302


def test_a_shared_plan_is_read_but_no_scenario_is_kept() -> None:
    plan = simple_plan()
    agent = browser(make_user(territorial_agent="244800405"))
    address = here(plan, "tresorerie/hypotheses/")
    assert agent.get(address).status_code == 403
    make_plan_share(plan=plan, role="territorial_agent", key="244800405")

    answer = agent.post(address, {"retard": "6", "name": "Prudent"})

    assert "Scénarios gardés" not in text_of(agent, here(plan))
    assert "Garder ce scénario" not in text_of(agent, f"{address}?retard=6")
    assert answer.status_code == 403
    assert plan.scenarios.count() == 0


def test_a_plan_of_another_pole_is_not_found() -> None:
    plan = simple_plan()
    other = make_pole()
    user = make_user(coordinator=other.uid)

    assert browser(user).get(f"/poles/{other.slug}/budget/{plan.uid}/tresorerie/").status_code == 404


def test_a_founder_reads_the_cash_of_a_draft() -> None:
    user = make_user()
    plan = make_plan(pole=make_draft(by=user))

    assert browser(user).get(here(plan)).status_code == 200


def with_lines(n: int) -> Plan:
    plan = simple_plan()
    for number in range(n - 1):
        make_plan_line(100_00, plan=plan, label=f"Charge {number}")
    return plan


@pytest.mark.parametrize("n", [1, 3])
def test_queries_do_not_grow_with_lines(n: int, django_assert_num_queries: Any) -> None:
    plan = with_lines(n)
    client = coordinator(plan.pole)
    client.get(here(plan))

    with django_assert_num_queries(QUERIES):
        client.get(here(plan))


QUERIES = 11


@pytest.mark.parametrize(("cents", "said"), [(22_500_00, "(22 500 €)"), (None, "(montant non renseigné)")])
def test_payment_that_did_not_come_is_said_to_those_who_follow_it_alone(cents: int | None, said: str) -> None:
    plan = simple_plan()
    support = make_support(pole=plan.pole, state="granted")
    make_plan_line(1, plan=plan, side="product", form_line="74-etat", support=support)
    make_receipt(support=support, due_on=localdate() - timedelta(days=1), due_cents=cents)
    make_receipt(support=support, due_on=localdate(), due_cents=9)
    make_plan_share(plan=plan)

    own = text_of(coordinator(plan.pole), here(plan, "tresorerie/?calendriers=on"))
    shared = text_of(browser(make_user(territorial_agent="244800405")), here(plan, "tresorerie/?calendriers=on"))

    assert f"1 versement attendu n'est pas arrivé {said}" in own
    assert "attendu n'est pas arrivé" not in shared


def test_the_page_speaks_english() -> None:
    plan = five_funders()
    client = coordinator(plan.pole)
    client.cookies["essaim_language"] = "en"

    text = text_of(client, here(plan))

    assert "Who pays if…" in text


def test_a_plan_under_way_is_counted_from_this_month() -> None:
    today = localdate()
    plan = simple_plan(starts_on=date(today.year - 1, today.month, 1), years=2)

    text = text_of(coordinator(plan.pole), here(plan))

    assert "Le plan est en cours : les soldes les plus bas, les relais et la survie se comptent dès" in text
    assert f"À partir de {today:%m/%Y}, les versements de toutes les aides arrivent 6 mois plus tard." in text
    assert f'<option value="13" selected>{date_in_words(today, MONTH)}</option>' in text
    assert "ce mois-ci</text>" in text


def test_the_cases_start_again_from_what_is_really_in_the_bank() -> None:
    plan = simple_plan(opening_cents=None)

    text = text_of(coordinator(plan.pole), here(plan, "tresorerie/?depuis=4&banque=450,50 €"))

    assert "Les soldes repartent de ce qui est en banque au début du mois (avril 2027) : 450,50 €." in text
    assert "4 mois, jusqu'à fin juillet 2027" in text
    assert "La trésorerie au départ n'est pas renseignée" not in text


@pytest.mark.parametrize(("kind", "form_line"), [("member", "74-etat"), ("", "756")])
def test_what_the_members_pay_is_not_shared_out_between_them(kind: str, form_line: str) -> None:
    plan = simple_plan()
    members = make_funder(pole=plan.pole, name="Membres du pôle", kind=kind)
    make_plan_line(600_00, plan=plan, side="product", form_line=form_line, funder=members)
    client = coordinator(plan.pole)

    page, note = (text_of(client, here(plan, one)) for one in ("tresorerie/", "note/"))

    told = page.partition("plus rien ne vient de « Membres du pôle » ?")[2].partition("</dd>")[0]
    assert "Cet argent est celui des membres : il ne se répartit pas entre eux." in told
    assert "chacun par an" not in told
    assert "chacun par an" in page
    assert "Cet argent est celui des membres" in note
