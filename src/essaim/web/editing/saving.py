"""Saving one part of a record without overwriting anybody: when it changed meanwhile, both versions are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from essaim.apps.accounts.models import User
from essaim.engine.language import gettext as _
from essaim.kit.errors import ChangedMeanwhile
from essaim.kit.forms import attempt
from essaim.web.acting import acting
from essaim.web.editing.fields import PartForm, fingerprint

MakeForm = Callable[..., PartForm]
Save = Callable[[dict[str, Any], int, User, datetime], object]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that somebody else changed: what the record says now, what was typed."""

    label: str
    present: str
    typed: str


@dataclass(slots=True)
class Part:
    """One part being edited.

    Attributes:
        title: of the page. back: where its crumb and a success lead; back_label: what the crumb says.
        version: of the record, as read for this request.
        present: what the form shows at first, by field.
        make: builds the form; save: writes what was typed, knowing the version that was seen.
        template, shown: the page, and what more it shows.
    """

    title: str
    back: str
    back_label: str
    version: int
    present: dict[str, Any]
    make: MakeForm
    save: Save
    done: str = ""
    template: str = "editing/part.html"
    shown: dict[str, Any] = field(default_factory=dict)


def edited(request: HttpRequest, part: Part) -> HttpResponse:
    """The page of a part: the form, the same form with what is to be mended or decided, or, saved, the way back."""
    mark = {"version": part.version, "seen": fingerprint(part.present)}
    if request.method != "POST":
        return _page(request, part, part.make(initial={**part.present, **mark}))
    form = part.make(request.POST, initial=part.present)
    if not form.is_valid():
        return _page(request, part, form)
    try:
        saved = attempt(form, lambda: _save(request, part, form))
    except _Conflict:
        return _conflict(request, part, form, mark)
    if saved is None:
        return _page(request, part, form)
    messages.success(request, part.done or _("C'est enregistré."))
    return redirect(part.back)


def shown_again(request: HttpRequest, part: Part, data: QueryDict) -> HttpResponse:
    """The page with what was typed, arranged otherwise; nothing is saved."""
    form = part.make(data, initial=part.present)
    form.is_valid()
    return _page(request, part, form)


def confirmed(
    request: HttpRequest, *, title: str, lead: str, back: str, back_label: str, version: int,
    remove: Callable[..., object], done: str, then: str,
) -> HttpResponse:  # fmt: skip
    """The page that asks before ``remove`` (seen_version, by, at) destroys; once done, one goes on to ``then``."""
    form = PartForm(request.POST or None, initial={"version": version})
    if request.method == "POST" and form.is_valid():

        def removed() -> bool:
            remove(seen_version=form.cleaned_data["version"], by=acting(request), at=timezone.now())
            return True

        if attempt(form, removed):
            messages.success(request, done)
            return redirect(then)
    shown = {"form": form, "title": title, "lead": lead, "back": back, "back_label": back_label, "send": _("Retirer")}
    return render(request, "editing/part.html", shown)


class _Conflict(Exception):
    """Somebody changed this very part since it was read."""


def _save(request: HttpRequest, part: Part, form: PartForm) -> bool:
    by, at = acting(request), timezone.now()
    seen = form.cleaned_data["version"]
    if seen != part.version and form.cleaned_data["seen"] == fingerprint(part.present):
        # Only another part of the record changed: nothing of this one would be overwritten.
        seen = part.version
    try:
        part.save(form.cleaned_data, seen, by, at)
    except ChangedMeanwhile:
        raise _Conflict from None
    return True


def _conflict(request: HttpRequest, part: Part, form: PartForm, mark: Mapping[str, Any]) -> HttpResponse:
    """What was typed is kept, beside what the record says now; saving again is done knowingly."""
    data = request.POST.copy()
    for key, value in mark.items():
        data[key] = str(value)
    again = part.make(data, initial=part.present)
    again.is_valid()
    part.shown["differences"] = _differences(again, part.present)
    return _page(request, part, again, status=409)


def _differences(form: PartForm, present: Mapping[str, Any]) -> list[Difference]:
    found = _rows_differ(form, present)
    for name in form.fields:
        if name not in present or isinstance(form.fields[name].widget, forms.HiddenInput):
            continue
        now, typed = _in_words(form, name, present[name]), _in_words(form, name, form[name].value())
        if now != typed:
            found.append(Difference(str(form[name].label), now, typed))
    return found


def _rows_differ(form: PartForm, present: Mapping[str, Any]) -> list[Difference]:
    """A list of rows is compared as a whole: its rows have no name of their own."""
    if "rows" not in present:
        return []
    now, typed = ("\n".join(" : ".join(row) for row in rows) for rows in (present["rows"], form.cleaned_data["pairs"]))
    return [] if now == typed else [Difference(_("Lignes"), now, typed)]


def _in_words(form: PartForm, name: str, value: Any) -> str:
    """A value as its field shows it: the words of a choice rather than its key."""
    words: dict[str, str] = {}
    for key, label in getattr(form.fields[name], "choices", ()):
        words |= {str(k): str(v) for k, v in label} if isinstance(label, (list, tuple)) else {str(key): str(label)}
    values = value if isinstance(value, (list, tuple)) else [value]
    told = [
        _("oui") if one is True else words.get(str(one), str(one)) for one in values if one not in (None, "", False)
    ]
    return "\n".join(told).replace("\r\n", "\n").strip()


def _page(request: HttpRequest, part: Part, form: PartForm, status: int = 200) -> HttpResponse:
    shown = {"form": form, "title": part.title, "back": part.back, "back_label": part.back_label, **part.shown}
    return render(request, part.template, shown, status=status)
