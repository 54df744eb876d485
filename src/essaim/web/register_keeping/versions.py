"""The versions of the register: which serves, what each holds, what was rejected, which to use."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from essaim.apps.audit.queries import history_of
from essaim.apps.jobs.queries import worker_seen_at
from essaim.apps.jobs.registry import title_of
from essaim.apps.poles.actions.register_keeping import OFF, REGISTER, use_register
from essaim.apps.poles.queries.register_keeping import last_register_work, register_work
from essaim.apps.poles.register import opened_register
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.engine.register import ImportReport, attribute_labels, coverage_table, coverage_word, kept_imports
from essaim.engine.territories import load_territories
from essaim.tables import formats
from essaim.web.acting import acting


def overview(request: HttpRequest) -> HttpResponse:
    """What serves, what is being loaded, what is kept, how to load another."""
    kept = kept_imports()
    work, last = register_work(), last_register_work()
    shown = {
        "used": next((report for report, used in kept if used), None),
        "kept": [(report, used, _moment(report)) for report, used in reversed(kept)],
        "work": work,
        "title": title_of(work.kind) if work else "",
        "share": min(100, work.done * 100 // work.total) if work and work.total else None,
        "last": last,
        "last_title": title_of(last.kind) if last else "",
        "waits": work is not None and worker_seen_at() is None,
        "fetches": settings.OFFICIAL_FILES != OFF,
        "shared": settings.SHARES_STORE,
    }
    response = render(request, "register_keeping/overview.html", shown)
    response.headers["Cache-Control"] = "no-store"
    return response


def version(request: HttpRequest, version: str) -> HttpResponse:
    """Everything that an import did and knows; the coverage is laid on the territories for the one that serves."""
    report, used = _kept(version)
    lines = coverage_table(opened_register(), load_territories()) if used else []
    covered = [line for line in lines if line.whole or line.partial]
    shown = {
        "report": report,
        "used": used,
        "imported": _moment(report),
        "coverage": [(line, coverage_word(line)) for line in covered],
        "elsewhere": len(lines) - len(covered),
        "known": [(label, _share(report.info.known.get(key))) for key, label in attribute_labels().items()],
        "history": history_of(REGISTER, version)[:20],
        "busy": settings.SHARES_STORE or register_work() is not None,
    }
    return render(request, "register_keeping/version.html", shown)


def rejected(request: HttpRequest, version: str) -> HttpResponseBase:
    """The lines that were rejected, each with its reason, as a file."""
    report, _used = _kept(version)
    if report.rejected_file is None:
        raise Http404
    return FileResponse(
        report.rejected_file.open("rb"), as_attachment=True, filename=f"refusees-{version}.csv", content_type="text/csv"
    )


@require_POST
def use(request: HttpRequest, version: str) -> HttpResponse:
    """Put a version back in use."""
    _kept(version)
    try:
        report = use_register(version=version, by=acting(request), at=timezone.now())
    except EssaimError as refusal:
        messages.error(request, str(refusal))
        return redirect("register-keeping")
    said = {"source": report.info.source.title, "vintage": report.info.source.vintage}
    messages.success(request, _("Registre en usage : %(source)s, %(vintage)s.") % said)
    return redirect("register-keeping")


def _kept(version: str) -> tuple[ImportReport, bool]:
    found: Any = next(((report, used) for report, used in kept_imports() if report.version == version), None)
    if found is None:
        raise Http404
    report, used = found
    return report, used


def _share(known: float | None) -> str:
    return formats.unknown() if known is None else formats.percent(known)


def _moment(report: ImportReport) -> datetime:
    return datetime.fromisoformat(report.info.imported)
