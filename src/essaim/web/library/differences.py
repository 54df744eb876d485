"""What somebody else changed in a part while it was being written, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms

from essaim.web.library.forms import TableForm


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that differs: what the draft says now, what was typed."""

    label: str
    present: str
    typed: str


def differences(now: TableForm, typed: TableForm) -> list[Difference]:
    """The fields of which the draft now says something else than what was typed."""
    found = []
    for name in typed.fields:
        if name not in now.fields or isinstance(typed.fields[name].widget, forms.HiddenInput):
            continue
        present, written = _in_words(now, name), _in_words(typed, name)
        if present != written:
            found.append(Difference(str(typed[name].label), present, written))
    return found


def _in_words(form: TableForm, name: str) -> str:
    value: Any = form[name].value()
    words = {str(key): str(label) for key, label in getattr(form.fields[name], "choices", ())}
    values = value if isinstance(value, list | tuple) else [value]
    told = [words.get(str(one), str(one)) for one in values if one not in (None, "", False)]
    return "\n".join(told).replace("\r\n", "\n").strip()
