"""Closing a support of which something is still due: said, asked first, and told apart afterwards."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories import ADMIN, AT, make_pole, make_user
from tests.work_factories import make_receipt, make_report, make_support

from essaim.apps.accounts.actions import grant_role
from essaim.apps.financing.models import Support
from essaim.apps.poles.models import Pole

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
MAIN = '<a class="button" href="{}">'


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


def granted(pole: Pole, received: int) -> Support:
    support = make_support(pole=pole, state="granted", granted_cents=38_000_00, decided_on=date(2026, 1, 1))
    make_receipt(
        support=support, due_on=None, due_cents=None, received_on=date(2026, 2, 1), received_cents=received
    )  # fmt: skip
    return support


@pytest.mark.parametrize(("state", "kept"), [("ended", "non reçu : 26 600 €"), ("given_up", "non reçu : 26 600 €")])
def test_a_support_that_still_waits_is_closed_once_one_is_sure(own: Client, pole: Pole, state: str, kept: str) -> None:
    support = granted(pole, 11_400_00)
    make_receipt(support=support, label="", due_on=TODAY + timedelta(days=30), due_cents=16_000_00)
    make_report(support=support, title="Bilan")
    sent = {"version": support.version}

    def text(page: str) -> str:
        return page.replace("\u202f", " ").replace("\u00a0", " ").replace("&#x27;", "'")

    page = text(own.get(address(support)).content.decode())
    step = text(own.get(address(support, f"etat/{state}/")).content.decode())
    asked = text(own.post(address(support, f"etat/{state}/"), sent).content.decode())
    support.refresh_from_db()
    before = support.state
    own.post(address(support, f"etat/{state}/"), {**sent, "sure": "oui"})

    support.refresh_from_db()
    after = text(own.get(address(support)).content.decode())
    assert (before, support.state) == ("granted", state)
    for shown in (step, asked):
        assert "1 versement attendu (16 000 €)" in shown
        assert "26 600 € accordés et non reçus" in shown
        assert "« Bilan » à rendre le" in shown
    assert ("Tout est reçu et rendu" in page, MAIN.format(address(support, "etat/ended/")) in page) == (False, False)
    assert kept in after
    assert ("reste 0" in after, "attendu le" in after, "n'est plus attendu" in after) == (False, False, True)


def test_a_support_of_which_nothing_is_due_is_closed_at_once(own: Client, pole: Pole) -> None:
    support = granted(pole, 38_000_00)

    page = own.get(address(support)).content.decode()
    own.post(address(support, "etat/ended/"), {"version": support.version})

    support.refresh_from_db()
    assert support.state == "ended"
    assert MAIN.format(address(support, "etat/ended/")) + "Tout est reçu et rendu" in page
