"""The spreadsheet of a plan on its way back: handed over, previewed row by row, confirmed, undone."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from essaim.apps.financing.actions.plan_sheets import (
    confirm_plan_sheet,
    discard_plan_sheet,
    former_rows,
    take_plan_sheet,
    undo_plan_sheet,
)
from essaim.apps.financing.enums import PlanState
from essaim.apps.financing.models import Plan, PlanSheet
from essaim.apps.financing.plan_sheets.comparing import counted, is_of_another_plan, planned_rows
from essaim.apps.financing.plan_sheets.enums import RowOutcome, RowResult
from essaim.apps.financing.plan_sheets.reading import missing_years, other_years, unread_columns
from essaim.apps.financing.queries.plan_sheets import sheet_of, sheets_of
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.kit.errors import ChangedMeanwhile
from essaim.kit.forms import attempt
from essaim.kit.kept_sheets import KEPT_FOR, UNDONE_WITHIN, SheetState
from essaim.kit.numbers import typed_version
from essaim.web.acting import acting
from essaim.web.financing.access import own_plan
from essaim.web.financing.years import year_labels
from essaim.web.plan_files.sheets_out import KINDS, sheet_answer
from essaim.web.plan_files.sheets_rows import preview_rows
from essaim.web.sheet_file import SheetFileForm

_PAST = 5
TICK = "oui"


def bring(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """Hand over a spreadsheet of the plan; those already brought."""
    plan, label = own_plan(request, slug, uid), _("Tableau du plan")
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SheetFileForm(*given, label=label)
    if request.method == "POST" and form.is_valid():
        new = attempt(form, lambda: taken(request, plan, form), "file")
        if new is not None:
            return redirect("plan-sheet-brought", slug=slug, uid=uid, sheet=new.uid)
    shown = {
        "plan": plan,
        "tab": "plan-files",
        "form": form,
        "sheets": list(sheets_of(plan)[:_PAST]),
        "hours": int(KEPT_FOR.total_seconds() // 3600),
        "days": UNDONE_WITHIN.days,
        "is_closed": plan.state == PlanState.CLOSED,
    }
    return render(request, "plan_files/sheet_bring.html", shown)


def taken(request: HttpRequest, plan: Plan, form: SheetFileForm) -> PlanSheet:
    """The spreadsheet that a valid form holds, kept for a preview."""
    file = form.cleaned_data["file"]
    return take_plan_sheet(
        plan=plan, content=file.read(), file_name=file.name, by=acting(request), at=timezone.now()
    )  # fmt: skip


@never_cache
def brought(request: HttpRequest, slug: str, uid: str, sheet: str) -> HttpResponse:
    """The preview of a spreadsheet, or the report of one that is done; nothing is written before confirmation."""
    plan = own_plan(request, slug, uid)
    found = _sheet(plan, sheet)
    refusal = ""
    if request.method == "POST":
        try:
            return _STEPS.get(request.POST.get("do", ""), _again)(request, found)
        except ChangedMeanwhile as changed:
            refusal = f"{changed} " + _("L'aperçu ci-dessous est fait sur le plan d'à présent.")
        except EssaimError as error:
            refusal = str(error)
        plan = own_plan(request, slug, uid)
        found = _sheet(plan, sheet)
    if found.is_expired(timezone.now()):
        return render(request, "plan_files/sheet_expired.html", {"plan": plan, "tab": "plan-files"}, status=410)
    return (_preview if found.state == SheetState.PENDING else _report)(request, plan, found, refusal)


@never_cache
def former(request: HttpRequest, slug: str, uid: str, sheet: str, form: str) -> HttpResponseBase:
    """What the plan was before an import, as a spreadsheet."""
    plan = own_plan(request, slug, uid)
    found = _sheet(plan, sheet)
    if form not in KINDS or not found.former:
        raise Http404
    return sheet_answer(plan.pole, former_rows(found), form, f"plan-avant-{plan.pole.slug}")


def _sheet(plan: Plan, uid: str) -> PlanSheet:
    found = sheet_of(plan, uid)
    if found is None:
        raise Http404
    found.plan = plan
    return found


def _confirm(request: HttpRequest, found: PlanSheet) -> HttpResponse:
    confirm_plan_sheet(
        sheet=found, ticked=frozenset(request.POST.getlist(TICK)), by=acting(request), at=timezone.now(),
        seen_version=typed_version(request.POST.get("seen_version", "")),
    )  # fmt: skip
    messages.success(request, _("C'est fait, le fichier est oublié. Voici ce que chaque rangée est devenue."))
    return _again(request, found)


def _undo(request: HttpRequest, found: PlanSheet) -> HttpResponse:
    undo_plan_sheet(sheet=found, by=acting(request), at=timezone.now())
    messages.success(request, _("Le plan est de nouveau comme avant ce tableau."))
    return _again(request, found)


def _discard(request: HttpRequest, found: PlanSheet) -> HttpResponse:
    plan = found.plan
    discard_plan_sheet(sheet=found, by=acting(request), at=timezone.now())
    messages.success(request, _("Le fichier est oublié : rien n'est changé."))
    return redirect("plan-sheet-in", slug=plan.pole.slug, uid=plan.uid)


def _again(request: HttpRequest, found: PlanSheet) -> HttpResponse:
    return redirect("plan-sheet-brought", slug=found.plan.pole.slug, uid=found.plan.uid, sheet=found.uid)


_STEPS: dict[str, Callable[[HttpRequest, PlanSheet], HttpResponse]] = {
    "confirm": _confirm, "undo": _undo, "discard": _discard,
}  # fmt: skip


def _preview(request: HttpRequest, plan: Plan, found: PlanSheet, refusal: str) -> HttpResponse:
    rows, labels = planned_rows(found, plan), year_labels(plan)
    others = other_years(found.header, labels)
    shown = {
        "plan": plan,
        "tab": "plan-files",
        "sheet": found,
        "refusal": refusal,
        "counts": [(one.label, n) for one, n in counted(rows)],
        "rows": preview_rows([row for row in rows if row.outcome != RowOutcome.SAME], labels),
        "writes": any(row.outcome in (RowOutcome.NEW, RowOutcome.CHANGED) or row.choice for row in rows),
        "doubts": any(row.choice for row in rows),
        "tick": TICK,
        "is_other": is_of_another_plan(found, plan),
        "is_unmarked": not found.from_plan and any(row.uid for row in rows),
        "is_older": found.from_plan == plan.uid and found.from_version != plan.version,
        "unread": [title for title in unread_columns(found.header, labels) if title not in others],
        "other_years": others,
        "missing_years": missing_years(found.header, labels),
    }
    return render(request, "plan_files/sheet_preview.html", shown)


def _report(request: HttpRequest, plan: Plan, found: PlanSheet, refusal: str) -> HttpResponse:
    shown = {
        "plan": plan,
        "tab": "plan-files",
        "sheet": found,
        "refusal": refusal,
        "rows": [(entry, RowResult(entry["result"]).label) for entry in found.report],
        "is_undoable": found.state == SheetState.DONE and found.version_after == plan.version,
        "is_past": found.state == SheetState.DONE and found.version_after != plan.version,
        "forms": list(KINDS),
    }
    return render(request, "plan_files/sheet_report.html", shown)
