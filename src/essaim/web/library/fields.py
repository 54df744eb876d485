"""One form field for each kind of key a model may have: what it shows at first, what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from essaim.apps.poles.choosing import communes_meant
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext as _
from essaim.engine.patterns.schema import Key
from essaim.kit.numbers import typed_number
from essaim.web.commune_field import commune_text

Choices = Sequence[tuple[str, str]]
_LONG = {"summary", "problem", "why", "note", "text", "end_reason", "reason"}
_LONGEST, _LONGEST_LINE = 8000, 500
PERCENT = {"share_min", "share_max"}
_NAMED = 8


class Lines(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> list[str]:
        """The lines that say something."""
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class Number(forms.CharField):
    """A number as people type it, whole if asked, as a share when it is a percentage; None when blank."""

    def __init__(self, *, whole: bool, percent: bool, **options: Any) -> None:
        self.whole, self.percent = whole, percent
        super().__init__(max_length=30, **options)
        self.widget.attrs["inputmode"] = "numeric" if whole else "decimal"
        self.widget.attrs["class"] = "short"

    def clean(self, value: Any) -> int | float | None:
        """The number."""
        text = super().clean(value).replace("%", "")
        if not text.strip():
            return None
        try:
            number = typed_number(text)
        except EssaimError as refusal:
            raise ValidationError(str(refusal)) from refusal
        if self.percent:
            return round(float(number) / 100, 4)
        if number == int(number):
            return int(number)
        if self.whole:
            raise ValidationError(_("Écrivez un nombre entier."))
        return float(number)


class CommuneCode(forms.CharField):
    """A commune typed by name, postal code or code, as its code."""

    def clean(self, value: Any) -> str:
        """The code; "" when blank."""
        text = super().clean(value).strip()
        if not text:
            return ""
        meant = communes_meant(text)
        if len(meant) == 1:
            return meant[0].code
        if not meant:
            raise ValidationError(
                _("Aucune commune ne s'appelle ainsi. Vérifiez l'orthographe, ou tapez le code postal.")
            )
        names = " ; ".join(f"{place.name} ({place.code})" for place in meant[:_NAMED])
        raise ValidationError(_("Plusieurs communes répondent : recopiez la bonne. %(names)s") % {"names": names})


def field_for(key: Key, *, label: str, help_text: str, choices: Choices | None, present: Any) -> forms.Field:
    """The field of a key. Nothing is obligatory: a draft may be incomplete."""
    told: dict[str, Any] = {"label": label, "help_text": help_text, "required": False}
    if choices is not None or key.type == "word":
        listed = choices if choices is not None else list((key.words or dict)().items())
        return forms.ChoiceField(choices=[("", _("choisir")), *with_present(listed, present)], **told)
    if key.type == "words":
        listed = list((key.words or dict)().items())
        listed.sort(key=lambda pair: pair[1].casefold())
        return forms.MultipleChoiceField(
            choices=with_present(listed, present), widget=forms.CheckboxSelectMultiple, **told
        )
    if key.type == "texts":
        return Lines(max_length=_LONGEST, **told)
    if key.type in ("whole", "number"):
        return Number(whole=key.type == "whole", percent=key.name in PERCENT, **told)
    if key.type == "commune":
        return CommuneCode(max_length=100, **told)
    if key.name in _LONG:
        return forms.CharField(max_length=_LONGEST, widget=forms.Textarea(attrs={"rows": 3}), **told)
    return forms.CharField(max_length=_LONGEST_LINE, **told)


def with_present(choices: Choices, present: Any) -> list[tuple[str, str]]:
    """The choices, and what the draft holds that is none of them: it is shown, not lost."""
    known = {value for value, _label in choices}
    held = present if isinstance(present, list) else [present]
    return [*choices, *((str(one), str(one)) for one in held if isinstance(one, str) and one and one not in known)]


def shown(key: Key, value: Any) -> Any:
    """A value as its field shows it at first."""
    if value is None:
        return ""
    return _SHOWN.get(key.type, _as_text)(key, value)


def _as_text(_key: Key, value: Any) -> Any:
    return value if isinstance(value, str) else str(value)


def _as_lines(_key: Key, value: Any) -> str:
    return "\n".join(str(one) for one in value) if isinstance(value, list) else str(value)


def _as_number(key: Key, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    number = round(100 * value, 2) if key.name in PERCENT else value
    return f"{number:.10g}".replace(".", ",") if isinstance(number, float) else str(number)


def _as_commune(_key: Key, value: Any) -> str:
    return commune_text(value) if isinstance(value, str) and communes_meant(value) else str(value)


def _as_list(_key: Key, value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


_SHOWN: Mapping[str, Callable[[Key, Any], Any]] = {
    "texts": _as_lines,
    "words": _as_list,
    "whole": _as_number,
    "number": _as_number,
    "commune": _as_commune,
}
