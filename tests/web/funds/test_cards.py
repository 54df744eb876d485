"""On a phone the tables of money are cards: nothing is in a column that one has to pull."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.financing.scenes import coordinated_pole
from tests.work_factories import make_expense, make_receipt, make_support

pytestmark = pytest.mark.django_db


def tables(answer: Any) -> list[str]:
    return re.findall(r"<table.*?</table>", answer.content.decode(), re.S)


def test_tables_of_money_are_cards_on_a_phone(visitor: Client) -> None:
    pole = coordinated_pole(visitor)
    make_receipt(support=make_support(pole=pole, state="granted", granted_cents=100_00), due_on=date(2026, 1, 1))
    make_expense(pole=pole)
    here = f"/poles/{pole.slug}/financeurs/"
    file = SimpleUploadedFile("d.csv", b"Date;Objet;Montant\n31/03/2026;Loyer;12\n")

    shown = [
        *(visitor.get(here + rest) for rest in ("", "a-venir/", "depenses/")),
        visitor.post(f"{here}depenses/importer/", {"file": file}, follow=True),
    ]

    found = [table for answer in shown for table in tables(answer)]
    assert len(found) == 5
    for table in found:
        cells = re.findall(r"<td[^>]*>", table.partition("<tbody")[2])
        assert "cards-on-phone" in table
        assert cells
        assert all("data-label" in cell and 'role="cell"' in cell for cell in cells)
