"""A plan's spreadsheet beside a plan that lives on: conflicts, lines that went, confirmation, undoing, rights."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from essaim.apps.audit.models import Event
from essaim.apps.financing.actions.plan_sheets import (
    confirm_plan_sheet,
    discard_plan_sheet,
    forget_plan_sheets,
    take_plan_sheet,
    undo_plan_sheet,
)
from essaim.apps.financing.models import Plan, PlanLine
from essaim.apps.financing.plan_sheets.rows import plan_rows
from essaim.engine.errors import InvalidValue, UnreadableFile
from essaim.kit.errors import ChangedMeanwhile, NotAllowed
from tests.apps.financing.plan_sheets.scenes import (
    column,
    confirm,
    coordinator,
    edited,
    planned,
    take,
    two_year_plan,
    typed,
    whole,
    written,
)
from tests.factories import AT, make_pole, make_user
from tests.work_factories import make_plan, make_support

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return two_year_plan()


def test_a_line_that_is_not_in_the_file_stays_unless_it_is_ticked(plan: Plan) -> None:
    sheet = take(plan, edited(plan, lambda page: page.delete_rows(2)), "plan.xlsx")
    (gone,) = [row for row in planned(plan, sheet) if row.outcome == "gone"]

    with pytest.raises(InvalidValue):
        confirm(plan, sheet)
    confirm(plan, sheet, gone.choice)

    assert not plan.lines.filter(form_line="616").exists()
    assert plan.lines.count() == 3


def test_what_changed_on_the_site_since_is_not_undone_by_cells_that_were_not_touched(plan: Plan) -> None:
    content = written(plan, "csv")
    plan.lines.get(form_line="756").amounts.filter(year=1).update(planned_cents=9_000_00)
    Plan.objects.filter(pk=plan.pk).update(version=2)

    rows = planned(plan, take(plan, content))

    assert {row.outcome for row in rows} == {"same"}


def test_what_changed_on_both_sides_is_asked_and_never_written_unticked(plan: Plan) -> None:
    def change(page: Any) -> None:
        page.cell(3, column(page, "2027 prévu")).value = 45_000
        page.cell(3, column(page, "2028 prévu")).value = 46_000

    content = edited(plan, change)
    line = plan.lines.get(form_line="641")
    line.amounts.filter(year=1).update(planned_cents=39_000_00)
    Plan.objects.filter(pk=plan.pk).update(version=2)
    sheet = take(plan, content, "plan.xlsx")

    row = planned(plan, sheet)[1]
    confirm(plan, sheet)

    assert row.outcome == "conflict"
    assert dict(row.conflicts) == {"planned.1": (39_000_00, 45_000_00)}
    assert [one.planned_cents for one in line.amounts.all()] == [39_000_00, 46_000_00]


def test_a_conflict_that_is_ticked_is_written(plan: Plan) -> None:
    def change(page: Any) -> None:
        page.cell(3, column(page, "2027 prévu")).value = 45_000

    content = edited(plan, change)
    line = plan.lines.get(form_line="641")
    line.amounts.filter(year=1).update(planned_cents=39_000_00)
    Plan.objects.filter(pk=plan.pk).update(version=2)
    sheet = take(plan, content, "plan.xlsx")
    confirm(plan, sheet, planned(plan, sheet)[1].choice)

    assert line.amounts.get(year=1).planned_cents == 45_000_00


def test_a_line_taken_away_since_is_asked(plan: Plan) -> None:
    content = written(plan, "csv")
    plan.lines.get(form_line="616").delete()
    Plan.objects.filter(pk=plan.pk).update(version=2)

    rows = planned(plan, take(plan, content))

    assert [row.outcome for row in rows] == ["conflict", "same", "same", "same"]


def test_a_plan_that_changes_between_the_preview_and_the_confirmation_is_previewed_again(plan: Plan) -> None:
    sheet = typed(plan, "623;Affiches;;5")
    Plan.objects.filter(pk=plan.pk).update(version=7)

    with pytest.raises(ChangedMeanwhile):
        confirm_plan_sheet(sheet=sheet, ticked=(), seen_version=1, by=coordinator(plan), at=AT)

    assert plan.lines.count() == 4


def test_the_same_file_twice_does_not_add_its_lines_twice(plan: Plan) -> None:
    row = "623 Publicité, publication;Affiches;;120"
    confirm(plan, typed(plan, row))

    again = planned(plan, typed(plan, row))[0]

    assert again.outcome == "alike"


def test_a_row_copied_in_the_sheet_is_a_new_line(plan: Plan) -> None:
    def change(page: Any) -> None:
        for place, cell in enumerate(page[2], start=1):
            page.cell(6, place).value = cell.value
        page.cell(6, column(page, "2027 prévu")).value = 1

    rows = planned(plan, take(plan, edited(plan, change), "plan.xlsx"))

    assert [row.outcome for row in rows if row.kind == "lines"] == ["same"] * 4 + ["new"]
    assert "Copie de la rangée 2" in rows[4].sentence


def test_the_file_of_another_plan_adds_lines(plan: Plan) -> None:
    other = make_plan(pole=plan.pole, years=2)

    rows = planned(other, take(other, written(plan, "ods"), "plan.ods"))

    assert {row.outcome for row in rows} == {"new"}


def test_a_lasting_item_is_changed_and_added(plan: Plan) -> None:
    book = openpyxl.load_workbook(BytesIO(written(plan, "xlsx")))
    page = book["Besoins et ressources durables"]
    page.cell(2, 5).value = 100
    page.cell(3, 2).value, page.cell(3, 3).value, page.cell(3, 4).value = "emprunt", "Banque", 9_000
    target = BytesIO()
    book.save(target)

    confirm(plan, take(plan, target.getvalue(), "plan.xlsx"))

    assert [(one.kind, one.label, one.amounts) for one in plan.items.order_by("pk")] == [
        ("need", "Véhicule", [12_000_00, 100_00, 500_00]),
        ("resource", "Banque", [9_000_00, None, None]),
    ]


def test_an_import_is_one_event_and_is_undone_to_the_letter(plan: Plan) -> None:
    before = plan_rows(whole(plan))

    def change(page: Any) -> None:
        page.cell(3, column(page, "2027 prévu")).value = 1
        page.cell(2, column(page, "Note")).value = "autre"
        page.delete_rows(5)
        page.cell(5, column(page, "Ligne du formulaire")).value = "623"
        page.cell(5, column(page, "2027 prévu")).value = 7

    sheet = take(plan, edited(plan, change), "plan.xlsx")
    (gone,) = [row.choice for row in planned(plan, sheet) if row.outcome == "gone"]
    done = confirm(plan, sheet, gone)
    changed = plan_rows(whole(plan))
    undo_plan_sheet(sheet=done, by=coordinator(plan), at=AT)
    after = plan_rows(whole(plan))

    assert list(changed.lines) != list(before.lines)
    assert [dict(row) for row in after.lines] == [dict(row) for row in before.lines]
    assert plan.lines.get(form_line="616").note == "Devis\nde 2026"
    events = Event.objects.filter(object_type="plan").order_by("pk")
    assert list(events.values_list("action", flat=True)) == ["import_plan_sheet", "undo_plan_sheet"]


def test_an_import_is_not_undone_once_somebody_wrote_since(plan: Plan) -> None:
    done = confirm(plan, typed(plan, "623;Affiches;;120"))
    Plan.objects.filter(pk=plan.pk).update(version=9)

    with pytest.raises(ChangedMeanwhile):
        undo_plan_sheet(sheet=done, by=coordinator(plan), at=AT)


def test_an_adopted_plan_keeps_what_was_planned_and_takes_what_was_spent(plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(state="adopted")

    def change(page: Any) -> None:
        page.cell(2, column(page, "2027 réalisé")).value = 380
        page.cell(3, column(page, "2027 prévu")).value = 1

    rows = planned(plan, take(plan, edited(plan, change), "plan.xlsx"))

    assert [row.outcome for row in rows[:2]] == ["changed", "refused"]
    assert "le prévu ne change plus" in rows[1].sentence


def test_a_closed_plan_takes_no_file(plan: Plan) -> None:
    content = written(plan, "csv")
    Plan.objects.filter(pk=plan.pk).update(state="closed")

    with pytest.raises(InvalidValue):
        take(plan, content)


def test_a_line_that_a_support_pays_keeps_the_form_of_that_support(plan: Plan) -> None:
    support = make_support(funder=plan.lines.get(form_line="74-etat").funder, kind="cpo")
    PlanLine.objects.filter(plan=plan, form_line="74-etat").update(support=support)

    def change(page: Any) -> None:
        page.cell(4, column(page, "Forme de l'aide")).value = "leader"

    row = planned(plan, take(plan, edited(plan, change), "plan.xlsx"))[2]

    assert row.outcome == "refused"
    assert "suivi des financeurs" in row.sentence


def test_others_bring_nothing(plan: Plan) -> None:
    stranger = make_user(coordinator=make_pole().uid)
    sheet = typed(plan, "623;Affiches;;120")

    for refused in (
        lambda: take_plan_sheet(plan=whole(plan), content=b"x", file_name="a.csv", by=stranger, at=AT),
        lambda: confirm_plan_sheet(sheet=sheet, ticked=(), seen_version=1, by=stranger, at=AT),
        lambda: discard_plan_sheet(sheet=sheet, by=stranger, at=AT),
    ):
        with pytest.raises(NotAllowed):
            refused()

    assert plan.lines.count() == 4


def test_a_file_without_lines_of_a_plan_is_refused(plan: Plan) -> None:
    with pytest.raises(InvalidValue, match="Aucune feuille"):
        take(plan, b"Nom;Commune\nLa Ruche;Bourges\n")


def test_a_file_that_is_no_spreadsheet_is_refused(plan: Plan) -> None:
    with pytest.raises(UnreadableFile):
        take(plan, b"%PDF-1.7", "plan.ods")


def test_a_file_forgotten_too_long_is_not_written_and_goes(plan: Plan) -> None:
    sheet = typed(plan, "623;Affiches;;120")
    late = AT + timedelta(days=2)

    with pytest.raises(ChangedMeanwhile):
        confirm_plan_sheet(sheet=sheet, ticked=(), seen_version=1, by=coordinator(plan), at=late)

    assert forget_plan_sheets(at=late) == 1


def test_six_hundred_rows_are_read_and_the_plan_takes_three_hundred_lines(
    plan: Plan, django_assert_max_num_queries: Any
) -> None:
    sheet = typed(plan, *(f"623;Affiche {n};;{n}" for n in range(600)))

    with django_assert_max_num_queries(60):
        done = confirm(plan, sheet)

    assert plan.lines.count() == 300
    assert [entry["result"] for entry in done.report].count("refused") == 304


def test_more_than_six_hundred_rows_are_refused(plan: Plan) -> None:
    with pytest.raises(UnreadableFile, match="600 lignes"):
        typed(plan, *(f"623;Affiche {n};;{n}" for n in range(602)))
