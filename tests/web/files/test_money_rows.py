"""What a pole's whole download says of its money, and to whom."""

import io
import zipfile

import pytest
from django.test import Client
from tests.factories import make_pole, make_user
from tests.web.financing.scenes import balanced_plan
from tests.work_factories import make_cash_scenario, make_claim, make_funder, make_plan_share, make_support

from essaim.apps.poles.models import Pole


def archive(visitor: Client, pole: Pole) -> dict[str, str]:
    content = visitor.get(f"/poles/{pole.slug}/donnees.zip").content
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        return {name: found.read(name).decode("utf-8-sig") for name in found.namelist() if name.startswith("budget/")}


@pytest.fixture
def pole(visitor: Client) -> Pole:
    pole = make_pole()
    plan = balanced_plan(pole)
    make_plan_share(plan=plan)
    make_cash_scenario(plan=plan)
    make_claim(support=make_support(funder=make_funder(pole=pole)))
    balanced_plan(make_pole())
    return pole


def test_its_own_people_take_their_plans_away(visitor: Client, pole: Pole) -> None:
    visitor.force_login(make_user(coordinator=pole.uid))

    found = archive(visitor, pole)

    # The header first; after a blank line, where the data come from.
    counts = {name: len(text.partition("\r\n\r\n")[0].splitlines()) - 1 for name, text in found.items()}
    assert counts["budget/plans.csv"] == 1
    assert counts["budget/lignes.csv"] == 5
    assert counts["budget/montants.csv"] == 10
    assert counts["budget/partages.csv"] == counts["budget/scenarios.csv"] == 1
    assert counts["budget/demandes-de-paiement.csv"] == 1


def test_an_administrator_takes_none(visitor: Client, pole: Pole) -> None:
    visitor.force_login(make_user(administrator=""))

    assert archive(visitor, pole) == {}
