"""A commune as people type it, in any form of the site."""

from __future__ import annotations

from typing import Any

from django import forms

from essaim.apps.poles.places import Location, commune_named, names_of
from essaim.engine.language import gettext
from essaim.engine.territories import load_territories, search_places
from essaim.kit.language import gettext_lazy as _

_MANY = 8


class CommuneMixin(forms.Form):
    """A commune typed by name, postal code or code. When several answer, they are offered, and nothing is lost."""

    commune = forms.CharField(
        label=_("Commune"),
        required=False,
        max_length=100,
        help_text=_("Nom, code postal ou code officiel. Laissez vide si vous ne la connaissez pas."),
    )
    commune_choice = forms.ChoiceField(label=_("Laquelle ?"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self._choices()
        choice = self.fields["commune_choice"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = choices
        if not choices:
            del self.fields["commune_choice"]

    def clean(self) -> dict[str, Any]:
        """The code of the commune stands in ``commune``."""
        data = super().clean() or {}
        text = data.get("commune", "")
        chosen = data.pop("commune_choice", "")
        code = commune_named(text)
        if code is None and chosen:
            code = chosen
        if code is None:
            sentence = gettext("Aucune commune ne s'appelle ainsi. Vérifiez l'orthographe, ou tapez le code postal.")
            if "commune_choice" in self.fields:
                sentence = gettext("Plusieurs communes répondent : choisissez la bonne juste en dessous.")
            self.add_error("commune", sentence)
        data["commune"] = code or ""
        return data

    def _choices(self) -> list[tuple[str, str]]:
        text = self.data.get(self.add_prefix("commune"), "") if self.is_bound else ""
        if commune_named(text) is not None:
            return []
        found = search_places(load_territories(), text, _MANY, ("commune",))
        return [(place.code, f"{place.name}, {place.context}") for place in found]


def commune_text(code: str) -> str:
    """A commune as the form shows it: ``Romans-sur-Isère (26281)``."""
    return f"{names_of(Location(code)).commune} ({code})" if code else ""
