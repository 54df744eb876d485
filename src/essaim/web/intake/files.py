"""Files of imports: the models to fill in, and the report of each line."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from essaim.apps.intake.enums import Column
from essaim.apps.intake.queries import planned
from essaim.engine.language import gettext as _
from essaim.kit.kept_sheets import SheetState
from essaim.tables.table import Column as TableColumn
from essaim.tables.table import Table
from essaim.tables.writing import write_to
from essaim.web.intake.review import import_or_404, label
from essaim.web.intake.upload import explanation

_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_EXAMPLES: list[dict[str, str]] = [
    {"name": "La Ruche (exemple à effacer)", "commune": "Romans-sur-Isère", "postal_code": "26100",
     "legal_form": "association", "legal_category": "9220", "circle": "fondateur", "since": "2012-06-25"},
    {"circle": "membre", "college": "habitants (exemple à effacer)", "persons": "12"},
]  # fmt: skip


def model(request: HttpRequest, form: str) -> HttpResponse:
    """An empty table with the columns that are read, and a second sheet that explains them."""
    writers = {"csv": _csv_model, "xlsx": _xlsx_model, "ods": _ods_model}
    if form not in writers:
        raise Http404
    return _answer(writers[form](), form, f"modele-membres.{form}")


def report(request: HttpRequest, uid: str, form: str) -> HttpResponse:
    """What each line becomes, or became."""
    found = import_or_404(request, uid)
    if form not in ("csv", "xlsx"):
        raise Http404
    rows: list[dict[str, Any]] = found.report
    if found.state == SheetState.PENDING:
        rows = [
            {
                "line": line.line,
                "name": line.name,
                "outcome": line.outcome,
                "sentence": line.sentence,
                "persons": (line.wanted.persons or None) if line.wanted else None,
            }
            for line in planned(found)
        ]
    table = Table(
        title=_("Import des membres : %(name)s") % {"name": found.pole.name},
        columns=(
            TableColumn("line", _("Ligne"), "int"),
            TableColumn("name", _("Nom")),
            TableColumn("persons", _("Personnes"), "int"),
            TableColumn("outcome", _("Ce qu'elle devient")),
            TableColumn("sentence", _("Remarque")),
        ),
        rows=[{**row, "outcome": label(row["outcome"])} for row in rows],
    )
    target = BytesIO()
    write_to(table, form, target)
    return _answer(target.getvalue(), form, f"import-{found.pole.slug}.{form}")


def _answer(content: bytes, form: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=_KINDS[form], headers=headers)


def _titles() -> list[str]:
    return [str(column.label) for column in Column]


def _example_rows() -> list[list[str]]:
    return [[row.get(str(column.value), "") for column in Column] for row in _EXAMPLES]


def _csv_model() -> bytes:
    lines = [_titles(), *_example_rows()]
    text = "\r\n".join(";".join(f'"{cell}"' if cell else "" for cell in row) for row in lines)
    return f"\ufeff{text}\r\n".encode()


def _xlsx_model() -> bytes:
    import xlsxwriter  # heavy, and only models need it here

    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("Membres"))
        bold, text, wrap = (book.add_format(f) for f in ({"bold": True}, {"num_format": "@"}, {"text_wrap": True}))
        # Text everywhere: a spreadsheet eats the zero that a SIRET or a postal code starts with.
        sheet.set_column(0, len(Column) - 1, 22, text)
        sheet.freeze_panes(1, 1)
        for line, row in enumerate([_titles(), *_example_rows()]):
            for place, cell in enumerate(row):
                sheet.write_string(line, place, cell, text if line else bold)
        help_sheet = book.add_worksheet(_("Explications"))
        help_sheet.set_column(0, 0, 32, bold)
        help_sheet.set_column(1, 1, 80, wrap)
        for line, column in enumerate(Column):
            help_sheet.write_string(line, 0, str(column.label))
            help_sheet.write_string(line, 1, explanation(column))
    return target.getvalue()


def _ods_model() -> bytes:
    from odfdo import Document, Row
    from odfdo import Table as Sheet  # heavy, and only models need it here

    document = Document("spreadsheet")
    document.body.clear()
    pages = {
        _("Membres"): [_titles(), *_example_rows()],
        _("Explications"): [[str(column.label), explanation(column)] for column in Column],
    }
    for name, rows in pages.items():
        sheet = Sheet(name)
        for cells in rows:
            row = Row()
            for place, cell in enumerate(cells):
                row.set_value(place, cell or None)
            sheet.append_row(row)
        document.body.append(sheet)
    target = BytesIO()
    document.save(target)
    return target.getvalue()
