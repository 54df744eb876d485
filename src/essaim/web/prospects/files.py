"""The board as a spreadsheet: taken away, and brought back with a preview, a report and its undoing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from essaim.apps.founding.actions.prospect_sheets import (
    REPLACE,
    confirm_prospect_sheet,
    discard_prospect_sheet,
    take_prospect_sheet,
    undo_prospect_sheet,
)
from essaim.apps.founding.enums import LineOutcome, ProspectState
from essaim.apps.founding.models import Founding, Prospect, ProspectSheet
from essaim.apps.founding.prospect_columns import KEYS, PERSONAL, column_label, guessed_columns
from essaim.apps.founding.queries.prospect_sheets import (
    PlannedLine,
    counted_lines,
    planned_lines,
    sheets_of,
)
from essaim.apps.founding.queries.prospects import prospect_list, sheet_by_uid
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.kit.forms import attempt
from essaim.kit.kept_sheets import KEPT_FOR, UNDONE_WITHIN, SheetState
from essaim.tables.table import Column, Table
from essaim.tables.writing import write_to
from essaim.web.acting import acting
from essaim.web.documents.answers import at_once
from essaim.web.lists import as_given
from essaim.web.organisations import wording
from essaim.web.prospects.asking import Card, Wording, asked_board, asked_founding, words_for
from essaim.web.sheet_file import SheetFileForm

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_PAST = 5
_REPLACE, _DIGITS = "replace-", 7


@never_cache
def file(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """The prospects that answer, as a spreadsheet; persons' coordinates only when they are asked for."""
    founding, today = asked_founding(request, slug), timezone.localdate()
    if form not in KINDS:
        raise Http404
    words, personal = words_for(founding, today), request.GET.get("personnes") == "oui"
    keys = (*KEYS, *(PERSONAL if personal else ()))
    found = prospect_list(founding, asked_board(request), today)
    notes = [_("Prospects du pôle en préparation « %(name)s ».") % {"name": founding.pole.name}]
    if personal:
        notes.append(_("Ce fichier contient des coordonnées de personnes : effacez-le dès qu'il ne sert plus."))
    table = Table(
        title=_("Prospects"),
        columns=tuple(Column(key, column_label(key), "code" if key == "siret" else "text") for key in keys),
        rows=[_row(words.card(one), keys) for one in found],
        notes=tuple(notes),
    )
    target = BytesIO()
    write_to(as_given(table), form, target)
    return at_once(target.getvalue(), KINDS[form], f"prospects-{founding.pole.slug}.{form}")


def bring(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand over a spreadsheet; those already brought."""
    founding = asked_founding(request, slug)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = SheetFileForm(*given, label=_("Tableau des prospects"))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        new = attempt(
            form,
            lambda: take_prospect_sheet(
                founding=founding, content=file.read(), file_name=file.name, by=acting(request), at=timezone.now()
            ),
            "file",
        )
        if new is not None:
            return redirect("prospects-sheet", slug=slug, uid=new.uid)
    shown = {
        "founding": founding,
        "form": form,
        "sheets": list(sheets_of(founding)[:_PAST]),
        "columns": [column_label(key) for key in (*KEYS, *PERSONAL)],
        "hours": int(KEPT_FOR.total_seconds() // 3600),
        "days": UNDONE_WITHIN.days,
    }
    return render(request, "prospects/import.html", shown)


@never_cache
def sheet(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The preview of a spreadsheet, or the report of one that is done; nothing is written before confirmation."""
    founding = asked_founding(request, slug)
    found = sheet_by_uid(founding, uid)
    if found is None:
        raise Http404
    found.founding = founding
    refusal = ""
    if request.method == "POST":
        try:
            return _STEPS.get(request.POST.get("do", ""), _nothing)(request, found)
        except EssaimError as error:
            refusal = str(error)
            found.refresh_from_db()
            found.founding = founding
    if found.is_expired(timezone.now()):
        return render(request, "prospects/expired.html", {"founding": founding}, status=410)
    return (_preview if found.state == SheetState.PENDING else _report)(request, founding, found, refusal)


def _confirm(request: HttpRequest, found: ProspectSheet) -> HttpResponse:
    lines = [name.removeprefix(_REPLACE) for name in request.POST if name.startswith(_REPLACE)]
    choices = {int(line): REPLACE for line in lines if line.isascii() and line.isdigit() and len(line) <= _DIGITS}
    confirm_prospect_sheet(sheet=found, choices=choices, by=acting(request), at=timezone.now())
    messages.success(request, _("C'est fait, le fichier est oublié. Voici ce que chaque ligne est devenue."))
    return redirect("prospects-sheet", slug=found.founding.pole.slug, uid=found.uid)


def _undo(request: HttpRequest, found: ProspectSheet) -> HttpResponse:
    undo_prospect_sheet(sheet=found, by=acting(request), at=timezone.now())
    messages.success(request, _("L'import est défait ; ce qui est resté est dit ligne par ligne."))
    return redirect("prospects-sheet", slug=found.founding.pole.slug, uid=found.uid)


def _discard(request: HttpRequest, found: ProspectSheet) -> HttpResponse:
    discard_prospect_sheet(sheet=found, by=acting(request), at=timezone.now())
    messages.success(request, _("Le fichier est oublié : rien n'est changé."))
    return redirect("prospects-import", slug=found.founding.pole.slug)


def _nothing(request: HttpRequest, found: ProspectSheet) -> HttpResponse:
    return redirect("prospects-sheet", slug=found.founding.pole.slug, uid=found.uid)


_STEPS: dict[str, Callable[[HttpRequest, ProspectSheet], HttpResponse]] = {
    "confirm": _confirm, "undo": _undo, "discard": _discard,
}  # fmt: skip


def _preview(request: HttpRequest, founding: Founding, found: ProspectSheet, refusal: str) -> HttpResponse:
    words, lines = words_for(founding, timezone.localdate()), planned_lines(found)
    meanings = guessed_columns(found.header)
    shown = {
        "founding": founding,
        "sheet": found,
        "refusal": refusal,
        "unread": [title for title, key in zip(found.header, meanings, strict=True) if title and not key],
        "counts": counted_lines(one.outcome for one in lines),
        "lines": [(one, LineOutcome(one.outcome).label, _details(one, words)) for one in lines],
        "good": sum(one.outcome in (LineOutcome.NEW, LineOutcome.FILLED) for one in lines),
        "doubts": sum(one.outcome == LineOutcome.DIFFERS for one in lines),
    }
    return render(request, "prospects/preview.html", shown)


def _report(request: HttpRequest, founding: Founding, found: ProspectSheet, refusal: str) -> HttpResponse:
    shown = {
        "founding": founding,
        "sheet": found,
        "refusal": refusal,
        "counts": counted_lines(entry["outcome"] for entry in found.report),
        "lines": [(entry, LineOutcome(entry["outcome"]).label) for entry in found.report],
        "undoable": found.state == SheetState.DONE and any("version" in entry for entry in found.report),
    }
    return render(request, "prospects/report.html", shown)


def _details(one: PlannedLine, words: Wording) -> list[str]:
    """What a line fills, and where it says otherwise, in words."""
    found = []
    fills = [column_label("contact_name" if key == "contact" else key) for key in one.fills]
    if fills:
        found.append(_("Complète : %(columns)s.") % {"columns": ", ".join(fills)})
    for key, (now, new) in one.differs.items():
        told = {"column": column_label(key), "now": _said(key, now, words), "new": _said(key, new, words)}
        found.append(_("%(column)s : le tableau dit « %(now)s », le fichier « %(new)s ».") % told)
    return found


def _said(key: str, value: object, words: Wording) -> str:
    return _cell(words.card(Prospect(**{key: value})), key)


def _row(card: Card, keys: Sequence[str]) -> dict[str, str]:
    return {key: _cell(card, key) for key in keys}


def _cell(card: Card, key: str) -> str:
    """A value as people read it in a cell, and as it is read again."""
    one = card.prospect
    if key == "commune":
        return f"{card.where} ({one.commune})" if one.commune else ""
    if key == "next_on":
        return f"{one.next_on:%d/%m/%Y}" if one.next_on else ""
    told = {"family": wording.family(one.family) if one.family else "", "role": card.role, "in_charge": card.in_charge}
    if key == "state":
        return str(ProspectState(one.state).label)
    return told[key] if key in told else str(getattr(one, key) or "")
