"""Loading a register: files handed over, or the official ones fetched. The worker does it, its page follows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.jobs.models import Job
from essaim.apps.poles.actions.register_keeping import OFF, ask_download, ask_import
from essaim.apps.poles.incoming import drop_files, free_room, take_files
from essaim.apps.poles.queries.register_keeping import register_work
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.engine.sources.fetch import NEEDED
from essaim.engine.sources.official import official_base_url, official_files
from essaim.kit.forms import attempt
from essaim.kit.uploads import most_of
from essaim.web.acting import acting
from essaim.web.register_keeping.forms import DownloadForm, UploadForm


@dataclass(frozen=True, slots=True)
class Listed:
    """One official file, as shown before it is fetched."""

    title: str
    name: str
    publisher: str
    licence: str
    address: str
    needed: bool


def upload(request: HttpRequest) -> HttpResponse:
    """The form, then the work asked for."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        job = attempt(form, lambda: _take(request, form.cleaned_data))
        if job is not None:
            messages.success(request, _("Les fichiers sont reçus : l'import commence."))
            return redirect("job", uid=job.uid)
    shown = {
        "form": form,
        "work": register_work(),
        "free": free_room() / 1e9,
        "most": round(most_of(request) / 1e6),
    }
    return render(request, "register_keeping/upload.html", shown)


def download(request: HttpRequest) -> HttpResponse:
    """The official files, where they come from, then the work asked for."""
    form = DownloadForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given, extras = form.cleaned_data, form.extras()
        job = attempt(
            form,
            lambda: ask_download(
                departements=given["departements"], extras=extras, by=acting(request), at=timezone.now()
            ),
        )
        if job is not None:
            messages.success(request, _("Le téléchargement commence."))
            return redirect("job", uid=job.uid)
    off = settings.OFFICIAL_FILES == OFF
    base = "" if off else settings.OFFICIAL_FILES
    shown = {
        "form": form,
        "work": register_work(),
        "free": free_room() / 1e9,
        "off": off,
        "base": base or official_base_url(),
        "files": [
            Listed(one.title, one.name, one.publisher, one.licence, one.url(base or None), one.key in NEEDED)
            for one in official_files().values()
        ],
    }
    return render(request, "register_keeping/download.html", shown)


def _take(request: HttpRequest, given: dict[str, Any]) -> Job:
    folder, names = take_files(given["tables"])
    try:
        return ask_import(
            folder=folder, names=names, covers=given["covers"], vintage=given["vintage"], source=given["source"],
            by=acting(request), at=timezone.now(),
        )  # fmt: skip
    except EssaimError:
        drop_files(folder)
        raise
