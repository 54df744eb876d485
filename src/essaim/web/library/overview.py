"""The models that somebody writes, and the page of a draft: what is written, what is left, publishing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.library import actions
from essaim.apps.library.models import ModelVersion, WrittenModel
from essaim.apps.library.queries import draft_of, latest_published, models_kept_by, shelved_version
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext
from essaim.engine.patterns import as_toml
from essaim.kit.forms import attempt
from essaim.kit.language import gettext_lazy as _
from essaim.web.acting import acting, person
from essaim.web.documents.answers import at_once
from essaim.web.library.drafts import Draft, kept_draft, kept_model, problems_in_draft
from essaim.web.library.page import sheet
from essaim.web.library.parts import Part, parts, problems_in, rows_of


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the draft: how many rows it has, how many things are to be corrected."""

    part: Part
    count: int | None
    is_blank: bool
    problems: int


class ReasonForm(forms.Form):
    """Why a version is withdrawn."""

    reason = forms.CharField(
        label=_("Pourquoi cette version est retirée"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


def kept(request: HttpRequest) -> HttpResponse:
    """The models that whoever asks may write on."""
    models = models_kept_by(person(request))
    rows = [(model, _name(model), draft_of(model), latest_published(model)) for model in models]
    return render(request, "library/kept.html", {"section": "models", "rows": rows})


def overview(request: HttpRequest, key: str) -> HttpResponse:
    """A model that is kept: its draft part by part, its versions."""
    model = kept_model(request, key)
    version = draft_of(model)
    shown: dict[str, Any] = {
        "section": "models",
        "model": model,
        "name": _name(model),
        "versions": [one for one in model.versions.all() if one != version],
        "version": version,
        "in_force": latest_published(model),
    }
    if version is not None:
        draft = Draft(model, version)
        shown |= {"draft": draft, **_progress(draft)}
    return render(request, "library/overview.html", shown)


def preview(request: HttpRequest, key: str) -> HttpResponse:
    """The draft as it will read once published; it must be whole."""
    draft = kept_draft(request, key)
    if problems_in_draft(draft):
        messages.warning(request, gettext("L'aperçu sera possible quand il n'y aura plus rien à corriger."))
        return redirect("model-edit", key=key)
    shown = {"section": "models", "draft": draft, **sheet(shelved_version(draft.version))}
    return render(request, "library/preview.html", shown)


def draft_toml(request: HttpRequest, key: str) -> HttpResponse:
    """The draft as a file, incomplete or not."""
    draft = kept_draft(request, key)
    content = as_toml(draft.version.content).encode()
    return at_once(content, "application/toml; charset=utf-8", f"{key}-brouillon.toml")


def publish(request: HttpRequest, key: str) -> HttpResponse:
    """Make the draft public: a question first, with what it will mean."""
    draft = kept_draft(request, key)
    if request.method != "POST":
        return render(request, "library/publish.html", {"section": "models", "draft": draft, **_progress(draft)})
    try:
        version = actions.publish(version=draft.version, seen=_seen(request), by=acting(request), at=timezone.now())
    except EssaimError as refusal:
        messages.error(request, str(refusal))
        return redirect("model-edit", key=key)
    messages.success(request, gettext("La version %(n)s est publiée.") % {"n": version.number})
    return redirect("model", key=key)


def open_version(request: HttpRequest, key: str) -> HttpResponse:
    """Begin the next version, from the latest one."""
    model = kept_model(request, key)
    if request.method == "POST":
        try:
            actions.open_version(model=model, by=acting(request), at=timezone.now())
            messages.success(request, gettext("Une nouvelle version est ouverte : elle reprend la précédente."))
        except EssaimError as refusal:
            messages.warning(request, str(refusal))
    return redirect("model-edit", key=key)


def discard(request: HttpRequest, key: str) -> HttpResponse:
    """Give the draft up, after a question."""
    draft = kept_draft(request, key)
    if request.method != "POST":
        return render(request, "library/discard.html", {"section": "models", "draft": draft})
    try:
        stays = actions.discard_draft(version=draft.version, seen=_seen(request), by=acting(request), at=timezone.now())
    except EssaimError as refusal:
        messages.error(request, str(refusal))
        return redirect("model-edit", key=key)
    messages.success(request, gettext("Le brouillon est abandonné."))
    return redirect("model-edit", key=key) if stays else redirect("models-kept")


def withdraw(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Take a published version out of the library, with the reason."""
    model = kept_model(request, key)
    version = _version(model, number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: actions.withdraw(
                version=version, reason=form.cleaned_data["reason"], by=acting(request), at=timezone.now()
            ),
            "reason",
        )
        if done is not None:
            messages.success(request, gettext("La version %(n)s est retirée.") % {"n": number})
            return redirect("model-edit", key=key)
    return render(request, "library/withdraw.html", {"section": "models", "version": version, "form": form})


def _name(model: WrittenModel) -> str:
    """The title of the latest version."""
    latest = next(iter(model.versions.all()), None)
    return latest.title if latest else model.key


def _version(model: WrittenModel, number: int) -> ModelVersion:
    found = next((one for one in model.versions.all() if one.number == number), None)
    if found is None:
        raise Http404
    return found


def _progress(draft: Draft) -> dict[str, Any]:
    problems, data = problems_in_draft(draft), draft.data
    steps = []
    for part in parts():
        if part.kind == "reason" and not draft.version.needs_a_reason:
            continue
        count = len(rows_of(data, part.table)) if part.kind == "rows" else None
        blank = not count if count is not None else not any(data.get(name) for name in _names(part))
        missing = part.kind == "reason" and blank
        steps.append(Step(part, count, blank, len(problems_in(part, problems)) + missing))
    return {"steps": steps, "left": sum(step.problems for step in steps)}


def _names(part: Part) -> list[str]:
    return [part.table] if part.table else [key.name for key in part.keys]


def _seen(request: HttpRequest) -> int | None:
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
