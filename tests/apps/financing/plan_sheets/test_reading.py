"""A plan's spreadsheet that comes back: what each row says, what is refused and how."""

from typing import Any

import pytest

from essaim.apps.financing.models import Plan
from tests.apps.financing.plan_sheets.scenes import (
    column,
    confirm,
    edited,
    planned,
    take,
    two_year_plan,
    typed,
    written,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return two_year_plan()


@pytest.mark.parametrize("form", ["ods", "xlsx", "csv"])
def test_the_file_of_the_site_changes_nothing_when_it_comes_back(plan: Plan, form: str) -> None:
    sheet = take(plan, written(plan, form), f"plan.{form}")

    rows = planned(plan, sheet)

    assert {row.outcome for row in rows} == {"same"}
    assert len(rows) == (4 if form == "csv" else 5)


def test_a_changed_amount_is_said_then_written(plan: Plan) -> None:
    def change(page: Any) -> None:
        page.cell(3, column(page, "2027 prévu")).value = "42 000,50 €"

    sheet = take(plan, edited(plan, change), "plan.xlsx")
    row = planned(plan, sheet)[1]
    confirm(plan, sheet)

    assert (row.outcome, dict(row.changes)) == ("changed", {"planned.1": (40_000_00, 42_000_50)})
    assert plan.lines.get(form_line="641").amounts.get(year=1).planned_cents == 42_000_50


@pytest.mark.parametrize(
    ("text", "cents"),
    [("1 234,50 €", 1234_50), ("1.234,50", 1234_50), ("1234", 1234_00), ("1\u202f234,5", 1234_50), ("0", 0), ("", None),
     ("non renseigné", None)],
)  # fmt: skip
def test_amounts_as_people_type_them(plan: Plan, text: str, cents: int | None) -> None:
    sheet = typed(plan, f"623 Publicité, publication;Affiches;;{text}")

    row = planned(plan, sheet)[0]

    assert (row.outcome, row.said["planned.1"]) == ("new", cents)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("623 Publicité, publication;x;;1.234", "peut se lire de deux façons"),
        ("623 Publicité, publication;x;;douze", "n'est pas un nombre"),
        ("623 Publicité, publication;x;;-5", "n'est pas négatif"),
        ("623 Publicité, publication;x;;99999999999999", "dix milliards"),
        ("632 Publicité;x;;5", "n'est pas une ligne du formulaire"),
        ("74;x;;5", "plusieurs lignes du formulaire"),
        (";Affiches;;5", "Écrivez la ligne du formulaire"),
        ("641;Salaire;Préfecture;5", "Une charge n'a pas de financeur"),
        ("641;" + "a" * 201 + ";;5", "trop longue"),
    ],
)
def test_a_bad_row_is_refused_with_its_number_and_the_good_ones_are_kept(plan: Plan, row: str, said: str) -> None:
    sheet = typed(plan, row, "623 Publicité, publication;Affiches;;120")

    bad, good = planned(plan, sheet)

    assert (bad.number, bad.outcome) == (2, "refused")
    assert said in bad.sentence
    assert (good.number, good.outcome) == (3, "new")


@pytest.mark.parametrize(
    ("text", "near"),
    [("Remuneration du personel", "641 Rémunération des personnels"), ("6232 Foires", "623 Publicité, publication")],
)
def test_the_nearest_line_of_the_form_is_named(plan: Plan, text: str, near: str) -> None:
    sheet = typed(plan, f"{text};x;;5")

    row = planned(plan, sheet)[0]

    assert f"« {near} »" in row.sentence


@pytest.mark.parametrize("name", ["641", "641 Rémunération des personnels", "remuneration des personnels", "Pay"])
def test_a_line_of_the_form_has_several_names(plan: Plan, name: str) -> None:
    sheet = typed(plan, f"{name};x;;5")

    assert planned(plan, sheet)[0].said["form_line"] == "641"


@pytest.mark.parametrize(
    ("header", "cell", "said"),
    [
        ("Versements", "3:50 %; 9:30 %", "ne fait pas 100"),
        ("Mois", "13", "de 1 à 12"),
        ("Mois", "mars", "n'est pas un nombre"),
        ("Rythme", "mensuelle", "Rythme : « mensuelle » n'est pas connu"),
        ("Côté", "produit", "de l'autre côté du budget"),
        ("Délai (mois)", "1,5", "un nombre entier de 0 à 60"),
    ],
)
def test_other_cells_are_refused_with_what_to_write(plan: Plan, header: str, cell: str, said: str) -> None:
    sheet = typed(plan, f"641;5;{cell}", header=f"Ligne du formulaire;2027 prévu;{header}")

    row = planned(plan, sheet)[0]

    assert row.outcome == "refused"
    assert said in row.sentence


def test_tranches_are_read(plan: Plan) -> None:
    sheet = typed(
        plan, "74-region;5;3:50 %; 9:33,33 %; 15:16,67 %".replace("; ", "/"),
        header="Ligne du formulaire;2027 prévu;Versements",
    )  # fmt: skip

    said = planned(plan, sheet)[0].said

    assert (said["rhythm"], said["tranches"]) == ("tranches", [[3, 5000], [9, 3333], [15, 1667]])


def test_a_new_funder_is_added_and_a_known_one_found(plan: Plan) -> None:
    sheet = typed(plan, "74-region;;Région Centre;5", "74-etat;;préfecture;7")
    confirm(plan, sheet)

    names = [line.funder.name for line in plan.lines.filter(label="", form_line__startswith="74").order_by("pk")[1:]
             if line.funder]  # fmt: skip

    assert names == ["Région Centre", "Préfecture"]


def test_a_kind_of_support_proposes_how_it_is_paid(plan: Plan) -> None:
    sheet = typed(plan, "74-europe;5;leader", header="Ligne du formulaire;2027 prévu;Forme de l'aide")

    assert planned(plan, sheet)[0].said["rhythm"] == "on_claim"
