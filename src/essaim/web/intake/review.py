"""An import from its preview to its report: columns, lines, confirmation, undo."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.intake.actions import confirm_import, discard_import, match_columns, undo_import
from essaim.apps.intake.enums import Column, Outcome
from essaim.apps.intake.models import MemberImport
from essaim.apps.intake.queries import counted, import_by_uid, planned
from essaim.apps.intake.rules import can_import_members
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.kit.kept_sheets import SheetState
from essaim.kit.routes import must
from essaim.web.acting import acting

_SAMPLES = 3


def review(request: HttpRequest, uid: str) -> HttpResponse:
    """The preview of a pending import, or the report of one that is done; nothing is written before confirmation."""
    found = import_or_404(request, uid)
    refusal = ""
    if request.method == "POST":
        steps = {"match": _match, "confirm": _confirm, "undo": _undo, "discard": _discard}
        step = steps.get(request.POST.get("do", ""))
        try:
            return step(request, found) if step else redirect("import", uid=uid)
        except EssaimError as error:
            refusal = str(error)
            found = import_or_404(request, uid)
    if found.is_expired(timezone.now()):
        return render(request, "intake/expired.html", {"pole": found.pole}, status=410)
    page = _preview if found.state == SheetState.PENDING else _report
    return page(request, found, refusal)


def import_or_404(request: HttpRequest, uid: str) -> MemberImport:
    """The import of an address, for whoever may see it.

    Raises:
        Http404, PermissionDenied: there is none, or it is not theirs.
    """
    found = import_by_uid(uid)
    if found is None:
        raise Http404
    must(can_import_members(acting(request), found.pole))
    return found


def label(outcome: str) -> str:
    """What a line becomes, in words."""
    return str(Outcome(outcome).label)


def _preview(request: HttpRequest, found: MemberImport, refusal: str) -> HttpResponse:
    lines = planned(found)
    first = [cells for _line, cells in found.lines[:_SAMPLES]]
    columns = [
        (place, title, meaning, [cells[place] for cells in first if place < len(cells) and cells[place]])
        for place, (title, meaning) in enumerate(zip(found.header, found.matching, strict=True))
    ]
    shown = {
        "pole": found.pole,
        "import": found,
        "refusal": refusal,
        "columns": columns,
        "meanings": [("", _("ne pas lire cette colonne")), *Column.choices],
        "named": {"name", "persons"} & set(found.matching),
        "counts": [(label(key), n) for key, n in counted(line.outcome for line in lines)],
        "lines": [(line, label(line.outcome)) for line in lines],
        "good": sum(line.outcome in (Outcome.NEW, Outcome.KNOWN, Outcome.PERSONS) for line in lines),
        "doubts": sum(line.outcome == Outcome.DOUBT for line in lines),
    }
    return render(request, "intake/preview.html", shown)


def _report(request: HttpRequest, found: MemberImport, refusal: str) -> HttpResponse:
    shown = {
        "pole": found.pole,
        "import": found,
        "refusal": refusal,
        "counts": [(label(key), n) for key, n in counted(entry["outcome"] for entry in found.report)],
        "lines": [(entry, label(entry["outcome"])) for entry in found.report],
        "undoable": found.state == SheetState.DONE and any("membership" in entry for entry in found.report),
        "asked": request.GET.get("defaire") == "1",
    }
    return render(request, "intake/report.html", shown)


def _match(request: HttpRequest, found: MemberImport) -> HttpResponse:
    matching = [request.POST.get(f"column-{place}", "") for place in range(len(found.header))]
    match_columns(pending=found, matching=matching, by=acting(request), at=timezone.now())
    messages.success(request, _("Les colonnes sont lues autrement : voici le nouvel aperçu."))
    return redirect("import", uid=found.uid)


def _confirm(request: HttpRequest, found: MemberImport) -> HttpResponse:
    choices = {
        int(name.removeprefix("line-")): value
        for name, value in request.POST.items()
        if isinstance(value, str) and name.startswith("line-") and name[5:].isascii() and name[5:].isdigit()
    }
    confirm_import(pending=found, choices=choices, by=acting(request), at=timezone.now())
    messages.success(request, _("L'import est fait, le fichier oublié. Voici ce que chaque ligne est devenue."))
    return redirect("import", uid=found.uid)


def _undo(request: HttpRequest, found: MemberImport) -> HttpResponse:
    undo_import(done=found, by=acting(request), at=timezone.now())
    messages.success(request, _("L'import est défait ; ce qui est resté est dit ligne par ligne."))
    return redirect("import", uid=found.uid)


def _discard(request: HttpRequest, found: MemberImport) -> HttpResponse:
    discard_import(pending=found, by=acting(request), at=timezone.now())
    messages.success(request, _("Le fichier est oublié : rien n'est changé."))
    return redirect("import-members", slug=found.pole.slug)
