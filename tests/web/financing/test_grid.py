"""The entry grid: amounts as people type them, nothing lost, two people at once."""

import json
from typing import Any

import pytest
from django.test import Client
from tests.factories import make_pole, make_user
from tests.web.directory.test_listing import text
from tests.web.financing.scenes import balanced_plan, coordinated_pole
from tests.work_factories import make_plan, make_plan_line

from essaim.apps.financing.models import Plan, PlanAmount, PlanLine


def grid_of(plan: Plan, query: str = "") -> str:
    return f"{plan.get_absolute_url()}saisie/{query}"


@pytest.fixture
def line(visitor: Client) -> PlanLine:
    plan = make_plan(pole=coordinated_pole(visitor), years=2)
    return make_plan_line(100_00, None, plan=plan, label="Loyer", form_line="613")


def typed(line: PlanLine, *texts: str, seen: list[int | None] | None = None) -> dict[str, str]:
    """What a browser sends: each cell, and what the page said when it was read."""
    cells = {f"a-{line.uid}-{year}": text for year, text in enumerate(texts, start=1)}
    was = {str(year): cents for year, cents in enumerate(seen or [100_00, None], start=1)}
    return {**cells, "seen": json.dumps({line.uid: was})}


def planned(line: PlanLine) -> list[int | None]:
    return list(PlanAmount.objects.filter(line=line).values_list("planned_cents", flat=True))


@pytest.mark.parametrize("count", [1, 3])
def test_grid_asks_the_same_of_the_database_whatever_its_size(
    visitor: Client, django_assert_num_queries: Any, count: int
) -> None:
    plan = balanced_plan(coordinated_pole(visitor), count)

    with django_assert_num_queries(11):
        answer = visitor.get(grid_of(plan))

    assert answer.content.decode().count('inputmode="decimal"') == 10 * count


@pytest.mark.parametrize(
    ("text_typed", "cents"),
    [
        ("1234", 123_400),
        ("1 234,50 €", 123_450),
        ("1.234,50", 123_450),
        ("1,234.50", 123_450),
        ("1\u202f234,5", 123_450),
        ("\t1234.50 ", 123_450),
        ("0", 0),
        ("", None),
    ],
)
def test_amounts_are_read_however_they_are_typed(
    visitor: Client, line: PlanLine, text_typed: str, cents: int | None
) -> None:
    answer = visitor.post(grid_of(line.plan), typed(line, text_typed, ""))

    assert answer.status_code == 302
    assert planned(line)[0] == cents


@pytest.mark.parametrize("wrong", ["douze", "1.234", "-5", "1,2,3", "=12*3", "12 €/mois", "9" * 40])
def test_wrong_cell_says_why_and_nothing_typed_is_lost(visitor: Client, line: PlanLine, wrong: str) -> None:
    answer = visitor.post(grid_of(line.plan), typed(line, wrong, "77"))

    cells = answer.context["headings"][0].rows[0].cells
    assert planned(line) == [100_00, None]
    assert [cell.value for cell in cells] == [wrong, "77"]
    assert cells[0].wrong != ""
    assert "Rien n'est enregistré" in text(answer)


def test_years_left_blank_stay_unknown(visitor: Client, line: PlanLine) -> None:
    visitor.post(grid_of(line.plan), typed(line, "100,00", ""))

    assert planned(line) == [100_00, None]
    assert "Rien n'a changé" in text(visitor.get(grid_of(line.plan)))


def test_two_people_fill_two_cells_at_once(visitor: Client, line: PlanLine) -> None:
    visitor.post(grid_of(line.plan), typed(line, "200", ""))

    answer = visitor.post(grid_of(line.plan), typed(line, "100", "300"))

    assert answer.status_code == 302
    assert planned(line) == [200_00, 300_00]


def test_two_people_in_one_cell_read_what_the_other_wrote(visitor: Client, line: PlanLine) -> None:
    visitor.post(grid_of(line.plan), typed(line, "200", ""))

    answer = visitor.post(grid_of(line.plan), typed(line, "300", "400"))

    cells = answer.context["headings"][0].rows[0].cells
    assert answer.status_code == 409
    assert planned(line) == [200_00, None]
    assert [cell.value for cell in cells] == ["300", "400"]
    assert "200" in cells[0].other
    assert json.loads(answer.context["seen"]) == {line.uid: {"1": 200_00, "2": None}}


def test_second_attempt_after_a_conflict_is_kept(visitor: Client, line: PlanLine) -> None:
    visitor.post(grid_of(line.plan), typed(line, "200", ""))
    seen = visitor.post(grid_of(line.plan), typed(line, "300", "")).context["seen"]

    answer = visitor.post(grid_of(line.plan), {**typed(line, "300", ""), "seen": seen})

    assert answer.status_code == 302
    assert planned(line)[0] == 300_00


def test_line_removed_meanwhile_gives_back_what_was_typed(visitor: Client, line: PlanLine) -> None:
    make_plan_line(plan=line.plan, label="Autre")
    sent = typed(line, "512", "")
    line.delete()

    answer = visitor.post(grid_of(line.plan), sent)

    assert "« 512 » a été retirée entre-temps" in text(answer)


@pytest.mark.parametrize("seen", ["", "{", "[]", '{"x": 3}', '{"x": {"y": "z"}}'])
def test_page_that_does_not_say_what_it_showed_still_saves(visitor: Client, line: PlanLine, seen: str) -> None:
    answer = visitor.post(grid_of(line.plan), {**typed(line, "512", ""), "seen": seen})

    assert (answer.status_code, planned(line)) == (302, [512_00, None])


def test_other_stages_are_written_beside_what_was_planned(visitor: Client, line: PlanLine) -> None:
    visitor.post(grid_of(line.plan, "?etape=actual"), typed(line, "90", "", seen=[None, None]))

    row = PlanAmount.objects.get(line=line, year=1)
    assert (row.planned_cents, row.actual_cents) == (100_00, 90_00)


def test_adopted_plan_shows_what_was_planned_without_inputs(visitor: Client, line: PlanLine) -> None:
    Plan.objects.update(state="adopted")

    frozen = visitor.get(grid_of(line.plan, "?etape=planned"))
    refused = visitor.post(grid_of(line.plan, "?etape=planned"), typed(line, "5", ""))

    assert "Ces montants ne changent plus" in text(frozen)
    assert "le prévu ne change plus" in text(refused)
    assert planned(line) == [100_00, None]


def test_year_is_shown_alone_when_asked(visitor: Client, line: PlanLine) -> None:
    answer = visitor.get(grid_of(line.plan, "?annee=2"))

    assert answer.context["years"] == ["2028"]


def test_long_plan_is_written_a_year_at_a_time(visitor: Client) -> None:
    plan = make_plan(pole=coordinated_pole(visitor), years=5)
    PlanLine.objects.bulk_create(PlanLine(plan=plan, side="charge", form_line="613") for _number in range(81))

    answer = visitor.get(grid_of(plan))

    assert answer.content.decode().count('inputmode="decimal"') == 81
    assert "toutes les années" not in text(answer)


def test_stranger_writes_nothing(visitor: Client) -> None:
    line = make_plan_line(plan=make_plan(pole=make_pole()))
    visitor.force_login(make_user())

    answer = visitor.post(grid_of(line.plan), typed(line, "5"))

    assert (answer.status_code, planned(line)) == (403, [100_00])
