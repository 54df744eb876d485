"""What lists say of money: payments that came short are late, a sum hoped for is not one requested."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories import ADMIN, AT, make_pole, make_user
from tests.work_factories import make_receipt, make_support

from essaim.apps.accounts.actions import grant_role
from essaim.apps.financing.models import Receipt, Support
from essaim.apps.financing.queries.awaited import missing_cents
from essaim.apps.financing.queries.funds import standing
from essaim.apps.poles.models import Pole

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def pole() -> Pole:
    return make_pole(slug="essai")


@pytest.fixture
def own(client: Client, pole: Pole) -> Client:
    user = make_user()
    grant_role(user=user, role="coordinator", key=pole.uid, by=ADMIN, at=AT)
    client.force_login(user)
    return client


def address(support: Support, rest: str = "") -> str:
    return f"/poles/essai/financeurs/aides/{support.uid}/{rest}"


def short(pole: Pole, **facts: object) -> tuple[Support, Receipt]:
    """A support of 45 000 € of which 22 500 € were due and 10 000 € came."""
    given = {
        "state": "granted",
        "granted_cents": 45_000_00,
        "decided_on": date(2026, 1, 1),
        "agreed_on": date(2026, 1, 1),
    }
    support = make_support(pole=pole, **{**given, **facts})
    row = make_receipt(
        support=support, label="Acompte", due_on=TODAY - timedelta(days=9), due_cents=22_500_00,
        received_on=TODAY - timedelta(days=5), received_cents=10_000_00,
    )  # fmt: skip
    return support, row


def test_what_lacks_to_a_payment_that_came_short_is_late(own: Client, pole: Pole) -> None:
    support, _row = short(pole)

    page, listed = (own.get(one).content.decode() for one in (address(support), "/poles/essai/financeurs/"))
    coming = own.get("/poles/essai/financeurs/a-venir/")

    for shown in (page, listed):
        assert "il manque 12\u202f500\u00a0€" in shown
        assert "Relancer le financeur : il manque 12\u202f500\u00a0€ au versement du" in shown
    assert "10\u202f000\u00a0€ sur 22\u202f500\u00a0€ attendus" in page
    assert [(one["kind"], one["due"].cents) for one in coming.context["late"]] == [
        ("Reste d'un versement reçu en partie", 12_500_00)
    ]
    assert [one.late for one in [standing([support], TODAY)]] == [1]


def test_the_rest_of_a_payment_that_will_not_come_is_no_longer_awaited(own: Client, pole: Pole) -> None:
    support, row = short(pole)
    sent = {
        "version": support.version, "label": "Acompte", "due_on": row.due_on.isoformat(), "due_cents": "22 500",
        "received_on": row.received_on.isoformat(), "received_cents": "10 000", "no_rest": "on",
    }  # fmt: skip

    own.post(address(support, f"suivi/versements/{row.uid}/"), sent)

    row.refresh_from_db()
    assert (row.due_cents, row.received_cents) == (10_000_00, 10_000_00)
    assert "il manque" not in own.get(address(support)).content.decode()
    assert own.get("/poles/essai/financeurs/a-venir/").context["late"] == []


@pytest.mark.parametrize(
    ("facts", "noted", "missing"),
    [
        ({}, {}, 12_500_00),
        ({"granted_cents": None}, {}, 12_500_00),
        # The rest is noted as a payment of its own: it is counted once.
        ({"granted_cents": 22_500_00}, {"due_on": TODAY, "due_cents": 12_500_00}, None),
        ({"granted_cents": 22_500_00}, {"due_on": None, "received_on": TODAY, "received_cents": 12_000_00}, 500_00),
    ],
)
def test_the_rest_is_what_the_grant_has_left_at_most(
    pole: Pole, facts: dict[str, object], noted: dict[str, object], missing: int | None
) -> None:
    support, row = short(pole, **facts)
    if noted:
        make_receipt(support=support, **{"due_cents": None, **noted})

    assert missing_cents(support).get(row.pk) == missing


def test_a_sum_hoped_for_is_not_one_requested(own: Client, pole: Pole) -> None:
    support = make_support(pole=pole, state="planned", requested_cents=60_000_00)

    listed, page = (own.get(one).content.decode() for one in ("/poles/essai/financeurs/", address(support)))
    file = own.get("/poles/essai/financeurs/aides.csv").content.decode("utf-8-sig").splitlines()
    support.state = "requested"
    support.save()
    asked = own.get(address(support)).content.decode()

    row = dict(zip(file[0].split(";"), file[1].split(";"), strict=True))
    hoped = re.sub(r"<[^>]+>", "", listed).replace("\u00a0", " ").replace("\u202f", " ")
    assert "à demander : 60 000 €" in hoped
    assert "<dt>À demander</dt><dd>60\u202f000\u00a0€" in page
    assert "<dt>Demandé</dt><dd>60\u202f000\u00a0€" in asked
    assert (row["Montant à demander (€)"], row["Montant demandé (€)"]) == ("60000,00", "")
