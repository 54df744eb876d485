"""Long work of the directory: loading the register of establishments. Entry points: they may wait and tell the time."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from essaim.apps.jobs.registry import Progress, job_kind
from essaim.apps.poles.enums import RegisterWork
from essaim.engine.language import gettext as _
from essaim.kit.language import gettext_lazy
from essaim.tables import formats

_LIGHT = 1_000_000


@job_kind(RegisterWork.IMPORT, title=gettext_lazy("Import du registre des établissements"))
def import_files(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Import files that were handed over; they are erased whatever happens."""
    from essaim.apps.poles.incoming import drop_files, kept_files, require_room

    folder = str(arguments["folder"])
    try:
        paths = kept_files(folder, arguments["names"])
        require_room(sum(path.stat().st_size for path in paths))
        return _imported(paths, arguments, progress)
    finally:
        drop_files(folder)


@job_kind(RegisterWork.DOWNLOAD, title=gettext_lazy("Téléchargement et import du registre des établissements"))
def download_files(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Fetch the official files, resuming what was interrupted, then import them; they are erased once imported."""
    from essaim.apps.poles.incoming import require_room
    from essaim.engine.sources.connections import Waiting
    from essaim.engine.sources.fetch import fetch

    folder = Path(settings.HOME) / "official"
    fetched = fetch(
        folder,
        waiting=Waiting(sleep=time.sleep, clock=time.monotonic),
        extras=arguments["extras"],
        departements=arguments["departements"],
        base_url=settings.OFFICIAL_FILES or None,
        progress=_told(progress),
    )
    paths = [one.path for one in fetched]
    require_room(sum(path.stat().st_size for path in paths))
    result = _imported(paths, arguments, progress)
    # Of no more use once the version is made; kept until then, so that another try fetches nothing again.
    shutil.rmtree(folder, ignore_errors=True)
    return result


def _imported(paths: list[Path], arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    from essaim.apps.jobs.actors import WORKER
    from essaim.apps.poles.actions.register_keeping import note_import, version_in_use
    from essaim.engine.register import CoverageClaim, import_register
    from essaim.engine.territories import load_territories

    told = _told(progress)
    covers = arguments.get("covers", "")
    before = version_in_use()
    report = import_register(
        paths,
        territories=load_territories(told),
        at=timezone.now(),
        vintage=arguments.get("vintage") or None,
        source=arguments.get("source") or None,
        coverage=CoverageClaim.parse(covers) if covers else None,
        progress=told,
    )
    note_import(report=report, before=before, by=WORKER, at=timezone.now())
    source = report.info.source
    said = _(
        "Registre en usage : %(source)s, %(vintage)s. Établissements gardés : %(rows)s ; lignes refusées : %(no)s."
    )
    message = said % {
        "source": source.title, "vintage": source.vintage or _("date inconnue"),
        "rows": formats.number(report.info.rows), "no": formats.number(report.rejected_lines),
    }  # fmt: skip
    if source.synthetic:
        message = " ".join((message, _("Données SYNTHÉTIQUES.")))
    return {
        "message": message,
        "url": reverse("register-version", args=[report.version]),
        "label": _("Voir ce que le registre contient"),
        "version": report.version,
    }


def _told(progress: Progress) -> Any:
    """The engine's progress, written on the job; an order to stop comes back through it."""

    def told(label: str, done: int, total: int | None) -> None:
        if total and total > _LIGHT:
            # Bytes: shown in megabytes.
            progress.advance(done // _LIGHT, total // _LIGHT, _("%(label)s, en Mo") % {"label": label})
        else:
            progress.advance(done, total, label)

    return told
