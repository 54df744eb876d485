"""Two people who write in the same second: one is kept, the other is told; sums never pass what they may not."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from essaim.apps.accounts.actions import grant_role
from essaim.apps.accounts.models import User
from essaim.apps.audit.actors import SEED
from essaim.apps.financing.actions.expense_sheets import confirm_expense_sheet, take_expense_sheet
from essaim.apps.financing.actions.expenses import put_expense
from essaim.apps.financing.actions.payments import put_claim, put_receipt
from essaim.apps.financing.models import Claim, Expense, ExpenseSheet, Receipt, Support
from essaim.apps.poles.models import Pole
from essaim.engine.errors import EssaimError
from tests.factories import AT, make_pole, make_user
from tests.work_factories import make_support

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time"),
]


def together(*writes: Callable[[], object]) -> list[str]:
    """What each write, begun at the same time in a connection of its own, was answered: "" or the class of refusal."""
    start, said = threading.Barrier(len(writes)), [""] * len(writes)

    def run(place: int, write: Callable[[], object]) -> None:
        start.wait(10)
        try:
            write()
        except EssaimError as refusal:
            said[place] = type(refusal).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, write)) for place, write in enumerate(writes)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    return sorted(said)


@pytest.fixture
def keepers() -> tuple[Pole, User, User]:
    pole = make_pole()
    users = make_user(), make_user()
    for user in users:
        grant_role(user=user, role="coordinator", key=pole.uid, by=SEED, at=AT)
    return pole, *users


@pytest.fixture
def support(keepers: tuple[Pole, User, User]) -> Support:
    return make_support(pole=keepers[0], state="granted", granted_cents=100_00, decided_on=date(2026, 1, 1))


def test_two_claims_never_pass_what_is_granted(keepers: tuple[Pole, User, User], support: Support) -> None:
    facts = {"claimed_on": date(2026, 3, 1), "cents": 60_00}

    def claimed(by: User) -> Callable[[], object]:
        given = Support.objects.get(pk=support.pk)
        return lambda: put_claim(
            support=given, claim=None, facts=facts, seen_version=given.version, by=by, at=AT
        )  # fmt: skip

    assert together(*(claimed(one) for one in keepers[1:])) == ["", "ChangedMeanwhile"]
    assert Claim.objects.count() == 1


def test_two_payments_never_pass_what_is_granted(keepers: tuple[Pole, User, User], support: Support) -> None:
    facts = {"received_on": date(2026, 3, 1), "received_cents": 60_00}

    def received(by: User) -> Callable[[], object]:
        given = Support.objects.get(pk=support.pk)
        return lambda: put_receipt(
            support=given, receipt=None, facts=facts, seen_version=given.version, by=by, at=AT
        )  # fmt: skip

    assert together(*(received(one) for one in keepers[1:])) == ["", "ChangedMeanwhile"]
    assert Receipt.objects.count() == 1


def test_one_piece_is_never_charged_twice(keepers: tuple[Pole, User, User]) -> None:
    pole, *users = keepers
    facts = {"on": date(2026, 3, 1), "label": "Loyer", "cents": 10_00, "supplier": "Foncière", "reference": "F-1"}

    def noted(by: User) -> Callable[[], object]:
        return lambda: put_expense(pole=pole, expense=None, facts=facts, seen_version=0, by=by, at=AT)

    assert together(*(noted(one) for one in users)) == ["", "InvalidValue"]
    assert Expense.objects.count() == 1


def test_one_file_confirmed_twice_is_noted_once(keepers: tuple[Pole, User, User]) -> None:
    pole, *users = keepers
    # Each line is charged for a part: twice, it would still hold in its piece.
    table = "Date;Objet;Montant;Imputé;Fournisseur;Numéro\n01/03/2026;Loyer;10;4;Foncière;F-1\n"
    sheets = [
        take_expense_sheet(pole=pole, content=table.encode(), file_name="a.csv", by=user, at=AT) for user in users
    ]

    def confirmed(sheet: ExpenseSheet, by: User) -> Callable[[], object]:
        return lambda: confirm_expense_sheet(sheet=sheet, by=by, at=AT)

    assert together(*(confirmed(*pair) for pair in zip(sheets, users, strict=True))) == ["", ""]
    assert Expense.objects.count() == 1
