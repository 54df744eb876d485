"""A workbook to fill, as XLSX."""

from __future__ import annotations

from typing import IO, Any

from essaim.tables.fillable import Cell, FillColumn, FillSheet, Formula, Reference, Workbook


def write_fillable_xlsx(book: Workbook, target: IO[bytes]) -> None:
    """Write the workbook."""
    import xlsxwriter  # only those who ask for a workbook pay for it

    settings = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(target, settings) as written:
        written.set_properties({"title": book.title, "comments": book.about})
        for sheet in book.sheets:
            _sheet(written, sheet)


def _sheet(book: Any, sheet: FillSheet) -> None:
    page = book.add_worksheet(sheet.title)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#DBE7E0"})
    faces = [_face(book, column, sheet.is_prose) for column in sheet.columns]
    start = 0
    if not sheet.is_prose:
        start = 1
        for place, column in enumerate(sheet.columns):
            page.write_string(0, place, column.title, head)
        page.freeze_panes(1, sheet.frozen)
        page.repeat_rows(0)
    for line, row in enumerate(sheet.rows, start=start):
        for place, cell in enumerate(row):
            _cell(page, (line, place), cell, faces[place])
    for place, column in enumerate(sheet.columns):
        # Whole columns carry their format: what is typed below looks like what is above.
        page.set_column(place, place, column.width, faces[place], {"hidden": column.is_hidden})
        last = len(sheet.rows) + sheet.spare
        if column.choices is not None and last:
            page.data_validation(1, place, last, place, _choices(column.choices))
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _face(book: Any, column: FillColumn, is_prose: bool) -> Any:
    look: dict[str, Any] = {"valign": "top"}
    if column.decimals is not None:
        look["num_format"] = "#,##0" + ("." + "0" * column.decimals if column.decimals else "")
    if column.is_quiet:
        look |= {"font_color": "#4A4A4A", "bg_color": "#F2F2F2"}
    if is_prose:
        look["text_wrap"] = True
    return book.add_format(look)


def _cell(page: Any, place: tuple[int, int], cell: Cell, face: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, Formula):
        page.write_formula(*place, f"={_text(cell)}", face, "" if cell.value is None else cell.value)
    elif isinstance(cell, str):
        page.write_string(*place, cell, face)
    else:
        page.write_number(*place, cell, face)


def _text(formula: Formula) -> str:
    named = {name: _address(part) for name, part in formula.parts.items()}
    return formula.text.format(**named).replace("|", ",")


def _address(part: Reference) -> str:
    sheet = "'" + part.sheet.replace("'", "''") + "'"
    return f"{sheet}!${part.letters}$2:${part.letters}${part.last}"


def _choices(part: Reference) -> dict[str, Any]:
    return {"validate": "list", "source": f"={_address(part)}", "ignore_blank": True, "error_type": "warning"}
