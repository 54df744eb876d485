"""Expenses from a spreadsheet: a preview that writes nothing, then what each line became, and the way back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from essaim.apps.financing.actions.expense_sheets import (
    confirm_expense_sheet,
    discard_expense_sheet,
    take_expense_sheet,
    undo_expense_sheet,
)
from essaim.apps.financing.expense_columns import KEYS, column_label, guessed_columns
from essaim.apps.financing.expense_sheets_enums import ExpenseOutcome
from essaim.apps.financing.models import ExpenseSheet
from essaim.apps.financing.queries.expense_sheets import sheet_of, sheets_of
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.kit.forms import attempt
from essaim.kit.kept_sheets import KEPT_FOR, UNDONE_WITHIN, SheetState
from essaim.tables.formats import euros
from essaim.web.access import own_pole
from essaim.web.acting import acting
from essaim.web.sheet_file import SheetFileForm

_PAST = 5
_OURS = ("line_id", "id")  # what only our own files give


def bring(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand over a spreadsheet; those already brought."""
    pole = own_pole(request, slug)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SheetFileForm(*given, label=_("Tableau des dépenses"))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        new = attempt(
            form,
            lambda: take_expense_sheet(
                pole=pole, content=file.read(), file_name=file.name, by=acting(request), at=timezone.now()
            ),
            "file",
        )
        if new is not None:
            return redirect("expenses-sheet", slug=slug, uid=new.uid)
    shown = {
        "pole": pole, "form": form, "columns": [column_label(key) for key in KEYS if key not in _OURS],
        "sheets": list(sheets_of(pole)[:_PAST]), "hours": int(KEPT_FOR.total_seconds() // 3600),
        "days": UNDONE_WITHIN.days,
    }  # fmt: skip
    return render(request, "funds/expense_import.html", shown)


@never_cache
def sheet(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The preview of a spreadsheet, or the report of one that is done; nothing is written before confirmation."""
    pole = own_pole(request, slug)
    found, refusal = sheet_of(pole, uid), ""
    if found is None:
        raise Http404
    if request.method == "POST":
        try:
            return _STEPS.get(request.POST.get("do", ""), _again)(request, found)
        except EssaimError as error:
            refusal = str(error)
            found = sheet_of(pole, uid)
    if found is None or found.is_expired(timezone.now()):
        return render(request, "funds/expense_expired.html", {"pole": pole}, status=410)
    return (_preview if found.state == SheetState.PENDING else _report)(request, found, refusal)


def _confirm(request: HttpRequest, found: ExpenseSheet) -> HttpResponse:
    confirm_expense_sheet(sheet=found, by=acting(request), at=timezone.now())
    messages.success(request, _("C'est fait, le fichier est oublié. Voici ce que chaque ligne est devenue."))
    return _again(request, found)


def _undo(request: HttpRequest, found: ExpenseSheet) -> HttpResponse:
    undo_expense_sheet(sheet=found, by=acting(request), at=timezone.now())
    messages.success(request, _("L'import est défait ; ce qui est resté est dit ligne par ligne."))
    return _again(request, found)


def _discard(request: HttpRequest, found: ExpenseSheet) -> HttpResponse:
    discard_expense_sheet(sheet=found, by=acting(request), at=timezone.now())
    messages.success(request, _("Le fichier est oublié : rien n'est changé."))
    return redirect("expenses-import", slug=found.pole.slug)


def _again(request: HttpRequest, found: ExpenseSheet) -> HttpResponse:
    return redirect("expenses-sheet", slug=found.pole.slug, uid=found.uid)


_STEPS: dict[str, Callable[[HttpRequest, ExpenseSheet], HttpResponse]] = {
    "confirm": _confirm, "undo": _undo, "discard": _discard,
}  # fmt: skip


def _preview(request: HttpRequest, found: ExpenseSheet, refusal: str) -> HttpResponse:
    meanings = guessed_columns(found.header)
    shown = _told(found, refusal) | {
        "unread": [title for title, key in zip(found.header, meanings, strict=True) if title and not key],
        "writes": any(entry["outcome"] == ExpenseOutcome.NEW for entry in found.report),
    }  # fmt: skip
    return render(request, "funds/expense_preview.html", shown)


def _report(request: HttpRequest, found: ExpenseSheet, refusal: str) -> HttpResponse:
    noted = any(entry["outcome"] == ExpenseOutcome.NOTED for entry in found.report)
    shown = _told(found, refusal) | {"undoable": found.state == SheetState.DONE and noted}
    return render(request, "funds/expense_imported.html", shown)


def _told(found: ExpenseSheet, refusal: str) -> dict[str, Any]:
    counts = Counter(entry["outcome"] for entry in found.report)
    fine = [entry["cents"] for entry in found.report if entry["outcome"] in (ExpenseOutcome.NEW, ExpenseOutcome.NOTED)]
    return {
        "pole": found.pole, "sheet": found, "refusal": refusal, "sum": euros(sum(fine)),
        "counts": [(one.label, counts[one]) for one in ExpenseOutcome if counts[one]],
        "lines": [
            (entry, ExpenseOutcome(entry["outcome"]).label, "" if entry["cents"] is None else euros(entry["cents"]))
            for entry in found.report
        ],
    }  # fmt: skip
