"""A plan whose spreadsheet goes out and comes back, for tests."""

from io import BytesIO
from typing import Any

import openpyxl

from essaim.apps.financing.actions.plan_sheets import confirm_plan_sheet, take_plan_sheet
from essaim.apps.financing.models import Plan, PlanSheet
from essaim.apps.financing.plan_sheets.comparing import PlannedRow, planned_rows
from essaim.apps.financing.plan_sheets.rows import plan_rows
from essaim.apps.financing.queries.funds import funders_of
from essaim.apps.financing.queries.plans import plan_by_uid
from essaim.tables.fillable_ods import write_fillable_ods
from essaim.tables.fillable_xlsx import write_fillable_xlsx
from essaim.tables.writing import write_to
from essaim.web.plan_files.sheets_book import SheetFacts, plan_book, plan_table
from tests.factories import AT, make_pole, make_user
from tests.work_factories import make_funder, make_long_term_item, make_plan, make_plan_line


def two_year_plan() -> Plan:
    """Two years: insurance (row 2 of its file), a salary (3), the State by tranches (4), dues (5); an investment."""
    pole = make_pole()
    plan = make_plan(pole=pole, years=2)
    make_plan_line(40_000_00, 41_000_50, plan=plan, form_line="641", label="=Salaire", analytic="coordination")
    make_plan_line(600_00, None, plan=plan, form_line="616", note="Devis\nde 2026", rhythm="yearly", month=3, delay=1)
    state = make_plan_line(
        30_000_00, 30_000_00, plan=plan, side="product", form_line="74-etat", rhythm="tranches",
        funder=make_funder(pole=pole, name="Préfecture"), support_kind="cpo",
    )  # fmt: skip
    state.tranches.create(month=3, share=5000)
    state.tranches.create(month=15, share=5000)
    state.amounts.filter(year=1).update(requested_cents=35_000_00, granted_cents=30_000_00)
    make_plan_line(10_600_00, 0, plan=plan, side="product", form_line="756", label="Cotisations")
    make_long_term_item(plan=plan, label="Véhicule", amounts=[12_000_00, None, 500_00])
    return plan


def whole(plan: Plan) -> Plan:
    found = plan_by_uid(plan.pole, plan.uid)
    assert found is not None
    return found


def written(plan: Plan, form: str) -> bytes:
    """The file that the site gives."""
    facts = SheetFacts(plan_rows(whole(plan)), plan.pole.name, list(funders_of(plan.pole)), AT.date())
    target = BytesIO()
    if form == "csv":
        write_to(plan_table(facts), "csv", target)
    else:
        (write_fillable_ods if form == "ods" else write_fillable_xlsx)(plan_book(facts), target)
    return target.getvalue()


def coordinator(plan: Plan) -> Any:
    return make_user(coordinator=plan.pole.uid)


def take(plan: Plan, content: bytes, name: str = "plan.csv") -> PlanSheet:
    return take_plan_sheet(plan=whole(plan), content=content, file_name=name, by=coordinator(plan), at=AT)


def typed(plan: Plan, *rows: str, header: str = "Ligne du formulaire;Intitulé;Financeur;2027 prévu") -> PlanSheet:
    """A sheet typed by hand."""
    return take(plan, "\n".join([header, *rows]).encode())


def planned(plan: Plan, sheet: PlanSheet) -> list[PlannedRow]:
    return planned_rows(sheet, whole(plan))


def confirm(plan: Plan, sheet: PlanSheet, *ticked: str) -> PlanSheet:
    return confirm_plan_sheet(
        sheet=sheet, ticked=ticked, seen_version=whole(plan).version, by=coordinator(plan), at=AT
    )  # fmt: skip


def edited(plan: Plan, change: Any) -> bytes:
    """The XLSX file of the site, after somebody changed its sheet of lines."""
    book = openpyxl.load_workbook(BytesIO(written(plan, "xlsx")))
    change(book["Plan"])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def column(page: Any, title: str) -> int:
    return [cell.value for cell in page[1]].index(title) + 1
