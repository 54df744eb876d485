"""Funders, supports and what follows them, on their pages."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.factories import ADMIN, AT, make_pole, make_user
from tests.work_factories import (
    make_claim,
    make_funder,
    make_plan,
    make_plan_line,
    make_receipt,
    make_report,
    make_support,
)

from essaim.apps.accounts.actions import grant_role
from essaim.apps.accounts.models import User
from essaim.apps.audit.models import Event
from essaim.apps.financing.models import Claim, Funder, PlanLine, Receipt, Report, Support
from essaim.apps.financing.queries.funds import standing
from essaim.apps.poles.models import Pole

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def pole() -> Pole:
    return make_pole(slug="essai")


@pytest.fixture
def keeper(pole: Pole) -> User:
    user = make_user()
    grant_role(user=user, role="coordinator", key=pole.uid, by=ADMIN, at=AT)
    return user


@pytest.fixture
def own(client: Client, keeper: User) -> Client:
    client.force_login(keeper)
    return client


def address(support: Support, rest: str = "") -> str:
    return f"/poles/essai/financeurs/aides/{support.uid}/{rest}"


def test_a_support_goes_from_the_application_to_the_money(own: Client, pole: Pole) -> None:
    own.post(
        "/poles/essai/financeurs/aides/nouvelle/",
        {"new_funder": "Région", "title": "Animation", "kind": "cpo", "requested": "30 000 €"},
    )
    support = Support.objects.get()

    def step(state: str, **said: str) -> None:
        support.refresh_from_db()
        own.post(address(support, f"etat/{state}/"), {"version": support.version, **said})

    step("requested", on="2026-01-10", cents="30 000")
    step("granted", on="10/03/2026", cents="25 000,00 €")
    support.refresh_from_db()
    own.post(
        address(support, "suivi/versements/ajouter/"),
        {"version": support.version, "label": "Acompte", "received_on": "2026-05-02", "received_cents": "12.500,50"},
    )

    support.refresh_from_db()
    assert (support.funder.name, support.state, support.requested_cents) == ("Région", "granted", 3_000_000)
    assert (support.granted_cents, support.decided_on) == (2_500_000, date(2026, 3, 10))
    assert Receipt.objects.get().received_cents == 1_250_050
    page = own.get("/poles/essai/financeurs/").content.decode()
    assert "12\u202f499,50\u00a0€" in page


@pytest.mark.parametrize(
    ("facts", "said", "sentence"),
    [
        ({"state": "requested"}, {"received_on": "2026-05-02", "received_cents": "1"}, "pas encore accordée"),
        (
            {"state": "granted", "decided_on": date(2026, 6, 1)},
            {"received_on": "2026-05-02", "received_cents": "1"},
            "avant la décision",
        ),
        (
            {"state": "granted", "agreed_on": date(2026, 6, 1)},
            {"received_on": "2026-05-02", "received_cents": "1"},
            "avant la signature de la convention",
        ),
        (
            {"state": "granted", "granted_cents": 100},
            {"received_on": "2026-05-02", "received_cents": "1,01"},
            "dépassent le montant accordé",
        ),
        ({"state": "granted"}, {"received_on": "2026-05-02"}, "Donnez les deux"),
        ({"state": "granted"}, {"received_cents": "1.234"}, "deux façons"),
        ({"state": "granted"}, {}, "Dites au moins quand"),
    ],
)
def test_a_payment_that_cannot_be_is_refused_with_what_to_do(
    own: Client, pole: Pole, facts: dict[str, object], said: dict[str, str], sentence: str
) -> None:
    support = make_support(pole=pole, **facts)

    answer = own.post(
        address(support, "suivi/versements/ajouter/"), {"version": support.version, "note": "tapé", **said}
    )

    page = answer.content.decode()
    assert (answer.status_code, Receipt.objects.count()) == (200, 0)
    assert sentence in page
    # Nothing typed is lost.
    assert "tapé" in page


def test_claims_do_not_exceed_what_was_granted(own: Client, pole: Pole) -> None:
    support = make_support(pole=pole, state="granted", granted_cents=1_500_00)
    make_claim(support=support, cents=1_000_00)

    answer = own.post(
        address(support, "suivi/demandes/ajouter/"),
        {"version": support.version, "claimed_on": "2026-05-02", "cents": "500,01"},
    )

    assert (answer.status_code, Claim.objects.count()) == (200, 1)
    assert "dépassent le montant accordé" in answer.content.decode()


def test_two_people_at_once_overwrite_nothing(own: Client, pole: Pole) -> None:
    support = make_support(pole=pole)
    seen = support.version
    own.post(address(support, "modifier/"), {"version": seen, "title": "Le premier"})

    answer = own.post(address(support, "modifier/"), {"version": seen, "title": "Le second"})

    support.refresh_from_db()
    assert (answer.status_code, support.title) == (409, "Le premier")
    assert "Le second" in answer.content.decode()


def test_a_row_is_corrected_and_removed(own: Client, pole: Pole) -> None:
    support = make_support(pole=pole)
    report = make_report(support=support)

    own.post(
        address(support, f"suivi/bilans/{report.uid}/"),
        {"version": support.version, "kind": "final", "due_on": "2028-05-01"},
    )
    report.refresh_from_db()
    support.refresh_from_db()
    moved = report.due_on
    own.post(address(support, f"suivi/bilans/{report.uid}/?retirer=oui"), {"version": support.version})

    assert (moved, Report.objects.count()) == (date(2028, 5, 1), 0)


def test_a_document_is_filed_given_back_and_withdrawn(own: Client, pole: Pole) -> None:
    support = make_support(pole=pole)
    file = SimpleUploadedFile("convention.pdf", b"%PDF-1.7 convention")
    own.post(address(support, "documents/"), {"title": "Convention", "file": file})
    page = own.get(address(support)).content.decode()
    at = page.split(address(support, "documents/"))[1].split('"')[0]

    given = own.get(address(support, f"documents/{at}"))
    own.post(address(support, "documents/"), {"do": "remove", "document": at.strip("/"), "sure": "oui"})

    assert (given.content, given.headers["Content-Disposition"].split(";")[0]) == (b"%PDF-1.7 convention", "attachment")
    assert own.get(address(support, f"documents/{at}")).status_code == 404


def test_a_support_that_serves_is_not_removed(own: Client, pole: Pole) -> None:
    used = make_support(pole=pole, state="granted")
    make_receipt(support=used, received_on=date(2027, 4, 1), received_cents=100)
    unused = make_support(pole=pole)

    refused = own.post(address(used, "retirer/"), {"version": used.version})
    own.post(address(unused, "retirer/"), {"version": unused.version})

    assert "des versements" in refused.content.decode()
    assert list(Support.objects.all()) == [used]


def test_money_is_not_received_before_its_day_nor_before_its_agreement(own: Client, pole: Pole) -> None:
    support = make_support(pole=pole, state="granted", granted_cents=100_00, decided_on=date(2026, 1, 1))
    tomorrow = TODAY + timedelta(days=1)

    def received(on: date) -> str:
        support.refresh_from_db()
        sent = {"version": support.version, "received_on": on.isoformat(), "received_cents": "10"}
        return own.post(address(support, "suivi/versements/ajouter/"), sent).content.decode()

    assert "après aujourd" in received(tomorrow)
    received(date(2026, 2, 1))
    support.refresh_from_db()
    facts = {"version": support.version, "title": support.title, "kind": "", "decided_on": "2026-01-01"}
    late = own.post(address(support, "modifier/"), {**facts, "granted_cents": "100", "agreed_on": "2026-03-01"})

    assert (Receipt.objects.count(), "avant la signature de la convention" in late.content.decode()) == (1, True)


def test_ended_support_waits_for_nothing(own: Client, pole: Pole) -> None:
    facts = {"pole": pole, "granted_cents": 100_00, "decided_on": date(2026, 1, 1)}
    for state in ("granted", "ended"):
        make_receipt(support=make_support(state=state, **facts), received_on=None, due_on=date(2026, 2, 1))

    shown = own.get("/poles/essai/financeurs/a-venir/").context
    stands = [standing([one], TODAY) for one in Support.objects.order_by("state")]

    assert len(shown["late"]) == 1
    assert [(one.due, one.late) for one in stands] == [(0, 0), (100_00, 1)]


def test_decision_fills_the_lines_that_the_support_pays(own: Client, pole: Pole) -> None:
    support = make_support(pole=pole, state="requested", requested_cents=30_000_00)
    plan, closed = make_plan(pole=pole), make_plan(pole=pole, title="Ancien", state="closed")
    facts = {"side": "product", "form_line": "74-region", "support": support}
    split = make_plan_line(10_000_00, 20_000_00, plan=plan, **facts)
    other = make_plan_line(5_000_00, 5_000_00, plan=plan, **facts)
    old = make_plan_line(30_000_00, plan=closed, **facts)
    kept = split.amounts.get(year=2)
    kept.granted_cents = 1_00
    kept.save()

    sent = {"version": support.version, "on": "2026-03-01", "cents": "30 000"}
    own.post(address(support, "etat/granted/"), sent)

    def granted(line: PlanLine) -> list[int | None]:
        return list(line.amounts.order_by("year").values_list("granted_cents", flat=True))

    support.refresh_from_db()
    assert support.state == "granted"
    # What somebody wrote stays; a line that plans another sum, a plan that is closed: nobody can tell.
    assert (granted(split), granted(other), granted(old)) == ([10_000_00, 1_00], [None, None], [None])
    assert [one.object_id for one in Event.objects.filter(action="fill_plan_line")] == [plan.uid]


def test_a_funder_is_added_once_corrected_and_removed_when_unused(own: Client, pole: Pole) -> None:
    own.post("/poles/essai/financeurs/nouveau/", {"name": "Région", "is_public": "True"})
    again = own.post("/poles/essai/financeurs/nouveau/", {"name": "région "})
    funder = Funder.objects.get()
    own.post(f"/poles/essai/financeurs/qui/{funder.uid}/", {"version": 1, "name": "Région Occitanie"})
    funder.refresh_from_db()
    named = (funder.name, funder.is_public)
    own.post(f"/poles/essai/financeurs/qui/{funder.uid}/", {"do": "remove", "sure": "oui"})

    assert "déjà un financeur" in again.content.decode()
    assert named == ("Région Occitanie", None)
    assert Funder.objects.count() == 0


@pytest.mark.parametrize("role", ["", "network_officer", "administrator", "representative"])
def test_only_its_own_people_read_a_poles_money(client: Client, pole: Pole, role: str) -> None:
    support = make_support(pole=pole)
    user = make_user()
    if role:
        key = {"network_officer": "reseau", "representative": "personne"}.get(role, "")
        grant_role(user=user, role=role, key=key, by=ADMIN, at=AT)
    client.force_login(user)

    answers = [
        client.get(one).status_code
        for one in (
            "/poles/essai/financeurs/", address(support), address(support, "modifier/"),
            "/poles/essai/financeurs/a-venir/", "/poles/essai/financeurs/aides.csv", "/poles/essai/financeurs/agenda/",
        )
    ]  # fmt: skip

    assert answers == [403] * 6


def test_a_support_of_another_pole_is_not_there(own: Client, pole: Pole) -> None:
    assert own.get(address(make_support())).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [("", 19), ("a-venir/", 11), ("aides.csv", 9)],
)
def test_lists_ask_as_much_for_one_as_for_three(
    own: Client, pole: Pole, count: int, path: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _one in range(count):
        support = make_support(pole=pole, state="granted", apply_before=TODAY)
        make_receipt(support=support)
        make_claim(support=support)
        make_report(support=support)

    with django_assert_num_queries(queries):
        answer = own.get(f"/poles/essai/financeurs/{path}")

    assert answer.status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_a_support_asks_as_much_with_one_row_as_with_three(
    own: Client, pole: Pole, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    support = make_support(pole=pole, state="granted")
    for _one in range(count):
        make_receipt(support=support, claim=make_claim(support=support))
        make_report(support=support)

    with django_assert_num_queries(12):
        answer = own.get(address(support))

    assert answer.status_code == 200


def test_filters_are_those_of_the_file(own: Client, pole: Pole) -> None:
    funder = make_funder(pole=pole, name="Région")
    make_support(pole=pole, funder=funder, title="Animation", state="granted")
    make_support(pole=pole, funder=funder, title="Atelier", state="planned")

    page = own.get("/poles/essai/financeurs/?etat=granted&q=anim\0").content.decode()
    file = own.get("/poles/essai/financeurs/aides.csv?etat=granted").content.decode("utf-8-sig")

    assert ("Animation" in page, "Atelier" in page) == (True, False)
    assert ("Animation" in file, "Atelier" in file) == (True, False)


def test_what_is_due_stands_in_order_with_what_is_late_first(own: Client, pole: Pole) -> None:
    support = make_support(pole=pole, state="granted")
    make_receipt(support=support, label="Solde", due_on=TODAY - timedelta(days=3))
    make_report(support=support, title="Bilan", due_on=TODAY + timedelta(days=3))
    make_receipt(support=support, label="Reçu", due_on=TODAY, due_cents=1, received_on=TODAY, received_cents=1)

    page = own.get("/poles/essai/financeurs/a-venir/").content.decode()

    assert page.index("Solde") < page.index("Bilan")
    assert "Reçu</a>" not in page
    assert own.get("/poles/essai/financeurs/a-venir.ods").status_code == 200


def secret(page: str) -> str:
    found = re.search(r"/agenda/([\w-]+)\.ics", page)
    assert found is not None
    return found[1]


def test_a_private_calendar_answers_its_secret_alone(own: Client, pole: Pole, keeper: User) -> None:
    support = make_support(pole=pole, state="granted")
    make_receipt(support=support, label="Solde, enfin", due_cents=123_00, due_on=date(2027, 3, 1))
    first = own.post("/poles/essai/financeurs/agenda/", {"do": "open"}).content.decode()
    token = secret(first)
    visitor = Client()

    answer = visitor.get(f"/agenda/{token}.ics")
    again = own.post("/poles/essai/financeurs/agenda/", {"do": "open"}).content.decode()
    renewed = secret(again)

    text = answer.content.decode()
    assert "DTSTART;VALUE=DATE:20270301" in text
    assert "Solde\\, enfin" in text.replace("\r\n ", "")
    assert ("123" in text, "Set-Cookie" in answer.headers) == (False, False)
    assert [visitor.get(f"/agenda/{one}.ics").status_code for one in (token, renewed)] == [404, 200]
    # Whoever no longer keeps the pole no longer reads its dates.
    keeper.grants.all().delete()
    assert visitor.get(f"/agenda/{renewed}.ics").status_code == 404


@pytest.mark.parametrize(("granted", "is_said"), [(12_000_00, True), (10_000_00, False), (None, False)])
def test_more_granted_than_requested_is_remarked(own: Client, pole: Pole, granted: int | None, is_said: bool) -> None:
    support = make_support(pole=pole, state="granted", requested_cents=10_000_00, granted_cents=granted)

    page = own.get(f"/poles/essai/financeurs/aides/{support.uid}/").content.decode()

    assert ("12\u202f000\u00a0€ accordés pour 10\u202f000\u00a0€ demandés" in page) == is_said
