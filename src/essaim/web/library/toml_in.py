"""A model that comes as a file or as a pasted text: its problems line by line, and nothing of it lost."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.library import actions
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext
from essaim.engine.patterns import Problem, find_problems
from essaim.engine.patterns.schema import PATTERN
from essaim.kit.errors import ChangedMeanwhile
from essaim.kit.forms import attempt
from essaim.kit.language import gettext_lazy as _
from essaim.web.acting import acting
from essaim.web.library.drafts import kept_draft
from essaim.web.library.starting import StartForm

_LARGEST = 200_000
_DEEPEST = 12
_NAME = "TOML"


class TextForm(forms.Form):
    """A file, or its text."""

    file = forms.FileField(
        label=_("Fichier TOML"), required=False, max_length=200,
        widget=forms.FileInput(attrs={"accept": ".toml,text/plain"}), help_text=_("200 ko au plus, en UTF-8."),
    )  # fmt: skip
    text = forms.CharField(
        label=_("ou son texte"), required=False, max_length=_LARGEST, strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false", "class": "code"}),
    )  # fmt: skip
    anyway = forms.BooleanField(
        label=_("Enregistrer comme brouillon même s'il reste à corriger"), required=False,
        help_text=_("Ce qui reste à corriger sera dit à côté de chaque champ."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """``content``: the text, from the file when there is one."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        file = told.get("file")
        text = _decoded(self, file) if isinstance(file, UploadedFile) else told.get("text", "")
        if not self.errors and not text.strip():
            self.add_error("file", gettext("Donnez un fichier, ou collez son texte."))
        told["content"] = text.replace("\r\n", "\n")
        return told


class NewForm(StartForm, TextForm):
    """A new model from a file: title and short name come from it when they are left blank."""

    field_order = ("file", "text", "title", "key", "network", "anyway")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["title"].required = False
        self.fields["title"].help_text = gettext("Vide : celui du fichier.")
        self.fields["key"].help_text = gettext(
            "Vide : celui du fichier. Il fait l'adresse du modèle et ne change plus."
        )

    def clean_key(self) -> str:
        """The short name as it was typed."""
        return str(self.cleaned_data["key"]).strip()


def new_from_file(request: HttpRequest) -> HttpResponse:
    """Begin a model from a file."""
    by = acting(request)
    form = NewForm(request.POST, request.FILES, by=by) if request.method == "POST" else NewForm(by=by)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        data, problems = _read(form)
        if data is not None:
            key = form.cleaned_data["key"] or str(data.get("key", ""))
            title = form.cleaned_data["title"] or data.get("title")
            started = attempt(
                form,
                lambda: actions.start_model(
                    key=key, network=form.chosen_network(), data={**data, "title": title} if title else data,
                    by=by, at=timezone.now(),
                ),
            )  # fmt: skip
            if started is not None:
                messages.success(
                    request, gettext("Le brouillon est ouvert. Rien n'est public avant que vous le publiiez.")
                )
                return redirect("model-edit", key=started.model.key)
    return _page(request, form, problems, {"is_new": True})


def replace(request: HttpRequest, key: str) -> HttpResponse:
    """Put a file in the place of the whole draft."""
    draft = kept_draft(request, key)
    form = TextForm(request.POST, request.FILES) if request.method == "POST" else TextForm()
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        data, problems = _read(form)
        seen = request.POST.get("seen", "")
        if data is not None:
            try:
                actions.replace_content(
                    version=draft.version, data=data, by=acting(request), at=timezone.now(),
                    seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0,
                )  # fmt: skip
                messages.success(
                    request, gettext("Le fichier a pris la place du brouillon ; l'ancien reste dans le journal.")
                )
                return redirect("model-edit", key=key)
            except ChangedMeanwhile:
                sentence = gettext("Quelqu'un d'autre a enregistré ce brouillon pendant ce temps.")
                again = gettext("Envoyez de nouveau pour le remplacer quand même.")
                form.add_error(None, f"{sentence} {again}")
    return _page(request, form, problems, {"draft": draft})


def _decoded(form: TextForm, file: Any) -> str:
    if (file.size or 0) > _LARGEST:
        form.add_error("file", gettext("Le fichier est trop gros pour un modèle de pôle (plus de 200 ko)."))
        return ""
    content: bytes = file.read()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        words = gettext("Ligne %(line)d : le texte n'est pas en UTF-8. Enregistrez-le de nouveau dans cet encodage.")
        form.add_error("file", words % {"line": line})
        return ""


def _read(form: TextForm) -> tuple[dict[str, Any] | None, tuple[Problem, ...]]:
    """The data to write, and every problem with its line; None when nothing can, or should, be written yet."""
    text = form.cleaned_data["content"]
    try:
        problems = find_problems(text, _NAME)
        data = tomllib.loads(text)
    except (EssaimError, tomllib.TOMLDecodeError, RecursionError) as error:
        if isinstance(error, EssaimError):
            form.add_error("text", gettext("Le texte est vide."))
            return None, ()
        return None, find_problems(text, _NAME)
    if not problems:
        return data, ()
    if form.cleaned_data["anyway"] and _holds(data):
        return data, ()
    if form.cleaned_data["anyway"]:
        form.add_error(None, gettext("Une partie du fichier n'a pas la forme attendue : corrigez-la d'abord."))
    return None, problems


def _holds(data: Mapping[str, Any]) -> bool:
    """Whether the forms can hold the data: tables where tables are expected, not too deep."""
    for key in PATTERN:
        value = data.get(key.name, {} if key.type == "table" else [])
        if key.type == "table" and not isinstance(value, dict):
            return False
        if key.type == "tables" and not (isinstance(value, list) and all(isinstance(one, dict) for one in value)):
            return False
    return _depth(data) <= _DEEPEST


def _depth(value: Any) -> int:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max((_depth(one) for one in inside), default=0)


def _page(request: HttpRequest, form: TextForm, problems: tuple[Problem, ...], more: Mapping[str, Any]) -> HttpResponse:
    if form.is_bound and form.cleaned_data.get("content") and not request.POST.get("text"):
        # What came in a file is shown as a text: a browser never sends the same file twice by itself.
        data = request.POST.copy()
        data["text"] = form.cleaned_data["content"]
        form.data = data
    shown = {"section": "models", "form": form, "problems": problems, **more}
    return render(request, "library/file.html", shown)
