"""All the cash cases of one large plan, beside the spreadsheet that people make of the same plan.

A report, never a test. A five-year plan of 200 lines and 20 funders; 24 cases: on time, six months late, 20 % refused,
without each funder, without any grant. The spreadsheet holds one row a line, one column a month, and one balance row a
case, all as formulas; LibreOffice opens it without a window, counts it and writes the balances, which must be equal to
the cent. Its own start-up, measured on an empty sheet, is told apart.

    ./run python -m bench.cash_plan
"""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter as letter

from essaim.engine.financing import Calendar, Funder, Plan, PlanLine, Rhythm, Side, Stage, Tranche
from essaim.engine.financing.cases import Case, all_cases
from essaim.engine.financing.cash import is_grant

LINES, FUNDERS, YEARS, LATE = 200, 20, 5, 6
# Amounts in whole months, quarters, halves and fifths: a spreadsheet then has no cent to round, and may agree.
STEP = 60_000
HALVES = Calendar(Rhythm.TRANCHES, tranches=(Tranche(3, 5_000), Tranche(10, 5_000)))
CALENDARS = (Calendar(), Calendar(Rhythm.QUARTERLY, month=2), Calendar(Rhythm.YEARLY, month=6), HALVES)
MONTHS = 12 * YEARS + LATE + 2  # the last quarter of a plan is paid in its tail
FIRST = 4  # columns before the months: kind, funder, factor


def main() -> None:
    """Count both ways, compare, print."""
    plan = made()
    ours = [timed(lambda: all_cases(plan)) for _round in range(5)]
    cases = ours[0][1]
    sys.stdout.write(f"engine, {len(cases)} cases: {1000 * min(seconds for seconds, _cases in ours):.0f} ms\n")
    with tempfile.TemporaryDirectory(prefix="essaim-bench-") as name:
        folder = Path(name)
        empty, full = folder / "empty.xlsx", folder / "plan.xlsx"
        Workbook().save(empty)
        write(plan, cases, full)
        count(empty)  # the first start makes its profile
        start = min(timed(lambda: count(empty))[0] for _round in range(3))
        whole = min(timed(lambda: count(full))[0] for _round in range(3))
        balances = read(full.with_suffix(".csv"), len(cases))
    sys.stdout.write(f"LibreOffice: {1000 * whole:.0f} ms, of which {1000 * start:.0f} ms to start on an empty sheet\n")
    for case, balance in zip(cases, balances, strict=True):
        if list(case.curve.balance[:MONTHS]) != balance[: len(case.curve.balance)]:
            raise SystemExit(f"not equal: {case.key}")
    sys.stdout.write(f"equal to the cent: {len(cases)} cases, {MONTHS} months\n")


def made() -> Plan:
    """The plan, the same each time."""
    rng = random.Random(2011)
    funders = tuple(Funder(f"f{place}", f"Funder {place}") for place in range(FUNDERS))
    lines = []
    for place in range(LINES):
        amounts = tuple(STEP * rng.randrange(1, 100) for _year in range(YEARS))
        calendar = CALENDARS[place % len(CALENDARS)]
        gives = place % 2 == 0
        lines.append(
            PlanLine(
                f"l{place}", Side.PRODUCT if gives else Side.CHARGE, "74-etat" if gives else "613", calendar=calendar,
                funder=f"f{place // 2 % FUNDERS}" if gives else "", amounts={Stage.PLANNED: amounts},
            )
        )  # fmt: skip
    return Plan(date(2027, 1, 1), YEARS, tuple(lines), funders, opening=5_000_000)


def write(plan: Plan, cases: tuple[Case, ...], target: Path) -> None:
    """One row a line with its months as formulas of its years, then one balance row a case."""
    book = Workbook()
    years, sheet = book.active, book.create_sheet("months")
    assert years is not None
    for row, line in enumerate(plan.lines, start=1):
        for year in range(YEARS):
            years.cell(row, year + 1, line.amount(year))
        sheet.cell(row, 1, "grant" if is_grant(line) else line.side.value)
        sheet.cell(row, 2, line.funder or "-")
        for month, formula in _months(line, row).items():
            sheet.cell(row, FIRST + month - 1, f"={formula}")
    for place, case in enumerate(cases, start=1):
        row = LINES + place
        for month in range(1, MONTHS + 1):
            before = f"{letter(FIRST + month - 2)}{row}" if month > 1 else str(plan.opening)
            sheet.cell(row, FIRST + month - 1, f"={before}{_net(case, month)}")
    book.save(target)


def _months(line: PlanLine, row: int) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for year in range(YEARS):
        cell = f"Sheet!{letter(year + 1)}{row}"
        for month, part in _parts(line.calendar):
            found.setdefault(12 * year + month, []).append(f"{cell}*{part}" if "/" not in part else f"{cell}{part}")
    return {month: "+".join(parts) for month, parts in found.items()}


def _parts(calendar: Calendar) -> list[tuple[int, str]]:
    match calendar.rhythm:
        case Rhythm.MONTHLY:
            return [(month, "/12") for month in range(1, 13)]
        case Rhythm.QUARTERLY:
            return [(calendar.month + 3 * quarter, "/4") for quarter in range(4)]
        case Rhythm.YEARLY:
            return [(calendar.month, "1")]
        case _:
            return [(one.month, "/2") for one in calendar.tranches]


def _net(case: Case, month: int) -> str:
    supposed = case.assumptions
    given = 0 if supposed.all_end else f"{10_000 - supposed.refused}/10000"
    come = month - supposed.late_months
    lost = "".join(f'-SUMIFS({_column(month)},$B$1:$B${LINES},"{key}")' for key in supposed.removed)
    grants = f'+SUMIFS({_column(come)},$A$1:$A${LINES},"grant")*{given}' if come > 0 else ""
    return f'{grants}{lost}-SUMIFS({_column(month)},$A$1:$A${LINES},"charge")'


def _column(month: int) -> str:
    name = letter(FIRST + month - 1)
    return f"{name}$1:{name}${LINES}"


def count(book: Path) -> None:
    """LibreOffice opens the book, counts it and writes its second sheet, or its only one."""
    sheet = 2 if book.stem == "plan" else 1
    form = f"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,{sheet}"
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{book.parent}/profile", "--convert-to", form]
    subprocess.run([*command, "--outdir", str(book.parent), str(book)], check=True, capture_output=True)
    for written in book.parent.glob(f"{book.stem}-*.csv"):
        written.rename(book.with_suffix(".csv"))


def read(file: Path, cases: int) -> list[list[int]]:
    """The balances that LibreOffice counted."""
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.reader(text))
    return [[round(float(cell)) for cell in row[FIRST - 1 : FIRST - 1 + MONTHS]] for row in rows[LINES : LINES + cases]]


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what ``work`` answers."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


if __name__ == "__main__":
    main()
