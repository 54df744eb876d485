"""What the forms of this section are made of: dates, numbers, amounts, addresses as people type them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from essaim.apps.poles.actions.sourcing import must_be_addresses
from essaim.engine.errors import EssaimError
from essaim.engine.language import gettext
from essaim.kit.dates import DatedAs, dated
from essaim.kit.language import gettext_lazy as _
from essaim.kit.numbers import typed_cents, typed_number


class TypedDate(forms.CharField):
    """A date as precise as known: 2012, 06/2012, 25/06/2012; cleaned into a ``DatedAs``, None when blank."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            **{"required": False, "max_length": 10, "help_text": _("2012, 06/2012 ou 25/06/2012."), **options}
        )

    def clean(self, value: Any) -> DatedAs | None:
        """The date."""
        text = super().clean(value)
        return _read(dated, text) if text else None


def day_field(**options: Any) -> forms.DateField:
    """A day, typed or chosen: 25/06/2026 and 2026-06-25 are read."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        **{"widget": widget, "required": False, "input_formats": ["%Y-%m-%d", "%d/%m/%Y"], **options}
    )


class RecordChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own takes no argument at run time
    """One record, known by its ``uid``. A NUL, at which PostgreSQL would stop, names none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"to_field_name": "uid", "required": False, **options})

    def to_python(self, value: Any) -> Any:
        """The record."""
        return super().to_python(value.replace("\0", "") if isinstance(value, str) else value)


class TypedNumber(forms.CharField):
    """A number with two decimals at most; None when blank."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 30, **options})

    def clean(self, value: Any) -> Decimal | None:
        """The number."""
        text = super().clean(value).replace("€", "").replace("%", "")
        return _read(typed_number, text) if text.strip() else None


class TypedAmount(forms.CharField):
    """An amount of money, in cents; None when blank."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "max_length": 30, "help_text": _("Par exemple 1 234,50 €."), **options})

    def clean(self, value: Any) -> int | None:
        """The cents."""
        text = super().clean(value)
        return _read(typed_cents, text) if text else None


class Addresses(forms.CharField):
    """Addresses of pages, one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "max_length": 4000, "help_text": _("Une par ligne."), **options})

    def clean(self, value: Any) -> str:
        """The same, one a line, without blanks."""
        text = "\n".join(super().clean(value).split())
        _read(must_be_addresses, text)
        return text


class PartForm(forms.Form):
    """A form on one part of a record: it carries the version it was read at, and what that part said then.

    ``seen`` tells whether somebody changed this very part since, or only another one.
    """

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)


class SourcedForm(PartForm):
    """A part with its source."""

    source_title = forms.CharField(
        label=_("Source"), max_length=300, required=False, help_text=_("Qui le dit : document, entretien, page lue.")
    )
    source_urls = Addresses(label=_("Adresses de la source"))


def fingerprint(present: Mapping[str, Any]) -> str:
    """A short mark of what a part says: the same as long as nobody changes it."""
    told = json.dumps({key: str(value) for key, value in present.items()}, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def with_blank(choices: Mapping[str, str]) -> list[tuple[str, str]]:
    """Choices in the order of their words, after the blank one."""
    return [("", gettext("non renseigné")), *sorted(choices.items(), key=lambda pair: pair[1].lower())]


def _read(reader: Any, text: str) -> Any:
    try:
        return reader(text)
    except EssaimError as refusal:
        raise ValidationError(str(refusal)) from None
