"""Lines of a plan: added, corrected, paid when, taken away."""

from typing import Any

import pytest
from django.test import Client
from tests.factories import make_pole
from tests.web.directory.test_listing import text
from tests.web.financing.scenes import coordinated_pole
from tests.work_factories import make_funder, make_plan, make_plan_line, make_support

from essaim.apps.financing.models import Funder, Plan, PlanLine


@pytest.fixture
def plan(visitor: Client) -> Plan:
    return make_plan(pole=coordinated_pole(visitor), years=2)


def add(visitor: Client, plan: Plan, side: str, **typed: str) -> Any:
    return visitor.post(f"{plan.get_absolute_url()}lignes/ajouter/?cote={side}", typed)


def page_of(line: PlanLine, end: str = "") -> str:
    return f"{line.plan.get_absolute_url()}lignes/{line.uid}/{end}"


def test_charge_is_added_with_its_amounts(visitor: Client, plan: Plan) -> None:
    sent = {"form_line": "641", "label": "Salaire", "is_coordination": "on", "amount-1": "40 000", "amount-2": ""}

    answer = add(visitor, plan, "charge", **sent)

    line = PlanLine.objects.get()
    assert answer.headers["Location"] == f"{plan.get_absolute_url()}#l-{line.uid}"
    assert (line.side, line.form_line, line.analytic) == ("charge", "641", "coordination")
    assert [(one.year, one.planned_cents) for one in line.amounts.all()] == [(1, 40_000_00)]


def test_product_names_a_new_funder_and_takes_its_usual_calendar(visitor: Client, plan: Plan) -> None:
    add(visitor, plan, "product", form_line="74-etat", funder_name="Préfecture", support_kind="cpo")

    line, funder = PlanLine.objects.get(), Funder.objects.get()
    assert (line.side, line.funder, line.rhythm) == ("product", funder, "tranches")
    assert (funder.name, funder.kind, funder.is_public) == ("Préfecture", "state", True)
    assert sum(one.share for one in line.tranches.all()) == 10_000


def test_funder_already_known_is_not_written_twice(visitor: Client, plan: Plan) -> None:
    known = make_funder(pole=plan.pole, name="Préfecture")

    add(visitor, plan, "product", form_line="74-etat", funder_name="préfecture")

    assert (Funder.objects.get(), PlanLine.objects.get().funder) == (known, known)


def test_support_brings_its_funder(visitor: Client, plan: Plan) -> None:
    support = make_support(pole=plan.pole)

    add(visitor, plan, "product", form_line="74-etat", support=support.uid)

    assert PlanLine.objects.get().funder == support.funder


@pytest.mark.parametrize(
    ("planned", "granted", "filled"),
    [
        (("1000", ""), 900_00, [(1, 900_00)]),
        (("1000", "2000"), 3_000_00, [(1, 1_000_00), (2, 2_000_00)]),
        (("1000", "2000"), 2_500_00, [(1, None), (2, None)]),
    ],
)
def test_support_fills_what_was_granted_where_one_can_tell_the_year(
    visitor: Client, plan: Plan, planned: tuple[str, str], granted: int, filled: list[tuple[int, int | None]]
) -> None:
    support = make_support(pole=plan.pole, granted_cents=granted)
    amounts = {f"amount-{year}": text for year, text in enumerate(planned, start=1)}

    add(visitor, plan, "product", form_line="74-etat", support=support.uid, **amounts)

    rows = PlanLine.objects.get().amounts.all()
    assert [(one.year, one.granted_cents) for one in rows] == filled


def test_another_line_follows_when_asked(visitor: Client, plan: Plan) -> None:
    answer = add(visitor, plan, "product", form_line="756", then="again")

    assert answer.headers["Location"] == f"{plan.get_absolute_url()}lignes/ajouter/?cote=product"


@pytest.mark.parametrize(
    ("side", "typed", "said"),
    [
        ("charge", {"form_line": "756"}, "Sélectionnez un choix valide"),
        ("charge", {"form_line": "641", "amount-1": "mille"}, "n'est pas un nombre"),
        ("charge", {"form_line": ""}, "obligatoire"),
        ("charge", {"form_line": "641", "is_coordination": "on", "code": "x"}, "a déjà son code"),
        ("product", {"form_line": "756", "funder": "nobody"}, "Sélectionnez un choix valide"),
        ("product", {"form_line": "756", "amount-1": "99999999999999"}, "dix milliards"),
    ],
)
def test_line_that_cannot_be_is_refused(
    visitor: Client, plan: Plan, side: str, typed: dict[str, str], said: str
) -> None:
    answer = add(visitor, plan, side, **typed)

    assert PlanLine.objects.count() == 0
    assert said in text(answer)


def test_funder_of_another_pole_is_not_in_the_list(visitor: Client, plan: Plan) -> None:
    other = make_funder(pole=make_pole())

    add(visitor, plan, "product", form_line="756", funder=other.uid)

    assert PlanLine.objects.count() == 0


def edited(visitor: Client, address: str, **typed: Any) -> Any:
    seen = visitor.get(address).context["form"].initial
    return visitor.post(address, {"version": seen["version"], "seen": seen["seen"], **typed})


def test_line_is_corrected(visitor: Client, plan: Plan) -> None:
    line = make_plan_line(plan=plan, form_line="613")

    edited(visitor, page_of(line), form_line="616", label="Assurance du local", code="lieu")

    line.refresh_from_db()
    assert (line.form_line, line.label, line.analytic) == ("616", "Assurance du local", "lieu")


def test_line_of_an_adopted_plan_keeps_its_place_in_the_form(visitor: Client, plan: Plan) -> None:
    line = make_plan_line(plan=plan, form_line="613")
    Plan.objects.update(state="adopted")

    answer = edited(visitor, page_of(line), form_line="616", label="")

    assert "le prévu ne change plus" in text(answer)


def calendar(**more: str) -> dict[str, str]:
    return {"rhythm": "tranches", "month": "1", "delay": "0", "claim_every": "6", **more}


def test_payments_are_given_in_parts(visitor: Client, plan: Plan) -> None:
    line = make_plan_line(plan=plan)
    parts = {"tranche-month-1": "3", "tranche-share-1": "66,67", "tranche-month-2": "15", "tranche-share-2": "33.33 %"}

    edited(visitor, page_of(line, "calendrier/"), **calendar(**parts))

    line.refresh_from_db()
    assert line.rhythm == "tranches"
    assert [(one.month, one.share) for one in line.tranches.all()] == [(3, 6667), (15, 3333)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"tranche-month-1": "3", "tranche-share-1": "60"}, "ne font pas le montant entier"),
        ({"tranche-month-1": "3"}, "Un versement a un mois et une part"),
        ({}, "Dites quand chaque versement arrive"),
        ({"rhythm": "monthly", "delay": "70"}, "60"),
        ({"rhythm": "on_claim", "advance": "130"}, "de 0 à 100"),
        ({"rhythm": "never"}, "Sélectionnez un choix valide"),
    ],
)
def test_calendar_that_cannot_be_is_refused(visitor: Client, plan: Plan, typed: dict[str, str], said: str) -> None:
    line = make_plan_line(plan=plan)

    answer = edited(visitor, page_of(line, "calendrier/"), **calendar(**typed))

    line.refresh_from_db()
    assert said in text(answer)
    assert (line.rhythm, line.tranches.count()) == ("monthly", 0)


def test_usual_calendar_is_proposed_not_written(visitor: Client, plan: Plan) -> None:
    line = make_plan_line(plan=plan, side="product", form_line="74-europe", support_kind="leader")

    page = visitor.get(page_of(line, "calendrier/?forme=habituelle"))

    line.refresh_from_db()
    assert page.context["form"].initial["rhythm"] == "on_claim"
    assert line.rhythm == "monthly"


def test_line_is_removed_once_confirmed(visitor: Client, plan: Plan) -> None:
    line = make_plan_line(plan=plan)
    asked = visitor.get(page_of(line, "retirer/"))

    visitor.post(page_of(line, "retirer/"), {"seen_version": plan.version})

    assert "Retirer «" in text(asked)
    assert PlanLine.objects.count() == 0


def test_line_of_another_plan_is_not_found(visitor: Client, plan: Plan) -> None:
    other = make_plan_line()

    answer = visitor.get(f"{plan.get_absolute_url()}lignes/{other.uid}/")

    assert answer.status_code == 404
